/**
 * Pending events, earliest first: a few of the earliest in order, all others in a 4-ary heap, both over typed-array columns.
 *
 * Guarantees: events leave in order of time, then priority, then the order in which they were pushed.
 * Complexity: push and pop O(log n), cancel a scan; no allocation but when it grows.
 * What is due soon (the next arrival, a worker that is done in a microsecond) never goes through the heap: it is put in its place among the
 * near events, most often at the end, and taken from there. Where many events are pending, the near ones run out, and the heap gives the next.
 * The arity and the bottom-up descent (the hole goes down to a leaf first, then the last element climbs) are the fastest of the
 * arrangements that were measured for small and large heaps alike. Cancelling is rare, so it pays for itself alone: nothing that
 * it would need (places by handle, marks to skip) is kept up to date by pushing and popping.
 */
import { grown } from './record-table.ts'

/** Priority and sequence share one double: sequence numbers stay below this. */
const SEQUENCES = 2 ** 48
/** How many events are near at most: beyond a few, finding the place takes longer than a heap. */
const NEAR = 16

export class EventHeap {
  /** Time, kind and argument of the event that `pop` took last. */
  time = 0
  kind = 0
  argument = 0
  /** Events that are pending. */
  size = 0
  #sequence = 0
  /** The near events, latest first: none is later than any in the heap. */
  #near = 0
  readonly #nearTimes = new Float64Array(NEAR)
  readonly #nearOrders = new Float64Array(NEAR)
  readonly #nearPayloads = new Int32Array(NEAR)
  /** The heap. */
  #far = 0
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
    if (this.#near > 0) return this.#nearTimes[this.#near - 1]!
    return this.#far === 0 ? Infinity : this.#times[0]!
  }

  /**
   * Adds an event. `kind` doubles as its priority within one instant: 0 first, 7 last. `argument` has 28 bits and a sign.
   * @returns a handle for `cancel`
   */
  push(time: number, kind: number, argument: number): number {
    const order = kind * SEQUENCES + this.#sequence++
    const payload = (argument << 3) | kind
    this.size++
    const isNear = this.#far === 0 || time < this.#times[0]! || (time === this.#times[0]! && order < this.#orders[0]!)
    if (!isNear) this.#pushFar(time, order, payload)
    else if (this.#near < NEAR) this.#insert(time, order, payload)
    else this.#overflow(time, order, payload)
    return order
  }

  /** Takes the earliest event out, into `time`, `kind` and `argument`. False when there is none up to and including `until`. */
  pop(until = Infinity): boolean {
    if (this.#near === 0) return this.#popFar(until)
    const place = this.#near - 1
    const time = this.#nearTimes[place]!
    if (time > until) return false
    this.#near = place
    this.#give(time, this.#nearPayloads[place]!)
    return true
  }

  #popFar(until: number): boolean {
    if (this.#far === 0) return false
    const time = this.#times[0]!
    if (time > until) return false
    this.#give(time, this.#payloads[0]!)
    this.#remove(0)
    return true
  }

  #give(time: number, payload: number): void {
    this.size--
    this.time = time
    this.kind = payload & 7
    this.argument = payload >> 3
  }

  /** Puts an event in its place among the near ones. */
  #insert(time: number, order: number, payload: number): void {
    const times = this.#nearTimes
    const orders = this.#nearOrders
    const payloads = this.#nearPayloads
    let place = this.#near++
    while (place > 0) {
      const before = place - 1
      const other = times[before]!
      if (other > time || (other === time && orders[before]! > order)) break
      times[place] = other
      orders[place] = orders[before]!
      payloads[place] = payloads[before]!
      place = before
    }
    times[place] = time
    orders[place] = order
    payloads[place] = payload
  }

  /** With no room among the near events, the latest of them goes to the heap, or the new one, if it is later. */
  #overflow(time: number, order: number, payload: number): void {
    const latest = this.#nearTimes[0]!
    if (time > latest || (time === latest && order > this.#nearOrders[0]!)) {
      this.#pushFar(time, order, payload)
      return
    }
    this.#pushFar(latest, this.#nearOrders[0]!, this.#nearPayloads[0]!)
    this.#shift(0)
    this.#insert(time, order, payload)
  }

  #pushFar(time: number, order: number, payload: number): void {
    if (this.#far === this.#times.length) this.#grow()
    this.#climb(this.#far++, time, order, payload)
  }

  /** Cancels the event with this handle, in O(n). False when it has left already. */
  cancel(handle: number): boolean {
    const near = this.#nearOrders.subarray(0, this.#near).indexOf(handle)
    const far = near < 0 ? this.#orders.subarray(0, this.#far).indexOf(handle) : -1
    if (near < 0 && far < 0) return false
    this.size--
    if (near < 0) this.#remove(far)
    else this.#shift(near)
    return true
  }

  /** Takes a near event out, wherever it is. */
  #shift(place: number): void {
    this.#nearTimes.copyWithin(place, place + 1)
    this.#nearOrders.copyWithin(place, place + 1)
    this.#nearPayloads.copyWithin(place, place + 1)
    this.#near--
  }

  #remove(place: number): void {
    const last = --this.#far
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
