/** Good scenarios: what reading gives, and what is expected of them before they run. */
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { expectedLoad } from '../../src/scenario/expected-load.ts'
import { readScenario } from '../../src/scenario/read-scenario.ts'
import { timingDependence } from '../../src/scenario/timing.ts'
import { read } from '../experiment/shipped.ts'

const TEXT = `
format: 1
name: two-nodes
about: A test.
duration: 1_000 records
seed: 9
parameters: { base: 2/s, fast: 4 ms }
flows: { gold: { priority: 1, weight: 3, deadline: 2 s } }
x-notes: { anything: goes }
x-defaults: &defaults { parallelism: 2 }
traffic:
  a:
    flow: gold
    arrivals: { poisson: 50 * $base }
    records: { key: { uniform: 4 }, fields: { size: { uniform: { from: 0, to: 10 } } }, bytes: 1 kB }
pipeline:
  keep: { from: a, filter: size < 5, node: left, <<: *defaults }
  serve: { from: keep, service: { time: $fast * 2 + 0.2 ms * size, servers: 3 }, queue: { capacity: unbounded }, node: right }
  out: { from: serve, sink: discard }
cluster:
  nodes: { left: { workers: 2, scheduling: priority }, right: {} }
  links: { wire: { from: left, to: right, bandwidth: 1 MB/s, delay: 3 ms } }
strategies: { scheduling: [{ fifo: enqueueing }, priority] }
objectives: [ "latency.p99{flow=gold} <= baseline + 2 %", { that: "utilisation{link=wire} < 50 %", level: warn } ]
`

describe('reading', () => {
  test('gives plain, frozen data with everything normalised', async () => {
    const { scenario, problems } = await read(TEXT, 'two.yaml')
    expect(problems).toEqual([])
    expect(scenario).toMatchObject({
      format: 1,
      name: 'two-nodes',
      analysis: 'terminating',
      warmup: 0,
      duration: { kind: 'records', records: 1_000 },
      drain: 3_600e9,
      seed: 9,
      replications: 20,
      parameters: { base: '2/s', fast: '4 ms' },
      flows: [{ name: 'gold', priority: 1, weight: 3, deadline: 2e9 }],
      fields: [{ name: 'size', type: 'number' }],
      nodes: [
        { name: 'left', workers: 2, scheduling: { name: 'priority', id: 'priority', options: {} } },
        { name: 'right', workers: 1 },
      ],
      links: [{ name: 'wire', from: 'left', to: 'right', bandwidth: 1e6, delay: 3e6 }],
      strategies: {
        scheduling: [
          { name: 'fifo', id: 'fifo(order:enqueueing)', options: { order: 'enqueueing' } },
          { name: 'priority', id: 'priority', options: {} },
        ],
        windowing: [{ name: 'per-window', id: 'per-window', options: {} }],
      },
      objectives: [
        { metric: 'latency.p99', selector: { flow: 'gold' }, operator: '<=', value: 0.02, baseline: 'share', level: 'error', line: 24 },
        { metric: 'utilisation', selector: { link: 'wire' }, operator: '<', value: 0.5, level: 'warn', line: 24 },
      ],
    })
    expect(scenario.sources[0]).toMatchObject({
      name: 'a',
      arrivals: { name: 'poisson', options: { rate: 100 } },
      bytes: { kind: 'constant', value: 1000 },
      watermark: { name: 'bounded', options: { bound: 0 } },
    })
    expect(scenario.stages.map(({ name, node, parallelism, queue }) => ({ name, node, parallelism, ...queue }))).toEqual([
      { name: 'keep', node: 'left', parallelism: 2, capacity: 1_024, full: 'block' },
      { name: 'serve', node: 'right', parallelism: 1, capacity: Number.MAX_SAFE_INTEGER, full: 'block' },
      { name: 'out', node: 'right', parallelism: 1, capacity: 1_024, full: 'block' },
    ])
    expect(Object.isFrozen(scenario.stages[0]!.operator.options)).toBe(true)
    expect(JSON.parse(JSON.stringify(scenario))).toEqual(structuredClone(scenario))
  })

  test('parameters can be set from outside, and unknown ones are refused', async () => {
    const options = { file: 'x.yaml', folder: fileURLToPath(new URL('.', import.meta.url)), readFile: (path: string) => readFileSync(path) }
    const { scenario } = await readScenario(TEXT, { ...options, set: { base: '3/s' } })
    expect(scenario!.sources[0]!.arrivals.options).toEqual({ rate: 150 })
    const { problems } = await readScenario(TEXT, { ...options, set: { bas: '3/s' } })
    expect(problems[0]).toMatchObject({
      message: 'unknown parameter in --set: bas',
      hint: expect.stringContaining('Did you mean "base"?') as string,
    })
  })
})

describe('expected load', () => {
  test('follows from rates, selectivities, mean times and bytes', async () => {
    const { scenario, traces } = await read(TEXT)
    const load = expectedLoad(scenario, traces)
    expect(load.sources).toEqual([{ name: 'a', rate: 100 }])
    const [keep, serve, out] = load.stages
    expect(keep!.rate).toBeCloseTo(100, 9)
    // Half of the records are kept; a sample of 2,000 says so to within 3.4 % (three standard errors).
    expect(Math.abs(serve!.rate! - 50)).toBeLessThan(3.4)
    // Kept sizes are 2.5 on average: 8 ms + 0.5 ms, on three servers.
    expect(Math.abs(serve!.utilisation! - (50 * 8.5e-3) / 3)).toBeLessThan(0.011)
    expect(out!.utilisation).toBeNull()
    expect(Math.abs(load.links[0]!.bytesPerSecond - 50_000)).toBeLessThan(3_400)
    expect(load.links[0]!.utilisation).toBeCloseTo(load.links[0]!.bytesPerSecond / 1e6, 12)
    expect(load.overloaded).toEqual([])
  })

  test('says what would be overloaded, and what it cannot know', async () => {
    const { scenario, traces } = await read(`
format: 1
duration: 1 s
traffic: { a: { arrivals: { constant: 100/s } } }
pipeline:
  serve: { from: a, service: 11 ms }
  sums: { from: serve, window: { tumbling: 1 s, aggregate: { n: count() } } }
  out: { from: sums, sink: discard }
`)
    const load = expectedLoad(scenario, traces)
    expect(load.overloaded).toEqual(['serve'])
    expect(load.stages[0]!.utilisation).toBeCloseTo(1.1, 12)
    expect(load.stages[2]).toEqual({ name: 'out', rate: null, utilisation: null })
  })
})

test('timing dependence: late records at a window that several channels feed', async () => {
  const text = (parallelism: number, disorder: string): string => `
format: 1
duration: 1 s
traffic: { a: { arrivals: { poisson: 100/s }${disorder} } }
pipeline:
  through: { from: a, filter: key == 0, parallelism: ${parallelism} }
  sums: { from: through, window: { tumbling: 1 s, aggregate: { n: count() } } }
  out: { from: sums, sink: discard }
`
  const reasons = async (parallelism: number, disorder: string) => timingDependence((await read(text(parallelism, disorder))).scenario)
  const disorder = ', disorder: { exponential: 5 ms }, watermark: { bounded: 1 ms }'
  expect(await reasons(1, disorder)).toEqual([])
  expect(await reasons(2, '')).toEqual([])
  expect(await reasons(2, disorder)).toEqual(['sums: which records are late depends on timing, because sums takes from 2 channels'])
  const served = text(1, disorder).replace('filter: key == 0, parallelism: 1', 'service: { time: 1 ms, servers: 3 }')
  expect(timingDependence((await read(served)).scenario)).toEqual([
    'sums: which records are late depends on timing, because the 3 servers of through overtake one another',
  ])
  const counted = served.replace('tumbling: 1 s', 'tumbling: 5 records')
  expect(timingDependence((await read(counted)).scenario)).toEqual([
    'sums: which records share a window depends on their order, and the 3 servers of through overtake one another',
  ])
})
