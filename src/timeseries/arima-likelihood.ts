/** The exact Gaussian likelihood of an ARMA process with regressors, of which coefficients and variance are the best for the rest. */
import { log } from '../random/elementary.ts'
import { type ArimaModel, expandedAr, expandedMa } from './arima-model.ts'
import { armaInnovations, type Innovations } from './arma-innovations.ts'
import { filterArma } from './arma-filter.ts'
import { filterLevels } from './diffuse-filter.ts'
import { solve } from './linear-equations.ts'

const LOG_TWO_PI = 1.8378770664093453

export interface Likelihood {
  readonly logLikelihood: number
  /** Of the shocks: the mean square of the innovations (divided by their number, not by degrees of freedom). */
  readonly variance: number
  /** Values that it is of. */
  readonly count: number
  /** Of the regressors, by generalised least squares. */
  readonly coefficients: readonly number[]
  /** Innovations over their standard deviations for shocks of variance 1; NaN where a value is missing. */
  readonly innovations: Float64Array
}

/**
 * @param columns the series and its regressors, all differenced; NaN is a missing value
 * @param coefficients of the regressors, where they are given
 * @returns undefined when the model is not stationary, or the regressors are not independent
 */
export function exactLikelihood(
  model: ArimaModel,
  columns: readonly (readonly number[])[],
  coefficients?: readonly number[],
): Likelihood | undefined {
  const hasGaps = columns[0]!.some(Number.isNaN)
  return concentrated((hasGaps ? filterArma : armaInnovations)(expandedAr(model), expandedMa(model), columns), coefficients)
}

/** As `exactLikelihood`, of series that are not differenced, with a diffuse prior of their levels. */
export function diffuseLikelihood(
  model: ArimaModel,
  columns: readonly (readonly number[])[],
  coefficients?: readonly number[],
): Likelihood | undefined {
  return concentrated(filterLevels(model, columns), coefficients)
}

/** The likelihood with the best variance, and with the best coefficients of regressors where none are given. */
function concentrated(filtered: Innovations | undefined, coefficients?: readonly number[]): Likelihood | undefined {
  if (filtered === undefined || filtered.count === 0) return undefined
  const { innovations, logVariances, count } = filtered
  const found = regressed(innovations, coefficients)
  if (found === undefined) return undefined
  const variance = found.squares / count
  return {
    logLikelihood: -0.5 * (count * (LOG_TWO_PI + log(variance) + 1) + logVariances),
    variance,
    count,
    coefficients: found.coefficients,
    innovations: found.residuals,
  }
}

interface Regressed {
  readonly coefficients: readonly number[]
  readonly residuals: Float64Array
  readonly squares: number
}

/** Least squares of the first column on the others; undefined when they are not independent. */
export function regressed(columns: readonly Float64Array[], given?: readonly number[]): Regressed | undefined {
  const [series, ...regressors] = columns as [Float64Array, ...Float64Array[]]
  let coefficients = given ?? []
  if (given === undefined && regressors.length > 0) {
    const product = (a: Float64Array, b: Float64Array): number => {
      let sum = 0
      for (let t = 0; t < a.length; t++) if (!Number.isNaN(a[t]!)) sum += a[t]! * b[t]!
      return sum
    }
    try {
      coefficients = solve(
        regressors.map((a) => regressors.map((b) => product(a, b))),
        regressors.map((a) => product(a, series)),
      )
    } catch {
      return undefined
    }
  }
  const residuals = Float64Array.from(series)
  for (const [k, regressor] of regressors.entries()) {
    const coefficient = coefficients[k]!
    for (let t = 0; t < residuals.length; t++) residuals[t]! -= coefficient * regressor[t]!
  }
  let squares = 0
  for (const residual of residuals) if (!Number.isNaN(residual)) squares += residual * residual
  return { coefficients, residuals, squares }
}
