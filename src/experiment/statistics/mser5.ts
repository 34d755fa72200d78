/**
 * MSER-5 (White, Cobb and Spratt 2000): where to cut the start of a series so that the standard error of the rest's mean, were the rest
 * independent, is least. Batches of five take the worst of the autocorrelation away.
 */

const BATCH = 5
/** Fewer batches than this behind a cut have too small a spread by chance. */
const FEWEST_KEPT = 5

export interface Cut {
  /** Observations to delete: a multiple of five. */
  readonly cut: number
  /** The best cut lies in the second half: the series is too short to tell. */
  readonly tooShort: boolean
}

/** Looks at every cut that leaves five batches or more; the earliest of equals wins. A series of fewer than ten batches is too short. */
export function mser5(series: readonly number[]): Cut {
  const batches = Math.floor(series.length / BATCH)
  if (batches < 2 * FEWEST_KEPT) return { cut: 0, tooShort: true }
  let best = Infinity
  let cut = 0
  // From the end: mean and squares of what is kept grow by one batch at a time (Welford 1962).
  let mean = 0
  let squares = 0
  for (let first = batches - 1; first >= 0; first--) {
    const kept = batches - first
    const value = batchMean(series, first)
    const distance = value - mean
    mean += distance / kept
    squares += distance * (value - mean)
    const statistic = squares / (kept * kept)
    if (kept >= FEWEST_KEPT && statistic <= best) {
      best = statistic
      cut = first
    }
  }
  return { cut: cut * BATCH, tooShort: cut > batches / 2 }
}

function batchMean(series: readonly number[], batch: number): number {
  let sum = 0
  for (let i = 0; i < BATCH; i++) sum += series[batch * BATCH + i]!
  return sum / BATCH
}
