/** Whether a series needs differences: a test for a level that holds, and how strong its season is. */

import { average, centredMeans } from './averages.ts'
import { checkComplete, checkSeries } from './series-check.ts'

export interface Kpss {
  readonly statistic: number
  /** Between 0.01 and 0.1, where the table ends. */
  readonly p: number
}

/** Critical values of a constant level at 10, 5, 2.5 and 1 % (Kwiatkowski, Phillips, Schmidt and Shin 1992, table 1). */
const CRITICAL = [0.347, 0.463, 0.574, 0.739] as const
const LEVELS = [0.1, 0.05, 0.025, 0.01] as const

/** The KPSS test of a constant level, with Bartlett weights over ⌊3 √n / 13⌋ lags. A small p speaks for a difference. Throws a RangeError for a series that is constant, too short, or not finite. */
export function kpss(series: readonly number[]): Kpss {
  checkComplete(series, 4)
  const n = series.length
  const level = average(series)
  const residuals = series.map((value) => value - level)
  let [partial, squares] = [0, 0]
  for (const residual of residuals) {
    partial += residual
    squares += partial * partial
  }
  const lags = Math.floor((3 * Math.sqrt(n)) / 13)
  let longRun = residuals.reduce((sum, value) => sum + value * value, 0) / n
  for (let lag = 1; lag <= lags; lag++) {
    let product = 0
    for (let t = lag; t < n; t++) product += residuals[t]! * residuals[t - lag]!
    longRun += ((2 * product) / n) * (1 - lag / (lags + 1))
  }
  const statistic = longRun === 0 ? 0 : squares / (n * n * longRun)
  return { statistic, p: pOf(statistic) }
}

function pOf(statistic: number): number {
  if (statistic <= CRITICAL[0]) return LEVELS[0]
  for (let i = 1; i < CRITICAL.length; i++) {
    if (statistic > CRITICAL[i]!) continue
    const share = (statistic - CRITICAL[i - 1]!) / (CRITICAL[i]! - CRITICAL[i - 1]!)
    return LEVELS[i - 1]! + share * (LEVELS[i]! - LEVELS[i - 1]!)
  }
  return LEVELS[3]
}

/**
 * How strong a season is, from 0 to 1: what the seasonal component explains of what the trend leaves (Wang, Smith and Hyndman 2006), of a classical
 * decomposition with a centred moving average. A strength above 0.64 speaks for a seasonal difference.
 * @throws RangeError for missing or infinite values
 */
export function seasonalStrength(series: readonly number[], period: number): number {
  checkSeries(series)
  if (series.some(Number.isNaN)) throw new RangeError('the series has missing values')
  if (series.length < 2 * period + 1) return 0
  const half = Math.floor(period / 2)
  const detrended = centredMeans(series, period).map((trend, i) => ({ place: (i + half) % period, value: series[i + half]! - trend }))
  const means = Array.from({ length: period }, (_, place) =>
    average(detrended.filter((one) => one.place === place).map(({ value }) => value)),
  )
  const centre = average(means)
  const left = detrended.map(({ place, value }) => value - means[place]! + centre)
  const whole = variance(detrended.map(({ value }) => value))
  return whole === 0 ? 0 : Math.max(0, 1 - variance(left) / whole)
}

function variance(values: readonly number[]): number {
  const centre = average(values)
  return average(values.map((value) => (value - centre) * (value - centre)))
}
