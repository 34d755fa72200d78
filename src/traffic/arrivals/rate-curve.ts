/** Rates that go with time, linear piece by piece, and their integral turned around. */
import { LONGEST } from './arrival-process.ts'

/** A stretch of time on which the rate goes linearly from one value to another. */
export interface Piece {
  /** Nanoseconds; Infinity for a last one, whose rate must not change. */
  readonly length: number
  /** Arrivals per nanosecond, or whatever is to be counted. */
  readonly from: number
  readonly to: number
}

/**
 * A cursor over a rate: where the next so much of it has come. Arrivals of a Poisson process with this rate are where the next unit
 * exponential has come (inversion; Çinlar, Introduction to stochastic processes, 1975, ch. 4), exactly and without a draw that is thrown away.
 */
export class RateCurve {
  readonly #pieces: readonly Piece[]
  /** Nanoseconds and amount of one round, for a rate that repeats itself; Infinity otherwise. */
  readonly #period: number = Infinity
  readonly #perPeriod: number = Infinity
  /** Where the piece at hand began, and how far into it the cursor is. */
  #start = 0
  #within = 0
  #piece = 0

  /** @param pieces at least one; the last is endless unless they repeat, and what repeats is not zero throughout */
  constructor(pieces: readonly Piece[], repeats: boolean) {
    this.#pieces = pieces
    if (!repeats) return
    this.#period = pieces.reduce((sum, { length }) => sum + length, 0)
    this.#perPeriod = pieces.reduce((sum, { length, from, to }) => sum + ((from + to) / 2) * length, 0)
  }

  /** Moves on to where `amount` more has come. @returns the time there, in nanoseconds; Infinity when that never comes, or after 104 days */
  advance(amount: number): number {
    let left = amount
    while (this.#start < LONGEST) {
      if (this.#piece === 0 && this.#within === 0 && left >= this.#perPeriod) {
        const rounds = Math.floor(left / this.#perPeriod)
        this.#start += rounds * this.#period
        left = Math.max(0, left - rounds * this.#perPeriod)
      }
      const { length, from, to } = this.#pieces[this.#piece]!
      const slope = from === to ? 0 : (to - from) / length
      const rate = from + slope * this.#within
      const rest = rate === 0 && slope === 0 ? 0 : ((rate + to) / 2) * (length - this.#within)
      if (left < rest) {
        // The root of rate x + slope x²/2 = left, in the form that loses nothing for small slopes; nothing has come at once.
        const step = left === 0 ? 0 : (2 * left) / (rate + Math.sqrt(Math.max(0, rate * rate + 2 * slope * left)))
        this.#within = Math.min(length, this.#within + step)
        const time = this.#start + this.#within
        return time < LONGEST ? time : Infinity
      }
      left -= rest
      this.#start += length
      this.#within = 0
      this.#piece = this.#piece + 1 === this.#pieces.length ? 0 : this.#piece + 1
    }
    return Infinity
  }
}
