/** Exponential smoothing and Box–Cox transforms, against R and against what they must do. */
import { describe, expect, test } from 'vitest'
import { boxCox, guerreroLambda, inverseBoxCox } from '../../src/timeseries/box-cox.ts'
import { fitHoltWinters, forecastHoltWinters } from '../../src/timeseries/holt-winters.ts'
import oracles from './r-oracles.json' with { type: 'json' }

const PASSENGERS = oracles.series.logAirPassengers.map((value) => Math.round(Math.exp(value)))

describe('Holt–Winters of AirPassengers as R’s HoltWinters', () => {
  // stats-Ex.Rout.save of R, examples of HoltWinters.
  test('seasons that multiply', () => {
    const fit = fitHoltWinters(PASSENGERS, { season: { period: 12, kind: 'multiplicative' } })
    expect(fit.alpha).toBeCloseTo(0.27559, 3)
    expect(fit.beta).toBeCloseTo(0.032693, 3)
    expect(fit.gamma).toBeCloseTo(0.87073, 3)
    expect(Math.abs(fit.level / 469.32322 - 1)).toBeLessThan(2e-4)
    expect(Math.abs(fit.trend / 3.02154 - 1)).toBeLessThan(2e-3)
  })

  test('seasons that are added, with the last season’s weight at its bound', () => {
    const fit = fitHoltWinters(PASSENGERS, { season: { period: 12, kind: 'additive' } })
    expect(fit.alpha).toBeCloseTo(0.2479595, 3)
    expect(fit.beta).toBeCloseTo(0.0345373, 3)
    expect(fit.gamma).toBeCloseTo(1, 3)
    expect(Math.abs(fit.level / 477.827781 - 1)).toBeLessThan(2e-4)
    expect(Math.abs(fit.trend / 3.127627 - 1)).toBeLessThan(2e-3)
    const seasons = [-27.457685, -54.692464, -20.174608, 12.91912, 18.873607, 75.294426]
    for (const [i, value] of seasons.entries()) expect(Math.abs(fit.seasons[i]! - value)).toBeLessThan(0.05)
    // Errors of one step are those that it was fitted by.
    expect(fit.residuals).toHaveLength(PASSENGERS.length - 12)
    expect(fit.residuals.reduce((sum, one) => sum + one * one, 0)).toBeCloseTo(fit.sse, 6)
  })
})

describe('exponential smoothing', () => {
  test('follows a straight line without error, and goes on with it', () => {
    const line = Array.from({ length: 30 }, (_, i) => 5 + 2 * i)
    const fit = fitHoltWinters(line)
    expect(fit.sse).toBeLessThan(1e-18)
    const { mean } = forecastHoltWinters(fit, 3)
    for (const [i, value] of [65, 67, 69].entries()) expect(mean[i]).toBeCloseTo(value, 8)
  })

  test('goes on with seasons, each at its place', () => {
    const seasons = [3, -1, -2, 0]
    const series = Array.from({ length: 42 }, (_, i) => 100 + 0.5 * i + seasons[i % 4]!)
    const { mean } = forecastHoltWinters(fitHoltWinters(series, { season: { period: 4, kind: 'additive' } }), 6)
    for (const [i, value] of mean.entries()) expect(value).toBeCloseTo(100 + 0.5 * (42 + i) + seasons[(42 + i) % 4]!, 6)
  })

  test('its errors grow as those of ARIMA(0, 1, 1), which a level alone is', () => {
    let state = 1
    const noise = (): number => {
      state = (state * 16_807) % 2_147_483_647
      return state / 2_147_483_647 - 0.5
    }
    let level = 0
    const series = Array.from({ length: 400 }, () => (level += 0.3 * noise()) + noise())
    const fit = fitHoltWinters(series, { trend: false })
    const { standardError } = forecastHoltWinters(fit, 5)
    for (const [i, error] of standardError.entries()) expect(error / standardError[0]!).toBeCloseTo(Math.sqrt(1 + i * fit.alpha ** 2), 10)
  })

  test.each([
    [[1, 2], {}, 'too few'],
    [[1, NaN, 3, 4], {}, 'needs every value of the series to be known'],
    [[1, 2, 3, 4], { season: { period: 1.5, kind: 'additive' } }, 'a season of 1.5 steps is none'],
    [Array.from({ length: 9 }, (_, i) => i), { season: { period: 3, kind: 'multiplicative' } }, 'above 0'],
  ] as const)('refuses %j', (series, options, said) => {
    expect(() => fitHoltWinters(series, options)).toThrow(said)
  })
})

describe('Box–Cox', () => {
  test('λ by Guerrero as R’s forecast::BoxCox.lambda has it for AirPassengers', () => {
    expect(guerreroLambda(PASSENGERS, 12)).toBeCloseTo(-0.2947, 3)
  })

  test.each([-0.5, 0, 0.5, 1, 2])('λ = %d goes there and back', (lambda) => {
    const series = [0.5, 1, 2, 30]
    for (const [i, value] of inverseBoxCox(boxCox(series, lambda), lambda).entries()) expect(value).toBeCloseTo(series[i]!, 10)
  })

  test('with its variance a forecast is the mean and not the median: of a lognormal variable to second order, of λ = ½ exactly', () => {
    expect(inverseBoxCox([1], 0, [0.01])[0]).toBeCloseTo(Math.exp(1) * 1.005, 12)
    // (1 + z/2)² has the mean (1 + μ/2)² + σ²/4.
    expect(inverseBoxCox([3], 0.5, [0.8])[0]).toBeCloseTo(2.5 ** 2 + 0.2, 12)
    expect(inverseBoxCox([-5], 0.5)[0]).toBeNaN()
  })

  test('evens the spread: a series whose deviation goes with its level has λ near 0, one whose deviation does not has λ near 1', () => {
    const wave = Array.from({ length: 240 }, (_, i) => Math.sin((2 * Math.PI * i) / 12))
    const level = (i: number): number => 10 * 1.01 ** i
    expect(
      Math.abs(
        guerreroLambda(
          wave.map((value, i) => level(i) * Math.exp(0.1 * value)),
          12,
        ),
      ),
    ).toBeLessThan(0.05)
    expect(
      Math.abs(
        guerreroLambda(
          wave.map((value, i) => 100 + i + value),
          12,
        ) - 1,
      ),
    ).toBeLessThan(0.1)
  })

  test('refuses what it cannot transform', () => {
    expect(() => boxCox([1, 0], 0.5)).toThrow('0 has no Box–Cox transform')
    expect(() => guerreroLambda([1, 2, 3])).toThrow('too few')
    expect(() => guerreroLambda([5, 5, 5, 5, 5, 5])).toThrow('constant')
    expect(boxCox([1, NaN], 0)[1]).toBeNaN()
  })
})
