/** Disorder: delays by each model, and what a watermark makes of them. */
import { beforeAll, describe, expect, test } from 'vitest'
import type { Expression } from '../../src/expressions/expression.ts'
import { loadExpressionParser } from '../../src/expressions/parser.ts'
import type { Quantity } from '../../src/registry/pick.ts'
import { keyGroup, taskOfGroup } from '../../src/structures/key-groups.ts'
import { RecordSchema } from '../../src/structures/record-table.ts'
import { disorderNamed, disorders } from '../../src/traffic/disorder/index.ts'
import { createSource } from '../../src/traffic/source.ts'
import { isDeterministic } from '../../src/traffic/source-properties.ts'
import type { Disorder, SourceSpec } from '../../src/traffic/source-spec.ts'
import { chiSquareDeviate, kolmogorovSmirnov, momentsOf } from '../random/statistics.ts'
import { oneRow } from './one-row.ts'

let parse: (text: string) => Expression
beforeAll(async () => {
  parse = await loadExpressionParser()
})

const MS = 1e6
const S = 1e9
const constant = (value: number): Quantity => ({ kind: 'constant', value })
const exponential = (mean: number): Quantity => ({ kind: 'draw', name: 'exponential', options: { mean } })
const pick = (name: keyof typeof disorders, options: Record<string, unknown>): Disorder => ({ kind: 'pick', name, options })

/** A record every millisecond, with one of 64 keys. */
function specOf(disorder: Disorder, bound = 0): SourceSpec {
  return {
    name: 'chat',
    flow: { kind: 'fixed', flow: 'chat' },
    arrivals: { name: 'constant', options: { rate: 1000 } },
    key: { kind: 'pick', name: 'uniform', options: { keys: 64 } },
    fields: [],
    disorder,
    watermark: { name: 'bounded', options: { bound } },
  }
}

interface Sent {
  /** By record, in nanoseconds. */
  readonly delays: Float64Array
  readonly keys: Float64Array
  /** Records at or behind the watermark that came before them. */
  readonly late: number
}

function send(disorder: Disorder, records: number, bound = 0): Sent {
  const schema = new RecordSchema([])
  const source = createSource(specOf(disorder, bound), { seed: 8, schema, flows: new Map([['chat', 0]]), epochMs: 0 })
  const table = oneRow(schema)
  const delays = new Float64Array(records)
  const keys = new Float64Array(records)
  let late = 0
  for (let record = 0; record < records; record++) {
    const watermark = source.watermark()
    source.fill(table, 0)
    if (table.eventTime(0) <= watermark) late++
    delays[record] = table.intendedTime(0) - table.eventTime(0)
    keys[record] = table.key(0)
  }
  return { delays, keys, late }
}

test('every model is under its own name', () => {
  for (const [name, { descriptor }] of Object.entries(disorders)) {
    expect(descriptor).toMatchObject({ kind: 'disorder', name })
    expect(disorderNamed(name).descriptor).toBe(descriptor)
  }
  expect(() => disorderNamed('none')).toThrow('unknown disorder: none')
})

test('exponential delays are the distribution of that name', () => {
  const { delays } = send(exponential(5 * MS), 20_000)
  expect(kolmogorovSmirnov(delays, (x) => 1 - Math.exp(-x / (5 * MS)))).toBeLessThan(1.95)
  expect(kolmogorovSmirnov(delays, (x) => 1 - Math.exp(-x / (5.3 * MS)))).toBeGreaterThan(1.95)
})

describe('bounded disorder', () => {
  test('has every delay up to the bound as likely', () => {
    const { delays } = send(pick('bounded', { bound: 40 * MS }), 20_000)
    expect(kolmogorovSmirnov(delays, (x) => Math.min(1, x / (40 * MS)))).toBeLessThan(1.95)
    expect(kolmogorovSmirnov(delays, (x) => Math.min(1, x / (42 * MS)))).toBeGreaterThan(1.95)
    expect(delays.every((delay) => delay >= 0 && delay <= 40 * MS)).toBe(true)
  })

  test('is what a watermark with the same bound waits for; one with less is too fast, and so it is for other disorder', () => {
    const disorder = pick('bounded', { bound: 40 * MS })
    expect(send(disorder, 20_000, 40 * MS).late).toBe(0)
    expect(send(disorder, 20_000, 36 * MS).late).toBeGreaterThan(0)
    expect(send(exponential(20 * MS), 20_000, 40 * MS).late).toBeGreaterThan(100)
  })
})

describe('a late fraction', () => {
  test('is late by its own law, and the others by theirs', () => {
    const { delays } = send(pick('late', { fraction: 0.1, by: constant(3 * S), otherwise: exponential(5 * MS) }), 20_000)
    const late = delays.filter((delay) => delay === 3 * S)
    expect(Math.abs(chiSquareDeviate([late.length, 20_000 - late.length], [0.1, 0.9]))).toBeLessThan(4)
    expect(chiSquareDeviate([late.length, 20_000 - late.length], [0.115, 0.885])).toBeGreaterThan(4)
    const others = delays.filter((delay) => delay !== 3 * S)
    expect(kolmogorovSmirnov(others, (x) => 1 - Math.exp(-x / (5 * MS)))).toBeLessThan(1.95)
  })

  test('is on time otherwise, is none or all at the ends, and may be late by an expression', () => {
    const of = (fraction: number, by: Quantity): Float64Array => send(pick('late', { fraction, by, otherwise: constant(0) }), 500).delays
    expect(new Set(of(0, constant(S)))).toEqual(new Set([0]))
    expect(new Set(of(1, constant(S)))).toEqual(new Set([S]))
    expect(new Set(of(0.5, constant(S)))).toEqual(new Set([0, S]))
    const { delays, keys } = send(
      pick('late', { fraction: 1, by: { kind: 'expression', expression: parse('key * 2 ms') }, otherwise: constant(0) }),
      500,
    )
    expect(delays).toEqual(keys.map((key) => key * 2 * MS))
    expect(() => send(pick('late', { fraction: 1, by: constant(-S), otherwise: constant(0) }), 1)).toThrow(
      'source "chat", disorder, record 0: the value is -1000000000',
    )
  })

  test('does not choose by the same number as it draws', () => {
    const { delays } = send(pick('late', { fraction: 0.2, by: exponential(S), otherwise: exponential(S) }), 20_000)
    expect(kolmogorovSmirnov(delays, (x) => 1 - Math.exp(-x / S))).toBeLessThan(1.95)
  })
})

describe('a lagging partition', () => {
  const schema = new RecordSchema([])
  const lags = (key: number, partition: number, of: number): boolean => taskOfGroup(keyGroup(schema.hashKey(key)), of) === partition
  const options = { partition: 2, of: 8, by: constant(S), drift: 0, most: undefined, otherwise: undefined }

  test('is what the task of that number reads, and no other key', () => {
    const { delays, keys } = send(pick('lagging-partition', options), 5_000)
    const lagging = new Set(keys.filter((_, i) => delays[i] === S))
    expect(lagging).toEqual(new Set(Array.from({ length: 64 }, (_, key) => key).filter((key) => lags(key, 2, 8))))
    expect(lagging.size).toBeGreaterThan(0)
    expect(new Set(delays)).toEqual(new Set([0, S]))
    // Not a neighbour's.
    expect([...lagging].some((key) => lags(key, 3, 8))).toBe(false)
  })

  test('may fall behind more and more, up to a limit', () => {
    const { delays, keys } = send(pick('lagging-partition', { ...options, drift: 0.25, most: S }), 10_000)
    for (const [record, delay] of delays.entries()) {
      const expected = lags(keys[record]!, 2, 8) ? S + Math.min(S, Math.round(0.25 * record * MS)) : 0
      expect(delay).toBe(expected)
    }
  })

  test('keeps the law of its delays', () => {
    const { delays, keys } = send(pick('lagging-partition', { ...options, by: exponential(S), otherwise: exponential(MS) }), 40_000)
    const [there, elsewhere] = [delays.filter((_, i) => lags(keys[i]!, 2, 8)), delays.filter((_, i) => !lags(keys[i]!, 2, 8))]
    expect(kolmogorovSmirnov(there, (x) => 1 - Math.exp(-x / S))).toBeLessThan(1.95)
    expect(momentsOf(elsewhere).mean / MS).toBeCloseTo(1, 1)
  })

  test('is one of the partitions that there are', () => {
    const model = disorderNamed('lagging-partition')
    expect(model.problems!({ ...options, partition: 8 })).toMatchObject([{ path: ['partition'] }])
    expect(model.problems!({ ...options, partition: 7 })).toEqual([])
  })
})

test('what depends on the seed says so', () => {
  const deterministic = (disorder: Disorder): boolean => isDeterministic({ ...specOf(disorder), key: { kind: 'constant', value: 0 } })
  const lagging = { partition: 0, of: 1, by: constant(S), drift: 0, otherwise: constant(0) }
  expect(deterministic(constant(S))).toBe(true)
  expect(deterministic(pick('lagging-partition', lagging))).toBe(true)
  expect(deterministic(pick('lagging-partition', { ...lagging, by: exponential(S) }))).toBe(false)
  expect(deterministic(pick('bounded', { bound: S }))).toBe(false)
  expect(deterministic(pick('late', { fraction: 0.5, by: constant(S), otherwise: constant(0) }))).toBe(false)
})
