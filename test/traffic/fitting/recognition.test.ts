/**
 * Each process is recognised by its arrivals, its parameters are found, and its residuals are what they should be; `npm run bench --
 * --recognition 100` does the first of these a hundred times.
 */
import { describe, expect, test } from 'vitest'
import { fitArrivals } from '../../../src/traffic/fitting/fit-arrivals.ts'
import { observedCounts } from '../../../src/traffic/fitting/observed-arrivals.ts'
import { countsUntil, type Options } from '../arrivals/draws.ts'
import { SIMULATED, simulate } from './simulated.ts'

const TRIALS = 3
const ARRIVALS = 8_000

describe.each(SIMULATED)('$name', (simulated) => {
  const { name, parameters } = simulated
  const fits = Array.from({ length: TRIALS }, (_, trial) => fitArrivals(simulate(simulated, trial + 1, ARRIVALS)))

  test('is recognised', () => {
    expect(fits.map(({ chosen }) => chosen.name)).toEqual(fits.map(() => name))
  })

  test('its parameters are found within three standard errors', () => {
    for (const { ranked } of fits) {
      const found = ranked.find((one) => one.name === name)!.parameters
      for (const [key, value] of Object.entries(parameters)) {
        const parameter = found.find((one) => one.name === key)!
        // The one process without a curvature to read off has the error of a count.
        const error = parameter.standardError ?? value / Math.sqrt(ARRIVALS)
        expect(Math.abs(parameter.value - value), `${key}: ${parameter.value} ± ${error}`).toBeLessThan(3 * error)
      }
    }
  })

  test('leaves residuals that chance would leave, and Poisson does not, unless it is one', () => {
    for (const { ranked } of fits) {
      const residuals = (of: string) => ranked.find((one) => one.name === of)!.residuals
      expect(residuals(name).distribution.p).toBeGreaterThan(0.001)
      expect(residuals(name).independence.p).toBeGreaterThan(0.001)
      if (name === 'poisson') continue
      const { distribution, independence } = residuals('poisson')
      expect(Math.min(distribution.p, independence.p)).toBeLessThan(1e-6)
    }
  })
})

test('of counts, Poisson and a rate that wanders are told apart', () => {
  for (const [process, options] of [
    ['poisson', SIMULATED.find(({ name }) => name === 'poisson')!],
    ['arima', SIMULATED.find(({ name }) => name === 'arima')!],
  ] as const) {
    const { counts, width } = simulate(options, 5, ARRIVALS)
    expect(fitArrivals(observedCounts(counts, width)).chosen.name).toBe(process)
  }
})

describe('over days', () => {
  const HOUR = 3_600
  const DAYS = 10
  const profile = Array.from({ length: 24 }, (_, hour) => 1 + 0.8 * Math.sin((2 * Math.PI * (hour + 0.5)) / 24))
  const counts = (name: string, options: Options, seed: number) =>
    observedCounts(Float64Array.from(countsUntil(name, options, seed, 600, DAYS * 24 * HOUR)), 600)
  const wandering = { d: 0, ma: [], seasonal: undefined, cv: 1, every: HOUR * 1e9, ar: [0.6], innovation: 0.2 }

  test('a rate that wanders around its day is found, with the day', () => {
    const { chosen } = fitArrivals(counts('arima', { rate: 0.2, profile, ...wandering }, 1))
    expect(chosen.name).toBe('arima')
    const daily = chosen.parameters.filter(({ name }) => name.startsWith('daily mean'))
    expect(daily).toHaveLength(24)
    const mean = daily.reduce((sum, { value }) => sum + value, 0) / 24
    for (const [hour, { value }] of daily.entries()) {
      const expected = 1 + 0.8 * Math.sin((2 * Math.PI * hour) / 24)
      // An hour's mean over ten days has a relative standard error of 0.25 / √10.
      expect(Math.abs(value / mean - expected)).toBeLessThan(4 * 0.08 * expected + 0.02)
    }
  })

  test('a day without wandering is a rate that goes with time, and neither is Poisson', () => {
    const steps = { name: 'profile', value: { mean: 0.2, values: profile, between: 'linear' } }
    expect(fitArrivals(counts('inhomogeneous-poisson', { rate: steps, period: 24 * HOUR * 1e9 }, 1)).chosen.name).toBe(
      'inhomogeneous-poisson',
    )
    expect(fitArrivals(counts('poisson', { rate: 0.2 }, 1)).chosen.name).toBe('poisson')
  })
})
