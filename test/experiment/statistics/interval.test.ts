import { expect, test } from 'vitest'
import { meanInterval, pairedP, sectioned, varianceReduction } from '../../../src/experiment/statistics/interval.ts'

/** Hours of sleep gained with either of two drugs, of the same ten patients (Student 1908). */
const DEXTRO = [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0, 2]
const LAEVO = [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4]
const GAIN = LAEVO.map((hours, patient) => hours - DEXTRO[patient]!)

test('published: Student’s paired differences, their interval and p-value as R prints them', () => {
  const { value, halfWidth } = meanInterval(GAIN, 0.95)
  expect(value).toBeCloseTo(1.58, 12)
  expect(value - halfWidth!).toBeCloseTo(0.7001142, 7)
  expect(value + halfWidth!).toBeCloseTo(2.4598858, 7)
  expect(pairedP(GAIN)).toBeCloseTo(0.002833, 6)
})

test('the p-value falls below 1 − confidence exactly where the interval leaves 0 out', () => {
  for (const shift of [-3, -2.46, -2.45, -1, -0.71, -0.7, 0, 1]) {
    const values = GAIN.map((gain) => gain + shift)
    const { value, halfWidth } = meanInterval(values, 0.95)
    expect(pairedP(values)! < 0.05, `shift ${shift}`).toBe(Math.abs(value) > halfWidth!)
  }
})

test('hand-computed: around an estimate that is not the mean of the values, the interval is wider', () => {
  // With 2 degrees of freedom the quantile has a closed form; squares around 2 are 1 + 0 + 1, around 3 they are 4 + 1 + 0.
  const t = 0.95 * Math.sqrt(2 / (1 - 0.95 * 0.95))
  expect(sectioned(2, [1, 2, 3], 0.95).halfWidth).toBeCloseTo(t * Math.sqrt(2 / 6), 12)
  expect(sectioned(3, [1, 2, 3], 0.95).value).toBe(3)
  expect(sectioned(3, [1, 2, 3], 0.95).halfWidth).toBeCloseTo(t * Math.sqrt(5 / 6), 12)
})

test('one value says nothing of the spread; equal values have none', () => {
  expect(meanInterval([7], 0.95)).toEqual({ value: 7, halfWidth: null })
  expect(pairedP([7])).toBeNull()
  for (const value of [0.1, 0.3, 1 / 3, 1e-300, 123_456.789])
    for (const n of [2, 3, 10, 20]) {
      const equal = Array.from({ length: n }, () => value)
      expect(meanInterval(equal, 0.95), `${n} times ${value}`).toEqual({ value, halfWidth: 0 })
      expect(pairedP(equal), `${n} times ${value}`).toBe(0)
    }
  expect(pairedP([0, 0, 0])).toBe(1)
})

test('hand-computed: the variance that common random numbers save', () => {
  // Variances 1 and 4, of the differences 1: five times smaller. Mirrored, the differences vary by 9: 5 / 9.
  expect(varianceReduction([1, 2, 3], [2, 4, 6])).toBeCloseTo(5, 12)
  expect(varianceReduction([1, 2, 3], [6, 4, 2])).toBeCloseTo(5 / 9, 12)
})

test('there is nothing to save where differences or values do not vary, or of one seed', () => {
  expect(varianceReduction([1, 2, 3], [2, 3, 4])).toBeNull()
  expect(varianceReduction([1, 1], [2, 2])).toBeNull()
  // Always 0.1, but for rounding: 0.1, 0.10000000000000009 and 0.10000000000000003.
  expect(varianceReduction([0, 1, 0.2], [0.1, 1.1, 0.30000000000000004])).toBeNull()
  expect(varianceReduction([1], [2])).toBeNull()
})
