/** Files that nobody wrote to be run: each is answered with problems, in seconds, without an exception. */
import { describe, expect, test } from 'vitest'
import { readScenario } from '../../src/scenario/read-scenario.ts'

const HEAD = 'format: 1\nduration: 1 s\ntraffic: { a: { arrivals: { poisson: 1/s } } }\npipeline:\n'
const lines = (count: number, line: (index: number) => string): string =>
  Array.from({ length: count }, (_, index) => line(index)).join('\n')

const FILES: Readonly<Record<string, string>> = {
  'a hundred thousand brackets': `a: ${'['.repeat(100_000)}`,
  'a hundred thousand braces': '{a: '.repeat(100_000),
  'twenty thousand dashes': `${'- '.repeat(20_000)}x`,
  'fifty thousand keys': `format: 1\n${lines(50_000, (i) => `a${i}: 1`)}`,
  'fifty thousand sources': `format: 1\nduration: 1 s\ntraffic:\n${lines(50_000, (i) => `  a${i}: {}`)}`,
  'a chain of twenty thousand stages': `${HEAD}${lines(20_000, (i) => `  s${20_000 - i}: { from: s${19_999 - i}, filter: true }`)}`,
  'twenty thousand inputs': `${HEAD}  s: { from: [${lines(20_000, (i) => `a${i}`).replaceAll('\n', ', ')}], sink: discard }`,
  'aliases in their hundred thousands': `x-a: &a { b: 1 }\nformat: 1\npipeline: [${'*a, '.repeat(100_000)}]`,
  'an alias for each of ten thousand anchors': `${lines(10_000, (i) => `x-${i}: &a${i} { weight: 2 }`)}\nflows:\n${lines(10_000, (i) => `  f${i}: *a${i}`)}`,
  'merges of merges': `x-0: &a0 { k: 1 }\n${lines(25, (i) => `x-${i + 1}: &a${i + 1} { <<: [${Array(9).fill(`*a${i}`).join(', ')}] }`)}\nflows: *a25`,
  'a merge of itself': 'format: 1\nflows: &f { <<: *f, a: { weight: x } }',
  'an alias of itself': 'format: 1\nflows: &f [*f]\ntraffic: &g { a: *g }',
  'a line of a million characters': `format: 1\nduration: ${'x'.repeat(1_000_000)}`,
  'an expression of brackets': `${HEAD}  s: { from: a, filter: "${'('.repeat(50_000)}" }`,
  'a sum of a hundred thousand terms': `${HEAD}  s: { from: a, filter: "1${' + 1'.repeat(100_000)} > 2" }`,
  'fifty thousand documents': '---\n'.repeat(50_000),
  'control characters': 'format: 1\nname: "\\0"\nabout: \u0000\u0007',
}

describe('a file of', () => {
  test.each(Object.entries(FILES))('%s', { timeout: 30_000 }, async (_what, text) => {
    const { scenario, problems } = await readScenario(text, {
      file: 'hostile.yaml',
      folder: '/nowhere',
      readFile: () => {
        throw Object.assign(new Error('no such file'), { code: 'ENOENT' })
      },
    })
    expect(scenario).toBeUndefined()
    expect(problems.length).toBeGreaterThan(0)
    expect(problems.length).toBeLessThanOrEqual(1_000)
  })
})
