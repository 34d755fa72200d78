/**
 * Reference: M/M/1 at load 0.9 as a bare loop, with nothing but what the queue needs: two pending events in two variables, a ring of arrival
 * times, one sum. It is a ceiling, not a simulator.
 */

/** xoshiro128** (Blackman and Vigna 2018), the cheapest generator that is still respectable. */
export class Xoshiro {
  #a = 1
  #b = 2
  #c = 3
  #d = 4

  exponential(): number {
    const b5 = Math.imul(this.#b, 5)
    const word = Math.imul((b5 << 7) | (b5 >>> 25), 9)
    const t = this.#b << 9
    this.#c ^= this.#a
    this.#d ^= this.#b
    this.#b ^= this.#c
    this.#a ^= this.#d
    this.#c ^= t
    this.#d = (this.#d << 11) | (this.#d >>> 21)
    return -Math.log(((word >>> 0) + 0.5) / 4294967296)
  }
}

/** Serves so many customers. @returns the mean sojourn, in mean service times of 0.9 */
export function bareLoop(customers: number): number {
  const draw = new Xoshiro()
  const ring = new Float64Array(65536)
  let head = 0
  let tail = 0
  let arrival = draw.exponential()
  let departure = Infinity
  let served = 0
  let sum = 0
  while (served < customers) {
    if (arrival < departure) {
      if (head === tail) departure = arrival + 0.9 * draw.exponential()
      ring[tail++ & 65535] = arrival
      arrival += draw.exponential()
    } else {
      sum += departure - ring[head++ & 65535]!
      served++
      departure = head === tail ? Infinity : departure + 0.9 * draw.exponential()
    }
  }
  return sum / served
}
