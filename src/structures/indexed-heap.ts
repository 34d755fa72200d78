/**
 * A minimum heap of small whole numbers (tasks), each with a key that can be changed. Ties go to the smaller number.
 * `set` and `delete` are O(log n), `top` O(1); nothing is allocated after construction.
 */

export class IndexedHeap {
  /** With one item there is no order to keep. */
  readonly #isLone: boolean
  readonly #heap = new Int32Array(0)
  /** Place of each item in the heap; −1 when it is not in it. */
  readonly #places = new Int32Array(0)
  readonly #keys = new Float64Array(0)
  size = 0

  /** @param items how many numbers there are: 0 to items − 1 */
  constructor(items: number) {
    this.#isLone = items === 1
    this.#heap = new Int32Array(items)
    this.#places = new Int32Array(items).fill(-1)
    this.#keys = new Float64Array(items)
  }

  /** The item with the smallest key; −1 when empty. */
  top(): number {
    return this.size === 0 ? -1 : this.#heap[0]!
  }

  has(item: number): boolean {
    return this.#isLone ? this.size === 1 : this.#places[item]! >= 0
  }

  /** Adds an item, or changes its key. */
  set(item: number, key: number): void {
    if (this.#isLone) {
      this.size = 1
      return
    }
    const place = this.#places[item]!
    const before = this.#keys[item]!
    this.#keys[item] = key
    if (place < 0) this.#climb(this.size++, item)
    else if (key < before) this.#climb(place, item)
    else this.#sink(place, item)
  }

  /** Takes an item out; nothing happens when it is not in. */
  delete(item: number): void {
    if (this.#isLone) {
      this.size = 0
      return
    }
    const place = this.#places[item]!
    if (place < 0) return
    this.#places[item] = -1
    const last = this.#heap[--this.size]!
    if (place === this.size) return
    if (place > 0 && this.#before(last, this.#heap[(place - 1) >> 1]!)) this.#climb(place, last)
    else this.#sink(place, last)
  }

  #before(a: number, b: number): boolean {
    const keyA = this.#keys[a]!
    const keyB = this.#keys[b]!
    return keyA < keyB || (keyA === keyB && a < b)
  }

  #climb(start: number, item: number): void {
    let place = start
    while (place > 0) {
      const parent = (place - 1) >> 1
      const above = this.#heap[parent]!
      if (!this.#before(item, above)) break
      this.#put(place, above)
      place = parent
    }
    this.#put(place, item)
  }

  #sink(start: number, item: number): void {
    let place = start
    for (let child = 2 * place + 1; child < this.size; child = 2 * place + 1) {
      if (child + 1 < this.size && this.#before(this.#heap[child + 1]!, this.#heap[child]!)) child++
      const below = this.#heap[child]!
      if (!this.#before(below, item)) break
      this.#put(place, below)
      place = child
    }
    this.#put(place, item)
  }

  #put(place: number, item: number): void {
    this.#heap[place] = item
    this.#places[item] = place
  }
}
