import fc from 'fast-check'
import { expect, test } from 'vitest'
import { watermarkNamed, watermarks } from '../../src/traffic/watermarks/index.ts'

test('a bounded watermark is exactly the largest event time − bound − 1, and never decreases', () => {
  const times = fc.array(fc.integer({ min: -1e15, max: 1e15 }))
  fc.assert(
    fc.property(times, fc.nat({ max: 1e12 }), (all, bound) => {
      const watermark = watermarks.bounded.create({ bound })
      expect(watermark.current()).toBe(-Infinity)
      for (const [i, time] of all.entries()) {
        const before = watermark.current()
        watermark.observe(time)
        expect(watermark.current()).toBe(Math.max(...all.slice(0, i + 1)) - bound - 1)
        expect(watermark.current()).toBeGreaterThanOrEqual(before)
      }
    }),
  )
})

test('names', () => {
  expect(watermarkNamed('bounded')).toBe(watermarks.bounded)
  expect(() => watermarkNamed('perfect')).toThrow('unknown watermark: perfect')
})
