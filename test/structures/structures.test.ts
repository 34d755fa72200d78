/** Structures against plain arrays and maps. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { Dictionary } from '../../src/structures/dictionary.ts'
import { EventHeap } from '../../src/structures/event-heap.ts'
import { finish, hashNumber, hashText, mix } from '../../src/structures/hash.ts'
import { bucketBounds, bucketOf, Histogram } from '../../src/structures/histogram.ts'
import { IndexedHeap } from '../../src/structures/indexed-heap.ts'
import { PairMap } from '../../src/structures/pair-map.ts'
import { RecordSchema, RecordTable } from '../../src/structures/record-table.ts'
import { Ring } from '../../src/structures/ring.ts'

describe('EventHeap', () => {
  interface Event {
    readonly time: number
    readonly kind: number
    readonly argument: number
  }

  test('gives events by time, kind and order of coming; cancelled ones never', () => {
    const step = fc.oneof(
      { weight: 5, arbitrary: fc.record({ push: fc.record({ time: fc.integer({ min: 0, max: 20 }), kind: fc.integer({ min: 0, max: 7 }) }) }) },
      { weight: 3, arbitrary: fc.constant('pop' as const) },
      { weight: 1, arbitrary: fc.record({ cancel: fc.nat(50) }) },
    )
    fc.assert(
      fc.property(fc.array(step, { maxLength: 300 }), (steps) => {
        const heap = new EventHeap(2)
        let model: (Event & { handle: number })[] = []
        const handles: number[] = []
        let argument = 0
        for (const one of steps) {
          if (one === 'pop') {
            const popped = heap.pop()
            expect(popped).toBe(model.length > 0)
            if (popped) {
              const first = model.reduce((best, event) => (event.time < best.time || (event.time === best.time && event.kind < best.kind) ? event : best))
              expect({ time: heap.time, kind: heap.kind, argument: heap.argument }).toEqual({ time: first.time, kind: first.kind, argument: first.argument })
              model = model.filter((event) => event !== first)
            }
          } else if ('push' in one) {
            const handle = heap.push(one.push.time, one.push.kind, argument)
            handles.push(handle)
            model.push({ ...one.push, argument: argument++, handle })
          } else {
            const handle = handles[one.cancel]
            if (handle === undefined) continue
            expect(heap.cancel(handle)).toBe(model.some((event) => event.handle === handle))
            model = model.filter((event) => event.handle !== handle)
          }
          expect(heap.size).toBe(model.length)
          expect(heap.nextTime()).toBe(Math.min(Infinity, ...model.map((event) => event.time)))
        }
      }),
      { seed: 4, numRuns: 300 },
    )
  })

  test('cancels among more than 65,536 pending events', () => {
    const heap = new EventHeap()
    const handles = Array.from({ length: 70_000 }, (_, i) => heap.push(i, 0, i))
    expect(heap.cancel(handles[69_999]!)).toBe(true)
    expect(heap.cancel(handles[69_999]!)).toBe(false)
    expect(heap.cancel(handles[0]!)).toBe(true)
    expect(heap.nextTime()).toBe(1)
    let count = 0
    while (heap.pop()) count++
    expect(count).toBe(69_998)
  })
})

test('Ring is a queue, also when items are taken out of its middle', () => {
  fc.assert(
    fc.property(fc.array(fc.oneof(fc.record({ push: fc.nat(9) }), fc.constant('shift' as const), fc.record({ remove: fc.nat(9) })), { maxLength: 200 }), (steps) => {
      const ring = new Ring(2)
      const model: number[] = []
      for (const step of steps) {
        if (step === 'shift') {
          expect(ring.shift()).toBe(model.shift() ?? -1)
        } else if ('push' in step) {
          ring.push(step.push)
          model.push(step.push)
        } else {
          const at = model.indexOf(step.remove)
          expect(ring.remove(step.remove)).toBe(at >= 0)
          if (at >= 0) model.splice(at, 1)
        }
        expect(ring.peek()).toBe(model[0] ?? -1)
        expect(Array.from({ length: ring.size }, (_, i) => ring.at(i))).toEqual(model)
      }
    }),
    { seed: 5 },
  )
})

test('IndexedHeap keeps the smallest key on top', () => {
  fc.assert(
    fc.property(fc.array(fc.record({ item: fc.nat(9), key: fc.option(fc.nat(5)) }), { maxLength: 200 }), (steps) => {
      const heap = new IndexedHeap(10)
      const model = new Map<number, number>()
      for (const { item, key } of steps) {
        if (key === null) {
          heap.delete(item)
          model.delete(item)
        } else {
          heap.set(item, key)
          model.set(item, key)
        }
        const top = [...model].sort((a, b) => a[1] - b[1] || a[0] - b[0])[0]
        expect(heap.top()).toBe(top?.[0] ?? -1)
        expect(heap.size).toBe(model.size)
        expect(heap.has(item)).toBe(model.has(item))
      }
    }),
    { seed: 6 },
  )
})

test('PairMap is a map', () => {
  const double = fc.oneof(fc.integer({ min: -3, max: 3 }), fc.constantFrom(0.5, 1e18, -0.25))
  fc.assert(
    fc.property(fc.array(fc.record({ a: double, b: double, value: fc.option(fc.nat(99)) }), { maxLength: 300 }), (steps) => {
      const map = new PairMap(4)
      const model = new Map<string, number>()
      for (const { a, b, value } of steps) {
        if (value === null) {
          expect(map.delete(a, b)).toBe(model.delete(`${a} ${b}`))
        } else {
          map.set(a, b, value)
          model.set(`${a} ${b}`, value)
        }
        expect(map.size).toBe(model.size)
        for (const [key, expected] of model) expect(map.get(...(key.split(' ').map(Number) as [number, number]))).toBe(expected)
      }
    }),
    { seed: 7, numRuns: 60 },
  )
})

describe('Histogram', () => {
  test('a value lies in its bucket, and buckets are at most 1/256 of it wide', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1e18, noNaN: true }), (value) => {
        const [from, to] = bucketBounds(bucketOf(value))
        expect(value).toBeGreaterThanOrEqual(from)
        expect(value).toBeLessThan(to)
        if (value >= 1) expect(to - from).toBeLessThanOrEqual(value / 256)
      }),
      { seed: 8, numRuns: 2_000 },
    )
  })

  test('quantiles are within 0.2 % of the ranked value, and merging is adding up', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 1, max: 1e12, noNaN: true }), { minLength: 1, maxLength: 300 }), fc.double({ min: 0, max: 1, noNaN: true }), (values, p) => {
        const [all, left, right] = [new Histogram(), new Histogram(), new Histogram()]
        for (const [i, value] of values.entries()) {
          all.record(value)
          ;(i % 2 === 0 ? left : right).record(value)
        }
        const ranked = [...values].sort((a, b) => a - b)[Math.max(1, Math.ceil(p * values.length)) - 1]!
        expect(Math.abs(all.quantile(p) / ranked - 1)).toBeLessThanOrEqual(1 / 512)
        left.merge(right)
        expect(left.entries()).toEqual(all.entries())
        expect([left.count, left.min, left.max]).toEqual([all.count, all.min, all.max])
      }),
      { seed: 9 },
    )
  })
})

test('RecordTable gives no row out twice, and keeps what is in it as it grows', () => {
  fc.assert(
    fc.property(fc.array(fc.oneof(fc.constant('allocate' as const), fc.nat(20)), { maxLength: 200 }), (steps) => {
      const table = new RecordTable(new RecordSchema([{ name: 'x', type: 'number' }], 2), 2)
      const held = new Map<number, number>()
      let value = 0
      for (const step of steps) {
        if (step === 'allocate') {
          const row = table.allocate()
          expect(held.has(row)).toBe(false)
          table.key[row] = ++value
          table.fields[0]!.data[row] = value
          table.spent[row * 2 + 1] = value
          held.set(row, value)
        } else {
          const row = [...held.keys()][step]
          if (row === undefined) continue
          table.free(row)
          held.delete(row)
        }
        expect(table.size).toBe(held.size)
        for (const [row, expected] of held) expect([table.key[row], table.fields[0]!.data[row], table.spent[row * 2 + 1]]).toEqual([expected, expected, expected])
      }
    }),
    { seed: 10, numRuns: 60 },
  )
})

test('Dictionary: codes count up, and hashes depend on the text alone', () => {
  const [a, b] = [new Dictionary(), new Dictionary()]
  expect(['x', 'y', 'x'].map((text) => a.code(text))).toEqual([0, 1, 0])
  b.code('y')
  expect(a.text(1)).toBe('y')
  expect(a.hash(a.code('y'))).toBe(b.hash(b.code('y')))
})

describe('hashes', () => {
  test('one bit of the input turns about half of the output', () => {
    let turned = 0
    for (let i = 0; i < 1_000; i++) {
      for (let bit = 0; bit < 32; bit++) {
        let difference = finish(mix(0, i)) ^ finish(mix(0, i ^ (1 << bit)))
        for (; difference !== 0; difference &= difference - 1) turned++
      }
    }
    expect(turned / 32_000).toBeGreaterThan(15.8)
    expect(turned / 32_000).toBeLessThan(16.2)
  })

  test('numbers and texts that differ hash differently; zero has one sign', () => {
    expect(hashNumber(-0)).toBe(hashNumber(0))
    expect(new Set([0, 1, -1, 0.5, 1e300, 2 ** 31, -(2 ** 31), 2 ** 53].map(hashNumber)).size).toBe(8)
    expect(new Set(['', 'a', 'b', 'ab', 'ba', 'aa'].map(hashText)).size).toBe(6)
  })
})
