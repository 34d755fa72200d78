/** Arrival processes as scenarios write them: nested, modified, within the schema; and what is wrong with them, at its place. */
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { scenarioSchema } from '../../src/scenario/schema.ts'
import { arrivals } from '../../src/traffic/arrivals/index.ts'
import { modifiers } from '../../src/traffic/modifiers/index.ts'
import { checkedRun } from '../conformance/harness.ts'
import { read, runText } from '../experiment/shipped.ts'
import { readScenario } from '../../src/scenario/read-scenario.ts'
import { judge } from './json-schema.ts'

const GOOD = `
format: 1
duration: 20 s
parameters: { peak: 100/s }
traffic:
  wave: { arrivals: { inhomogeneous-poisson: { expression: "$peak * (1 + 0.5 * sin(2 * pi * t / 1 min))" } } }
  later: { arrivals: { inhomogeneous-poisson: { rate: { expression: "if(t < 10 s, 0, 100/s)" } } } }
  shifts: { arrivals: { inhomogeneous-poisson: { rate: { steps: [{ at: 0 s, rate: 10/s }, { at: 10 s, rate: 0/s }] }, period: 20 s } } }
  rising: { arrivals: { inhomogeneous-poisson: { ramps: [{ at: 0 s, rate: 0/s }, { at: 10 s, rate: $peak }] } } }
  daily: { arrivals: { inhomogeneous-poisson: { profile: { mean: 100/s, values: [1, 2, 3, 4], between: linear } } } }
  bursts: { arrivals: { renewal: { rate: 10/s, cv: 3 } } }
  moods: { arrivals: { mmpp: { rates: [10/s, 100/s], dwell: [1 s, 2 s], transitions: [[0, 1], [1, 0]] } } }
  offices: { arrivals: { on-off: { rate: 100/s, on: 1 s, off: 2 s } } }
  replies: { arrivals: { hawkes: { rate: 100/s, branching: 0.8, decay: 100 ms } } }
  weather: { arrivals: { arima: { rate: 50/s, every: 1 s, ar: [0.8], innovation: 0.3, seasonal: { period: 4, ar: [0.5] } } } }
  groups: { arrivals: { batch: { arrivals: { poisson: 10/s }, size: { geometric: 5 }, spread: 100 ms } } }
  both: { arrivals: { sum: [{ poisson: 10/s }, { constant: 5/s }, { sum: [{ constant: $peak }] }] } }
  chats: { arrivals: { preset: { like: azure-llm-conversation, rate: 10/s } } }
  launch:
    arrivals:
      modified:
        arrivals: { batch: { arrivals: { constant: 50/s }, size: 2 } }
        by:
          - ramp: 5 s
          - thin: 50 %
          - shift: 1 s
          - flash-crowd: { at: 5 s, peak: 5, rise: 1 s, decay: 5 s }
          - maintenance: { from: 12 s, to: 14 s, records: defer }
pipeline:
  done: { from: [wave, later, shifts, rising, daily, bursts, moods, offices, replies, weather, groups, both, chats, launch], sink: discard }
`

test('every process and modifier can be written, is in the schema, and runs within the laws, the same way twice', async () => {
  for (const name of Object.keys(arrivals)) if (name !== 'replay') expect(GOOD).toContain(`${name}:`)
  for (const name of Object.keys(modifiers)) expect(GOOD).toContain(`- ${name}:`)
  expect(judge(JSON.parse(JSON.stringify(scenarioSchema())) as Readonly<Record<string, unknown>>, parse(GOOD) as unknown)).toBe(true)
  const { result, violations } = await checkedRun(GOOD)
  expect(violations).toEqual([])
  for (const { total } of result.sources) expect(total).toBeGreaterThan(50)
  expect((await runText(GOOD)).digests).toEqual(result.digests)
})

test('what was picked is plain data', async () => {
  const { scenario } = await read(GOOD)
  expect(scenario.sources.find(({ name }) => name === 'both')!.arrivals).toEqual({
    name: 'sum',
    options: {
      of: [
        { name: 'poisson', options: { rate: 10 } },
        { name: 'constant', options: { rate: 5 } },
        { name: 'sum', options: { of: [{ name: 'constant', options: { rate: 100 } }] } },
      ],
    },
  })
  expect(structuredClone(scenario.sources)).toEqual(scenario.sources)
})

test.each<[written: string, ...said: string[]]>([
  ['{ sum: [{ poisson: 1/s }, { poison: 1/s }] }', 'traffic.a.arrivals.sum.1.poison: unknown arrival process: poison'],
  ['{ sum: [{ poisson: 1/s }, { poisson: 1 }] }', 'traffic.a.arrivals.sum.1.poisson: 1: did you mean 1/s?'],
  ['{ sum: [] }', 'traffic.a.arrivals.sum: invalid list: 0 values; it must have at least 1'],
  [
    '{ sum: [{ hawkes: { rate: 1/s, branching: 1, decay: 1 s } }] }',
    'traffic.a.arrivals.sum.0.hawkes.branching: invalid arrivals: a branching ratio of 1 lets records multiply without end, so there is no mean rate: keep it below 1',
  ],
  [
    '{ batch: { arrivals: { poisson: 1/s } } }',
    'traffic.a.arrivals.batch: missing size of batch: records of a batch; what lies between two whole numbers becomes one of them, at random so that the mean stays',
  ],
  [
    '{ batch: { arrivals: { poisson: 1/s }, size: many } }',
    'traffic.a.arrivals.batch.size: invalid arrivals: an expression has no record to read yet: give a number or a distribution',
  ],
  [
    '{ modified: { arrivals: { poisson: 1/s }, by: [{ thinn: 0.5 }] } }',
    'traffic.a.arrivals.modified.by.0.thinn: unknown modifier of arrivals: thinn',
  ],
  [
    '{ modified: { arrivals: { poisson: 1/s }, by: { maintenance: { from: 3 s, to: 2 s } } } }',
    'traffic.a.arrivals.modified.by.maintenance.to: invalid arrivals: the gap ends at 2 s, and begins at 3 s: put its end behind its beginning',
  ],
  [
    '{ inhomogeneous-poisson: { expression: "10/s * (1 + sin(x))" } }',
    'traffic.a.arrivals.inhomogeneous-poisson.expression: invalid arrivals: There is no field "x". The fields are t.',
  ],
  [
    '{ renewal: { rate: 1/s } }',
    'traffic.a.arrivals.renewal: missing cv of renewal: coefficient of variation of the gaps (standard deviation ÷ mean); of Poisson arrivals it is 1',
  ],
  ['{ mmpp: { rates: [1/s, 0/s], dwell: [1 s, 0 s] } }', 'traffic.a.arrivals.mmpp.dwell.1: invalid value: 0 s; it must be above 0'],
])('%s', async (written, ...said) => {
  const text = `format: 1\nduration: 1 s\ntraffic: { a: { arrivals: ${written} } }\npipeline: { out: { from: a, sink: discard } }\n`
  const { problems } = await readScenario(text, { file: 'x.yaml', folder: '.', readFile: () => new Uint8Array() })
  expect(problems.filter(({ severity }) => severity === 'error').map(({ path, message }) => `${path}: ${message}`)).toEqual(said)
})

test('aliases that nest without end are refused at once', async () => {
  const text = `format: 1\nduration: 1 s\ntraffic: { a: { arrivals: &x { sum: [*x, *x, *x] } } }\npipeline: { out: { from: a, sink: discard } }\n`
  const { problems } = await readScenario(text, { file: 'x.yaml', folder: '.', readFile: () => new Uint8Array() })
  expect(problems[0]!.message).toBe('invalid arrival process: nested too deeply, or more than 1000 in a file')
})
