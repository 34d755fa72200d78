/** The event loop alone: order, budget, cancelling, and decisions after everything else of an instant. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { EventLoop, type EventHandler } from '../../src/simulation/event-loop.ts'

class Noting implements EventHandler {
  readonly log: (readonly [time: number, kind: number, argument: number])[] = []
  readonly settled: number[] = []
  isUnsettled = false
  onEvent: (argument: number, now: number) => void = () => {}
  onSettle: (now: number) => void = () => {}

  handle(kind: number, argument: number, now: number): void {
    this.log.push([now, kind, argument])
    this.isUnsettled = true
    this.onEvent(argument, now)
  }

  settle(now: number): void {
    this.settled.push(now)
    this.isUnsettled = false
    this.onSettle(now)
  }
}

describe('EventLoop', () => {
  test('handles events in order of time, kind and coming, however it is cut into slices', () => {
    const events = fc.array(fc.record({ time: fc.nat(20), kind: fc.nat(7) }), { maxLength: 100 })
    fc.assert(
      fc.property(events, fc.integer({ min: 1, max: 7 }), (list, budget) => {
        const [loop, whole] = [new EventLoop(), new EventLoop()]
        const [noting, all] = [new Noting(), new Noting()]
        for (const [i, { time, kind }] of list.entries()) for (const one of [loop, whole]) one.schedule(time, kind, i)
        whole.run(all, Infinity, Infinity)
        while (loop.run(noting, Infinity, budget)) if (noting.log.length > list.length) throw new Error('it goes on for ever')
        const sorted = list.map(({ time, kind }, i) => [time, kind, i] as const).sort((a, b) => a[0] - b[0] || a[1] - b[1] || a[2] - b[2])
        expect(all.log).toEqual(sorted)
        expect(noting.log).toEqual(sorted)
        expect(loop.events).toBe(list.length)
        // Once an instant, after all of it.
        expect(all.settled).toEqual([...new Set(sorted.map(([time]) => time))])
        expect(noting.settled).toEqual(all.settled)
      }),
    )
  })

  test('stops at the time given, which is included, and goes on from there', () => {
    const loop = new EventLoop()
    const noting = new Noting()
    for (const time of [1, 5, 5, 9]) loop.schedule(time, 0, time)
    expect(loop.run(noting, 5, Infinity)).toBe(false)
    expect(noting.log.map(([time]) => time)).toEqual([1, 5, 5])
    expect(noting.settled).toEqual([1, 5])
    expect(loop.nextTime()).toBe(9)
    loop.run(noting, Infinity, Infinity)
    expect(loop.now).toBe(9)
  })

  test('settles again when settling schedules something at the same instant', () => {
    const loop = new EventLoop()
    const noting = new Noting()
    loop.schedule(3, 3, 0)
    noting.onSettle = (now) => {
      if (noting.settled.length < 3) loop.schedule(now, 0, 1)
    }
    loop.run(noting, Infinity, Infinity)
    expect(noting.settled).toEqual([3, 3, 3])
    expect(noting.log).toEqual([
      [3, 3, 0],
      [3, 0, 1],
      [3, 0, 1],
    ])
  })

  test('cancels and moves events that have not been handled', () => {
    const loop = new EventLoop()
    const noting = new Noting()
    const [first, second, third] = [loop.schedule(1, 0, 1), loop.schedule(2, 0, 2), loop.schedule(3, 0, 3)]
    expect(loop.cancel(second)).toBe(true)
    const moved = loop.move(third, 7, 0, 3)!
    loop.run(noting, 1, Infinity)
    expect(loop.cancel(first)).toBe(false)
    expect(loop.move(first, 9, 0, 1)).toBeUndefined()
    loop.run(noting, Infinity, Infinity)
    expect(noting.log).toEqual([
      [1, 0, 1],
      [7, 0, 3],
    ])
    expect(loop.cancel(moved)).toBe(false)
  })
})
