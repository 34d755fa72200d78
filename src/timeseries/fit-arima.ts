/** Fitting seasonal ARIMA models with mean, drift and regressors, by exact maximum likelihood or by the conditional sum of squares. */
import type { ArimaModel } from './arima-model.ts'
import { type ArimaOrder, prepare, type PreparedSeries } from './arima-data.ts'
import { conditionalLikelihood } from './arima-css.ts'
import { diffuseLikelihood, exactLikelihood, type Likelihood } from './arima-likelihood.ts'
import { invertible } from './invertible.ts'
import { inverse } from './linear-equations.ts'
import { log } from '../random/elementary.ts'
import { hessian, minimise } from './minimise.ts'
import { toStationary } from './stationary-parameters.ts'

export type ArimaMethod = 'ML' | 'CSS' | 'CSS-ML'

export interface ArimaOptions {
  /** By name, each as long as the series. */
  readonly regressors?: Readonly<Record<string, readonly number[]>>
  /** CSS-ML by default: exact likelihood, looked for from where the conditional sum of squares is least too. */
  readonly method?: ArimaMethod
  /** Look from one start only, and leave standard errors out: for searches among many orders. */
  readonly quick?: boolean
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
  readonly likelihood: 'exact' | 'exact differences' | 'diffuse prior' | 'conditional'
  /** Innovations in units of the series, standardised to the shocks' variance; NaN where a value is missing or lost to differences. */
  readonly residuals: readonly number[]
  readonly converged: boolean
  /** For forecasting. */
  readonly prepared: PreparedSeries
}

/** Scales coordinates of regressors to their own uncertainty. */
interface Problem {
  readonly order: ArimaOrder
  readonly prepared: PreparedSeries
  readonly evaluate: (model: ArimaModel, coefficients?: readonly number[]) => Likelihood | undefined
  readonly likelihood: ArimaFit['likelihood']
}

/**
 * Fits a model to a series, in which NaN is a missing value. With differences and missing values, the prior of the levels is diffuse; without
 * missing values, differences are taken, which is exact. A conditional sum of squares takes no missing values.
 * @throws RangeError when the series is too short for the order, constant, or a regressor follows from the others
 */
export function fitArima(
  series: readonly number[],
  order: ArimaOrder,
  { regressors = {}, method = 'CSS-ML', quick = false }: ArimaOptions = {},
): ArimaFit {
  checkSeries(series)
  const prepared = prepare(series, order, regressors)
  const hasGaps = series.some(Number.isNaN)
  const scale = scaleOf(prepared.columns[0]!)
  const css = problemOf(order, prepared, hasGaps, true)
  const problem = method === 'CSS' ? css : problemOf(order, prepared, hasGaps, false)
  const size = order.p + order.q + (order.seasonal?.p ?? 0) + (order.seasonal?.q ?? 0)
  const zero = new Array<number>(size).fill(0)
  const objective =
    (one: Problem) =>
    (coordinates: readonly number[]): number => {
      const found = one.evaluate(modelAt(order, coordinates))
      return found === undefined ? Infinity : -found.logLikelihood / prepared.columns[0]!.length
    }
  const starts = [zero]
  if (method !== 'ML' && !hasGaps && size > 0) starts.unshift([...minimise(objective(css), zero).at])
  // A start in the middle of nowhere finds what is hidden behind a ridge.
  if (method !== 'CSS' && size > 0) starts.push(zero.map((_, i) => (i % 2 === 0 ? 0.4 : -0.4)))
  const found = starts
    .slice(0, quick ? 1 : Infinity)
    .map((start) => (size === 0 ? { at: zero, value: objective(problem)(zero), converged: true } : minimise(objective(problem), start)))
  const best = found.reduce((a, b) => (b.value < a.value ? b : a))
  const model = inverted(modelAt(order, best.at), method)
  const likelihood = problem.evaluate(model)
  if (likelihood === undefined)
    throw new RangeError('the regressors follow from one another, so that their coefficients cannot be told apart')
  if (!(likelihood.variance > 1e-20 * scale * scale))
    throw new RangeError('the series is constant, but for what the model knows already: there is nothing to fit')
  return summary(problem, model, likelihood, best.converged, quick)
}

function checkSeries(series: readonly number[]): void {
  const infinite = series.findIndex((value) => value === Infinity || value === -Infinity)
  if (infinite >= 0) throw new RangeError(`value ${infinite + 1} of the series is infinite`)
  if (series.every(Number.isNaN)) throw new RangeError(series.length === 0 ? 'the series is empty' : 'every value of the series is missing')
}

function scaleOf(values: readonly number[]): number {
  return values.reduce((most, value) => (Number.isNaN(value) ? most : Math.max(most, Math.abs(value))), Number.MIN_VALUE)
}

function problemOf(order: ArimaOrder, prepared: PreparedSeries, hasGaps: boolean, conditional: boolean): Problem {
  const { columns, lost, levels, regressors } = prepared
  if (conditional)
    return {
      order,
      prepared,
      evaluate: (model, given) => conditionalLikelihood(withoutDifferences(model), columns, given),
      likelihood: 'conditional',
    }
  if (lost > 0 && hasGaps) {
    const whole = [levels, ...regressors.map(({ values }) => values)]
    return { order, prepared, evaluate: (model, given) => diffuseLikelihood(model, whole, given), likelihood: 'diffuse prior' }
  }
  return {
    order,
    prepared,
    evaluate: (model, given) => exactLikelihood(withoutDifferences(model), columns, given),
    likelihood: lost === 0 ? 'exact' : 'exact differences',
  }
}

function withoutDifferences(model: ArimaModel): ArimaModel {
  return { ...model, d: 0, ...(model.seasonal && { seasonal: { ...model.seasonal, d: 0 } }) }
}

/** Coordinates: partial autocorrelations of AR parts, coefficients of MA parts. */
function modelAt({ p, d, q, seasonal }: ArimaOrder, coordinates: readonly number[]): ArimaModel {
  const ar = toStationary(coordinates.slice(0, p))
  const ma = coordinates.slice(p, p + q)
  if (seasonal === undefined) return { ar, d, ma }
  const from = p + q
  return {
    ar,
    d,
    ma,
    seasonal: {
      period: seasonal.period,
      ar: toStationary(coordinates.slice(from, from + seasonal.p)),
      d: seasonal.d,
      ma: coordinates.slice(from + seasonal.p, from + seasonal.p + seasonal.q),
    },
  }
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

function summary(problem: Problem, model: ArimaModel, likelihood: Likelihood, converged: boolean, quick: boolean): ArimaFit {
  const { order, prepared } = problem
  const own = named(model)
  const values = [...own.map(({ value }) => value), ...likelihood.coefficients]
  const errors = quick ? values.map(() => null) : standardErrors(problem, values, own.length)
  const names = [...own.map(({ name }) => name), ...prepared.regressors.map(({ name }) => name)]
  const { logLikelihood, variance, count, innovations } = likelihood
  const parameters = values.length + 1
  const aic = 2 * parameters - 2 * logLikelihood
  const room = count - parameters - 1
  const first = problem.likelihood === 'diffuse prior' ? 0 : prepared.lost
  return {
    order,
    model,
    coefficients: names.map((name, i) => ({ name, value: values[i]!, standardError: errors[i]! })),
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
function standardErrors({ order, prepared, evaluate }: Problem, values: readonly number[], own: number): (number | null)[] {
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
  const scales = values.map((value, i) =>
    i < own
      ? 1
      : Math.max(Math.abs(value), scaleOf(prepared.columns[0]!) / Math.max(1e-300, scaleOf(prepared.columns[1 + i - own]!))) * 1e-2,
  )
  const objective = (steps: readonly number[]): number => {
    const all = values.map((value, i) => value + steps[i]! * scales[i]!)
    return -(evaluate(modelOf(all), all.slice(own))?.logLikelihood ?? NaN)
  }
  const covariance = inverse(
    hessian(
      objective,
      values.map(() => 0),
    ),
  )
  return values.map((_, i) => {
    const variance = covariance?.[i]?.[i] ?? NaN
    return variance > 0 ? Math.sqrt(variance) * scales[i]! : null
  })
}
