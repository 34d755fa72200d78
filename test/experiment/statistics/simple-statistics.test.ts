/** The functions of simple-statistics that comparisons rest on, against certified values of NIST's Statistical Reference Datasets. */
import { mean, sampleStandardDeviation, sampleVariance } from 'simple-statistics'
import { expect, test } from 'vitest'

/** NumAcc1 to NumAcc4: https://www.itl.nist.gov/div898/strd/univ/homepage.html */
const alternating = (centre: number, step: number): number[] => [
  centre,
  ...Array.from({ length: 1000 }, (_, index) => (index % 2 === 0 ? centre - step : centre + step)),
]
const SETS: readonly (readonly [name: string, values: readonly number[], mean: number, deviation: number, digits: number])[] = [
  ['NumAcc1', [10_000_001, 10_000_003, 10_000_002], 10_000_002, 1, 12],
  ['NumAcc2', alternating(1.2, 0.1), 1.2, 0.1, 12],
  ['NumAcc3', alternating(1_000_000.2, 0.1), 1_000_000.2, 0.1, 8],
  ['NumAcc4', alternating(10_000_000.2, 0.1), 10_000_000.2, 0.1, 7],
]

test.each(SETS)('%s', (_name, values, centre, deviation, digits) => {
  expect(mean([...values]) / centre).toBeCloseTo(1, 14)
  expect(sampleStandardDeviation([...values]) / deviation).toBeCloseTo(1, digits)
  expect(sampleVariance([...values])).toBeCloseTo(deviation * deviation, digits)
})
