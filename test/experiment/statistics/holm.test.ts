import { expect, test } from 'vitest'
import { holm } from '../../../src/experiment/statistics/holm.ts'
import { simultaneous } from '../../../src/experiment/statistics/interval.ts'

test('hand-computed: sorted p-values times 4, 3, 2, 1, never falling', () => {
  // Holm 1979: 0.01·4 = 0.04, 0.02·3 = 0.06, 0.03·2 = 0.06, 0.04·1 = 0.04 → 0.06.
  expect(holm([0.03, 0.01, 0.04, 0.02])).toEqual([0.06, 0.04, 0.06, 0.06])
  expect(holm([0.5, 0.9])).toEqual([1, 1])
  expect(holm([0.001])).toEqual([0.001])
  expect(holm([])).toEqual([])
})

test('equal p-values get the same adjustment, and none falls below Bonferroni’s for the smallest', () => {
  expect(holm([0.01, 0.01, 0.01])).toEqual([0.03, 0.03, 0.03])
})

test('Bonferroni: twelve statements that hold together with 95 % hold singly with 1 − 0.05 / 12', () => {
  expect(simultaneous(0.95, 12)).toBeCloseTo(0.9958333333, 10)
  expect(simultaneous(0.95, 1)).toBe(0.95)
  expect(simultaneous(0.95, 0)).toBe(0.95)
})
