/** Forecasts of a fitted ARIMA model, with the variances of their errors. */
import { normalQuantile } from '../random/normal-quantile.ts'
import { expandedAr, expandedMa } from './arima-model.ts'
import { differencesOf } from './arima-data.ts'
import { filterArma } from './arma-filter.ts'
import { diffuseLikelihood, nextCovariance, stateSpace, type StateSpace } from './diffuse-filter.ts'
import type { ArimaFit } from './fit-arima.ts'

export interface Forecast {
  /** One value a step. */
  readonly mean: readonly number[]
  /** Of the error, as if the coefficients were known. */
  readonly standardError: readonly number[]
}

/**
 * Forecasts the next steps.
 * @param regressors of those steps, by name, each with a value a step
 * @throws RangeError when a regressor of the fit is missing there
 */
export function forecastArima(fit: ArimaFit, steps: number, regressors: Readonly<Record<string, readonly number[]>> = {}): Forecast {
  const { model, prepared, variance, coefficients } = fit
  const own = coefficients.length - prepared.regressors.length
  const weights = coefficients.slice(own).map(({ value }) => value)
  const ahead = prepared.regressors.map(({ name, values }) => aheadOf(name, values.length, steps, regressors))
  const space = stateSpace(model, 0)
  if (space === undefined) throw new RangeError('the model is not stationary')
  const [means, errors]: [number[], number[]] = [[], []]
  let { state: now, covariance } = endOf(fit, weights, space)
  for (let step = 0; step < steps; step++) {
    const beside = weights.reduce((sum, weight, k) => sum + weight * ahead[k]![step]!, 0)
    means.push(dot(space.seen, now) + beside)
    errors.push(Math.sqrt(variance * quadratic(space.seen, covariance)))
    now = Float64Array.from(space.transition, (row) => dot(row, now))
    covariance = nextCovariance(space, covariance)
  }
  return { mean: means, standardError: errors }
}

/** The state after the last value, levels without what regressors explain. */
function endOf(
  fit: ArimaFit,
  by: readonly number[],
  { size }: StateSpace,
): { readonly state: Float64Array; readonly covariance: Float64Array[] } {
  const { model, order, prepared } = fit
  if (fit.likelihood === 'diffuse prior') {
    const columns = [
      prepared.levels,
      ...prepared.regressors.map(({ values }) => values.map((value, t) => (Number.isNaN(prepared.levels[t]!) ? NaN : value))),
    ]
    const found = diffuseLikelihood(model, columns, by)!
    return { state: combined(found.states, by), covariance: found.covariance }
  }
  const filtered = filterArma(expandedAr(model), expandedMa(model), prepared.columns)!
  const inner = Math.max(expandedAr(model).length, expandedMa(model).length + 1)
  const found = new Float64Array(size)
  found.set(combined(filtered.states, by))
  const lost = differencesOf(order).length - 1
  const last = prepared.levels.length - 1
  for (let lag = 0; lag < lost; lag++) {
    const level = prepared.levels[last - lag]!
    found[inner + lag] = by.reduce((left, weight, k) => left - weight * prepared.regressors[k]!.values[last - lag]!, level)
  }
  const covariance = Array.from({ length: size }, (_, i) =>
    Float64Array.from({ length: size }, (__, j) => (i < inner && j < inner ? filtered.covariance[i * inner + j]! : 0)),
  )
  return { state: found, covariance }
}

/** What an interval of this confidence reaches from, and to. */
export function forecastInterval(
  { mean, standardError }: Forecast,
  confidence: number,
): { readonly low: number[]; readonly high: number[] } {
  const z = normalQuantile(0.5 + confidence / 2)
  return { low: mean.map((value, i) => value - z * standardError[i]!), high: mean.map((value, i) => value + z * standardError[i]!) }
}

function aheadOf(name: string, length: number, steps: number, given: Readonly<Record<string, readonly number[]>>): readonly number[] {
  const values = given[name]
  if (values !== undefined) {
    if (values.length >= steps) return values
    throw new RangeError(`the regressor ${name} has ${values.length} values ahead, and ${steps} steps are to be forecast`)
  }
  if (name === 'mean') return new Array<number>(steps).fill(1)
  if (name === 'drift') return Array.from({ length: steps }, (_, step) => length + step + 1)
  throw new RangeError(`the regressor ${name} has no values ahead`)
}

/** The state of the series, less what the regressors' states explain. */
function combined(states: readonly Float64Array[], by: readonly number[]): Float64Array {
  return states[0]!.map((value, i) => by.reduce((left, weight, k) => left - weight * states[k + 1]![i]!, value))
}

function quadratic(vector: Float64Array, matrix: readonly Float64Array[]): number {
  return vector.reduce((sum, value, i) => (value === 0 ? sum : sum + value * dot(matrix[i]!, vector)), 0)
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!
  return sum
}
