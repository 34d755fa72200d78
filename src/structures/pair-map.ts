/**
 * A map from pairs of doubles to whole numbers: open addressing with linear probing over typed arrays, at most half full.
 * Deleting shifts entries back, so there are no tombstones. All operations O(1) on average; nothing is allocated but when it grows.
 */
import { finish, mixNumber } from './hash.ts'

export class PairMap {
  size = 0
  #first = new Float64Array(0)
  #second = new Float64Array(0)
  /** −1 marks an empty place. */
  #values = new Int32Array(0)

  /** @param capacity a power of two */
  constructor(capacity = 64) {
    this.#first = new Float64Array(capacity)
    this.#second = new Float64Array(capacity)
    this.#values = new Int32Array(capacity).fill(-1)
  }

  /** The value at a pair; −1 when there is none. */
  get(first: number, second: number): number {
    return this.#values[this.#find(first, second)]!
  }

  /** @param value not negative */
  set(first: number, second: number, value: number): void {
    let place = this.#find(first, second)
    if (this.#values[place]! < 0) {
      if (2 * (this.size + 1) > this.#values.length) {
        this.#grow()
        place = this.#find(first, second)
      }
      this.size++
      this.#first[place] = first
      this.#second[place] = second
    }
    this.#values[place] = value
  }

  /** Removes a pair; false when it was not there. */
  delete(first: number, second: number): boolean {
    let hole = this.#find(first, second)
    if (this.#values[hole]! < 0) return false
    this.size--
    const mask = this.#values.length - 1
    for (let place = (hole + 1) & mask; this.#values[place]! >= 0; place = (place + 1) & mask) {
      const home = hash(this.#first[place]!, this.#second[place]!) & mask
      // An entry may move back only as far as its home.
      if (((place - home) & mask) < ((place - hole) & mask)) continue
      this.#first[hole] = this.#first[place]!
      this.#second[hole] = this.#second[place]!
      this.#values[hole] = this.#values[place]!
      hole = place
    }
    this.#values[hole] = -1
    return true
  }

  #find(first: number, second: number): number {
    const mask = this.#values.length - 1
    let place = hash(first, second) & mask
    while (this.#values[place]! >= 0 && !(same(this.#first[place]!, first) && same(this.#second[place]!, second)))
      place = (place + 1) & mask
    return place
  }

  #grow(): void {
    const first = this.#first
    const second = this.#second
    const values = this.#values
    this.#first = new Float64Array(values.length * 2)
    this.#second = new Float64Array(values.length * 2)
    this.#values = new Int32Array(values.length * 2).fill(-1)
    for (let i = 0; i < values.length; i++) {
      if (values[i]! < 0) continue
      const place = this.#find(first[i]!, second[i]!)
      this.#first[place] = first[i]!
      this.#second[place] = second[i]!
      this.#values[place] = values[i]!
    }
  }
}

/** As keys of a Map are: NaN is NaN, and −0 is 0. */
function same(a: number, b: number): boolean {
  return a === b || (Number.isNaN(a) && Number.isNaN(b))
}

function hash(first: number, second: number): number {
  const a = first | 0
  const b = second | 0
  // Whole numbers, the common case, are spread by three products; all others go by their bits.
  const upper = second * 2.3283064365386963e-10
  if (a !== first || Math.floor(second) !== second || upper > 2097152 || upper < -2097152)
    return finish(mixNumber(mixNumber(0, first), second))
  const h = Math.imul(a ^ Math.imul(b ^ Math.imul(upper | 0, 0x85ebca77), 0xc2b2ae35), 0x9e3779b1)
  return h ^ (h >>> 15)
}
