import { describe, expect, test } from 'vitest'
import type { ArimaModel } from '../../src/timeseries/arima-model.ts'
import {
  autocorrelations,
  autocovariances,
  forecastVariances,
  partialAutocorrelations,
  psiWeights,
  spectralDensity,
} from '../../src/timeseries/arma-theory.ts'
import { rootProblems, roots } from '../../src/timeseries/polynomial-roots.ts'

const close = (found: readonly number[], expected: readonly number[], digits = 12): void => {
  expect(found).toHaveLength(expected.length)
  for (const [i, value] of expected.entries()) expect(found[i]).toBeCloseTo(value, digits)
}
const arma = (ar: readonly number[], ma: readonly number[]): ArimaModel => ({ ar, d: 0, ma })

/** φ = (1, −¼), θ = 1: by ARMAacf, ARMAtoMA and pacf of R 4.2.2. */
describe('ARMA(2, 1) as R has it', () => {
  const model = arma([1, -0.25], [1])
  test('autocorrelations', () =>
    close(
      autocorrelations(model, 10),
      [1, 0.875, 0.625, 0.40625, 0.25, 0.1484375, 0.0859375, 0.048828125, 0.02734375, 0.01513671875, 0.00830078125],
    ))
  test('ψ weights', () =>
    close(psiWeights(model, 11).slice(1), [2, 1.75, 1.25, 0.8125, 0.5, 0.296875, 0.171875, 0.09765625, 0.0546875, 0.0302734375]))
  test('partial autocorrelations', () =>
    close(
      partialAutocorrelations(autocorrelations(model, 10)),
      [
        0.875, -0.6, 0.375, -0.272727272727272, 0.214285714285713, -0.176470588235294, 0.150000000000001, -0.130434782608696,
        0.115384615384616, -0.10344827586207,
      ],
    ))
  test('its closed forms: γ(n) = 2⁻ⁿ (32/3 + 8n), ψₙ = (1 + 3n) 2⁻ⁿ', () => {
    close(
      autocovariances(model, 20),
      Array.from({ length: 21 }, (_, n) => 2 ** -n * (32 / 3 + 8 * n)),
    )
    close(
      psiWeights(model, 20),
      Array.from({ length: 20 }, (_, n) => (1 + 3 * n) * 2 ** -n),
    )
  })
})

test('AR(1): γ(k) = φᵏ / (1 − φ²), and nothing partial after the first lag', () => {
  close(
    autocovariances(arma([0.6], []), 5),
    Array.from({ length: 6 }, (_, k) => 0.6 ** k / 0.64),
  )
  close(partialAutocorrelations(autocorrelations(arma([0.6], []), 5)), [0.6, 0, 0, 0, 0])
})

test('MA(1): γ = 1 + θ², θ, 0, …', () => {
  close(autocovariances(arma([], [0.5]), 3), [1.25, 0.5, 0, 0])
})

test('ARMA(1, 1): γ(0) = (1 + 2φθ + θ²) / (1 − φ²), γ(1) = (1 + φθ)(φ + θ) / (1 − φ²)', () => {
  const [phi, theta] = [0.7, 0.4]
  close(autocovariances(arma([phi], [theta]), 1), [
    (1 + 2 * phi * theta + theta ** 2) / (1 - phi ** 2),
    ((1 + phi * theta) * (phi + theta)) / (1 - phi ** 2),
  ])
})

test('a seasonal MA multiplies out: γ of (1 + θB)(1 + ΘB⁴) at 0, 1, 3, 4 and 5', () => {
  const [theta, seasonal] = [0.4, 0.6]
  const found = autocovariances({ ar: [], d: 0, ma: [theta], seasonal: { period: 4, ar: [], d: 0, ma: [seasonal] } }, 6)
  const [own, season] = [1 + theta ** 2, 1 + seasonal ** 2]
  close(found, [own * season, theta * season, 0, theta * seasonal, own * seasonal, theta * seasonal, 0])
})

test('autocovariances are sums of products of ψ weights', () => {
  const model = arma([0.5, -0.3, 0.2], [0.7, -0.4])
  const psi = psiWeights(model, 400)
  close(
    autocovariances(model, 8),
    Array.from({ length: 9 }, (_, k) => psi.slice(k).reduce((sum, weight, j) => sum + weight * psi[j]!, 0)),
  )
})

test('the spectrum integrates to the variance', () => {
  const model = arma([0.5, -0.3], [0.4])
  const n = 20_000
  let integral = 0
  for (let i = 0; i < n; i++) integral += spectralDensity(model, ((i + 0.5) * Math.PI) / n)
  expect((2 * integral * Math.PI) / n).toBeCloseTo(autocovariances(model, 0)[0]!, 8)
})

test('errors of forecasts: a random walk’s grow with the steps, AR(1)’s tend to the variance', () => {
  close(forecastVariances({ ar: [], d: 1, ma: [] }, 4), [1, 2, 3, 4])
  // ARIMA(0, 1, 1): 1 + (h − 1)(1 + θ)².
  close(forecastVariances({ ar: [], d: 1, ma: [-0.4] }, 4), [1, 1.36, 1.72, 2.08])
  expect(forecastVariances(arma([0.6], []), 100).at(-1)).toBeCloseTo(1 / 0.64, 12)
})

describe('roots', () => {
  test('of polynomials with known ones', () => {
    const found = roots([6, -5, 1])
      .map(({ real }) => real)
      .toSorted((a, b) => a - b)
    close(found, [2, 3])
    for (const { modulus } of roots([1, 0, 0, 0, 0, 0, -1])) expect(modulus).toBeCloseTo(1, 12)
  })

  test('say which part is not stationary or not invertible', () => {
    expect(rootProblems(arma([0.5], [0.5]))).toEqual([])
    expect(rootProblems(arma([1.2], []))).toMatchObject([{ part: 'ar', root: { real: expect.closeTo(1 / 1.2, 10) as number } }])
    expect(rootProblems(arma([1], []))).toMatchObject([{ part: 'ar', root: { modulus: expect.closeTo(1, 10) as number } }])
    expect(rootProblems(arma([], [-2]))).toMatchObject([{ part: 'ma', root: { modulus: expect.closeTo(0.5, 10) as number } }])
    // 1 − 1.5B + B²: complex roots on the circle.
    expect(rootProblems(arma([1.5, -1], []))).toMatchObject([{ part: 'ar', root: { modulus: expect.closeTo(1, 10) as number } }])
    const seasonal = { ar: [], d: 0, ma: [], seasonal: { period: 12, ar: [1.1], d: 0, ma: [1.1] } }
    expect(rootProblems(seasonal).map(({ part }) => part)).toEqual(['seasonal ar', 'seasonal ma'])
  })
})
