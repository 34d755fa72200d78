/** How the rate of a trace goes: whether its level holds, and whether it has seasons. */
import { log } from '../../random/elementary.ts'
import { kpss, seasonalStrength } from '../../timeseries/stationarity-tests.ts'

/** Counts on a grid of equal intervals that begins with the trace. */
export interface CountGrid {
  readonly counts: Float64Array
  /** Seconds of an interval. */
  readonly width: number
}

export interface RateShape {
  /** Mean rate of the first and of the last fifth, per second. */
  readonly first: number
  readonly last: number
  /** The test of Kwiatkowski, Phillips, Schmidt and Shin of a level that holds; null for fewer intervals than it needs. */
  readonly kpss: { readonly statistic: number; readonly p: number } | null
  /** Periods that the trace covers often enough to tell, in seconds, and how strong the season of each is, from 0 to 1. */
  readonly seasons: readonly { readonly period: number; readonly strength: number }[]
}

const PERIODS = [60, 3_600, 86_400, 604_800]
/** Parts of a season, as many as whole intervals allow. */
const PARTS = [24, 20, 15, 12, 10, 8, 6, 4]
/** Periods that a trace has to cover, and more than which are not looked at. */
const FEWEST = 3
const MOST = 500
const KPSS_LEAST = 30
const KPSS_MOST = 1_000

/**
 * @param countsOf counts of intervals of so many seconds, from the beginning of the trace on
 * @param finest seconds of which those intervals have to be a multiple; 0 where they need not
 */
export function rateShape(grid: CountGrid, countsOf: (step: number) => Float64Array, finest: number): RateShape {
  const { counts, width } = grid
  const fifth = Math.max(1, Math.floor(counts.length / 5))
  const rate = (part: Float64Array): number => part.reduce((sum, count) => sum + count, 0) / (part.length * width)
  const level = Array.from(aggregated(grid, Math.max(1, Math.ceil(counts.length / KPSS_MOST))))
  const varies = level.some((count) => count !== level[0])
  return {
    first: rate(counts.subarray(0, fifth)),
    last: rate(counts.subarray(counts.length - fifth)),
    kpss: level.length >= KPSS_LEAST && varies ? kpss(level) : null,
    seasons: PERIODS.flatMap((period) => {
      const covered = Math.floor((counts.length * width) / period)
      const parts = PARTS.find((one) => finest === 0 || isWhole(period / one / finest))
      if (covered < FEWEST || parts === undefined) return []
      const series = Array.from(countsOf(period / parts).subarray(0, Math.min(covered, MOST) * parts))
      // Where intervals have hardly an arrival, what they have is chance.
      if (series.reduce((sum, one) => sum + one, 0) < series.length) return []
      // Of the logarithm, since busy seasons swing further; half an arrival stands for none.
      const logs = series.map((count) => log(Math.max(count, 0.5)))
      return logs.some((count) => count !== logs[0]) ? [{ period, strength: seasonalStrength(logs, parts) }] : []
    }),
  }
}

/** Sums of so many neighbouring intervals; what is left over at the end is dropped. */
export function aggregated({ counts }: CountGrid, by: number): Float64Array {
  return Float64Array.from({ length: Math.floor(counts.length / by) }, (_, part) => {
    let sum = 0
    for (let i = part * by; i < (part + 1) * by; i++) sum += counts[i]!
    return sum
  })
}

function isWhole(value: number): boolean {
  return Math.round(value) >= 1 && Math.abs(value - Math.round(value)) < 1e-9 * value
}
