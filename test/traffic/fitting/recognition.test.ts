/**
 * Each process is recognised by its arrivals, its parameters are found, and its residuals are what they should be; `npm run bench --
 * --recognition 100` does the first of these a hundred times.
 */
import { describe, expect, test } from 'vitest'
import { fitArrivals } from '../../../src/traffic/fitting/fit-arrivals.ts'
import { observedCounts } from '../../../src/traffic/fitting/observed-arrivals.ts'
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
