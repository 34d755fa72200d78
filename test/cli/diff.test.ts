import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { wavetank, type Outcome } from './command.ts'
import { queueScenario } from './scenario-text.ts'

const cwd = mkdtempSync(join(tmpdir(), 'wavetank-diff-'))
const diff = (...args: string[]): Outcome => wavetank(['diff', ...args], { cwd })
const baseline = fileURLToPath(new URL('../../baselines/mm1.json', import.meta.url))
afterAll(() => rmSync(cwd, { recursive: true, force: true }))

beforeAll(() => {
  for (const [name, service] of [
    ['a', 'exponential: 0.5 ms'],
    ['b', 'exponential: 0.501 ms'],
  ] as const) {
    writeFileSync(join(cwd, `${name}.yaml`), queueScenario({ service }))
    wavetank(['run', `${name}.yaml`, '--out', name, '--quiet', '--no-report'], { cwd })
  }
})

describe('diff', () => {
  test('of a file and itself is nothing', () => {
    expect(diff('a/result.json', 'a/result.json')).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^The same: [\d,]+ values\.\n$/) as string,
    })
    expect(diff(baseline, baseline).code).toBe(0)
  })

  test('of two results says which values differ, by how much, and where the runs part', () => {
    const { code, stdout } = diff('a/result.json', 'b/result.json')
    expect(code).toBe(1)
    expect(stdout).toMatch(/^latency\.mean +\d+ µs +\d+ µs +\+0\.\d %$/m)
    // The service is declared otherwise, and arrivals are the same waves.
    expect(stdout).not.toMatch(/^offered/m)
    expect(stdout).toMatch(/The runs part between 0 s and 7\.81 ms of simulated time\./)
    expect(stdout).toMatch(/\d+ values differ, \d+ are the same\.\n$/)
  })

  test('as JSON has every difference, at full precision', () => {
    const { code, stdout } = diff('a/result.json', 'b/result.json', '--json')
    expect(code).toBe(1)
    const found = JSON.parse(stdout) as { schema: string; differences: { path: string; a?: unknown; b?: unknown; unit?: string }[] }
    expect(found.schema).toBe('wavetank/diff/1')
    const results = ['a', 'b'].map(
      (name) => JSON.parse(readFileSync(join(cwd, name, 'result.json'), 'utf8')) as { metrics: { name: string; value: number }[] },
    )
    const [a, b] = results.map(({ metrics }) => metrics.find(({ name }) => name === 'latency.mean')!.value)
    expect(found.differences.find(({ path }) => path === 'metrics[latency.mean].value')).toEqual({
      path: 'metrics[latency.mean].value',
      a,
      b,
      unit: 'ns',
    })
  })

  test('of two baselines counts seeds, and a changed rung is where their runs part', () => {
    const document = JSON.parse(readFileSync(baseline, 'utf8')) as {
      variants: [{ rungs: { interval: number; digests: string[] }; metrics: { values: number[] }[] }]
    }
    const { rungs, metrics } = document.variants[0]
    rungs.digests[3] = '0123456789abcdef'
    metrics[0]!.values[7]!++
    writeFileSync(join(cwd, 'changed.json'), JSON.stringify(document))
    const { code, stdout } = diff(baseline, 'changed.json', '--json')
    expect(code).toBe(1)
    const found = JSON.parse(stdout) as { partings: unknown; differences: { places: unknown }[] }
    const { interval } = rungs
    expect(found.partings).toEqual([{ path: 'variants[default].rungs', from: 3 * interval, to: 4 * interval }])
    expect(found.differences.map(({ places }) => places)).toEqual([{ differ: 1, of: 20 }])
  })

  test.each([
    [['a/result.json', baseline], 'wavetank/run-result/1, and'],
    [['a/result.json', 'a.yaml'], 'is no JSON'],
    [['a/result.json', 'nowhere.json'], 'no file nowhere.json'],
    [['a/result.json', 'other.json'], 'names no schema'],
  ])('of %j is refused', (args, message) => {
    writeFileSync(join(cwd, 'other.json'), '{}')
    expect(diff(...args)).toMatchObject({ code: 2, stderr: expect.stringContaining(message) as string })
  })
})
