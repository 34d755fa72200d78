/** The functions of simple-statistics that comparisons rest on, against certified values of NIST's Statistical Reference Datasets. */
import { mean, sampleStandardDeviation, sampleVariance } from 'simple-statistics'
import { expect, test } from 'vitest'

/** NumAcc1 to NumAcc4, and below two sets of measurements: https://www.itl.nist.gov/div898/strd/univ/homepage.html */
const alternating = (centre: number, step: number): number[] => [
  centre,
  ...Array.from({ length: 1000 }, (_, index) => (index % 2 === 0 ? centre - step : centre + step)),
]
/** Michelso: Michelson's 100 measurements of the speed of light in air, 1879, in thousands of kilometres a second. */
const SPEED_OF_LIGHT = [
  299.85, 299.74, 299.9, 300.07, 299.93, 299.85, 299.95, 299.98, 299.98, 299.88, 300, 299.98, 299.93, 299.65, 299.76, 299.81, 300, 300,
  299.96, 299.96, 299.96, 299.94, 299.96, 299.94, 299.88, 299.8, 299.85, 299.88, 299.9, 299.84, 299.83, 299.79, 299.81, 299.88, 299.88,
  299.83, 299.8, 299.79, 299.76, 299.8, 299.88, 299.88, 299.88, 299.86, 299.72, 299.72, 299.62, 299.86, 299.97, 299.95, 299.88, 299.91,
  299.85, 299.87, 299.84, 299.84, 299.85, 299.84, 299.84, 299.84, 299.89, 299.81, 299.81, 299.82, 299.8, 299.77, 299.76, 299.74, 299.75,
  299.76, 299.91, 299.92, 299.89, 299.86, 299.88, 299.72, 299.84, 299.85, 299.85, 299.78, 299.89, 299.84, 299.78, 299.81, 299.76, 299.81,
  299.79, 299.81, 299.82, 299.85, 299.87, 299.87, 299.81, 299.74, 299.81, 299.94, 299.95, 299.8, 299.81, 299.87,
]
/** Mavro: 50 measurements of the transmittance of a filter. */
const TRANSMITTANCE = [
  2.0018, 2.0017, 2.0018, 2.0019, 2.0018, 2.0017, 2.0015, 2.0014, 2.0015, 2.0015, 2.0017, 2.0018, 2.0018, 2.0019, 2.0019, 2.0021, 2.002,
  2.0016, 2.0014, 2.0013, 2.0013, 2.0015, 2.0015, 2.0016, 2.0015, 2.0014, 2.0013, 2.0014, 2.0015, 2.0014, 2.0015, 2.0016, 2.0015, 2.0016,
  2.0019, 2.002, 2.002, 2.0021, 2.0022, 2.0023, 2.0024, 2.0025, 2.0027, 2.0026, 2.0026, 2.0026, 2.0027, 2.0026, 2.0025, 2.0024,
]
const SETS: readonly (readonly [name: string, values: readonly number[], mean: number, deviation: number, digits: number])[] = [
  ['NumAcc1', [10_000_001, 10_000_003, 10_000_002], 10_000_002, 1, 12],
  ['NumAcc2', alternating(1.2, 0.1), 1.2, 0.1, 12],
  ['NumAcc3', alternating(1_000_000.2, 0.1), 1_000_000.2, 0.1, 8],
  ['NumAcc4', alternating(10_000_000.2, 0.1), 10_000_000.2, 0.1, 7],
  ['Michelso', SPEED_OF_LIGHT, 299.8524, 0.0790105478190518, 11],
  ['Mavro', TRANSMITTANCE, 2.001856, 0.000429123454003053, 10],
]

test.each(SETS)('%s', (_name, values, centre, deviation, digits) => {
  expect(mean([...values]) / centre).toBeCloseTo(1, 14)
  expect(sampleStandardDeviation([...values]) / deviation).toBeCloseTo(1, digits)
  expect(sampleVariance([...values])).toBeCloseTo(deviation * deviation, digits)
})
