/** The histogram: buckets tile the line, quantiles are within 0.2 %, merging is recording both. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { bucketBounds, bucketOf, Histogram } from '../../src/structures/histogram.ts'

const value = fc.double({ min: 0, max: 2 ** 53, noNaN: true })
const integer = fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER })

const recorded = (values: readonly number[]): Histogram => {
  const histogram = new Histogram()
  for (const one of values) histogram.record(one)
  return histogram
}

/** Nearest rank, on the values themselves. */
function exactQuantile(values: readonly number[], p: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.max(1, Math.ceil(p * sorted.length)) - 1]!
}

describe('buckets', () => {
  test('hold what falls into them', () => {
    fc.assert(
      fc.property(fc.oneof(value, integer), (x) => {
        const [from, to] = bucketBounds(bucketOf(x))
        expect(x).toBeGreaterThanOrEqual(from)
        expect(x).toBeLessThan(to)
      }),
      { numRuns: 2_000 },
    )
  })

  test('follow one another without gap, each at most 1/256 of its value wide', () => {
    const wrong: number[] = []
    for (let bucket = 0; bucket < 53 * 256; bucket++) {
      const [from, to] = bucketBounds(bucket)
      const narrow = bucket === 0 || (to - from) / from <= 1 / 256
      if (bucketBounds(bucket + 1)[0] !== to || bucketOf(from) !== bucket || !narrow) wrong.push(bucket)
    }
    expect(wrong).toEqual([])
  })
})

describe('Histogram', () => {
  test('keeps count, sum and extremes exactly', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(1e9), { minLength: 1 }), (values) => {
        const histogram = recorded(values)
        expect(histogram.count).toBe(values.length)
        expect(histogram.sum).toBe(values.reduce((a, b) => a + b, 0))
        expect(histogram.min).toBe(Math.min(...values))
        expect(histogram.max).toBe(Math.max(...values))
      }),
    )
  })

  test('gives quantiles within 0.2 % of the exact rank, and the extremes as they are', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 1e12 }), { minLength: 1, maxLength: 200 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (values, p) => {
          const histogram = recorded(values)
          const exact = exactQuantile(values, p)
          expect(Math.abs(histogram.quantile(p) - exact)).toBeLessThanOrEqual(exact / 512 + 1e-9)
          expect(histogram.quantile(1)).toBe(Math.max(...values))
        },
      ),
      { numRuns: 500 },
    )
  })

  test('merged, is as if one had recorded all', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(1e9)), fc.array(fc.nat(1e9)), (one, other) => {
        const merged = recorded(one)
        merged.merge(recorded(other))
        const both = recorded([...one, ...other])
        expect(merged.entries()).toEqual(both.entries())
        expect([merged.count, merged.sum, merged.min, merged.max]).toEqual([both.count, both.sum, both.min, both.max])
        for (const p of [0, 0.5, 0.99, 1]) expect(merged.quantile(p)).toBe(both.quantile(p))
      }),
    )
  })

  test('has no quantile when empty', () => {
    expect(new Histogram().quantile(0.5)).toBeNaN()
  })
})
