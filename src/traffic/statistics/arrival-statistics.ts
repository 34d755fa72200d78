/** What arrivals are like, in constant memory: how many over time, how their gaps are spread, how much counts vary on every scale. */
import { Histogram } from '../../structures/histogram.ts'

/** Bins of the finest scale: a power of two, so that coarser scales are sums of whole bins. */
const BINS = 2 ** 14
/** A scale needs so many windows to say anything of their variance. */
const LEAST_WINDOWS = 16
/** Lags of autocorrelations. */
const LAGS = 40
/** Counts of bins with fewer than this on average are mostly chance. */
const PER_BIN = 4

export interface DispersionAt {
  /** Nanoseconds of a window. */
  readonly window: number
  readonly windows: number
  /** Variance of counts ÷ their mean: 1 for a Poisson process on every scale. */
  readonly value: number
}

export interface CountCorrelations {
  /** Nanoseconds of a bin. */
  readonly bin: number
  readonly bins: number
  /** At lags 1, 2, … bins. */
  readonly values: readonly number[]
}

export class ArrivalStatistics {
  count = 0
  first = NaN
  last = NaN
  /** Arrivals at the same instant as the one before. */
  ties = 0
  readonly gaps = new Histogram()
  readonly #length: number = 0
  readonly #counts = new Float64Array(BINS)
  /** Welford's running mean and sum of squares of the gaps. */
  #mean = 0
  #squares = 0

  /** @param length nanoseconds from time 0 on that are looked at */
  constructor(length: number) {
    this.#length = length
  }

  /** Takes the next arrival, in nanoseconds from time 0; never before the one before. */
  add(time: number): void {
    if (this.count === 0) {
      this.first = time
    } else {
      const gap = time - this.last
      if (gap === 0) this.ties++
      this.gaps.record(gap)
      const away = gap - this.#mean
      this.#mean += away / this.count
      this.#squares += away * (gap - this.#mean)
    }
    this.last = time
    this.count++
    const bin = Math.floor((time / this.#length) * BINS)
    if (bin >= 0 && bin < BINS) this.#counts[bin]!++
  }

  /** Arrivals per second over the whole length. */
  get rate(): number {
    return (this.count / this.#length) * 1e9
  }

  /** Standard deviation of the gaps ÷ their mean; undefined with fewer than two gaps. */
  get gapVariation(): number | undefined {
    if (this.count < 3 || this.#mean === 0) return undefined
    return Math.sqrt(this.#squares / (this.count - 2)) / this.#mean
  }

  /** Counts in so many equal parts of the length; a power of two up to 2¹⁴. */
  counts(parts: number): Float64Array {
    const each = BINS / parts
    const sums = new Float64Array(parts)
    for (let bin = 0; bin < BINS; bin++) sums[Math.floor(bin / each)]! += this.#counts[bin]!
    return sums
  }

  /** The index of dispersion of counts on scales that double, from the first on which windows have a record on average. */
  dispersion(): DispersionAt[] {
    const found: DispersionAt[] = []
    for (let windows = BINS; windows >= LEAST_WINDOWS; windows /= 2) {
      if (this.count / windows < 1) continue
      const { mean, variance } = moments(this.counts(windows))
      found.push({ window: this.#length / windows, windows, value: variance / mean })
    }
    return found
  }

  /** Autocorrelations of counts of neighbouring bins, which have a few records each; undefined where there are too few of them. */
  correlations(): CountCorrelations | undefined {
    let bins = BINS
    while (bins > 4 * LAGS && this.count / bins < PER_BIN) bins /= 2
    if (this.count / bins < 1) return undefined
    const counts = this.counts(bins)
    const { mean, variance } = moments(counts)
    if (variance === 0) return undefined
    const values = Array.from({ length: Math.min(LAGS, Math.floor(bins / 4)) }, (_, index) => {
      const lag = index + 1
      let sum = 0
      for (let t = lag; t < bins; t++) sum += (counts[t]! - mean) * (counts[t - lag]! - mean)
      return sum / (variance * (bins - 1))
    })
    return { bin: this.#length / bins, bins, values }
  }
}

function moments(values: Float64Array): { readonly mean: number; readonly variance: number } {
  let mean = 0
  for (const value of values) mean += value
  mean /= values.length
  let squares = 0
  for (const value of values) squares += (value - mean) * (value - mean)
  return { mean, variance: squares / (values.length - 1) }
}
