/** Arrivals on a clock that goes faster where more is to come. */
import { type ArrivalProcess } from '../arrivals/arrival-process.ts'

/** Turns around how far the clock has come. */
export interface OperationalTime {
  /** Moves on by so many nanoseconds of the clock. @returns the time there; Infinity when that never comes */
  advance(amount: number): number
}

/**
 * The arrivals of a process whose time is the reading of such a clock (a change of time). Where the clock goes twice as fast, twice as many
 * arrive, and what they are like on their own clock stays: Poisson arrivals are Poisson with another rate, bursts are bursts, and no record
 * is added or left out.
 */
export function onOperationalTime(arrivals: ArrivalProcess, clock: OperationalTime): ArrivalProcess {
  let reading = 0
  return {
    next: () => {
      const time = arrivals.next()
      if (time === Infinity) return Infinity
      const amount = time - reading
      reading = time
      return Math.floor(clock.advance(amount) + 0.5)
    },
  }
}
