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

/** A level that changes at instants: its integral over the measured interval, over each of equal bins from time 0, and its maximum. */
export class LevelOverTime {
  level = 0
  max = 0
  area = 0
  readonly bins: Float64Array
  readonly #interval: MeasuredInterval
  readonly #width: number
  #last = 0
  #bin = 0
  #binEnd: number

  constructor(interval: MeasuredInterval, bins: number, binWidth: number) {
    this.#interval = interval
    this.bins = new Float64Array(bins)
    this.#width = binWidth
    this.#binEnd = binWidth
  }

  /** Changes the level at `now`, which never goes back. */
  change(by: number, now: number): void {
    if (this.level !== 0 || now >= this.#binEnd) this.advance(now)
    else this.#last = now
    this.level += by
    if (this.level > this.max && now < this.#interval.to) this.max = this.level
  }

  /** Accounts for the time up to `now`. */
  advance(now: number): void {
    const { from, to } = this.#interval
    const last = this.#last
    if (this.level !== 0) {
      if (last >= from && now <= to) this.area += this.level * (now - last)
      else this.area += this.level * overlap(this.#interval, last, now)
    }
    let since = last
    while (now >= this.#binEnd && this.#bin < this.bins.length) {
      this.bins[this.#bin]! += this.level * (this.#binEnd - since)
      since = this.#binEnd
      this.#bin++
      this.#binEnd = (this.#bin + 1) * this.#width
    }
    if (this.#bin < this.bins.length) this.bins[this.#bin]! += this.level * (now - since)
    else this.#binEnd = Infinity
    this.#last = now
  }
}
