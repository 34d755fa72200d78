/** Which watermark may pass, against a list that is walked from its beginning every time. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Epochs } from '../../src/engine/epochs.ts'

type Item = { readonly row: true; done: boolean; readonly epoch: number } | { readonly row: false; readonly watermark: number }

/** The last watermark that has no unfinished row before it. */
function released(items: readonly Item[]): number {
  let watermark = -Infinity
  for (const item of items) {
    if (!item.row) watermark = item.watermark
    else if (!item.done) break
  }
  return watermark
}

const step = fc.oneof(
  { weight: 4, arbitrary: fc.record({ do: fc.constant('enter' as const), which: fc.nat(1000) }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('leave' as const), which: fc.nat(1000) }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('close' as const), which: fc.nat(5) }) },
)

test('a watermark is held until every row before it is done, in whatever order rows finish', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 300 }), (steps) => {
      const epochs = new Epochs()
      const items: Item[] = []
      let watermark = 0
      for (const one of steps) {
        const waiting = items.filter((item) => item.row && !item.done)
        if (one.do === 'enter') {
          items.push({ row: true, done: false, epoch: epochs.enter() })
        } else if (one.do === 'leave' && waiting.length > 0) {
          const item = waiting[one.which % waiting.length] as Item & { row: true }
          item.done = true
          epochs.leave(item.epoch)
        } else if (one.do === 'close') {
          watermark += one.which
          items.push({ row: false, watermark })
          // What caused it goes with it.
          epochs.close(watermark, 10 * watermark, 100 * watermark)
        }
        const before = epochs.watermark
        const moved = epochs.release()
        const expected = released(items)
        expect(epochs.watermark).toBe(expected)
        if (expected > before) expect(moved).toBe(true)
        if (expected > -Infinity) expect([epochs.intendedTime, epochs.origin]).toEqual([10 * expected, 100 * expected])
      }
    }),
    { numRuns: 300 },
  )
})

test('a slow first row holds back 10,000 watermarks, which then pass at once', () => {
  const epochs = new Epochs()
  const first = epochs.enter()
  epochs.close(0, 0, 0)
  for (let i = 1; i <= 10_000; i++) {
    const epoch = epochs.enter()
    epochs.close(i, i, i)
    epochs.leave(epoch)
    if (epochs.release()) throw new Error(`watermark ${i} passed a row before it`)
  }
  epochs.leave(first)
  expect(epochs.release()).toBe(true)
  expect(epochs.watermark).toBe(10_000)
  expect(epochs.release()).toBe(false)
})

test('epochs outlast their 32-bit numbers', () => {
  const epochs = new Epochs()
  // The record table keeps the number of an epoch in 32 bits: what comes back is its lower half.
  const column = new Int32Array(1)
  for (let i = 0; i < 100; i++) {
    column[0] = epochs.enter() + 2 ** 32
    epochs.close(i, 0, 0)
    expect(epochs.release()).toBe(false)
    epochs.leave(column[0])
    expect(epochs.release()).toBe(true)
  }
})
