/** Forecasts of a fitted ARIMA model, with the variances of their errors. */
import { normalQuantile } from '../random/normal-quantile.ts'
import { expandedAr, expandedMa } from './arima-model.ts'
import { filterArma } from './arma-filter.ts'
import { filterLevels } from './diffuse-filter.ts'
import { type LevelStateSpace, levelStateSpace, nextCovariance, nextState, product, seenVariance } from './level-state-space.ts'
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
  const space = levelStateSpace(model)
  if (space === undefined) throw new RangeError('the model is not stationary')
  const [means, errors]: [number[], number[]] = [[], []]
  let { state, covariance, unknown } = endOf(fit, weights, space)
  for (let step = 0; step < steps; step++) {
    const beside = weights.reduce((sum, weight, k) => sum + weight * ahead[k]![step]!, 0)
    const isKnown = unknown === undefined || seenVariance(space, unknown) < NOTHING
    means.push(isKnown ? product(space.seen, state) + beside : NaN)
    errors.push(isKnown ? Math.sqrt(variance * seenVariance(space, covariance)) : Infinity)
    state = nextState(space, state)
    covariance = nextCovariance(space, covariance, 'with shocks')
    if (unknown !== undefined) unknown = nextCovariance(space, unknown, 'without')
  }
  return { mean: means, standardError: errors }
}

/** Of a level that is not known at all, as a variance of 1. */
const NOTHING = 1e-8

interface End {
  readonly state: Float64Array
  readonly covariance: Float64Array
  readonly unknown: Float64Array | undefined
}

/** The state after the last value, levels without what regressors explain. */
function endOf({ model, prepared, likelihood }: ArimaFit, by: readonly number[], { size, inner }: LevelStateSpace): End {
  const { levels, regressors, columns, lost } = prepared
  if (likelihood === 'diffuse prior') {
    const whole = [levels, ...regressors.map(({ values }) => values)]
    const { states, covariance, unknown } = filterLevels(model, whole)!
    return { state: combined(states, by), covariance, unknown }
  }
  const filtered = filterArma(expandedAr(model), expandedMa(model), columns)!
  const state = new Float64Array(size)
  state.set(combined(filtered.states, by))
  const last = levels.length - 1
  for (let lag = 0; lag < lost; lag++) {
    state[inner + lag] = by.reduce((left, weight, k) => left - weight * regressors[k]!.values[last - lag]!, levels[last - lag]!)
  }
  const covariance = new Float64Array(size * size)
  for (let i = 0; i < inner; i++) covariance.set(filtered.covariance.subarray(i * inner, (i + 1) * inner), i * size)
  return { state, covariance, unknown: undefined }
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
