/** Correlations of a series with its own past, and whether any are left. */
import { exp } from '../random/elementary.ts'
import { logUpperGamma } from '../random/incomplete-gamma.ts'
import { average } from './averages.ts'
import { checkSeries, checkVaries } from './series-check.ts'

/**
 * Autocorrelations at lags 0 … `lags`, with the divisor n at every lag, so that they are those of some process. NaN is a missing value; pairs
 * with one are left out.
 * @throws RangeError for a series that is constant, or not finite
 */
export function sampleAutocorrelations(series: readonly number[], lags: number): number[] {
  checkSeries(series)
  checkVaries(series)
  const covariances = sampleAutocovariances(series, lags)
  return covariances.map((covariance) => covariance / covariances[0]!)
}

/** Autocovariances at lags 0 … `lags`, with the divisor n. */
export function sampleAutocovariances(series: readonly number[], lags: number): number[] {
  const known = series.filter((value) => !Number.isNaN(value))
  const mean = average(known)
  return Array.from({ length: Math.min(lags, series.length - 1) + 1 }, (_, lag) => {
    let [sum, pairs] = [0, 0]
    for (let t = lag; t < series.length; t++) {
      const product = (series[t]! - mean) * (series[t - lag]! - mean)
      if (Number.isNaN(product)) continue
      sum += product
      pairs++
    }
    // Of a series without missing values this is the divisor n.
    return sum / (pairs + lag)
  })
}

export interface LjungBox {
  readonly statistic: number
  readonly freedom: number
  /** How often white noise would have as much. */
  readonly p: number
}

/**
 * Whether the first autocorrelations are those of white noise (Ljung and Box 1978).
 * @param fitted parameters that the residuals have been fitted by
 */
export function ljungBox(series: readonly number[], lags: number, fitted = 0): LjungBox {
  const n = series.filter((value) => !Number.isNaN(value)).length
  const correlations = sampleAutocorrelations(series, lags)
  let sum = 0
  for (let lag = 1; lag < correlations.length; lag++) sum += (correlations[lag]! * correlations[lag]!) / (n - lag)
  const statistic = n * (n + 2) * sum
  const freedom = Math.max(1, correlations.length - 1 - fitted)
  return { statistic, freedom, p: chiSquareTail(statistic, freedom) }
}

/** The probability that a chi-square variable is beyond x. */
export function chiSquareTail(x: number, freedom: number): number {
  return exp(logUpperGamma(freedom / 2, x / 2))
}
