/** Accumulates, over time, what is clipped to the measured interval [from, to). */

export interface MeasuredInterval {
  readonly from: number
  readonly to: number
}

/** Length of the part of [since, now) that lies in the interval. */
export function overlap({ from, to }: MeasuredInterval, since: number, now: number): number {
  const start = since > from ? since : from
  const end = now < to ? now : to
  return end > start ? end - start : 0
}

/**
 * A level that changes at instants: its integral over the measured interval, over each of equal bins from time 0, and its maximum.
 * A change adds to one running integral; what it was at the ends of bins and of the interval is noted when time passes them.
 */
export class LevelOverTime {
  level = 0
  max = 0
  readonly bins = new Float64Array(0)
  readonly #interval: MeasuredInterval
  readonly #width: number = 0
  #last = 0
  #integral = 0
  /** The integral when the bin began, when the interval began, and when it ended. */
  #atBin = 0
  #atFrom = 0
  #atTo = 0
  #isOver = false
  #bin = 0
  /** The next time at which something must be noted. */
  #next = 0

  constructor(interval: MeasuredInterval, bins: number, binWidth: number) {
    this.#interval = interval
    this.bins = new Float64Array(bins)
    this.#width = binWidth
    this.#next = Math.min(binWidth, interval.from > 0 ? interval.from : Infinity, interval.to)
  }

  /** The integral over the measured interval, as far as time has got. */
  get area(): number {
    if (this.#last < this.#interval.from) return 0
    return (this.#isOver ? this.#atTo : this.#integral) - this.#atFrom
  }

  /** Changes the level at `now`, which never goes back. */
  change(by: number, now: number): void {
    if (now >= this.#next) this.advance(now)
    this.#integral += this.level * (now - this.#last)
    this.#last = now
    this.level += by
    if (this.level > this.max && !this.#isOver) this.max = this.level
  }

  /** Accounts for the time up to `now`. */
  advance(now: number): void {
    const { from, to } = this.#interval
    while (now >= this.#next) {
      const at = this.#next
      this.#integral += this.level * (at - this.#last)
      this.#last = at
      if (at === from) this.#atFrom = this.#integral
      if (at === to) {
        this.#atTo = this.#integral
        this.#isOver = true
      }
      if (at === (this.#bin + 1) * this.#width) {
        if (this.#bin < this.bins.length) this.bins[this.#bin] = this.#integral - this.#atBin
        this.#atBin = this.#integral
        this.#bin++
      }
      const binEnd = this.#bin < this.bins.length ? (this.#bin + 1) * this.#width : Infinity
      this.#next = Math.min(binEnd, at < from ? from : Infinity, at < to ? to : Infinity)
    }
    this.#integral += this.level * (now - this.#last)
    this.#last = now
    if (this.#bin < this.bins.length) this.bins[this.#bin] = this.#integral - this.#atBin
  }
}
