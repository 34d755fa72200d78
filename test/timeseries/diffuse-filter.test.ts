/** ARIMA with missing values and levels of which nothing is known before the first. */
import { describe, expect, test } from 'vitest'
import { type ArimaModel, differencing } from '../../src/timeseries/arima-model.ts'
import { differenced } from '../../src/timeseries/arima-data.ts'
import { diffuseLikelihood, exactLikelihood } from '../../src/timeseries/arima-likelihood.ts'
import { autocovariances } from '../../src/timeseries/arma-theory.ts'
import { filterLevels } from '../../src/timeseries/diffuse-filter.ts'
import { fitArima } from '../../src/timeseries/fit-arima.ts'
import { forecastArima } from '../../src/timeseries/forecast-arima.ts'
import { cholesky } from '../../src/timeseries/linear-equations.ts'
import { ArimaPath } from '../../src/timeseries/simulate.ts'

const still = (model: ArimaModel): ArimaModel => ({ ...model, d: 0, ...(model.seasonal && { seasonal: { ...model.seasonal, d: 0 } }) })
const draw = (model: ArimaModel, length: number, seed: number): number[] => {
  const path = new ArimaPath(model, 1, seed, 'diffuse')
  return Array.from({ length }, () => path.next())
}
const without = (series: readonly number[], missing: (t: number) => boolean): number[] =>
  series.map((value, t) => (missing(t) ? NaN : value))

const MODELS: readonly (readonly [name: string, model: ArimaModel])[] = [
  ['ARIMA(1, 1, 1)', { ar: [0.5], d: 1, ma: [-0.3] }],
  ['ARIMA(0, 2, 2)', { ar: [], d: 2, ma: [-0.4, 0.2] }],
  ['airline of quarters', { ar: [], d: 1, ma: [-0.4], seasonal: { period: 4, ar: [], d: 1, ma: [-0.6] } }],
  ['seasonal difference alone', { ar: [0.7], d: 0, ma: [], seasonal: { period: 6, ar: [0.3], d: 1, ma: [] } }],
]

test.each(MODELS)('%s: without missing values it is the likelihood of the differences', (_, model) => {
  const series = draw(model, 80, 1).map((value) => value + 1e5)
  const differences = differenced(series, differencing(model))
  const [levels, plain] = [diffuseLikelihood(model, [series])!, exactLikelihood(still(model), [differences])!]
  expect(levels.count).toBe(plain.count)
  expect(Math.abs(levels.logLikelihood - plain.logLikelihood)).toBeLessThan(1e-8 * Math.abs(plain.logLikelihood))
})

/**
 * The diffuse likelihood but for a constant, by matrices: levels are X δ + u with the first levels δ unknown, so that the log density is
 * −½ (log|V| + log|Xᵀ V⁻¹ X| + the generalised least square).
 */
function dense(model: ArimaModel, series: readonly number[]): { readonly logs: number; readonly squares: number } {
  const polynomial = differencing(model)
  const lost = polynomial.length - 1
  const n = series.length
  // By t: weights of the first levels and of the differences w.
  const weights: number[][] = []
  for (let t = 0; t < n; t++) {
    if (t < lost) weights.push(Array.from({ length: n }, (_, k) => (k === t ? 1 : 0)))
    else
      weights.push(
        Array.from({ length: n }, (_, k) =>
          polynomial.reduce((sum, c, lag) => (lag === 0 ? sum : sum - c * weights[t - lag]![k]!), k === t ? 1 : 0),
        ),
      )
  }
  const known = [...series.keys()].filter((t) => !Number.isNaN(series[t]!))
  const gamma = autocovariances(still(model), n)
  const covariance = (s: number, t: number): number => {
    let sum = 0
    for (let i = lost; i < n; i++) for (let j = lost; j < n; j++) sum += weights[s]![i]! * weights[t]![j]! * gamma[Math.abs(i - j)]!
    return sum
  }
  // A touch of noise for the first levels, which δ alone decides, would be wrong: they are left to a covariance of their own, that of a 1 in δ.
  const prior = (s: number, t: number): number => {
    let sum = 0
    for (let k = 0; k < lost; k++) sum += weights[s]![k]! * weights[t]![k]!
    return sum
  }
  const lower = cholesky(known.map((s) => known.map((t) => covariance(s, t) + prior(s, t))))
  const whiten = (column: readonly number[]): number[] => {
    const z: number[] = []
    for (const [i, row] of lower.entries()) {
      let rest = column[i]!
      for (let j = 0; j < i; j++) rest -= row[j]! * z[j]!
      z.push(rest / row[i]!)
    }
    return z
  }
  const dot = (a: readonly number[], b: readonly number[]): number => a.reduce((sum, value, i) => sum + value * b[i]!, 0)
  const y = whiten(known.map((t) => series[t]!))
  const x = Array.from({ length: lost }, (_, k) => whiten(known.map((t) => weights[t]![k]!)))
  const triangle = cholesky(x.map((a) => x.map((b) => dot(a, b))))
  const products = x.map((a) => dot(a, y))
  const z: number[] = []
  for (const [i, row] of triangle.entries()) {
    let rest = products[i]!
    for (let j = 0; j < i; j++) rest -= row[j]! * z[j]!
    z.push(rest / row[i]!)
  }
  const logDiagonal = (triangles: readonly (readonly number[])[]): number => triangles.reduce((sum, row, i) => sum + Math.log(row[i]!), 0)
  return { logs: 2 * (logDiagonal(lower) + logDiagonal(triangle)), squares: dot(y, y) - dot(z, z) }
}

describe('with missing values', () => {
  test.each(MODELS)('%s: as matrices have it, also where values are missing before all levels are known', (_, model) => {
    const series = without(draw(model, 40, 2), (t) => t === 0 || t === 3 || (t > 11 && t < 16) || t % 9 === 5)
    const other: ArimaModel = { ...model, ar: model.ar.map((c) => c / 3), ma: model.ma.map((c) => c + 0.2) }
    const [first, second] = [model, other].map((one) => {
      const { logVariances, innovations } = filterLevels(one, [series])!
      const squares = innovations[0]!.reduce((sum, value) => (Number.isNaN(value) ? sum : sum + value * value), 0)
      const expected = dense(one, series)
      expect(squares).toBeCloseTo(expected.squares, 8)
      return logVariances - expected.logs
    })
    // What is left is the constant, which no parameter moves.
    expect(first).toBeCloseTo(second!, 8)
  })

  test('a random walk: each step is as uncertain as it is long', () => {
    const series = without(draw({ ar: [], d: 1, ma: [] }, 60, 3), (t) => t < 2 || (t > 20 && t < 30) || t === 40)
    const steps: { readonly by: number; readonly long: number }[] = []
    let last = 2
    for (let t = 3; t < series.length; t++) {
      if (Number.isNaN(series[t]!)) continue
      steps.push({ by: series[t]! - series[last]!, long: t - last })
      last = t
    }
    const variance = steps.reduce((sum, { by, long }) => sum + (by * by) / long, 0) / steps.length
    const expected = steps.reduce((sum, { long }) => sum - 0.5 * (Math.log(2 * Math.PI * variance * long) + 1), 0)
    const fit = fitArima(series, { p: 0, d: 1, q: 0 })
    expect(fit.logLikelihood).toBeCloseTo(expected, 9)
    expect(fit.variance).toBeCloseTo(variance, 9)
    expect(fit.count).toBe(steps.length)
  })

  test('the height of the series does not matter: it would, were a large variance the prior', () => {
    const series = without(draw(MODELS[0]![1], 120, 4), (t) => t % 10 === 7)
    const at = (height: number) =>
      fitArima(
        series.map((value) => value + height),
        { p: 1, d: 1, q: 1 },
      ).logLikelihood
    expect(at(1e8)).toBeCloseTo(at(0), 5)
  })

  test('a month that was never seen has no forecast, and the others have', () => {
    const season = draw({ ar: [], d: 0, ma: [], seasonal: { period: 4, ar: [], d: 1, ma: [] } }, 60, 5)
    const fit = fitArima(
      without(season, (t) => t % 4 === 1),
      { p: 0, d: 0, q: 0, seasonal: { p: 0, d: 1, q: 0, period: 4 } },
    )
    const { mean, standardError } = forecastArima(fit, 8)
    expect(standardError.map(Number.isFinite)).toEqual([true, false, true, true, true, false, true, true])
    expect(mean[1]).toBeNaN()
  })
})

/** tests/arimaML.R of R (r-project.org): three differences, three regressors, and then two missing values. */
describe('as R tests itself', () => {
  const range = (from: number, to: number): number[] =>
    Array.from({ length: Math.abs(to - from) + 1 }, (_, i) => from + i * Math.sign(to - from))
  const x = [...range(1, 4), ...range(3, -2), 0, 2, 4, 6, 4, 5, ...range(5, -4)].map((value) => value / 32)
  const cumulated = (values: readonly number[]): number[] =>
    values.map((_, t) => values.slice(0, t + 1).reduce((sum, value) => sum + value, 0))
  /** Orthonormal polynomials in x, as `poly` makes them: powers, each less what those before explain. */
  const polynomials = [1, 2, 3].reduce<number[][]>(
    (found, degree) => {
      let column = x.map((value) => Array.from({ length: degree }, () => value).reduce((a, b) => a * b, 1))
      for (let twice = 0; twice < 2; twice++) {
        for (const other of found) {
          const share = column.reduce((sum, value, t) => sum + value * other[t]!, 0)
          column = column.map((value, t) => value - share * other[t]!)
        }
      }
      const length = Math.sqrt(column.reduce((sum, value) => sum + value * value, 0))
      return [...found, column.map((value) => value / length)]
    },
    [x.map(() => 1 / Math.sqrt(x.length))],
  )
  const [a, b, c] = polynomials.slice(1) as [number[], number[], number[]]
  const series = cumulated(cumulated(cumulated(x))).map((value, t) => value + a[t]! + 10 * b[t]! + 100 * c[t]!)

  test.each([
    ['whole', [], { count: 23, variance: 0.00859843, logLikelihood: 22.06043, coefficients: [0.70517, 9.9415, 100.106] }],
    ['with two missing', [4, 5], { count: 21, variance: 0.009297345, logLikelihood: 16.73918, coefficients: [0.64904, 9.9266, 100.126] }],
  ] as const)('%s', (_, missing, expected) => {
    const fit = fitArima(
      without(series, (t) => (missing as readonly number[]).includes(t)),
      { p: 0, d: 3, q: 0 },
      { regressors: { a, b, c } },
    )
    expect(fit.count).toBe(expected.count)
    expect(fit.variance / expected.variance).toBeCloseTo(1, 5)
    expect(fit.logLikelihood / expected.logLikelihood).toBeCloseTo(1, 6)
    for (const [i, value] of expected.coefficients.entries()) expect(fit.coefficients[i]!.value / value).toBeCloseTo(1, 5)
  })
})
