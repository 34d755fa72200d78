/** Two ways to the innovations of an ARMA process, and the covariance that both start from. */
import { describe, expect, test } from 'vitest'
import { type ArimaModel, expandedAr, expandedMa } from '../../src/timeseries/arima-model.ts'
import { filterArma } from '../../src/timeseries/arma-filter.ts'
import { armaInnovations } from '../../src/timeseries/arma-innovations.ts'
import { ArimaPath } from '../../src/timeseries/simulate.ts'
import { toPartials, toStationary } from '../../src/timeseries/stationary-parameters.ts'
import { stationaryCovariance, stationaryState } from '../../src/timeseries/stationary-state.ts'

const MODELS: readonly (readonly [name: string, model: ArimaModel])[] = [
  ['white noise', { ar: [], d: 0, ma: [] }],
  ['AR(3)', { ar: [0.6, -0.05, -0.2], d: 0, ma: [] }],
  ['ARMA(2, 3)', { ar: [1, -0.25], d: 0, ma: [0.4, -0.3, 0.2] }],
  ['AR near a unit root', { ar: [0.99999], d: 0, ma: [0.3] }],
  ['MA on the unit circle', { ar: [], d: 0, ma: [-1] }],
  ['MA that is not invertible', { ar: [0.5], d: 0, ma: [2.5] }],
  ['seasonal', { ar: [0.5, 0.2], d: 0, ma: [0.4], seasonal: { period: 12, ar: [0.8], d: 0, ma: [-0.6, 0.3] } }],
  ['airline', { ar: [], d: 0, ma: [-0.4], seasonal: { period: 12, ar: [], d: 0, ma: [-0.95] } }],
]

describe.each(MODELS)('%s', (_, model) => {
  const [ar, ma] = [expandedAr(model), expandedMa(model)]

  test('the covariance at the start is that of one step later: P = T P Tᵀ + R Rᵀ', () => {
    const start = stationaryState(ar, ma)!
    const covariance = stationaryCovariance(start)
    const size = start.phi.length
    const at = (i: number, j: number): number => (i < size && j < size ? covariance[i * size + j]! : 0)
    for (let i = 0; i < size; i++) {
      for (let j = 0; j < size; j++) {
        const [phi, psi] = [start.phi[i]!, start.phi[j]!]
        const later = phi * psi * at(0, 0) + phi * at(0, j + 1) + psi * at(i + 1, 0) + at(i + 1, j + 1)
        expect(Math.abs(later + start.shock[i]! * start.shock[j]! - at(i, j))).toBeLessThan(1e-10 * at(0, 0))
      }
    }
  })

  test('the fast recursion and the Kalman filter find the same innovations', () => {
    const path = new ArimaPath(model, 1, 5, 'filter')
    const series = Array.from({ length: 400 }, () => path.next())
    const beside = series.map((__, t) => t)
    const fast = armaInnovations(ar, ma, [series, beside])!
    const slow = filterArma(ar, ma, [series, beside])!
    expect(fast.count).toBe(slow.count)
    expect(Math.abs(fast.logVariances - slow.logVariances)).toBeLessThan(1e-9)
    for (const [column, values] of slow.innovations.entries()) {
      const scale = values.reduce((most, value) => Math.max(most, Math.abs(value)), 0)
      for (const [t, value] of values.entries()) expect(Math.abs(fast.innovations[column]![t]! - value)).toBeLessThan(1e-9 * scale)
    }
  })
})

test('an explosive process has no start', () => {
  expect(stationaryState([1.01], [])).toBeUndefined()
  expect(armaInnovations([1], [], [[1, 2, 3]])).toBeUndefined()
  expect(filterArma([0.5, 0.6], [], [[1, 2, 3]])).toBeUndefined()
})

test('partial autocorrelations lead to φ and back; a part that is not stationary has none', () => {
  const coordinates = [0.4, -1.3, 2, 0, 0.7]
  const partials = toPartials(toStationary(coordinates))!
  for (const [i, { partial }] of partials.entries()) expect(partial).toBeCloseTo(Math.tanh(coordinates[i]!), 10)
  expect(toPartials([0.5, 0.5])).toBeUndefined()
  expect(toPartials([2, -0.5])).toBeUndefined()
})
