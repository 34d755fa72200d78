/** Batch means (Schmeiser 1982): an interval from one long run, whose observations are not independent but whose batches nearly are. */
import { mean, sampleVariance } from 'simple-statistics'
import { meanInterval, type Interval } from './interval.ts'

const MOST_BATCHES = 30
const FEWEST_BATCHES = 10
/** Of the correlation time, at least, in a batch. */
const LENGTHS = 2

export interface BatchMeans extends Interval {
  readonly batches: readonly number[]
  /** Correlation of neighbouring batches; near 0 when they are long enough. */
  readonly lag1: number
  /** Even the fewest batches are correlated: the run is too short for its interval. */
  readonly tooShort: boolean
}

/**
 * The mean of a stationary series with its interval over 30 batches, or over 20 or 10 where fewer, longer ones are needed to be
 * uncorrelated. Observations that do not fill a batch are left out at the start. Throws a RangeError for fewer than 10 observations.
 */
export function batchMeans(series: readonly number[], confidence: number): BatchMeans {
  if (series.length < FEWEST_BATCHES) throw new RangeError(`${series.length} observations are too few for batch means`)
  const memory = correlationTime(series)
  for (let count = Math.min(MOST_BATCHES, series.length); ; count -= FEWEST_BATCHES) {
    const batches = divided(series, count)
    const lag1 = lag1Correlation(batches)
    const isLast = count - FEWEST_BATCHES < FEWEST_BATCHES
    // Few batches hide much, so their length must do too.
    const correlated = isCorrelated(lag1, count) || Math.floor(series.length / count) < LENGTHS * memory
    if (correlated && !isLast) continue
    return { ...meanInterval(batches, confidence), batches, lag1, tooShort: correlated }
  }
}

/** Means of `count` equal parts. */
export function divided(series: readonly number[], count: number): number[] {
  const size = Math.floor(series.length / count)
  const start = series.length - size * count
  return Array.from({ length: count }, (_, batch) => mean(series.slice(start + batch * size, start + (batch + 1) * size)))
}

/**
 * (1 + φ) / (1 − φ): how many observations are worth one independent one, were the series AR(1). Asked again of batches that double in
 * length (Law and Carson 1979), since noise hides a long memory from neighbours, but averages out.
 */
function correlationTime(series: readonly number[]): number {
  let longest = 0
  let [batches, size] = [series, 1]
  do {
    const lag1 = Math.min(0.999, lag1Correlation(batches))
    if (isCorrelated(lag1, batches.length)) longest = Math.max(longest, (size * (1 + lag1)) / (1 - lag1))
    batches = joined(batches)
    size *= 2
  } while (batches.length >= MOST_BATCHES)
  return longest
}

/** Means of neighbours; of an odd number, the first is left out. */
function joined(batches: readonly number[]): number[] {
  const start = batches.length % 2
  return Array.from(
    { length: (batches.length - start) / 2 },
    (_, pair) => (batches[start + 2 * pair]! + batches[start + 2 * pair + 1]!) / 2,
  )
}

/** Above twice the standard error of the correlation of neighbours, were `count` values independent. */
function isCorrelated(lag1: number, count: number): boolean {
  return lag1 > 2 / Math.sqrt(count)
}

function lag1Correlation(values: readonly number[]): number {
  const centre = mean([...values])
  const spread = sampleVariance([...values]) * (values.length - 1)
  if (spread === 0) return 0
  let sum = 0
  for (let i = 1; i < values.length; i++) sum += (values[i]! - centre) * (values[i - 1]! - centre)
  return sum / spread
}
