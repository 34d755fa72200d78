/** The event heap against a sorted array: same order, same cancellations, and handles that stay apart however many events there were. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { EventHeap } from '../../src/structures/event-heap.ts'

interface Event {
  readonly time: number
  readonly kind: number
  readonly argument: number
  readonly sequence: number
  readonly handle: number
}

/** Obviously right: the earliest by time, then kind, then order of coming, found by looking at all. */
class SortedArray {
  readonly events: Event[] = []
  readonly gone: number[] = []

  pop(): Event | undefined {
    const first = [...this.events].sort((a, b) => a.time - b.time || a.kind - b.kind || a.sequence - b.sequence)[0]
    if (first !== undefined) this.take(first)
    return first
  }

  take(event: Event): void {
    this.events.splice(this.events.indexOf(event), 1)
    this.gone.push(event.handle)
  }
}

const step = fc.oneof(
  { weight: 5, arbitrary: fc.record({ do: fc.constant('push' as const), time: fc.nat(8), kind: fc.nat(7) }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('pop' as const) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('cancel' as const), which: fc.nat(1000) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('cancel gone' as const), which: fc.nat(1000) }) },
)

describe('EventHeap', () => {
  test('is a sorted array, with cancelling', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 300 }), (steps) => {
        const heap = new EventHeap(1)
        const model = new SortedArray()
        let sequence = 0
        for (const one of steps) {
          if (one.do === 'push') {
            const handle = heap.push(one.time, one.kind, sequence)
            model.events.push({ time: one.time, kind: one.kind, argument: sequence, sequence: sequence++, handle })
          } else if (one.do === 'cancel' && model.events.length > 0) {
            const event = model.events[one.which % model.events.length]!
            expect(heap.cancel(event.handle)).toBe(true)
            model.take(event)
          } else if (one.do === 'cancel gone' && model.gone.length > 0) {
            expect(heap.cancel(model.gone[one.which % model.gone.length]!)).toBe(false)
          } else if (one.do === 'pop') {
            const expected = model.pop()
            expect(heap.pop()).toBe(expected !== undefined)
            if (expected !== undefined)
              expect([heap.time, heap.kind, heap.argument]).toEqual([expected.time, expected.kind, expected.argument])
          }
          expect(heap.size).toBe(model.events.length)
          expect(heap.nextTime()).toBe(Math.min(Infinity, ...model.events.map((event) => event.time)))
        }
      }),
      { numRuns: 300 },
    )
  })

  test('keeps handles apart past 65,536 pending events', () => {
    const heap = new EventHeap()
    const n = 200_000
    const handles = Array.from({ length: n }, (_, i) => heap.push((i * 7919) % n, 0, i))
    expect(new Set(handles).size).toBe(n)
    // Slots that are equal modulo 65,536: cancelling one leaves the others.
    const cancelled = new Set([5, 5 + 65_536, 5 + 3 * 65_536, 70_000, n - 1])
    for (const i of cancelled) expect(heap.cancel(handles[i]!)).toBe(true)
    for (const i of cancelled) expect(heap.cancel(handles[i]!)).toBe(false)
    expect(heap.size).toBe(n - cancelled.size)
    const popped: number[] = []
    while (heap.pop()) popped.push(heap.time)
    const left = Array.from({ length: n }, (_, i) => i).filter((i) => !cancelled.has(i))
    expect(popped).toEqual(left.map((i) => (i * 7919) % n).sort((a, b) => a - b))
  })

  test('holds infinite times, and is empty when all is cancelled', () => {
    const heap = new EventHeap()
    const handle = heap.push(Infinity, 3, 1)
    heap.push(-Infinity, 3, 2)
    expect(heap.pop()).toBe(true)
    expect(heap.argument).toBe(2)
    expect(heap.cancel(handle)).toBe(true)
    expect(heap.size).toBe(0)
    expect(heap.pop()).toBe(false)
    expect(heap.nextTime()).toBe(Infinity)
  })
})
