/** What a trace is likely to go on with: counts of the next intervals, by an ARIMA model of their logarithm. */
import { exp, log } from '../random/elementary.ts'
import { autoArima } from '../timeseries/auto-arima.ts'
import type { ArimaFit } from '../timeseries/fit-arima.ts'
import { forecastArima, forecastInterval } from '../timeseries/forecast-arima.ts'

export interface TraceForecast {
  /** Seconds of an interval. */
  readonly step: number
  readonly model: string
  /** The last counts that the model was fitted to, per second. */
  readonly history: readonly number[]
  /** Of each of the next intervals, arrivals per second: the median, and the limits of 80 and 95 %. */
  readonly next: readonly {
    readonly median: number
    readonly within80: readonly [number, number]
    readonly within95: readonly [number, number]
  }[]
}

/** Seconds of intervals that people think in. */
const STEPS = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1_800, 3_600, 7_200, 10_800, 21_600, 43_200, 86_400, 604_800]
const MOST_HISTORY = 500
const LEAST_HISTORY = 30
const GOOD_HISTORY = 100
const FEWEST_STEPS = 4
const MOST_STEPS = 200
const DAY = 86_400
/** Days that a daily season takes to be seen. */
const DAYS = 3
const LONGEST_SEASON = 48

/**
 * @param countsOf counts of intervals of so many seconds, from the beginning of the trace on
 * @param span seconds of the trace
 * @param horizon seconds to look ahead
 * @throws RangeError when the trace is too short for that
 */
export function forecastTrace(countsOf: (step: number) => Float64Array, span: number, horizon: number, finest: number): TraceForecast {
  if (horizon > span) throw new RangeError('that is further ahead than the trace reaches back: look ahead less far')
  const step = stepFor(span, horizon, finest)
  const counts = countsOf(step).slice(-MOST_HISTORY)
  const steps = Math.ceil(horizon / step)
  if (counts.length < LEAST_HISTORY)
    throw new RangeError(
      `the trace has ${counts.length} intervals of ${step} s, too few to forecast from: ${LEAST_HISTORY} are the least, so look ahead less far`,
    )
  const parts = DAY / step
  const period = span >= DAYS * DAY && Number.isInteger(parts) && parts >= 4 && parts <= LONGEST_SEASON ? parts : 1
  // Half an arrival stands for none, which has no logarithm.
  const series = Array.from(counts, (count) => log(Math.max(count, 0.5) / step))
  const found = autoArima(series, { period })
  const forecast = forecastArima(found.fit, steps)
  const limits = (confidence: number): readonly (readonly [number, number])[] => {
    const { low, high } = forecastInterval(forecast, confidence)
    return low.map((from, i) => [exp(from), exp(high[i]!)] as const)
  }
  const [within80, within95] = [limits(0.8), limits(0.95)]
  return {
    step,
    model: `${orderText(found.fit)} on the logarithm of the rate`,
    history: Array.from(counts, (count) => count / step),
    next: forecast.mean.map((mean, i) => ({ median: exp(mean), within80: within80[i]!, within95: within95[i]! })),
  }
}

/** As long as leaves a few steps to look ahead and enough to look back on; long intervals show long seasons. */
function stepFor(span: number, horizon: number, finest: number): number {
  const possible = STEPS.filter((one) => one >= finest && horizon / one <= MOST_STEPS)
  const good = possible.filter((one) => horizon / one >= FEWEST_STEPS && span / one >= GOOD_HISTORY)
  return good.at(-1) ?? possible[0] ?? finest
}

function orderText({ order: { p, d, q, seasonal, drift }, prepared }: ArimaFit): string {
  const hasMean = prepared.regressors.some(({ name }) => name === 'mean')
  const season =
    seasonal === undefined || seasonal.p + seasonal.d + seasonal.q === 0
      ? ''
      : `(${seasonal.p}, ${seasonal.d}, ${seasonal.q}) of ${seasonal.period}`
  return `ARIMA(${p}, ${d}, ${q})${season}${drift === true ? ' with drift' : hasMean ? ' with a mean' : ''}`
}
