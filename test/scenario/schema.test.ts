/** The JSON Schema that editors use: it takes what reading takes, and refuses what an editor should underline. */
import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { parse, stringify } from 'yaml'
import { operators } from '../../src/operators/index.ts'
import { distributions } from '../../src/random/index.ts'
import { readScenario } from '../../src/scenario/read-scenario.ts'
import { scenarioSchema } from '../../src/scenario/schema.ts'
import { scheduling } from '../../src/strategies/scheduling/index.ts'
import { windowing } from '../../src/strategies/windowing/index.ts'
import { arrivals } from '../../src/traffic/arrivals/index.ts'
import { shipped } from '../experiment/shipped.ts'
import { judge, keywordsIn } from './json-schema.ts'

const folder = fileURLToPath(new URL('../../scenarios', import.meta.url))
const schema = JSON.parse(JSON.stringify(scenarioSchema())) as Readonly<Record<string, unknown>>
const accepts = (text: string): boolean => judge(schema, parse(text, { merge: true }) as unknown)

const GOOD = `
format: 1
duration: 1_000 records
seed: 5_000
x-note: anything
parameters: { rate: 3/s }
flows: { gold: { priority: 1, deadline: 2 s }, plain: }
traffic:
  a:
    arrivals: { poisson: 10 * $rate }
    records: { key: { zipf: { keys: 5_000 } }, fields: { x: { uniform: { from: 0, to: 1 } }, kind: { choice: { a: 3, b: 1 } } }, bytes: 1 kB }
    disorder: { exponential: 5 ms }
    watermark: bounded
pipeline:
  f: { from: a, filter: x > 0.5, parallelism: 2, node: n }
  m: { from: f, map: { y: 2 * x } }
  s: { from: m, service: { time: { exponential: 3 ms }, servers: 2 }, queue: { capacity: unbounded } }
  w: { from: s, window: { tumbling: 60 records, by: none, aggregate: { n: count() } }, windowing: recompute }
  out: { from: [w, w.late], sink: { file: out.csv } }
cluster: { nodes: { n: }, links: { } }
strategies: { scheduling: [fifo, { fifo: enqueueing }], windowing: per-window }
vary: { rate: [1/s, 2/s] }
objectives: [latency.p99 < 2 s, { that: dropped == 0, level: warn }]
`

/** Errors that reading finds. */
async function problemsOf(text: string): Promise<readonly string[]> {
  const { problems } = await readScenario(text, { file: 'x.yaml', folder, readFile: (path) => readFileSync(path) })
  return problems.filter(({ severity }) => severity === 'error').map(({ line, message }) => `${line}: ${message}`)
}

type Put = (tree: unknown, value: unknown) => void

/** For each place in a tree, what puts a value there. */
function placesIn(tree: unknown): readonly Put[] {
  if (typeof tree !== 'object' || tree === null) return []
  return Object.entries(tree).flatMap(([key, part]): readonly Put[] => {
    const below = placesIn(part).map(
      (put): Put =>
        (from, value) =>
          put((from as Record<string, unknown>)[key], value),
    )
    return [(from, value) => void ((from as Record<string, unknown>)[key] = value), ...below]
  })
}

/** Replaces one text of the good scenario; fails when it is not there. */
function changed(from: string, to: string): string {
  expect(GOOD).toContain(from)
  return GOOD.replace(from, to)
}

test('it says which draft it is, and uses no keyword that is not checked here', () => {
  expect(schema['$schema']).toBe('https://json-schema.org/draft/2020-12/schema')
  expect([...keywordsIn(schema)].sort()).toEqual(
    [
      ...['$defs', '$ref', '$schema', 'additionalProperties', 'anyOf', 'const', 'default', 'description', 'enum', 'examples'],
      ...['exclusiveMinimum', 'items', 'maximum', 'minimum', 'oneOf', 'pattern', 'patternProperties', 'properties'],
      ...['propertyNames', 'required', 'title', 'type'],
    ].sort(),
  )
})

test('every registered thing is in it, with its summary', () => {
  const text = JSON.stringify(schema)
  for (const registry of [operators, distributions, scheduling, windowing, arrivals]) {
    for (const { descriptor } of Object.values(registry) as { descriptor: { name: string; summary: string } }[]) {
      expect(text).toContain(JSON.stringify(descriptor.name))
      expect(text).toContain(JSON.stringify(descriptor.summary))
    }
  }
})

describe('accepts', () => {
  const names = readdirSync(folder).filter((file) => file.endsWith('.yaml'))
  test.each(names)('%s', (file) => {
    expect(accepts(shipped(file.replace('.yaml', '')))).toBe(true)
  })

  test('every form that a value can have', () => {
    expect(accepts(GOOD)).toBe(true)
  })

  test('what reading takes and gives no problem for', () => {
    const table = JSON.parse(readFileSync(new URL('bad-input.json', import.meta.url), 'utf8')) as {
      name: string
      text: string
      said: string[]
    }[]
    const good = table.filter(({ said }) => said.every((line) => line.includes(' warning: ')))
    expect(good.length).toBeGreaterThan(0)
    for (const { name, text } of good) expect(accepts(text), name).toBe(true)
  })
})

describe('is no stricter than reading', () => {
  test.each([
    ['nothing below what may be left out', /^(?:parameters|flows|vary|objectives): .*$/gm, (line: string) => line.replace(/: .*/, ':')],
    ['a text that looks like a number', 'x-note: anything', () => 'name: 2024\nabout: 1.5'],
    ['a choice of one', '{ a: 3, b: 1 }', () => 'only'],
    ['a name with nothing behind it', '{ file: out.csv }', () => '{ discard: }'],
    ['a strategy with nothing behind it', 'windowing: recompute', () => 'windowing: { recompute: }'],
    ['an option of which the default will do', 'watermark: bounded', () => 'watermark: { bounded: }'],
  ] as const)('%s', async (_what, from, to) => {
    const text = GOOD.replaceAll('10 * $rate', '30/s')
      .replace(/vary: .*/, 'vary: { }')
      .replaceAll(from, to)
    expect(text).not.toBe(GOOD)
    expect(await problemsOf(text)).toEqual([])
    expect(accepts(text)).toBe(true)
  })

  test('wherever a value of another kind is put', { timeout: 60_000 }, async () => {
    const values = [
      null,
      [],
      {},
      3,
      '1.5',
      true,
      'x',
      '20 ms',
      '3/s',
      '1_000 records',
      '$rate',
      'fifo',
      { fifo: null },
      ['a'],
      { uniform: 4 },
    ]
    let taken = 0
    for (const place of placesIn(parse(GOOD))) {
      for (const value of values) {
        const tree = parse(GOOD) as unknown
        place(tree, value)
        const text = stringify(tree, { aliasDuplicateObjects: false })
        if ((await problemsOf(text)).length > 0) continue
        taken++
        if (!accepts(text)) expect.fail(`reading takes, and the schema refuses:\n${text}`)
      }
    }
    expect(taken).toBeGreaterThan(80)
  })
})

describe('refuses', () => {
  test.each([
    ['an unknown key at the top', 'format: 1', 'format: 1\nfromat: 1'],
    ['another format', 'format: 1', 'format: 2'],
    ['a missing section', 'duration: 1_000 records\n', ''],
    ['an unknown operator', 'filter: x > 0.5', 'fliter: x > 0.5'],
    ['two operators', 'filter: x > 0.5', 'filter: x > 0.5, map: { z: 1 }'],
    ['a stage that reads nothing', 'm: { from: f, ', 'm: { '],
    ['an unknown arrival process', 'poisson:', 'mmpp:'],
    ['a missing main option', '{ poisson: 10 * $rate }', 'poisson'],
    ['a bare number for a rate', '10 * $rate', '10'],
    ['a duration for a rate', '10 * $rate', '10 s'],
    ['an unknown option', 'servers: 2', 'server: 2'],
    ['a number out of bounds', 'servers: 2', 'servers: 0'],
    ['a fraction for a whole number', 'servers: 2', 'servers: 2.5'],
    ['an unknown strategy', 'windowing: per-window', 'windowing: two-stacks'],
    ['an unknown strategy kind', 'strategies: {', 'strategies: { compression: none,'],
    ['an unknown choice', 'fifo: enqueueing', 'fifo: leaving'],
    ['a name with a blank', '  m: {', '  m m: {'],
    ['a field with a minus', 'map: { y: 2 * x }', 'map: { y-z: 2 * x }'],
    ['an unknown kind of sink', 'sink: { file: out.csv }', 'sink: { kafka: out }'],
    ['a deadline without unit', 'deadline: 2 s', 'deadline: 2'],
    ['an unknown level', 'level: warn', 'level: loud'],
  ])('%s', (_what, from, to) => {
    expect(accepts(changed(from, to))).toBe(false)
  })
})
