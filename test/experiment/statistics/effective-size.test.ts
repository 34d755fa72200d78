import { expect, test } from 'vitest'
import { effectiveSize, isTooShort } from '../../../src/experiment/statistics/effective-size.ts'

test('hand-computed: the variance of one observation over that of the means', () => {
  expect(effectiveSize(100, [1, 2, 3, 4, 5], 50)).toBe(20)
  // Means that differ less than those of independent observations would are worth no more than these.
  expect(effectiveSize(10, [1, 2, 3, 4, 5], 50)).toBe(10)
  expect(effectiveSize(10, [2, 2, 2, 2, 2], 50)).toBe(10)
})

test('four runs say too little', () => {
  expect(effectiveSize(100, [1, 2, 3, 4], 50)).toBeUndefined()
})

test.each([
  [undefined, 50],
  [0.5, 2],
  [0.9, 10],
  [0.99, 100],
  [0.999, 1000],
])('share %s: too short below %d', (share, size) => {
  expect(isTooShort(size * 0.99, share)).toBe(true)
  expect(isTooShort(size * 1.01, share)).toBe(false)
})
