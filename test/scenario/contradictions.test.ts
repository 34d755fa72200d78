/** Values that are good by themselves and make no sense together, or where they stand. */
import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { readScenario } from '../../src/scenario/read-scenario.ts'

const TRAFFIC = 'traffic: { a: { arrivals: { poisson: $rate } } }'
const PIPELINE = 'pipeline: { out: { from: a, sink: discard } }'
const COUNT = 'w: { from: f, window: { tumbling: 5 records, aggregate: { n: count() } } }, out: { from: w, sink: discard }'

interface Read {
  readonly top?: string
  readonly parameters?: string
  readonly traffic?: string
  readonly pipeline?: string
  readonly file?: string
  readonly set?: Readonly<Record<string, string>>
}

async function said({
  top = '',
  parameters = '',
  traffic = TRAFFIC,
  pipeline = PIPELINE,
  file = 'x.yaml',
  set = {},
}: Read): Promise<readonly string[]> {
  const text = ['format: 1', 'duration: 1 s', `parameters: { rate: 2/s${parameters} }`, traffic, pipeline, top].join('\n')
  const { problems } = await readScenario(text, { file, folder: '/nowhere', set, readFile: (path) => readFileSync(path) })
  return problems.map(
    ({ line, column, severity, message, hint }) => `${line}:${column} ${severity}: ${message}${hint === undefined ? '' : ` | ${hint}`}`,
  )
}

const cases: readonly (Read & { readonly name: string; readonly says: readonly string[] })[] = [
  {
    name: 'a warm-up as long as the run',
    top: 'analysis: steady-state\nwarmup: 1 s',
    says: ['7:9 error: conflicting durations: a warm-up of 1 s leaves nothing of 1 s to measure | make warmup shorter, or duration longer'],
  },
  { name: 'a shorter warm-up', top: 'analysis: steady-state\nwarmup: 999 ms', says: [] },
  { name: 'a warm-up that the experiment finds', top: 'analysis: steady-state\nwarmup: auto', says: [] },
  {
    name: 'seeds that would leave the whole numbers of a double',
    top: 'seed: 9_007_199_254_740_991\nreplications: 2',
    says: ['6:7 error: invalid seed: 9007199254740991; with 2 replications it must be at most 9007199254740990'],
  },
  { name: 'the last seed there is', top: 'seed: 9_007_199_254_740_991\nreplications: 1', says: [] },
  { name: 'a drain beyond exact time', top: 'drain: 3_000 h', says: ['6:8 error: invalid value: 3_000 h; it must be at most 2500 h'] },
  {
    name: 'a file without a stem',
    file: '.yaml',
    says: [
      '1:1 error: invalid name: ""; it names a folder, so it has no slashes, and 1 to 100 characters | the file’s stem is no such name: write name: in the file',
    ],
  },
  {
    name: 'an option whose name is nearly right, where a distribution could stand',
    pipeline: 'pipeline: { s: { from: a, service: { tme: 3 ms } }, out: { from: s, sink: discard } }',
    says: ['5:38 error: unknown option of service: tme | Did you mean "time"? Known: time, servers'],
  },
  {
    name: 'a distribution beside other options',
    pipeline: 'pipeline: { s: { from: a, service: { exponential: 3 ms, servers: 2 } }, out: { from: s, sink: discard } }',
    says: ['5:38 error: unknown option of service: exponential | Write time: { exponential: … }'],
  },
  {
    name: 'a flow that is declared, and has no records',
    top: 'flows: { b: { priority: 2 } }',
    says: ['6:10 warning: unused flow: no source has records of b | flows that have records: a'],
  },
  {
    name: 'a count window behind a service that serves by priority',
    pipeline: `pipeline: { s: { from: a, service: 1 ms, scheduling: priority }, f: { from: s, filter: key >= 0 }, ${COUNT} }`,
    says: [
      '5:122 error: invalid pair: w counts records in order, and priority at s may change their order | use a scheduling strategy that keeps the order of a channel, such as fifo',
    ],
  },
  {
    name: 'a count window behind a service that keeps the order, whatever its node does',
    top: 'cluster: { nodes: { n: { scheduling: fifo } } }\nstrategies: { scheduling: [fifo, priority] }',
    pipeline: `pipeline: { s: { from: a, service: 1 ms, scheduling: fifo }, f: { from: s, filter: key >= 0 }, ${COUNT} }`,
    says: [],
  },
  {
    name: 'a condition that cannot be read, and what is wrong behind it all the same',
    pipeline: 'pipeline: { s: { from: a, filter: 1 + }, m: { from: s, map: { y: 2 * x } }, out: { from: m, sink: discard } }',
    says: ['5:37 error: A value is missing after "+".', '5:70 error: There is no field "x". The fields are key.'],
  },
  {
    name: 'a plain number added to a rate',
    parameters: ', times: 3',
    top: 'flows: { a: { deadline: 5 ms * $times + 2 } }',
    traffic: 'traffic: { a: { arrivals: { poisson: $rate + 2 } } }',
    says: [
      '4:38 error: invalid value: $rate + 2 puts a rate and a plain number together; make it a parameter with a unit: a rate, such as 3/s',
      '6:25 error: invalid value: 5 ms * $times + 2 puts a duration and a plain number together; make it a parameter with a unit: a duration, such as 20 ms',
    ],
  },
  {
    name: 'units of time and of size, which are nanoseconds and bytes, among others',
    top: 'drain: $drain + 1 MB',
    parameters: ', drain: 1 s',
    traffic: 'traffic: { a: { arrivals: { poisson: $rate + 2/s } } }',
    says: [
      '4:38 error: invalid value: $rate + 2/s puts a rate and another unit together; make it a parameter with a unit: a rate, such as 3/s',
      '6:8 error: invalid value: $drain + 1 MB puts a duration and another unit together; make it a parameter with a unit: a duration, such as 20 ms',
    ],
  },
  {
    name: 'arithmetic over plain numbers where a unit is needed',
    parameters: ', times: 3',
    top: 'drain: 2 * $times',
    traffic: 'traffic: { a: { arrivals: { poisson: $rate * $rate } } }',
    says: [
      '4:38 error: invalid value: $rate * $rate is no rate; expected a rate, such as 3/s',
      '6:8 error: invalid value: 2 * $times is a plain number; expected a duration, such as 20 ms',
    ],
  },
  {
    name: 'arithmetic that keeps its unit',
    parameters: ', times: 3',
    top: 'drain: max(2 * $times * 1 s, 0) + 1 min\nreplications: $times + 1',
    traffic: 'traffic: { a: { arrivals: { poisson: "-(1 - $times) * $rate / 2 + max($rate, 0)" } } }',
    says: [],
  },
  {
    name: 'a value behind a name that takes none',
    pipeline: 'pipeline: { out: { from: a, sink: { discard: all } } }',
    says: ['5:46 error: invalid value of discard: it takes none | discard'],
  },
  {
    name: 'durations of a distribution the wrong way round',
    pipeline: 'pipeline: { s: { from: a, service: { uniform: { from: 0.5 s, to: 20 ms } } }, out: { from: s, sink: discard } }',
    says: ['5:36 error: conflicting options: uniform: from (500 ms) has to be below to (20 ms)'],
  },
  {
    name: 'a number with two points on the command line',
    set: { rate: '1.2.3' },
    says: ['4:38 error: 1.2.3 is not a rate: write events per unit of time, as in 1.2/s or 1.2k/min (--set rate=1.2.3)'],
  },
  {
    name: 'a value on the command line that fits in no place',
    set: { rate: '-1/s' },
    top: 'replications: 3 - $rate',
    says: [
      '4:38 error: invalid value: -1/s; it must be above 0 (--set rate=-1/s)',
      '6:19 error: invalid parameter: $rate is -1/s; expected a whole number (--set rate=-1/s)',
    ],
  },
  {
    name: 'what is wrong with the file, whatever is on the command line',
    set: { rate: '3/s' },
    top: 'drain: 1',
    says: ['6:8 error: 1: did you mean 1 s?'],
  },
  { name: 'a rate on the command line', set: { rate: '3/s' }, says: [] },
]

describe('reading says of', () => {
  test.each(cases)('$name', async ({ says, ...read }) => {
    expect(await said(read)).toEqual(says)
  })
})
