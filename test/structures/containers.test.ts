/** Ring, indexed heap and pair map against the plainest thing that does the same. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { IndexedHeap } from '../../src/structures/indexed-heap.ts'
import { PairMap } from '../../src/structures/pair-map.ts'
import { Ring } from '../../src/structures/ring.ts'

const item = fc.nat(6)

describe('Ring', () => {
  test('is an array with push, shift and removal from the middle', () => {
    const step = fc.oneof(
      fc.record({ do: fc.constant('push' as const), item }),
      fc.record({ do: fc.constant('push' as const), item }),
      fc.record({ do: fc.constant('shift' as const), item }),
      fc.record({ do: fc.constant('remove' as const), item }),
    )
    fc.assert(
      fc.property(fc.array(step, { maxLength: 200 }), (steps) => {
        const ring = new Ring(1)
        const model: number[] = []
        for (const one of steps) {
          if (one.do === 'push') {
            ring.push(one.item)
            model.push(one.item)
          } else if (one.do === 'shift') {
            expect(ring.shift()).toBe(model.shift() ?? -1)
          } else {
            const at = model.indexOf(one.item)
            expect(ring.remove(one.item)).toBe(at >= 0)
            if (at >= 0) model.splice(at, 1)
          }
          expect(ring.size).toBe(model.length)
          expect(ring.peek()).toBe(model[0] ?? -1)
          expect(Array.from({ length: ring.size }, (_, i) => ring.at(i))).toEqual(model)
        }
      }),
    )
  })
})

describe('IndexedHeap', () => {
  test('always names the smallest key, ties by number', () => {
    const items = 9
    const step = fc.oneof(
      fc.record({ do: fc.constant('set' as const), item: fc.nat(items - 1), key: fc.oneof(fc.nat(5), fc.constant(-Infinity)) }),
      fc.record({ do: fc.constant('delete' as const), item: fc.nat(items - 1), key: fc.constant(0) }),
    )
    fc.assert(
      fc.property(fc.array(step, { maxLength: 200 }), (steps) => {
        const heap = new IndexedHeap(items)
        const model = new Map<number, number>()
        for (const one of steps) {
          if (one.do === 'set') {
            heap.set(one.item, one.key)
            model.set(one.item, one.key)
          } else {
            heap.delete(one.item)
            model.delete(one.item)
          }
          const [first] = [...model].sort(([a, x], [b, y]) => (x === y ? a - b : x - y))
          expect(heap.size).toBe(model.size)
          expect(heap.top()).toBe(first?.[0] ?? -1)
          for (let i = 0; i < items; i++) expect(heap.has(i)).toBe(model.has(i))
        }
      }),
      { numRuns: 300 },
    )
  })
})

describe('PairMap', () => {
  // Few values, so that pairs meet again; the odd ones are where comparing doubles is delicate.
  const half = fc.oneof(fc.nat(4), fc.constantFrom(NaN, -0, -1, 0.5, 2 ** 52, 2 ** 53, -Infinity, 86_400e9))
  const step = fc.record({ do: fc.constantFrom('set', 'set', 'delete', 'get'), first: half, second: half, value: fc.nat(99) })

  test('is a Map, deletions included', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 400 }), (steps) => {
        const map = new PairMap(2)
        const model = new Map<string, number>()
        for (const { do: what, first, second, value } of steps) {
          // A text of NaN is NaN, and of −0 it is 0: as a Map takes them.
          const name = `${first}/${second}`
          if (what === 'set') {
            map.set(first, second, value)
            model.set(name, value)
          } else if (what === 'delete') {
            expect(map.delete(first, second)).toBe(model.delete(name))
          }
          expect(map.get(first, second)).toBe(model.get(name) ?? -1)
          expect(map.size).toBe(model.size)
        }
      }),
      { numRuns: 300 },
    )
  })

  test('finds all of 100,000 pairs while every third is taken out', () => {
    const map = new PairMap()
    const n = 100_000
    for (let i = 0; i < n; i++) map.set(i % 317, i * 1e9, i)
    for (let i = 0; i < n; i += 3) map.delete(i % 317, i * 1e9)
    const wrong = Array.from({ length: n }, (_, i) => map.get(i % 317, i * 1e9) === (i % 3 === 0 ? -1 : i)).filter((right) => !right)
    expect(wrong).toEqual([])
    expect(map.size).toBe(n - Math.ceil(n / 3))
  })
})
