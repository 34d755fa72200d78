import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { type ArimaModel } from '../../src/timeseries/arima-model.ts'
import { diffuseLikelihood, exactLikelihood } from '../../src/timeseries/arima-likelihood.ts'
import { autocovariances } from '../../src/timeseries/arma-theory.ts'
import { fitArima } from '../../src/timeseries/fit-arima.ts'
import { forecastArima, forecastInterval } from '../../src/timeseries/forecast-arima.ts'
import { invertible } from '../../src/timeseries/invertible.ts'
import { cholesky } from '../../src/timeseries/linear-equations.ts'
import { prepare, type ArimaOrder } from '../../src/timeseries/arima-data.ts'
import { ArimaPath } from '../../src/timeseries/simulate.ts'
import { toStationary } from '../../src/timeseries/stationary-parameters.ts'

interface Case {
  readonly name: string
  readonly series: string
  readonly order: readonly [number, number, number]
  readonly seasonal?: readonly [number, number, number]
  readonly period?: number
  readonly mean?: boolean
  readonly xreg?: readonly number[]
  readonly coef: readonly number[]
  readonly se: readonly number[]
  readonly sigma2: number
  readonly loglik: number
  readonly css: { readonly coef: readonly number[]; readonly sigma2: number; readonly loglik: number }
  readonly pred: readonly number[]
  readonly predSe: readonly number[]
}
interface Oracles {
  readonly series: Readonly<Record<string, readonly (number | null)[]>>
  readonly cases: readonly Case[]
  readonly fixed: Readonly<
    Record<
      string,
      {
        readonly order: Case['order']
        readonly seasonal: Case['seasonal'] | null
        readonly fixed: readonly number[]
        readonly sigma2: number
        readonly loglik: number
      }
    >
  >
}

// The source of the numbers is named in the file.
const oracles = JSON.parse(readFileSync(new URL('r-oracles.json', import.meta.url), 'utf8')) as Oracles
const values = (name: string): number[] => oracles.series[name]!.map((value) => value ?? NaN)
const orderOf = ({ order: [p, d, q], seasonal, period, mean }: Pick<Case, 'order' | 'seasonal' | 'period' | 'mean'>): ArimaOrder => ({
  p,
  d,
  q,
  ...(mean === undefined ? {} : { mean }),
  ...(seasonal === undefined || seasonal === null
    ? {}
    : { seasonal: { p: seasonal[0], d: seasonal[1], q: seasonal[2], period: period ?? 12 } }),
})

describe('at fixed parameters, without an optimiser', () => {
  const series: Readonly<Record<string, string>> = {
    lh: 'lh',
    Nile: 'Nile',
    USAcc: 'USAccDeaths',
    logAP: 'logAirPassengers',
    presidents: 'presidents',
    BJA: 'BJ',
  }
  const known = Object.entries(oracles.fixed).filter(([name]) => series[name.split('_')[0]!] !== undefined)

  test.each(known)('%s', (name, { order, seasonal, fixed, sigma2, loglik }) => {
    const arima = orderOf({ order, ...(seasonal === null || seasonal === undefined ? {} : { seasonal, period: 12 }) })
    const [p, d, q] = order
    const model: ArimaModel = {
      ar: fixed.slice(0, p),
      d,
      ma: fixed.slice(p, p + q),
      ...(arima.seasonal && { seasonal: { period: 12, ar: [], d: arima.seasonal.d, ma: fixed.slice(p + q, p + q + arima.seasonal.q) } }),
    }
    const { columns } = prepare(values(series[name.split('_')[0]!]!), arima)
    const still = { ...model, d: 0, ...(model.seasonal && { seasonal: { ...model.seasonal, d: 0 } }) }
    const found = exactLikelihood(still, columns, fixed.slice(p + q + (arima.seasonal?.q ?? 0)))!
    // R takes a diffuse prior for differences, which is not quite the same: 5e-3.
    const tolerance = arima.d + (arima.seasonal?.d ?? 0) === 0 ? 1e-8 * Math.abs(loglik) : 5e-3
    expect(Math.abs(found.logLikelihood - loglik)).toBeLessThan(tolerance)
    if (tolerance < 5e-3) expect(found.variance / sigma2).toBeCloseTo(1, 8)
  })
})

/** The multivariate normal density by the Cholesky factor of the covariance matrix: slow, and obviously right. */
function dense(model: ArimaModel, series: readonly number[], sd: number): number {
  const known = [...series.keys()].filter((t) => !Number.isNaN(series[t]!))
  const gamma = autocovariances(model, series.length)
  const lower = cholesky(known.map((s) => known.map((t) => sd * sd * gamma[Math.abs(s - t)]!)))
  const z: number[] = []
  for (const [i, row] of lower.entries()) {
    let rest = series[known[i]!]!
    for (let j = 0; j < i; j++) rest -= row[j]! * z[j]!
    z.push(rest / row[i]!)
  }
  return z.reduce((sum, value, i) => sum - 0.5 * (Math.log(2 * Math.PI) + value * value) - Math.log(lower[i]![i]!), 0)
}

test.each([
  ['ARMA(2, 2)', { ar: [0.6, -0.3], d: 0, ma: [0.4, 0.2] }],
  ['seasonal', { ar: [0.5], d: 0, ma: [], seasonal: { period: 4, ar: [0.4], d: 0, ma: [-0.6] } }],
  ['near a unit root', { ar: [0.999], d: 0, ma: [0.3] }],
] as readonly [string, ArimaModel][])(
  'the likelihood of %s is that of a multivariate normal distribution, values missing or not',
  (_, model) => {
    const path = new ArimaPath(model, 1, 3, 'x')
    const series = Array.from({ length: 60 }, () => path.next())
    const gaps = series.map((value, t) => (t % 7 === 3 || t === 20 || t === 21 ? NaN : value))
    for (const one of [series, gaps]) {
      const { logLikelihood, variance } = exactLikelihood(model, [one])!
      expect(logLikelihood).toBeCloseTo(dense(model, one, Math.sqrt(variance)), 7)
    }
  },
)

test('a diffuse prior without missing values is nearly exact differences', () => {
  const model: ArimaModel = { ar: [], d: 1, ma: [-0.7] }
  const nile = values('Nile')
  const exact = exactLikelihood({ ...model, d: 0 }, prepare(nile, { p: 0, d: 1, q: 1 }).columns)!
  const diffuse = diffuseLikelihood(model, [nile])!
  expect(Math.abs(diffuse.logLikelihood - oracles.fixed['Nile_011']!.loglik)).toBeLessThan(1e-6)
  expect(Math.abs(diffuse.logLikelihood - exact.logLikelihood)).toBeLessThan(5e-3)
})

describe.each(oracles.cases)('R fits $name', (one) => {
  const regressors: Readonly<Record<string, readonly number[]>> = one.xreg === undefined ? {} : { xreg: one.xreg }
  const differences = one.order[1] + (one.seasonal?.[1] ?? 0)
  const fit = fitArima(values(one.series), orderOf(one), { regressors })

  test('with this likelihood, or a smaller one', () => {
    const tolerance = differences === 0 ? 1e-4 : 5e-3
    expect(Math.abs(fit.logLikelihood - one.loglik)).toBeLessThan(tolerance)
    expect(fit.variance / one.sigma2).toBeCloseTo(1, 3)
    expect(fit.likelihood).toBe(differences === 0 ? 'exact' : 'exact differences')
  })

  test('with these coefficients and standard errors', () => {
    for (const [i, { value, standardError }] of fit.coefficients.entries()) {
      expect(Math.abs(value - one.coef[i]!)).toBeLessThan(1e-3 * Math.max(Math.abs(one.coef[i]!), one.se[i]!))
      expect(standardError! / one.se[i]!).toBeCloseTo(1, 2)
    }
  })

  test('with these forecasts and errors', () => {
    const ahead = one.pred.map((_, step) => (one.xreg?.at(-1) ?? 0) + step + 1)
    const { mean, standardError } = forecastArima(fit, one.pred.length, one.xreg === undefined ? {} : { xreg: ahead })
    for (const [step, expected] of one.pred.entries()) {
      expect(Math.abs(mean[step]! - expected)).toBeLessThan(1e-4 * Math.max(Math.abs(expected), one.predSe[step]!))
      expect(standardError[step]! / one.predSe[step]!).toBeCloseTo(1, 4)
    }
  })

  test('by the conditional sum of squares as well, or better', () => {
    const css = fitArima(values(one.series), orderOf(one), { regressors, method: 'CSS' })
    expect(css.logLikelihood - one.css.loglik).toBeGreaterThan(-1e-4)
    expect(css.variance / one.css.sigma2).toBeLessThan(1 + 1e-4)
  })
})

describe('forecast intervals', () => {
  test.each([0.8, 0.95])('of %d hold as often as they say', (confidence) => {
    const model: ArimaModel = { ar: [0.7], d: 0, ma: [0.3] }
    let [held, trials] = [0, 0]
    for (let seed = 1; seed <= 150; seed++) {
      const path = new ArimaPath(model, 1, seed, 'x')
      const series = Array.from({ length: 300 }, () => path.next())
      const fit = fitArima(series, { p: 1, d: 0, q: 1 })
      const { low, high } = forecastInterval(forecastArima(fit, 4), confidence)
      // Errors of neighbouring steps go together; the first and the last nearly do not.
      const ahead = Array.from({ length: 4 }, () => path.next())
      for (const step of [0, 3]) {
        trials++
        if (ahead[step]! > low[step]! && ahead[step]! < high[step]!) held++
      }
    }
    const z = (held / trials - confidence) / Math.sqrt((confidence * (1 - confidence)) / trials)
    expect(Math.abs(z)).toBeLessThan(3.5)
  })
})

test('parameters are recovered within three standard errors, and intervals that are half as wide would not hold them', () => {
  const truth = [0.6, 0.4]
  let [within, narrow, all] = [0, 0, 0]
  for (let seed = 1; seed <= 60; seed++) {
    const path = new ArimaPath({ ar: [truth[0]!], d: 0, ma: [truth[1]!] }, 1, seed, 'recovery')
    const { coefficients } = fitArima(
      Array.from({ length: 400 }, () => path.next()),
      { p: 1, d: 0, q: 1 },
    )
    for (const [i, value] of truth.entries()) {
      const away = Math.abs(coefficients[i]!.value - value) / coefficients[i]!.standardError!
      all++
      if (away < 3) within++
      if (away < 1) narrow++
    }
  }
  expect(within / all).toBeGreaterThan(0.97)
  expect(narrow / all).toBeLessThan(0.8)
})

test('with values missing and differences, the prior is diffuse, and the fit near that of the whole series', () => {
  const whole = values('Nile')
  const gaps = whole.map((value, t) => ((t >= 20 && t < 25) || t === 60 ? NaN : value))
  const fit = fitArima(gaps, { p: 1, d: 1, q: 1 })
  expect(fit.likelihood).toBe('diffuse prior')
  const other = fitArima(whole, { p: 1, d: 1, q: 1 })
  expect(Math.abs(fit.coefficients[1]!.value - other.coefficients[1]!.value)).toBeLessThan(other.coefficients[1]!.standardError!)
  const [near, far] = [forecastArima(fit, 3), forecastArima(other, 3)]
  expect(Math.abs(near.mean[0]! - far.mean[0]!)).toBeLessThan(0.2 * far.standardError[0]!)
  expect(near.standardError[0]! / far.standardError[0]!).toBeCloseTo(1, 1)
})

test('a drift is the slope of what is left, and forecasts go on with it', () => {
  const path = new ArimaPath({ ar: [], d: 1, ma: [] }, 0.1, 1, 'x')
  const series = Array.from({ length: 200 }, (_, t) => 3 * t + path.next())
  const fit = fitArima(series, { p: 0, d: 1, q: 0, drift: true })
  expect(fit.coefficients[0]).toMatchObject({ name: 'drift', value: expect.closeTo((series.at(-1)! - series[0]!) / 199, 8) as number })
  expect(forecastArima(fit, 2).mean[1]! - series.at(-1)!).toBeCloseTo(2 * fit.coefficients[0]!.value, 8)
})

describe('coordinates', () => {
  test('give every stationary autoregression: tanh of partial autocorrelations', () => {
    // By hand: φ = (π₁ (1 − π₂), π₂).
    const [first, second] = [Math.tanh(0.3), Math.tanh(-1.2)]
    const phi = toStationary([0.3, -1.2])
    expect(phi[0]).toBeCloseTo(first * (1 - second), 12)
    expect(phi[1]).toBeCloseTo(second, 12)
  })
  test('a moving average turned inside out has the same correlations', () => {
    const turned = invertible([2.5, 1])
    expect(turned.map((value) => Number(value.toFixed(9)))).toEqual([1, 0.25])
    expect(invertible([0.4, 0.2])).toEqual([0.4, 0.2])
  })
})

describe('what cannot be fitted is refused with the reason', () => {
  test.each([
    [[], { p: 1, d: 0, q: 0 }, 'the series is empty'],
    [[1, 2], { p: 1, d: 0, q: 1 }, '2 values are too few for 3 parameters and a variance'],
    [[1, 2, 3], { p: 0, d: 1, q: 2 }, '2 values, after 1 that differences take, are too few'],
    [new Array<number>(30).fill(5), { p: 1, d: 0, q: 0 }, 'the series is constant'],
    [[1, Infinity, 2, 3, 4, 5], { p: 1, d: 0, q: 0 }, 'value 2 of the series is infinite'],
    [[NaN, NaN], { p: 0, d: 0, q: 0 }, 'every value of the series is missing'],
    [[1, 2, 4, 3], { p: -1, d: 0, q: 0 }, 'the order p is -1: give a whole number from 0'],
    [[1, 2, 4, 3], { p: 0, d: 0.5, q: 0 }, 'the order d is 0.5'],
    [[1, 2, 4, 3], { p: 0, d: 0, q: 0, seasonal: { p: 1, d: 0, q: 0, period: 1 } }, 'the period is 1: a season has'],
    [[1, 2, 4, 3], { p: 0, d: 2, q: 0, drift: true }, 'a drift says nothing about a series that is differenced 2 times'],
    [[1e200, 2, 4, 3], { p: 0, d: 0, q: 0 }, 'the largest value of the series is 1e+200: scale it to between 1e-100 and 1e+100'],
  ] as readonly [number[], ArimaOrder, string][])('%j %j', (series, order, message) => {
    expect(() => fitArima(series, order)).toThrow(message)
  })
  test('regressors of another length, or that follow from one another', () => {
    const series = Array.from({ length: 30 }, (_, t) => Math.sin(t * t))
    expect(() => fitArima(series, { p: 0, d: 0, q: 0 }, { regressors: { x: [1, 2] } })).toThrow(
      'the regressor x has 2 values, and the series 30',
    )
    expect(() => fitArima(series, { p: 0, d: 0, q: 0 }, { regressors: { x: series.map(() => 2) } })).toThrow('follow from one another')
  })
  test('huge and tiny scales are no obstacle', () => {
    const path = new ArimaPath({ ar: [0.5], d: 0, ma: [] }, 1, 5, 'x')
    const series = Array.from({ length: 200 }, () => path.next())
    const ar = (scale: number): number =>
      fitArima(
        series.map((value) => scale * value),
        { p: 1, d: 0, q: 0 },
      ).coefficients[0]!.value
    expect(ar(1e9)).toBeCloseTo(ar(1), 5)
    expect(ar(1e-9)).toBeCloseTo(ar(1), 5)
  })
  test('nor is a great height: all but the mean stays as it was, the standard errors too', () => {
    const path = new ArimaPath({ ar: [0.5], d: 0, ma: [] }, 1, 5, 'x')
    const series = Array.from({ length: 200 }, () => path.next())
    const at = (height: number) =>
      fitArima(
        series.map((value) => value + height),
        { p: 1, d: 0, q: 1 },
      )
    const [low, high] = [at(0), at(1e9)]
    expect(high.logLikelihood).toBeCloseTo(low.logLikelihood, 4)
    for (const [i, { value, standardError }] of low.coefficients.entries()) {
      expect(high.coefficients[i]!.value - (i === 2 ? 1e9 : 0)).toBeCloseTo(value, 3)
      expect(high.coefficients[i]!.standardError! / standardError!).toBeCloseTo(1, 3)
    }
  })
})
