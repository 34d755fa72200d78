import { mean } from 'simple-statistics'
import { describe, expect, test } from 'vitest'
import type { ArimaModel } from '../../src/timeseries/arima-model.ts'
import { autocovariances } from '../../src/timeseries/arma-theory.ts'
import { ArimaPath } from '../../src/timeseries/simulate.ts'

const SD = 0.5
const MODELS: readonly (readonly [name: string, model: ArimaModel])[] = [
  ['AR(1) near one', { ar: [0.95], d: 0, ma: [] }],
  ['MA(2)', { ar: [], d: 0, ma: [0.8, 0.4] }],
  ['ARMA(2, 1)', { ar: [1, -0.25], d: 0, ma: [1 - 1e-6] }],
  ['seasonal', { ar: [0.4], d: 0, ma: [0.3], seasonal: { period: 6, ar: [0.7], d: 0, ma: [-0.3] } }],
]

/** By step: values of many independent paths. */
function paths(
  model: ArimaModel,
  steps: number,
  seeds: number,
  create = (seed: number) => new ArimaPath(model, SD, seed, 'x'),
): number[][] {
  const found: number[][] = Array.from({ length: steps }, () => [])
  for (let seed = 1; seed <= seeds; seed++) {
    const path = create(seed)
    for (let step = 0; step < steps; step++) found[step]!.push(path.next())
  }
  return found
}

/** How many standard errors an average of products is from a covariance of normal values with variance γ(0). */
function score(a: readonly number[], b: readonly number[], expected: number, variance: number): number {
  const found = mean(a.map((value, i) => value * b[i]!))
  return (found - expected) / Math.sqrt((variance * variance + expected * expected) / a.length)
}

describe.each(MODELS)('%s', (_, model) => {
  const gamma = autocovariances(model, 8).map((value) => value * SD * SD)
  const steps = paths(model, 9, 4_000)

  test('is stationary from the first value on: its covariances are those of theory', () => {
    for (let lag = 0; lag <= 8; lag++) expect(Math.abs(score(steps[0]!, steps[lag]!, gamma[lag]!, gamma[0]!))).toBeLessThan(4)
    for (const values of steps) expect(Math.abs(score(values, values, gamma[0]!, gamma[0]!))).toBeLessThan(4)
  })

  test('has mean 0', () => {
    for (const values of steps) expect(Math.abs(mean(values) / Math.sqrt(gamma[0]! / values.length))).toBeLessThan(4)
  })
})

test('a start at zero would be caught', () => {
  const model = MODELS[0]![1]
  const gamma = autocovariances(model, 0)[0]! * SD * SD
  // The same recursion without the start: values before step 0 are 0.
  const fromZero = paths(model, 5, 4_000, (seed) => {
    const shocks = new ArimaPath({ ar: [], d: 0, ma: [] }, SD, seed, 'x')
    let last = 0
    return { next: () => (last = 0.95 * last + shocks.next()) } as ArimaPath
  })
  expect(Math.abs(score(fromZero[4]!, fromZero[4]!, gamma, gamma))).toBeGreaterThan(20)
})

test('differences are undone: a random walk’s variance grows by a step each', () => {
  const steps = paths({ ar: [], d: 1, ma: [] }, 10, 4_000)
  for (const [step, values] of steps.entries())
    expect(Math.abs(score(values, values, (step + 1) * SD * SD, (step + 1) * SD * SD))).toBeLessThan(4)
})

test('seasonal differences are undone: after a season, twice the variance', () => {
  const steps = paths({ ar: [], d: 0, ma: [], seasonal: { period: 3, ar: [], d: 1, ma: [] } }, 7, 4_000)
  for (const [step, values] of steps.entries()) {
    const variance = (Math.floor(step / 3) + 1) * SD * SD
    expect(Math.abs(score(values, values, variance, variance))).toBeLessThan(4)
  }
})

test('the same seed gives the same path, another seed or name another', () => {
  const draw = (seed: number, name: string): number[] => {
    const path = new ArimaPath(MODELS[3]![1], SD, seed, name)
    return Array.from({ length: 20 }, () => path.next())
  }
  expect(draw(1, 'a')).toEqual(draw(1, 'a'))
  expect(draw(1, 'a')).not.toEqual(draw(2, 'a'))
  expect(draw(1, 'a')).not.toEqual(draw(1, 'b'))
})
