/** Forecast intervals contain what comes as often as they say. */
import { describe, expect, test } from 'vitest'
import type { ArimaOrder } from '../../src/timeseries/arima-data.ts'
import type { ArimaModel } from '../../src/timeseries/arima-model.ts'
import { fitArima } from '../../src/timeseries/fit-arima.ts'
import { forecastArima, forecastInterval } from '../../src/timeseries/forecast-arima.ts'
import { ArimaPath } from '../../src/timeseries/simulate.ts'

const LENGTH = 300
const STEPS = 8
const SERIES = 400

const CASES: readonly (readonly [name: string, model: ArimaModel, order: ArimaOrder])[] = [
  ['AR(1)', { ar: [0.7], d: 0, ma: [] }, { p: 1, d: 0, q: 0 }],
  ['ARMA(1, 1)', { ar: [0.8], d: 0, ma: [-0.3] }, { p: 1, d: 0, q: 1 }],
  ['ARIMA(0, 1, 1)', { ar: [], d: 1, ma: [-0.6] }, { p: 0, d: 1, q: 1 }],
  [
    'seasonal',
    { ar: [0.5], d: 0, ma: [], seasonal: { period: 6, ar: [], d: 1, ma: [-0.5] } },
    { p: 1, d: 0, q: 0, seasonal: { p: 0, d: 1, q: 1, period: 6 } },
  ],
]

describe.each(CASES)('%s', (name, model, order) => {
  const trials = Array.from({ length: SERIES }, (_, seed) => {
    const path = new ArimaPath(model, 2, seed + 1, name)
    const values = Array.from({ length: LENGTH + STEPS }, () => path.next())
    return { forecast: forecastArima(fitArima(values.slice(0, LENGTH), order), STEPS), after: values.slice(LENGTH) }
  })
  /** Of all series, those whose value after so many steps is within the interval, made so many times as wide. */
  const covered = (confidence: number, step: number, wider = 1): number =>
    trials.filter(({ forecast, after }) => {
      const { low, high } = forecastInterval(forecast, confidence)
      const [middle, half] = [(high[step - 1]! + low[step - 1]!) / 2, ((high[step - 1]! - low[step - 1]!) / 2) * wider]
      return Math.abs(after[step - 1]! - middle) <= half
    }).length / SERIES

  test.each([0.8, 0.95])('intervals of %d, one, four and eight steps ahead', (confidence) => {
    const error = Math.sqrt((confidence * (1 - confidence)) / SERIES)
    for (const step of [1, 4, STEPS]) expect(Math.abs(covered(confidence, step) - confidence) / error, `${step} ahead`).toBeLessThan(3)
  })

  test('a quarter narrower they would not: the test sees it', () => {
    const error = Math.sqrt((0.8 * 0.2) / SERIES)
    expect((covered(0.8, 1, 0.75) - 0.8) / error).toBeLessThan(-3)
  })
})
