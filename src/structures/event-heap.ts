/**
 * Pending events, earliest first: a 4-ary heap over typed-array columns.
 *
 * Guarantees: events leave in order of time, then priority, then the order in which they were pushed.
 * Complexity: push and pop O(log n), cancel a scan; no allocation but when it grows.
 * The arity and the bottom-up descent (the hole goes down to a leaf first, then the last element climbs) are the fastest of the
 * arrangements that were measured for small and large heaps alike. Cancelling is rare, so it pays for itself alone: nothing that
 * it would need (places by handle, marks to skip) is kept up to date by pushing and popping.
 */
import { grown } from './record-table.ts'

/** Priority and sequence share one double: sequence numbers stay below this. */
const SEQUENCES = 2 ** 48

export class EventHeap {
  /** Time, kind and argument of the event that `pop` took last. */
  time = 0
  kind = 0
  argument = 0
  /** Events that are pending. */
  size = 0
  #sequence = 0
  #times = new Float64Array(0)
  /** Kind and sequence: what orders events of one time, and the handle of each. */
  #orders = new Float64Array(0)
  /** Argument and kind, which takes the lower three bits. */
  #payloads = new Int32Array(0)

  constructor(capacity = 64) {
    this.#times = new Float64Array(capacity)
    this.#orders = new Float64Array(capacity)
    this.#payloads = new Int32Array(capacity)
  }

  /** Time of the earliest event; Infinity when there is none. */
  nextTime(): number {
    return this.size === 0 ? Infinity : this.#times[0]!
  }

  /**
   * Adds an event. `kind` doubles as its priority within one instant: 0 first, 7 last. `argument` has 28 bits and a sign.
   * @returns a handle for `cancel`
   */
  push(time: number, kind: number, argument: number): number {
    if (this.size === this.#times.length) this.#grow()
    const order = kind * SEQUENCES + this.#sequence++
    this.#climb(this.size++, time, order, (argument << 3) | kind)
    return order
  }

  /** Takes the earliest event out, into `time`, `kind` and `argument`. False when there is none up to and including `until`. */
  pop(until = Infinity): boolean {
    if (this.size === 0) return false
    const time = this.#times[0]!
    if (time > until) return false
    this.time = time
    const payload = this.#payloads[0]!
    this.kind = payload & 7
    this.argument = payload >> 3
    this.#remove(0)
    return true
  }

  /** Cancels the event with this handle, in O(n). False when it has left already. */
  cancel(handle: number): boolean {
    for (let place = 0; place < this.size; place++) {
      if (this.#orders[place] !== handle) continue
      this.#remove(place)
      return true
    }
    return false
  }

  #remove(place: number): void {
    const last = --this.size
    if (place === last) return
    const times = this.#times
    const orders = this.#orders
    const payloads = this.#payloads
    let hole = place
    for (let first = 4 * hole + 1; first < last; first = 4 * hole + 1) {
      const end = first + 4 < last ? first + 4 : last
      let best = first
      let bestTime = times[first]!
      for (let child = first + 1; child < end; child++) {
        const time = times[child]!
        if (time < bestTime || (time === bestTime && orders[child]! < orders[best]!)) {
          best = child
          bestTime = time
        }
      }
      times[hole] = bestTime
      orders[hole] = orders[best]!
      payloads[hole] = payloads[best]!
      hole = best
    }
    this.#climb(hole, times[last]!, orders[last]!, payloads[last]!)
  }

  #climb(start: number, time: number, order: number, payload: number): void {
    const times = this.#times
    const orders = this.#orders
    const payloads = this.#payloads
    let hole = start
    while (hole > 0) {
      const parent = (hole - 1) >> 2
      const parentTime = times[parent]!
      if (parentTime < time || (parentTime === time && orders[parent]! < order)) break
      times[hole] = parentTime
      orders[hole] = orders[parent]!
      payloads[hole] = payloads[parent]!
      hole = parent
    }
    times[hole] = time
    orders[hole] = order
    payloads[hole] = payload
  }

  #grow(): void {
    const capacity = this.#times.length * 2
    this.#times = grown(this.#times, capacity)
    this.#orders = grown(this.#orders, capacity)
    this.#payloads = grown(this.#payloads, capacity)
  }
}
