/**
 * Exponential smoothing: a level, a trend and seasons that follow the series (Holt 1957, Winters 1960), started and fitted by the sum of squared
 * one-step errors as R's HoltWinters does.
 */
import { cos, log } from '../random/elementary.ts'
import { average, centredMeans } from './averages.ts'
import type { Forecast } from './forecast-arima.ts'
import { minimise } from './minimise.ts'
import { checkSeries } from './series-check.ts'

export interface HoltWintersOptions {
  /** Follow a trend; true when left out. */
  readonly trend?: boolean
  /** Follow seasons of so many steps, which are added to the level or multiply it. */
  readonly season?: { readonly period: number; readonly kind: 'additive' | 'multiplicative' }
}

export interface HoltWinters {
  /** How much each new value counts, from 0 to 1: for the level, the trend and the seasons; null for what is not followed. */
  readonly alpha: number
  readonly beta: number | null
  readonly gamma: number | null
  /** After the last value: level, trend (0 without one) and the seasons of the next steps. */
  readonly level: number
  readonly trend: number
  readonly seasons: readonly number[]
  readonly kind: 'additive' | 'multiplicative'
  /** Sum of squared one-step errors, and these errors. */
  readonly sse: number
  readonly residuals: readonly number[]
}

interface Start {
  readonly level: number
  readonly trend: number
  readonly seasons: readonly number[]
  /** The first value that is foretold. */
  readonly from: number
}

/** Where the search begins: weights of 0.3, 0.1 and 0.1, each as the angle whose share (1 − cos) / 2 it is. */
const [ALPHA, BETA, GAMMA] = [1.1592794807274085, 0.6435011087932843, 0.6435011087932843]
/** Seasons that the start is made of. */
const START_PERIODS = 2

/**
 * Fits the smoothing parameters.
 * @throws RangeError for a series that is too short or has missing values, or, for seasons that multiply, values that are not above 0
 */
export function fitHoltWinters(series: readonly number[], { trend = true, season }: HoltWintersOptions = {}): HoltWinters {
  checkSeries(series)
  if (series.some(Number.isNaN)) throw new RangeError('exponential smoothing needs every value of the series to be known')
  if (season !== undefined && !(Number.isInteger(season.period) && season.period > 1))
    throw new RangeError(`a season of ${season.period} steps is none: it takes a whole number from 2 on`)
  const least = season === undefined ? 3 : START_PERIODS * season.period + 1
  if (series.length < least) throw new RangeError(`${series.length} values are too few: ${least} are the least`)
  if (season?.kind === 'multiplicative' && series.some((value) => value <= 0))
    throw new RangeError('seasons that multiply need every value to be above 0')
  const start = season === undefined ? plainStart(series, trend) : seasonalStart(series, trend, season)
  const followed = [ALPHA, ...(trend ? [BETA] : []), ...(season === undefined ? [] : [GAMMA])]
  const weights = (x: readonly number[]): readonly [number, number, number] => {
    // From 0 to 1, both of which can be reached.
    const shares = x.map((angle) => (1 - cos(angle)) / 2)
    return [shares[0]!, trend ? shares[1]! : 0, season === undefined ? 0 : shares.at(-1)!]
  }
  const kind = season?.kind ?? 'additive'
  const found = minimise(
    (x) => (series.length / 2) * log(Math.max(Number.MIN_VALUE, smooth(series, start, kind, weights(x)).sse)),
    followed,
  )
  const [alpha, beta, gamma] = weights(found.at)
  return {
    alpha,
    beta: trend ? beta : null,
    gamma: season === undefined ? null : gamma,
    kind,
    ...smooth(series, start, kind, [alpha, beta, gamma]),
  }
}

/** The level that is foretold next, and the errors of all that was foretold. */
function smooth(
  series: readonly number[],
  start: Start,
  kind: HoltWinters['kind'],
  [alpha, beta, gamma]: readonly [number, number, number],
): Pick<HoltWinters, 'level' | 'trend' | 'seasons' | 'sse' | 'residuals'> {
  let { level, trend } = start
  const seasons = [...start.seasons]
  const period = seasons.length
  const residuals: number[] = []
  let sse = 0
  for (let t = start.from; t < series.length; t++) {
    const value = series[t]!
    const place = (t - start.from) % Math.max(1, period)
    const season = seasons[place] ?? (kind === 'additive' ? 0 : 1)
    const base = level + trend
    const residual = value - (kind === 'additive' ? base + season : base * season)
    sse += residual * residual
    residuals.push(residual)
    const before = level
    level = alpha * (kind === 'additive' ? value - season : value / season) + (1 - alpha) * base
    trend = beta * (level - before) + (1 - beta) * trend
    if (period > 0) seasons[place] = gamma * (kind === 'additive' ? value - level : value / level) + (1 - gamma) * season
  }
  const next = period === 0 ? 0 : (series.length - start.from) % period
  return { level, trend, seasons: [...seasons.slice(next), ...seasons.slice(0, next)], sse, residuals }
}

function plainStart(series: readonly number[], trend: boolean): Start {
  return trend
    ? { level: series[1]!, trend: series[1]! - series[0]!, seasons: [], from: 2 }
    : { level: series[0]!, trend: 0, seasons: [], from: 1 }
}

/** From a classical decomposition of the first seasons: a line through its trend, and the means of what the trend leaves. */
function seasonalStart(series: readonly number[], trend: boolean, { period, kind }: NonNullable<HoltWintersOptions['season']>): Start {
  const first = series.slice(0, START_PERIODS * period)
  const half = Math.floor(period / 2)
  const trends = centredMeans(first, period)
  const left = Array.from({ length: period }, (): number[] => [])
  for (const [i, trend] of trends.entries()) {
    const value = first[i + half]!
    left[(i + half) % period]!.push(kind === 'additive' ? value - trend : value / trend)
  }
  const means = left.map(average)
  const centre = average(means)
  const { level, slope } = line(trends)
  return {
    level,
    trend: trend ? slope : 0,
    seasons: means.map((mean) => (kind === 'additive' ? mean - centre : mean / centre)),
    from: period,
  }
}

/** A straight line by least squares: where it is one step before the first value, and its slope. */
function line(values: readonly number[]): { readonly level: number; readonly slope: number } {
  const middle = (values.length + 1) / 2
  const mean = average(values)
  let [products, squares] = [0, 0]
  for (const [i, value] of values.entries()) {
    products += (i + 1 - middle) * (value - mean)
    squares += (i + 1 - middle) * (i + 1 - middle)
  }
  const slope = squares === 0 ? 0 : products / squares
  return { level: mean - slope * middle, slope }
}

/**
 * Foretells the next steps, with standard errors as Yar and Chatfield (1990) have them for seasons that are added, and Hyndman et al. (2008) in
 * the form that R takes for seasons that multiply.
 */
export function forecastHoltWinters(fit: HoltWinters, steps: number): Forecast {
  const { alpha, level, trend, seasons, kind, residuals } = fit
  const [beta, gamma, period] = [fit.beta ?? 0, fit.gamma ?? 0, seasons.length]
  const centre = average(residuals)
  const variance = residuals.reduce((sum, one) => sum + (one - centre) * (one - centre), 0) / (residuals.length - 1)
  const season = (step: number): number => (period === 0 ? 0 : seasons[(((step - 1) % period) + period) % period]!)
  const psi = (j: number): number => (j === 0 ? 1 : alpha * (1 + j * beta) + (period > 0 && j % period === 0 ? gamma * (1 - alpha) : 0))
  return {
    mean: Array.from({ length: steps }, (_, i) => {
      const base = level + (i + 1) * trend
      if (period === 0) return base
      return kind === 'additive' ? base + season(i + 1) : base * season(i + 1)
    }),
    standardError: Array.from({ length: steps }, (_, i) => {
      const h = i + 1
      let sum = 0
      for (let j = 0; j < h; j++) {
        const weight = kind === 'additive' ? psi(j) : (psi(j) * season(h)) / season(h - j)
        sum += weight * weight
      }
      return Math.sqrt(variance * sum)
    }),
  }
}
