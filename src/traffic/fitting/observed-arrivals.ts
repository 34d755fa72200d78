/** Arrivals of a trace, as fitting sees them: instants where they are known, counts of equal intervals, and blocks of time that are held back in turn. */

import { tickOf } from '../trace-ticks.ts'

export interface ObservedArrivals {
  /** Seconds since the first arrival, ascending; null where only counts are known, or instants are no more than ticks. The first is the origin: it is given, and is not scored. */
  readonly times: Float64Array | null
  /** The share of arrivals at the same instant as the one before. */
  readonly tied: number
  /** Arrivals in each of equal intervals, the origin left out. */
  readonly counts: Float64Array
  /** Seconds of an interval. */
  readonly width: number
  readonly span: number
  /** Arrivals per second. */
  readonly rate: number
  /** Of each interval, its block; blocks are whole intervals, as equal as they can be. */
  readonly blockOf: Int32Array
  /** Ends of the blocks in seconds; the last is the span. */
  readonly blockEnds: Float64Array
}

/** Blocks of time; every second one is held back from what is learnt. */
export const BLOCKS = 20
const DAY = 86_400

/** In which of two folds a block is: neighbours take turns, and change turns every day, so that no time of day is in one fold alone. */
export function foldOf({ blockEnds }: ObservedArrivals, block: number): number {
  const start = block === 0 ? 0 : blockEnds[block - 1]!
  return (block + Math.floor(start / DAY + 1e-9)) % 2
}

/** Intervals are so long that this many arrivals fall into one on average. */
const PER_INTERVAL = 3
const MOST_INTERVALS = 20_000

/**
 * Arrivals at these instants.
 * @param nanoseconds ascending
 * @param keepsInstants whether processes that look at every gap are to be fitted; else only counts are kept
 * @throws RangeError when there are fewer than 40, or no time between the first and the last
 */
export function observedTimes(nanoseconds: Float64Array, keepsInstants = true): ObservedArrivals {
  if (nanoseconds.length < 2 * BLOCKS)
    throw new RangeError(
      `${nanoseconds.length} ${nanoseconds.length === 1 ? 'arrival is' : 'arrivals are'} too few to tell processes apart: ${2 * BLOCKS} are the least`,
    )
  const first = nanoseconds[0]!
  const span = (nanoseconds.at(-1)! - first) / 1e9
  if (!(span > 0)) throw new RangeError('all arrivals are at one instant, so there is nothing to fit')
  const tied = tiedShare(nanoseconds)
  if (tied > MOST_TIED) return { times: null, tied, ...tickCounts(nanoseconds) }
  const intervals = BLOCKS * Math.max(1, Math.round(Math.min(MOST_INTERVALS, (nanoseconds.length - 1) / PER_INTERVAL) / BLOCKS))
  const counts = new Float64Array(intervals)
  for (let i = 1; i < nanoseconds.length; i++) {
    const share = (nanoseconds[i]! - first) / 1e9 / span
    counts[Math.min(intervals - 1, Math.floor(share * intervals))]!++
  }
  const times = keepsInstants ? Float64Array.from(nanoseconds, (time) => (time - first) / 1e9) : null
  return { times, tied, ...blocked(counts, span) }
}

/** Counts of intervals that are whole ticks, so that each has as many instants as the next. */
function tickCounts(nanoseconds: Float64Array): Omit<ObservedArrivals, 'times' | 'tied'> {
  const first = nanoseconds[0]!
  const length = nanoseconds.at(-1)! - first
  const wanted = Math.max((length * PER_INTERVAL) / nanoseconds.length, length / MOST_INTERVALS)
  const tick = tickOf(nanoseconds)
  const width = tick * Math.ceil(wanted / tick)
  const intervals = Math.floor(length / width)
  if (intervals < 2 * BLOCKS)
    throw new RangeError(`times are in so few ticks that there are ${intervals} intervals to count: ${2 * BLOCKS} are the least`)
  const counts = new Float64Array(intervals)
  for (let i = 1; i < nanoseconds.length; i++) {
    const interval = Math.floor((nanoseconds[i]! - first) / width)
    if (interval < intervals) counts[interval]!++
  }
  return blocked(counts, (intervals * width) / 1e9)
}

/**
 * Arrivals of which only counts are known.
 * @param width seconds of an interval
 * @throws RangeError when there are fewer than 40 intervals, or nothing arrives
 */
export function observedCounts(counts: Float64Array, width: number): ObservedArrivals {
  if (counts.length < 2 * BLOCKS)
    throw new RangeError(
      `${counts.length} ${counts.length === 1 ? 'interval is' : 'intervals are'} too few to tell processes apart: ${2 * BLOCKS} are the least`,
    )
  if (!counts.some((count) => count > 0)) throw new RangeError('all counts are 0, so there is nothing to fit')
  return { times: null, tied: 0, ...blocked(counts, width * counts.length) }
}

function blocked(counts: Float64Array, span: number): Omit<ObservedArrivals, 'times' | 'tied'> {
  const width = span / counts.length
  const blockOf = Int32Array.from(counts, (_, interval) => Math.floor((interval * BLOCKS) / counts.length))
  const blockEnds = new Float64Array(BLOCKS)
  for (const [interval, block] of blockOf.entries()) blockEnds[block] = (interval + 1) * width
  blockEnds[BLOCKS - 1] = span
  return { counts, width, span, rate: counts.reduce((sum, count) => sum + count, 0) / span, blockOf, blockEnds }
}

/** The instants of a process that looks at gaps, which it is only given where they are known. */
export function instants({ times }: ObservedArrivals): Float64Array {
  if (times === null) throw new RangeError('only counts are known')
  return times
}

/** Of traces whose instants are no more than ticks, gaps say nothing. */
const MOST_TIED = 0.01

/** Why a process that looks at gaps cannot be fitted: only counts are known, or many arrivals share an instant. */
export function gapsUnfit({ times, tied }: ObservedArrivals): string | undefined {
  if (times !== null) return undefined
  if (tied <= MOST_TIED) return 'it is about gaps, and only counts are known'
  return `it is about gaps, and ${Math.round(tied * 100)} % of the arrivals are at the same instant as the one before`
}

/** The share of arrivals at the same instant as the one before. */
export function tiedShare(times: Float64Array): number {
  let tied = 0
  for (let i = 1; i < times.length; i++) if (times[i] === times[i - 1]) tied++
  return tied / Math.max(1, times.length - 1)
}
