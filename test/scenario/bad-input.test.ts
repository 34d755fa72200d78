/** Bad scenarios: every problem at once, at its place, in these words. The table is bad-input.json; each line was read before it went in. */
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parse, stringify } from 'yaml'
import { renderProblems } from '../../src/scenario/problem.ts'
import { readScenario, type Reading } from '../../src/scenario/read-scenario.ts'
import { arrivals } from '../../src/traffic/arrivals/index.ts'
import { shipped } from '../experiment/shipped.ts'

interface Bad {
  readonly name: string
  readonly text: string
  /** `line:column severity: message | hint` of each problem; `{arrivals}` stands for the names of all arrival processes. */
  readonly said: readonly string[]
}

const folder = fileURLToPath(new URL('../../scenarios', import.meta.url))
const table = JSON.parse(readFileSync(new URL('bad-input.json', import.meta.url), 'utf8')) as readonly Bad[]
const read = (text: string): Promise<Reading> => readScenario(text, { file: 'bad.yaml', folder, readFile: (path) => readFileSync(path) })

describe('a bad scenario is refused with', () => {
  test.each(table)('$name', async ({ text, said }) => {
    const { scenario, problems } = await read(text)
    expect(
      problems.map(
        ({ line, column, severity, message, hint }) => `${line}:${column} ${severity}: ${message}${hint === undefined ? '' : ` | ${hint}`}`,
      ),
    ).toEqual(said.map((line) => line.replace('{arrivals}', Object.keys(arrivals).join(', '))))
    expect(scenario === undefined).toBe(problems.some((problem) => problem.severity === 'error'))
    const rendered = renderProblems(problems, text, 'bad.yaml')
    for (const { line, column, severity, message } of problems)
      expect(rendered).toContain(`bad.yaml:${line}:${column}  ${severity}: ${message}`)
  })

  test('at least sixty kinds of problem', () => {
    expect(table.filter(({ said }) => said.length > 0).length).toBeGreaterThanOrEqual(60)
  })
})

describe('hostile input', () => {
  test('a bomb of aliases is refused at once', async () => {
    const levels = Array.from(
      { length: 30 },
      (_, i) =>
        `x-${i}: &a${i} [${Array(9)
          .fill(i === 0 ? 'lol' : `*a${i - 1}`)
          .join(', ')}]`,
    )
    const from = performance.now()
    const { scenario, problems } = await read(`${levels.join('\n')}\nformat: 1\nduration: *a29\ntraffic: *a29\npipeline: *a29\n`)
    expect(scenario).toBeUndefined()
    expect(problems.length).toBeGreaterThan(0)
    expect(performance.now() - from).toBeLessThan(5_000)
  })

  test('more than five million characters are not parsed', async () => {
    const { problems } = await read(`# ${'x'.repeat(6_000_000)}`)
    expect(problems[0]!.message).toContain('6000002 characters; a scenario has at most')
  })

  test('a code frame shows the line, a caret below it, and the hint', async () => {
    const text =
      'format: 1\nduration: 600\ntraffic: { a: { arrivals: { constant: 1/s } } }\npipeline: { out: { from: a, sink: discard } }\n'
    const { problems } = await read(text)
    expect(renderProblems(problems, text, 'x.yaml')).toBe(
      [
        'x.yaml:2:11  error: 600: did you mean 600 s or 600 records?  (duration)',
        '  1 | format: 1',
        '  2 | duration: 600',
        '    |           ^^^',
        '',
        'x.yaml: 1 error',
        '',
      ].join('\n'),
    )
  })

  test('whatever is done to a good scenario gives problems or a scenario, never an exception', async () => {
    const texts = ['quickstart', 'llm-gateway', 'stock-prices', 'overload'].map((name) => parse(shipped(name)) as unknown)
    const junk = fc.constantFrom<unknown>(null, '', 'x', 3, -1, true, [], {}, [1], { a: 1 }, '$p', '1 s', 'a.b', '(', '1/s', '__proto__', {
      constructor: 1,
    })
    await fc.assert(
      fc.asyncProperty(
        fc.nat(texts.length - 1),
        fc.array(fc.tuple(fc.nat(400), junk, fc.boolean()), { minLength: 1, maxLength: 3 }),
        async (which, edits) => {
          const tree = structuredClone(texts[which])
          for (const [at, value, remove] of edits) mutate(tree, at, value, remove)
          const text = stringify(tree)
          const { scenario, problems } = await read(text)
          expect(scenario !== undefined || problems.length > 0).toBe(true)
          renderProblems(problems, text, 'x.yaml')
        },
      ),
      { seed: 11, numRuns: 300 },
    )
  })
})

/** Replaces (or removes) the value at some place of a tree. */
function mutate(tree: unknown, at: number, value: unknown, remove: boolean): void {
  const places: [Record<string, unknown>, string][] = []
  const walk = (node: unknown): void => {
    if (typeof node !== 'object' || node === null) return
    for (const key of Object.keys(node)) {
      places.push([node as Record<string, unknown>, key])
      walk((node as Record<string, unknown>)[key])
    }
  }
  walk(tree)
  const place = places[at % places.length]
  if (place === undefined) return
  const [node, key] = place
  if (remove && !Array.isArray(node)) delete node[key]
  else node[key] = value
}
