import { expect, test } from 'vitest'
import { differencing, expandedAr, expandedMa } from '../../src/timeseries/arima-model.ts'

const seasonal = { ar: [0.5], d: 1, ma: [-0.4], seasonal: { period: 4, ar: [0.2], d: 1, ma: [0.3] } }

test('expands (1 − φB)(1 − ΦB⁴) by hand', () => {
  expect(expandedAr(seasonal)).toEqual([0.5, 0, 0, 0.2, -0.1])
})

test('expands (1 + θB)(1 + ΘB⁴) by hand', () => {
  expect(expandedMa(seasonal)).toEqual([-0.4, 0, 0, 0.3, -0.12])
})

test('expands (1 − B)(1 − B⁴) by hand', () => {
  expect(differencing(seasonal)).toEqual([1, -1, 0, 0, -1, 1])
})

test('has no past without coefficients', () => {
  const noise = { ar: [], d: 0, ma: [] }
  expect([expandedAr(noise), expandedMa(noise), differencing(noise)]).toEqual([[], [], [1]])
})
