/** Arrivals and service times as arrays of whole nanoseconds, drawn from named streams; a mean service time is one second. */
import { Stream } from '../../src/random/stream.ts'

export const SECOND = 1e9

/** Poisson arrivals at `rate` per second. */
export function poissonTimes(count: number, rate: number, seed: number, name = 'arrivals'): Float64Array {
  const stream = new Stream(seed, name)
  const times = new Float64Array(count)
  let now = 0
  for (let n = 0; n < count; n++) {
    now += stream.at(n, 0).exponential() / rate
    times[n] = Math.round(now * SECOND)
  }
  return times
}

/** So many service times by a rule that takes a stream that stands at the record's first number. */
export function serviceTimes(count: number, seed: number, draw: (stream: Stream) => number, name = 'service'): Float64Array {
  const stream = new Stream(seed, name)
  return Float64Array.from({ length: count }, (_, n) => Math.round(draw(stream.at(n, 0)) * SECOND))
}

export const exponential = (stream: Stream): number => stream.exponential()
export const constant = (): number => 1
/** Uniform on (0, 2): mean 1, second moment 4/3. */
export const uniform = (stream: Stream): number => 2 * stream.uniform()
/** Two branches with squared coefficient of variation 4: with probability p a mean of 1/(2p), else of 1/(2(1 − p)). */
export function hyperExponential(stream: Stream): number {
  const p = (1 + Math.sqrt(3 / 5)) / 2
  return stream.uniform() < p ? stream.exponential() / (2 * p) : stream.exponential() / (2 * (1 - p))
}
