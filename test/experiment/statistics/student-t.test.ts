import { expect, test } from 'vitest'
import { criticalT, twoSidedP } from '../../../src/experiment/statistics/student-t.ts'

/** Percentage points of t: Abramowitz and Stegun 1964, table 26.10, and to more digits R's qt. */
const POINTS: readonly (readonly [confidence: number, freedom: number, t: number])[] = [
  [0.5, 1, 1],
  [0.9, 1, 6.313751514675043],
  [0.95, 1, 12.706204736174698],
  [0.99, 2, 9.924843200918287],
  [0.95, 5, 2.570581835636314],
  [0.99, 5, 4.032142983555227],
  [0.95, 19, 2.093024054408263],
  [0.999, 19, 3.883405852592082],
  [0.95, 120, 1.979930405052777],
  [0.99, 1e6, 2.575834220064],
]

test.each(POINTS)('confidence %d with %d degrees of freedom: %d', (confidence, freedom, t) => {
  expect(criticalT(confidence, freedom) / t).toBeCloseTo(1, 9)
  expect(twoSidedP(t, freedom)).toBeCloseTo(1 - confidence, 9)
})

test('closed forms with one and two degrees of freedom', () => {
  for (const t of [0.01, 0.3, 1, 2.5, 10, 1e3]) {
    expect(twoSidedP(t, 1)).toBeCloseTo(1 - (2 / Math.PI) * Math.atan(t), 12)
    expect(twoSidedP(t, 2)).toBeCloseTo(1 - t / Math.sqrt(2 + t * t), 12)
  }
})

test('a confidence that is none is refused', () => {
  for (const confidence of [0, 1, -1, NaN]) expect(() => criticalT(confidence, 5)).toThrow(RangeError)
})

test('the same bits on every machine and Node: half-widths are stored', () => {
  // From a run on x86-64 Linux with Node 26; no reference but itself.
  expect([4, 9, 19].map((freedom) => criticalT(0.95, freedom))).toEqual([2.7764451051977943, 2.2621571627982036, 2.0930240544083105])
  expect([criticalT(0.9958333333333333, 19), criticalT(0.99, 999)]).toEqual([3.2549959644253335, 2.5807596372675485])
  expect([twoSidedP(0.5, 9), twoSidedP(2.3, 19), twoSidedP(12, 4), twoSidedP(40, 29)]).toEqual([
    0.6290712998260275, 0.03295258246339498, 0.00027642854850297335, 6.346877329729312e-27,
  ])
})
