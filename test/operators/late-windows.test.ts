/** Windows with allowed lateness, text keys and all aggregates, on streams in any disorder, against a model that keeps everything and groups it anew each time. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { OperatorType, WindowingType } from '../../src/engine/ports.ts'
import { loadExpressionParser } from '../../src/expressions/parser.ts'
import { window } from '../../src/operators/window.ts'
import { windowing } from '../../src/strategies/windowing/index.ts'
import { OperatorBench, type Item } from '../conformance/operator-bench.ts'

const parse = await loadExpressionParser()
const argument = parse('amount')
const aggregate = {
  n: { function: 'count' },
  total: { function: 'sum', argument },
  middle: { function: 'mean', argument },
  least: { function: 'min', argument },
  most: { function: 'max', argument },
}

interface Options {
  readonly size: number
  readonly by: 'key' | 'name' | 'amount' | 'none'
  readonly lateness: number
}

const keyOf = (item: Item, by: Options['by']): number | string => (by === 'none' ? 0 : item[by])

interface Expected {
  readonly key: number | string
  readonly start: number
  readonly newest: number
  readonly flow: number
  readonly values: readonly number[]
}

/** The semantics of Apache Flink's window operator, in the fewest words. */
function model(items: readonly Item[], { size, by, lateness }: Options): { results: Expected[]; late: Item[] } {
  const taken: Item[] = []
  const fired = new Set<string>()
  const results: Expected[] = []
  const late: Item[] = []
  const startOf = (item: Item): number => Math.floor(item.time / size) * size
  const idOf = (item: Item): string => `${startOf(item)} ${typeof keyOf(item, by)} ${keyOf(item, by)}`
  const fire = (id: string): void => {
    const group = taken.filter((item) => idOf(item) === id)
    const amounts = group.map((item) => item.amount)
    const total = amounts.reduce((sum, amount) => sum + amount, 0)
    results.push({
      key: keyOf(group[0]!, by),
      start: startOf(group[0]!),
      newest: Math.max(...group.map((item) => item.time)),
      flow: Math.min(...group.map((item) => item.flow)),
      values: [group.length, total, total / group.length, Math.min(...amounts), Math.max(...amounts)],
    })
    fired.add(id)
  }
  let watermark = -Infinity
  let newest = -Infinity
  const advance = (to: number): void => {
    watermark = Math.max(watermark, to)
    // In order of window end, then of first insertion: sorting is stable.
    const due = taken
      .filter((item) => startOf(item) + size - 1 <= watermark && !fired.has(idOf(item)))
      .sort((a, b) => startOf(a) - startOf(b))
    for (const item of due) if (!fired.has(idOf(item))) fire(idOf(item))
  }
  for (const item of items) {
    const last = startOf(item) + size - 1
    if (last + lateness <= watermark) {
      late.push(item)
    } else {
      taken.push(item)
      if (last <= watermark) fire(idOf(item))
    }
    newest = Math.max(newest, item.time)
    advance(newest - item.behind - 1)
  }
  advance(Infinity)
  return { results, late }
}

const item: fc.Arbitrary<Item> = fc.record({
  time: fc.integer({ min: -60, max: 240 }),
  behind: fc.constantFrom(0, 5, 60),
  key: fc.oneof(fc.nat(2), fc.constantFrom('0', 'b')),
  // Quarters add up exactly in any order.
  amount: fc.integer({ min: -40, max: 40 }).map((n) => n / 4 + 0),
  ok: fc.boolean(),
  name: fc.constantFrom('x', 'y', ''),
  flow: fc.nat(2),
})
const options: fc.Arbitrary<Options> = fc.record({
  size: fc.integer({ min: 1, max: 50 }),
  by: fc.constantFrom('key', 'name', 'amount', 'none'),
  lateness: fc.constantFrom(0, 0, 1, 10, 100),
})

function bench({ size, by, lateness }: Options, type: WindowingType): OperatorBench {
  const chosen = { tumbling: { size: { unit: 'time', size } }, by, aggregate, allowedLateness: lateness }
  return new OperatorBench(window as unknown as OperatorType, chosen, { type, options: {} })
}

describe.each(Object.entries(windowing as unknown as Readonly<Record<string, WindowingType>>))('%s', (_name, strategy) => {
  test('fires, fires again and turns away what the model does, in the same order', () => {
    fc.assert(
      fc.property(fc.array(item, { maxLength: 80 }), options, (items, chosen) => {
        const driven = bench(chosen, strategy)
        for (const one of items) driven.take(one)
        driven.advance(Infinity)
        const expected = model(items, chosen)
        const results = driven.results.filter(({ output }) => output === 0)
        expect(
          results.map(({ key, fields, newestEventTime, flow }) => {
            const values = Object.keys(aggregate).map((name) => fields[name] as number)
            return { key, start: fields['windowStart'], newest: newestEventTime, flow, values }
          }),
        ).toEqual(expected.results)
        for (const { eventTime, fields } of results)
          expect([fields['windowEnd'], eventTime]).toEqual([
            (fields['windowStart'] as number) + chosen.size,
            (fields['windowEnd'] as number) - 1,
          ])
        const late = driven.results.filter(({ output }) => output === 1)
        expect(late.map(({ eventTime, fields }) => [eventTime, fields['amount'], fields['name']])).toEqual(
          expected.late.map(({ time, amount, name }) => [time, amount, name]),
        )
        expect(driven.lateCount).toBe(expected.late.length)
        // Every firing of every window is a result of its own.
        expect(new Set(results.map(({ identity }) => identity)).size).toBe(results.length)
        expect(driven.operator.stateBytes!()).toBe(0)
      }),
      { numRuns: 400 },
    )
  })

  test('a key that is not a number is a key, too', () => {
    const driven = bench({ size: 10, by: 'amount', lateness: 5 }, strategy)
    const one = { time: 3, behind: 0, key: 0, amount: NaN, ok: true, name: 'x', flow: 0 }
    for (const time of [3, 4, 5]) driven.take({ ...one, time })
    driven.advance(Infinity)
    expect(driven.results.map(({ fields }) => fields['n'])).toEqual([3])
    expect(driven.operator.stateBytes!()).toBe(0)
  })
})

describe('sums', () => {
  /** The sum of doubles, exactly, then rounded once: in units of 2⁻¹⁰⁷⁴ everything is whole. */
  function exact(values: readonly number[]): number {
    const unit = 40
    const total = values.reduce((sum, value) => sum + BigInt(value * 2 ** unit), 0n)
    return Number(total) / 2 ** unit
  }

  test('are those of exact arithmetic, rounded once, whatever the order', () => {
    // Multiples of 2⁻⁴⁰ below a million: what prices and sizes are, and more.
    const amount = fc.integer({ min: -1e15, max: 1e15 }).map((n) => n / 2 ** 30 + 0)
    fc.assert(
      fc.property(
        fc.array(amount, { minLength: 1, maxLength: 100 }),
        fc.constantFrom(...Object.values(windowing as unknown as Readonly<Record<string, WindowingType>>)),
        (amounts, strategy) => {
          const sums = [amounts, amounts.toReversed(), amounts.toSorted((a, b) => a - b)].map((order) => {
            const driven = bench({ size: 10, by: 'none', lateness: 0 }, strategy)
            for (const one of order) driven.process({ time: 1, behind: 0, key: 0, amount: one, ok: true, name: '', flow: 0 })
            driven.advance(Infinity)
            return driven.results[0]!.fields['total']
          })
          expect(sums).toEqual(sums.map(() => exact(amounts)))
        },
      ),
    )
  })
})
