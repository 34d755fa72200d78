/**
 * Pending events, earliest first: a 4-ary heap over typed-array columns.
 *
 * Guarantees: events leave in order of time, then priority, then the order in which they were pushed.
 * Complexity: push and pop O(log n); no allocation but when it grows. Cancelling is lazy: a cancelled event leaves when it gets to the top.
 * The arity and the bottom-up descent (the hole goes down to a leaf first, then the last element climbs) are the fastest of the
 * arrangements that were measured for small and large heaps alike.
 */
import { grown } from './record-table.ts'

/** Priority and sequence share one double: sequence numbers stay below this. */
const SEQUENCES = 2 ** 48

export class EventHeap {
  /** Time, kind and argument of the event that `pop` took last. */
  time = 0
  kind = 0
  argument = 0
  #size = 0
  #sequence = 0
  #times: Float64Array
  #orders: Float64Array
  #slots: Int32Array
  // By slot: an event keeps its slot from push to pop, so that a handle can name it.
  #kinds: Int32Array
  #arguments: Int32Array
  #sequences: Float64Array
  #freeSlots: Int32Array
  #freeCount = 0
  #freshSlots = 0
  #cancelled = 0

  constructor(capacity = 64) {
    this.#times = new Float64Array(capacity)
    this.#orders = new Float64Array(capacity)
    this.#slots = new Int32Array(capacity)
    this.#kinds = new Int32Array(capacity)
    this.#arguments = new Int32Array(capacity)
    this.#sequences = new Float64Array(capacity)
    this.#freeSlots = new Int32Array(capacity)
  }

  /** Events that are pending, cancelled ones left out. */
  get size(): number {
    return this.#size - this.#cancelled
  }

  /** Time of the earliest event; Infinity when there is none. */
  nextTime(): number {
    if (this.#cancelled > 0) this.#dropCancelled()
    return this.#size === 0 ? Infinity : this.#times[0]!
  }

  /**
   * Adds an event. `kind` doubles as its priority within one instant: 0 first, 7 last.
   * @returns a handle for `cancel`
   */
  push(time: number, kind: number, argument: number): number {
    if (this.#size === this.#times.length) this.#grow()
    const slot = this.#freeCount > 0 ? this.#freeSlots[--this.#freeCount]! : this.#freshSlots++
    const sequence = this.#sequence++
    this.#kinds[slot] = kind
    this.#arguments[slot] = argument
    this.#sequences[slot] = sequence
    this.#climb(this.#size++, time, kind * SEQUENCES + sequence, slot)
    return sequence * 0x10000 + (slot & 0xffff)
  }

  /** Takes the earliest event out, into `time`, `kind` and `argument`. False when there is none up to and including `until`. */
  pop(until = Infinity): boolean {
    if (this.#cancelled > 0) this.#dropCancelled()
    if (this.#size === 0) return false
    const time = this.#times[0]!
    if (time > until) return false
    this.time = time
    const slot = this.#slots[0]!
    this.kind = this.#kinds[slot]!
    this.argument = this.#arguments[slot]!
    this.#sequences[slot] = -1
    this.#freeSlots[this.#freeCount++] = slot
    this.#removeTop()
    return true
  }

  /**
   * Cancels the event with this handle. False when it has left already.
   * A linear search is enough for heaps that were filled past 65,536 slots; below that it is O(1).
   */
  cancel(handle: number): boolean {
    const sequence = Math.floor(handle / 0x10000)
    for (let slot = handle % 0x10000; slot < this.#freshSlots; slot += 0x10000) {
      if (this.#sequences[slot] !== sequence) continue
      this.#sequences[slot] = -1
      this.#kinds[slot] = CANCELLED
      this.#cancelled++
      return true
    }
    return false
  }

  #dropCancelled(): void {
    while (this.#size > 0 && this.#kinds[this.#slots[0]!] === CANCELLED) {
      this.#freeSlots[this.#freeCount++] = this.#slots[0]!
      this.#cancelled--
      this.#removeTop()
    }
  }

  #removeTop(): void {
    const last = --this.#size
    if (last === 0) return
    const times = this.#times
    const orders = this.#orders
    const slots = this.#slots
    let hole = 0
    for (let first = 1; first < last; first = 4 * hole + 1) {
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
      slots[hole] = slots[best]!
      hole = best
    }
    this.#climb(hole, times[last]!, orders[last]!, slots[last]!)
  }

  #climb(start: number, time: number, order: number, slot: number): void {
    const times = this.#times
    const orders = this.#orders
    const slots = this.#slots
    let hole = start
    while (hole > 0) {
      const parent = (hole - 1) >> 2
      const parentTime = times[parent]!
      if (parentTime < time || (parentTime === time && orders[parent]! < order)) break
      times[hole] = parentTime
      orders[hole] = orders[parent]!
      slots[hole] = slots[parent]!
      hole = parent
    }
    times[hole] = time
    orders[hole] = order
    slots[hole] = slot
  }

  #grow(): void {
    const capacity = this.#times.length * 2
    this.#times = grown(this.#times, capacity)
    this.#orders = grown(this.#orders, capacity)
    this.#slots = grown(this.#slots, capacity)
    this.#kinds = grown(this.#kinds, capacity)
    this.#arguments = grown(this.#arguments, capacity)
    this.#sequences = grown(this.#sequences, capacity)
    this.#freeSlots = grown(this.#freeSlots, capacity)
  }
}

const CANCELLED = -1
