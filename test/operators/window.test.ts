/** Windows against an obviously right way: sort every record into its window, and aggregate at the end. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { Meter } from '../../src/engine/meter.ts'
import type { Emitter, Operator, OperatorType, WindowingType } from '../../src/engine/ports.ts'
import { loadExpressionParser } from '../../src/expressions/parser.ts'
import { window } from '../../src/operators/window.ts'
import { windowing } from '../../src/strategies/windowing/index.ts'
import { RecordSchema, RecordTable } from '../../src/structures/record-table.ts'

const parse = await loadExpressionParser()
const strategies = Object.entries(windowing as unknown as Readonly<Record<string, WindowingType>>)
const FIELDS = ['price', 'windowStart', 'windowEnd', 'n', 'total', 'least', 'most', 'middle']
const price = { argument: parse('price') }
const AGGREGATE = {
  n: { function: 'count' },
  total: { function: 'sum', ...price },
  least: { function: 'min', ...price },
  most: { function: 'max', ...price },
  middle: { function: 'mean', ...price },
}

interface Item {
  readonly time: number
  readonly key: number
  readonly price: number
}

interface Result {
  readonly key: number
  readonly start: number
  readonly values: readonly number[]
}

/** Drives one operator by hand: rows in, watermarks in, results out. */
class Bench {
  readonly operator: Operator
  readonly results: Result[] = []
  readonly late: Item[] = []
  readonly #table: RecordTable
  #watermark = -Infinity

  constructor(strategy: WindowingType, size: { unit: 'time' | 'records'; size: number }, allowedLateness = 0) {
    const schema = new RecordSchema(FIELDS.map((name) => ({ name, type: 'number' })))
    this.#table = new RecordTable(schema)
    this.operator = (window as unknown as OperatorType).create(
      { tumbling: { size }, by: 'key', aggregate: AGGREGATE, allowedLateness },
      { stage: 'w', task: 0, seed: 1, table: this.#table, schema, meter: new Meter(), windowing: strategy, windowingOptions: {} },
    )
  }

  readonly #emitter: Emitter = {
    emit: (row, output) => {
      const table = this.#table
      const read = (name: string): number => table.field(row, FIELDS.indexOf(name))
      if (output === 1) this.late.push({ time: table.eventTime(row), key: table.key(row), price: read('price') })
      else this.results.push({ key: table.key(row), start: read('windowStart'), values: FIELDS.slice(3).map(read) })
      this.#table.free(row)
    },
    free: (row) => this.#table.free(row),
    allocate: () => this.#table.allocate(),
    late: () => {},
  }

  take({ time, key, price: value }: Item): void {
    const row = this.#table.allocate()
    this.#table.setEventTime(row, time)
    this.#table.setNewestEventTime(row, time)
    this.#table.setKey(row, key)
    this.#table.setFlow(row, 0)
    this.#table.setField(row, 0, value)
    this.operator.process(row, this.#emitter)
  }

  watermark(time: number): void {
    if (time <= this.#watermark) return
    this.#watermark = time
    while (this.operator.due?.(time) === true) this.operator.fire!(time, { intendedTime: 0, origin: 0 }, this.#emitter)
    this.operator.advance?.(time)
  }

  get rows(): number {
    return this.#table.size
  }
}

/** The five aggregates of some prices, added in order. */
function aggregates(prices: readonly number[]): number[] {
  const total = prices.reduce((sum, value) => sum + value, 0)
  return [prices.length, total, Math.min(...prices), Math.max(...prices), total / prices.length]
}

// Quarters add up exactly in any order.
const items = fc.array(
  fc.record({
    time: fc.integer({ min: 0, max: 200 }),
    key: fc.integer({ min: 0, max: 3 }),
    price: fc.integer({ min: -40, max: 40 }).map((n) => n / 4),
  }),
  { maxLength: 120 },
)

describe.each(strategies)('%s', (_name, strategy) => {
  test('time windows: every window once, late records out, as a batch would have it', () => {
    fc.assert(
      fc.property(items, fc.integer({ min: 1, max: 40 }), fc.integer({ min: 0, max: 60 }), (stream, size, bound) => {
        const bench = new Bench(strategy, { unit: 'time', size })
        const kept = new Map<string, number[]>()
        const late: Item[] = []
        let watermark = -Infinity
        let newest = -Infinity
        for (const item of stream) {
          const start = Math.floor(item.time / size) * size
          if (start + size - 1 <= watermark) late.push(item)
          else kept.set(`${start} ${item.key}`, [...(kept.get(`${start} ${item.key}`) ?? []), item.price])
          bench.take(item)
          newest = Math.max(newest, item.time)
          watermark = newest - bound - 1
          bench.watermark(watermark)
        }
        bench.watermark(Infinity)
        const expected = [...kept].map(([id, prices]) => ({
          key: Number(id.split(' ')[1]),
          start: Number(id.split(' ')[0]),
          values: aggregates(prices),
        }))
        const byWindow = (a: Result, b: Result): number => a.start - b.start || a.key - b.key
        expect([...bench.results].sort(byWindow)).toEqual(expected.sort(byWindow))
        expect(bench.results.map(({ start }) => start)).toEqual(bench.results.map(({ start }) => start).sort((a, b) => a - b))
        expect(bench.late).toEqual(late)
        expect(bench.rows).toBe(0)
        expect(bench.operator.stateBytes!()).toBe(0)
      }),
      { seed: 1, numRuns: 200 },
    )
  })

  test('allowed lateness: a late record fires its window again with all records so far; later still it is late', () => {
    const bench = new Bench(strategy, { unit: 'time', size: 10 }, 5)
    bench.take({ time: 1, key: 0, price: 1 })
    bench.take({ time: 4, key: 0, price: 2 })
    // The edge: a window fires when the watermark reaches its end − 1.
    bench.watermark(8)
    expect(bench.results).toEqual([])
    bench.watermark(9)
    expect(bench.results.map(({ values }) => values[1])).toEqual([3])
    bench.watermark(13)
    bench.take({ time: 9, key: 0, price: 4 })
    expect(bench.results.map(({ values }) => values[1])).toEqual([3, 7])
    // A window that opens behind the watermark fires at once, too.
    bench.take({ time: 2, key: 1, price: 5 })
    expect(bench.results.at(-1)).toMatchObject({ key: 1, start: 0 })
    // Late when end − 1 + lateness ≤ watermark.
    bench.watermark(14)
    bench.take({ time: 9, key: 0, price: 8 })
    expect(bench.late).toHaveLength(1)
    expect(bench.results).toHaveLength(3)
  })

  test('count windows: every n records of a key', () => {
    fc.assert(
      fc.property(items, fc.integer({ min: 1, max: 9 }), (stream, size) => {
        const bench = new Bench(strategy, { unit: 'records', size })
        const seen = new Map<number, number[]>()
        const expected: Result[] = []
        for (const item of stream) {
          bench.take(item)
          const prices = [...(seen.get(item.key) ?? []), item.price]
          seen.set(item.key, prices)
          if (prices.length % size === 0)
            expected.push({ key: item.key, start: prices.length - size, values: aggregates(prices.slice(-size)) })
        }
        expect(bench.results).toEqual(expected)
      }),
      { seed: 2, numRuns: 200 },
    )
  })

  test.each([
    { unit: 'time', size: 13 },
    { unit: 'records', size: 4 },
  ] as const)('a snapshot in the middle goes on as the original does ($unit)', (size) => {
    fc.assert(
      fc.property(items, items, (before, after) => {
        const old = new Bench(strategy, size, 6)
        for (const item of before) {
          old.take(item)
          old.watermark(item.time - 20)
        }
        const fresh = new Bench(strategy, size, 6)
        fresh.operator.restore!(structuredClone(old.operator.snapshot!()))
        expect(fresh.operator.stateBytes!()).toBe(old.operator.stateBytes!())
        old.results.length = 0
        old.late.length = 0
        const reached = Math.max(-Infinity, ...before.map((item) => item.time - 20))
        for (const item of after) {
          for (const bench of [old, fresh]) {
            bench.take(item)
            bench.watermark(Math.max(reached, item.time - 20))
          }
        }
        old.watermark(Infinity)
        fresh.watermark(Infinity)
        expect(fresh.results).toEqual(old.results)
        expect(fresh.late).toEqual(old.late)
      }),
      { seed: 3, numRuns: 150 },
    )
  })
})
