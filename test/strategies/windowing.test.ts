/** Every windowing strategy at its port, with sliding windows too, against adding up all records of a window anew. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { COUNT, Meter } from '../../src/engine/meter.ts'
import type { Aggregate, Windowing, WindowingType } from '../../src/engine/ports.ts'
import { loadExpressionParser } from '../../src/expressions/parser.ts'
import { windowing } from '../../src/strategies/windowing/index.ts'
import { variantsOf } from '../conformance/option-examples.ts'

const parse = await loadExpressionParser()

const subjects = Object.values(windowing as unknown as Readonly<Record<string, WindowingType>>).flatMap((type) =>
  variantsOf(type.descriptor.options, parse).map((options, n) => ({ title: `${type.descriptor.name}, options ${n}`, type, options })),
)

/** Count, sum and maximum of values that are looked up by row. */
function aggregateOf(values: readonly number[]): Aggregate {
  return {
    width: 3,
    lift: (row, into, at) => {
      into[at] = 1
      into[at + 1] = values[row]!
      into[at + 2] = values[row]!
    },
    combine: (a, at, b, from) => {
      a[at]! += b[from]!
      a[at + 1]! += b[from + 1]!
      a[at + 2] = Math.max(a[at + 2]!, b[from + 2]!)
    },
  }
}

interface Insertion {
  readonly key: number
  readonly position: number
  readonly value: number
}

const insertions = fc.array(
  fc.record({ key: fc.nat(2), position: fc.integer({ min: -20, max: 60 }), value: fc.integer({ min: -9, max: 9 }) }),
  { maxLength: 80 },
)
/** Windows whose size is a few slides. */
const extents = fc
  .tuple(fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 5 }))
  .map(([slide, slides]) => ({ slide, size: slide * slides }))

/** Windows of a key that have a record in them and start at `from` or later, in order. */
function windowsOf(list: readonly Insertion[], key: number, { size, slide }: { size: number; slide: number }, from: number): number[] {
  const starts = new Set<number>()
  for (const { key: own, position } of list) {
    if (own !== key) continue
    for (let start = Math.floor(position / slide) * slide; start > position - size; start -= slide) if (start >= from) starts.add(start)
  }
  return [...starts].sort((a, b) => a - b)
}

function naive(list: readonly Insertion[], key: number, start: number, end: number): number[] {
  const values = list.filter((one) => one.key === key && one.position >= start && one.position < end).map(({ value }) => value)
  return [values.length, values.reduce((sum, value) => sum + value, 0), Math.max(...values)]
}

describe.each(subjects)('$title', ({ type, options }) => {
  const create = (values: readonly number[], extent: { size: number; slide: number }, meter = new Meter()): Windowing =>
    type.create(options, { aggregate: aggregateOf(values), ...extent, meter })

  const query = (instance: Windowing, key: number, start: number, size: number): number[] => {
    const into = new Float64Array(3).fill(NaN)
    instance.query(key, start, start + size, into)
    return [...into]
  }

  test('answers for every window, in whatever order records came, and forgets those that are done', () => {
    fc.assert(
      fc.property(insertions, insertions, extents, fc.integer({ min: -20, max: 60 }), (before, after, extent, limit) => {
        const { size, slide } = extent
        // What comes after windows were done is not for them.
        const done = Math.floor(limit / slide) * slide
        const later = after.filter(({ position }) => position >= done + size)
        const all = [...before, ...later]
        const instance = create(
          all.map(({ value }) => value),
          extent,
        )
        const empty = instance.stateBytes()
        const fire = (list: readonly Insertion[], from: number, to: number): void => {
          for (const key of [0, 1, 2]) {
            for (const start of windowsOf(list, key, extent, from).filter((one) => one < to)) {
              expect(query(instance, key, start, size)).toEqual(naive(list, key, start, start + size))
              // Asking twice changes nothing.
              expect(query(instance, key, start, size)).toEqual(naive(list, key, start, start + size))
              instance.evict(key, start + slide)
            }
          }
        }
        for (const [row, { key, position }] of before.entries()) instance.insert(key, position, row)
        if (before.length > 0) expect(instance.stateBytes()).toBeGreaterThan(empty)
        fire(before, -Infinity, done)
        for (const [i, { key, position }] of later.entries()) instance.insert(key, position, before.length + i)
        fire(all, done, Infinity)
        expect(instance.stateBytes()).toBe(empty)
      }),
      { numRuns: 300 },
    )
  })

  test('counts what it does, the same for the same', () => {
    const list = Array.from({ length: 200 }, (_, n) => ({ key: n % 3, position: (n * 7) % 50, value: n }))
    const meters = [0, 1].map(() => {
      const meter = new Meter()
      const extent = { size: 10, slide: 10 }
      const instance = create(
        list.map(({ value }) => value),
        extent,
        meter,
      )
      for (const [row, { key, position }] of list.entries()) instance.insert(key, position, row)
      const inserting = meter.counts.reduce((sum, count) => sum + count, 0)
      expect(inserting).toBeGreaterThan(0)
      for (const start of windowsOf(list, 0, extent, 0)) query(instance, 0, start, 10)
      expect(meter.counts.reduce((sum, count) => sum + count, 0)).toBeGreaterThan(inserting)
      return [...meter.counts]
    })
    expect(meters[1]).toEqual(meters[0])
  })
})

describe('known costs', () => {
  /** Combines for n records of one key in one window, inserting and firing. */
  function combines(type: WindowingType, n: number): number {
    const meter = new Meter()
    const instance = type.create({}, { aggregate: aggregateOf(Array.from({ length: n }, () => 1)), size: 1000, slide: 1000, meter })
    for (let row = 0; row < n; row++) instance.insert(0, row, row)
    instance.query(0, 0, 1000, new Float64Array(3))
    return meter.counts[COUNT.combines]!
  }

  test('per-window and recompute each combine n − 1 times for a tumbling window, at different moments', () => {
    for (const n of [1, 2, 50]) {
      expect(combines(windowing['per-window'], n)).toBe(n - 1)
      expect(combines(windowing.recompute, n)).toBe(n - 1)
    }
  })
})
