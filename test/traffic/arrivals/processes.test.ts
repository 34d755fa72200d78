/** What every arrival process keeps to, whatever it is, and what splitting a source leaves as it is. */
import { describe, expect, test } from 'vitest'
import { loadExpressionParser } from '../../../src/expressions/parser.ts'
import { RecordSchema, RecordTable } from '../../../src/structures/record-table.ts'
import { arrivals, arrivalsNamed } from '../../../src/traffic/arrivals/index.ts'
import type { SourceSpec } from '../../../src/traffic/source-spec.ts'
import { createSource, type RecordSource } from '../../../src/traffic/source.ts'
import { type Options, processOf, take, timesUntil } from './draws.ts'

const parse = await loadExpressionParser()
const poisson = { name: 'poisson', options: { rate: 100 } }

/** An example or more of each process; replay needs a trace, and has tests of its own. */
const examples: Readonly<Record<string, readonly Options[]>> = {
  constant: [{ rate: 100 }],
  poisson: [{ rate: 100 }],
  'inhomogeneous-poisson': [
    {
      rate: {
        name: 'ramps',
        value: [
          { at: 0, rate: 0 },
          { at: 5e9, rate: 200 },
        ],
      },
      period: 10e9,
    },
    { rate: { name: 'expression', value: parse('100/s * (1 + sin(t / 3 s))') } },
  ],
  renewal: [{ rate: 100, cv: 2, gaps: 'gamma' }],
  mmpp: [{ rates: [0, 300], dwell: [2e8, 1e8] }],
  'on-off': [{ rate: 100, senders: 20, on: 1e8, off: 3e8, shape: 1.7 }],
  hawkes: [{ rate: 100, branching: 0.7, decay: 1e7 }],
  arima: [
    {
      rate: 100,
      every: 1e8,
      ar: [0.6],
      d: 0,
      ma: [0.2],
      innovation: 0.3,
      seasonal: { period: 4, ar: [0.5], d: 0, ma: [] },
      profile: [1, 2],
      cv: 2,
    },
  ],
  preset: [{ like: 'azure-llm-conversation', rate: 100 }],
  batch: [
    { arrivals: poisson, size: { kind: 'draw', name: 'geometric', options: { mean: 3 } }, spread: 0 },
    { arrivals: poisson, size: { kind: 'constant', value: 2.5 }, spread: 1e9 },
  ],
  sum: [{ of: [poisson, { name: 'hawkes', options: { rate: 50, branching: 0.5, decay: 1e8 } }] }],
  modified: [
    {
      arrivals: poisson,
      by: [
        { name: 'ramp', options: { over: 1e9, start: 0, from: 0, to: 2 } },
        { name: 'thin', options: { keep: 0.5 } },
      ],
    },
  ],
}

const all = Object.entries(examples).flatMap(([name, list]) => list.map((options) => [name, options] as const))

test('there is an example of every process', () => {
  expect(Object.keys(arrivals).filter((name) => examples[name] === undefined)).toEqual(['replay'])
})

describe.each(all)('%s %j', (name, options) => {
  test('gives whole times that never decrease, the same ones every time, and others for another seed', () => {
    const times = take(processOf(name, options, 1), 3_000)
    for (const [i, time] of times.entries()) {
      expect(Number.isSafeInteger(time)).toBe(true)
      expect(time).toBeGreaterThanOrEqual(times[i - 1] ?? 0)
    }
    expect(take(processOf(name, options, 1), 3_000)).toEqual(times)
    const other = take(processOf(name, options, 2), 3_000)
    if (arrivalsNamed(name).deterministic(options)) expect(other).toEqual(times)
    else expect(other).not.toEqual(times)
  })

  test('has the mean rate that it says, comes to no end, and sees nothing wrong with its options', () => {
    const type = arrivalsNamed(name)
    const rate = type.meanRate(options) ?? 100
    expect(Math.abs(timesUntil(name, options, 1, 1000).length / 1000 / rate - 1)).toBeLessThan(0.1)
    expect(type.finite(options)).toBe(false)
    expect(type.problems?.(options) ?? []).toEqual([])
  })
})

/** Rates so low that arrivals would come after the 104 days that simulated time has. */
test.each<[string, Options]>([
  ['poisson', { rate: 1e-9 }],
  ['renewal', { rate: 1e-9, cv: 0.1, gaps: 'gamma' }],
  ['inhomogeneous-poisson', { rate: { name: 'steps', value: [{ at: 0, rate: 1e-9 }] } }],
  ['inhomogeneous-poisson', { rate: { name: 'expression', value: parse('1e-9') } }],
  ['mmpp', { rates: [1e-9, 0], dwell: [1e15, 1e15] }],
  ['on-off', { rate: 1e-9, senders: 1, on: 1e15, off: 1e15, shape: 1.5 }],
  ['hawkes', { rate: 1e-9, branching: 0.5, decay: 1e9 }],
  [
    'modified',
    {
      arrivals: poisson,
      by: [
        { name: 'shift', options: { by: 9e15 } },
        { name: 'shift', options: { by: 9e15 } },
      ],
    },
  ],
  ['batch', { arrivals: { name: 'poisson', options: { rate: 1e-9 } }, size: { kind: 'constant', value: 2 }, spread: 9e15 }],
])('%s %j: what would come after 104 days does not come', (name, options) => {
  expect(take(processOf(name, options, 1), 3)).toEqual([Infinity, Infinity, Infinity])
})

describe('a source that is split among several generators', () => {
  const schema = new RecordSchema([
    { name: 'amount', type: 'number' },
    { name: 'kind', type: 'text' },
  ])
  const spec = (name: string, options: Options): SourceSpec => ({
    name: 'chat',
    flow: { kind: 'fixed', flow: 'chat' },
    arrivals: { name, options },
    key: { kind: 'pick', name: 'uniform', options: { keys: 1000 } },
    fields: [
      {
        name: 'amount',
        type: 'number',
        content: { kind: 'quantity', quantity: { kind: 'draw', name: 'exponential', options: { mean: 3 } } },
      },
      { name: 'kind', type: 'text', content: { kind: 'choice', values: ['a', 'b'], weights: [1, 2] } },
    ],
    disorder: { kind: 'draw', name: 'exponential', options: { mean: 1e9 } },
    watermark: { name: 'bounded', options: { bound: 5e9 } },
  })

  /** Every column of a record. */
  function next(source: RecordSource, table: RecordTable): readonly number[] {
    const row = table.allocate()
    source.fill(table, row)
    const system = [table.intendedTime(row), table.eventTime(row), table.identityLow(row), table.identityHigh(row), table.key(row)]
    return [...system, table.flow(row), table.bytes(row), table.field(row, 0), table.field(row, 1)]
  }

  /** The first records of a part. */
  function records(name: string, options: Options, count: number, part?: { index: number; of: number }): (readonly number[])[] {
    const table = new RecordTable(schema)
    const source = createSource(spec(name, options), { seed: 1, schema, flows: new Map([['chat', 0]]), epochMs: 0, part })
    return Array.from({ length: count }, () => next(source, table))
  }

  test.each(all)('%s %j: the union is the whole, record for record', (name, options) => {
    const whole = records(name, options, 300)
    for (const of of [2, 3, 7]) {
      const parts = Array.from({ length: of }, (_, index) => records(name, options, Math.ceil((300 - index) / of), { index, of }))
      expect(whole.map((_, record) => parts[record % of]![Math.floor(record / of)])).toEqual(whole)
    }
  })

  test('control: generators with seeds of their own are not a split', () => {
    const whole = records('poisson', { rate: 100 }, 10)
    expect(records('poisson', { rate: 50 }, 5)).not.toEqual(whole.filter((_, record) => record % 2 === 0))
  })
})
