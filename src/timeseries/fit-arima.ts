/** Fitting seasonal ARIMA models with mean, drift and regressors, by exact maximum likelihood or by the conditional sum of squares. */
import type { ArimaModel } from './arima-model.ts'
import { type ArimaOrder, hasMean, prepare, type PreparedSeries } from './arima-data.ts'
import { modelAt } from './arima-coordinates.ts'
import type { Likelihood } from './arima-likelihood.ts'
import { type ArimaMethod, type LikelihoodName, problemOf, type Problem } from './arima-problem.ts'
import { highest, highestNear } from './arima-search.ts'
import { invertible } from './invertible.ts'
import { inverse } from './linear-equations.ts'
import { log } from '../random/elementary.ts'
import { hessian } from './minimise.ts'
import { checkSeries, scaleOf } from './series-check.ts'

export interface ArimaOptions {
  /** By name, each as long as the series. */
  readonly regressors?: Readonly<Record<string, readonly number[]>>
  /** CSS-ML by default: exact likelihood, looked for from where the conditional sum of squares is least too. */
  readonly method?: ArimaMethod
  /**
   * Looks from one start only, and leaves standard errors out: for searches among many orders. The start is a model of another order, or
   * what the method begins with.
   */
  readonly search?: ArimaModel | 'from the first start'
}

export interface ArimaCoefficient {
  /** `ar1`, `ma1`, `sar1`, `sma1`, `mean`, `drift`, or the name of a regressor. */
  readonly name: string
  readonly value: number
  /** From the curvature of the likelihood; null where it is flat or the estimate is at a bound. */
  readonly standardError: number | null
}

export interface ArimaFit {
  readonly order: ArimaOrder
  readonly model: ArimaModel
  readonly coefficients: readonly ArimaCoefficient[]
  /** Of the shocks: the mean square of innovations. */
  readonly variance: number
  readonly logLikelihood: number
  readonly aic: number
  readonly aicc: number
  readonly bic: number
  /** Values that the likelihood is of: those that are known, less those that differences take. */
  readonly count: number
  /** How the differences entered the likelihood. */
  readonly likelihood: LikelihoodName
  /** Innovations in units of the series, standardised to the shocks' variance; NaN where a value is missing or lost to differences. */
  readonly residuals: readonly number[]
  readonly converged: boolean
  /** For forecasting. */
  readonly prepared: PreparedSeries
}

/**
 * Fits a model to a series, in which NaN is a missing value. With differences and missing values, the prior of the levels is diffuse; without
 * missing values, differences are taken, which is exact. A conditional sum of squares leaves out what a missing value touches.
 * @throws RangeError when the order is none, the series too short for it or constant, or a regressor follows from the others
 */
export function fitArima(
  series: readonly number[],
  order: ArimaOrder,
  { regressors = {}, method = 'CSS-ML', search }: ArimaOptions = {},
): ArimaFit {
  checkSeries(series)
  const prepared = prepare(series, order, regressors)
  // Nothing but the mean depends on the height of the series, and digits do not suffice for both.
  const height = hasMean(order) ? series.find((value) => !Number.isNaN(value))! : 0
  const centred =
    height === 0
      ? prepared
      : prepare(
          series.map((value) => value - height),
          order,
          regressors,
        )
  const problem = problemOf(order, centred, method)
  const best = search === undefined ? highest(problem, method) : highestNear(problem, method, search)
  const model = inverted(modelAt(order, best.at), method)
  const likelihood = problem.evaluate(model)
  if (likelihood === undefined)
    throw new RangeError('the regressors follow from one another, so that their coefficients cannot be told apart')
  const scale = scaleOf(prepared.columns[0]!)
  if (!(likelihood.variance > 1e-20 * scale * scale))
    throw new RangeError('the series is constant, but for what the model knows already: there is nothing to fit')
  const own = named(model)
  const values = [...own.map(({ value }) => value), ...likelihood.coefficients]
  const errors = search === undefined ? standardErrors(problem, values, own.length) : values.map(() => null)
  const names = [...own.map(({ name }) => name), ...prepared.regressors.map(({ name }) => name)]
  const coefficients = names.map((name, i) => ({
    name,
    value: name === 'mean' ? values[i]! + height : values[i]!,
    standardError: errors[i]!,
  }))
  return summary(problem, { model, coefficients, likelihood, prepared, converged: best.converged })
}

/** The conditional sum of squares has its own least, wherever the roots are; the exact likelihood does not see on which side they are. */
function inverted(model: ArimaModel, method: ArimaMethod): ArimaModel {
  if (method === 'CSS') return model
  return {
    ...model,
    ma: invertible(model.ma),
    ...(model.seasonal && { seasonal: { ...model.seasonal, ma: invertible(model.seasonal.ma) } }),
  }
}

/** Coefficients as they are named, in R's order. */
function named({ ar, ma, seasonal }: ArimaModel): { readonly name: string; readonly value: number }[] {
  const list = (prefix: string, values: readonly number[]) => values.map((value, i) => ({ name: `${prefix}${i + 1}`, value }))
  return [...list('ar', ar), ...list('ma', ma), ...list('sar', seasonal?.ar ?? []), ...list('sma', seasonal?.ma ?? [])]
}

interface Found {
  readonly model: ArimaModel
  readonly coefficients: readonly ArimaCoefficient[]
  readonly likelihood: Likelihood
  readonly prepared: PreparedSeries
  readonly converged: boolean
}

function summary(problem: Problem, { model, coefficients, likelihood, prepared, converged }: Found): ArimaFit {
  const { logLikelihood, variance, count, innovations } = likelihood
  const parameters = coefficients.length + 1
  const aic = 2 * parameters - 2 * logLikelihood
  const room = count - parameters - 1
  const first = problem.likelihood === 'diffuse prior' ? 0 : prepared.lost
  return {
    order: problem.order,
    model,
    coefficients,
    variance,
    logLikelihood,
    aic,
    aicc: room > 0 ? aic + (2 * parameters * (parameters + 1)) / room : Infinity,
    bic: aic + parameters * (log(count) - 2),
    count,
    likelihood: problem.likelihood,
    residuals: [...new Array<number>(first).fill(NaN), ...innovations],
    converged,
    prepared,
  }
}

/** Square roots of the diagonal of the inverse Hessian, all coefficients together. */
function standardErrors({ order, evaluate }: Problem, values: readonly number[], own: number): (number | null)[] {
  const { p, q, d, seasonal } = order
  const modelOf = (all: readonly number[]): ArimaModel => ({
    ar: all.slice(0, p),
    d,
    ma: all.slice(p, p + q),
    ...(seasonal && {
      seasonal: {
        period: seasonal.period,
        d: seasonal.d,
        ar: all.slice(p + q, p + q + seasonal.p),
        ma: all.slice(p + q + seasonal.p, own),
      },
    }),
  })
  const objective =
    (scales: readonly number[]) =>
    (steps: readonly number[]): number => {
      const all = values.map((value, i) => value + steps[i]! * scales[i]!)
      return -(evaluate(modelOf(all), all.slice(own))?.logLikelihood ?? NaN)
    }
  const zero = values.map(() => 0)
  const scales = values.map((_, i) => (i < own ? 1 : REGRESSOR_STEP * certainty(objective(values.map(() => 1)), zero, i)))
  const covariance = inverse(hessian(objective(scales), zero))
  return values.map((_, i) => {
    const variance = covariance?.[i]?.[i] ?? NaN
    return variance > 0 ? Math.sqrt(variance) * scales[i]! : null
  })
}

/** Of its own uncertainty, times the step of the Hessian: a hundredth in all. */
const REGRESSOR_STEP = 10
const TRIALS = 200

/** How far a coefficient alone can move until the log likelihood has fallen by ½. */
function certainty(objective: (steps: readonly number[]) => number, zero: readonly number[], i: number): number {
  const least = objective(zero)
  let step = 1
  for (let trial = 0; trial < TRIALS; trial++) {
    const loss = objective(zero.with(i, step)) - least
    if (loss > 0.4 && loss < 0.6) break
    // A parabola leads to it; where it is flat, or steeper than one, by leaps.
    step *= Math.min(1e3, Math.max(1e-3, Math.sqrt(0.5 / Math.max(loss, 1e-7))))
  }
  return step
}
