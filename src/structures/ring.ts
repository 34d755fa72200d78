/** A first-in, first-out queue of whole numbers: a ring over a typed array that doubles when full. All operations amortised O(1) but `remove`. */

export class Ring {
  #items = new Int32Array(0)
  #head = 0
  size = 0

  /** @param capacity a power of two */
  constructor(capacity = 16) {
    this.#items = new Int32Array(capacity)
  }

  push(item: number): void {
    if (this.size === this.#items.length) this.#grow()
    this.#items[(this.#head + this.size) & (this.#items.length - 1)] = item
    this.size++
  }

  /** The oldest item; −1 when empty. */
  peek(): number {
    return this.size === 0 ? -1 : this.#items[this.#head]!
  }

  /** Takes the oldest item out; −1 when empty. */
  shift(): number {
    if (this.size === 0) return -1
    const item = this.#items[this.#head]!
    this.#head = (this.#head + 1) & (this.#items.length - 1)
    this.size--
    return item
  }

  /** The item `index` places behind the oldest. */
  at(index: number): number {
    return this.#items[(this.#head + index) & (this.#items.length - 1)]!
  }

  /** Takes the oldest copy of an item out of the middle, in O(n). False when it is not there. */
  remove(item: number): boolean {
    const mask = this.#items.length - 1
    for (let i = 0; i < this.size; i++) {
      if (this.at(i) !== item) continue
      for (let j = i; j > 0; j--) this.#items[(this.#head + j) & mask] = this.at(j - 1)
      this.#head = (this.#head + 1) & mask
      this.size--
      return true
    }
    return false
  }

  #grow(): void {
    const items = new Int32Array(this.#items.length * 2)
    for (let i = 0; i < this.size; i++) items[i] = this.at(i)
    this.#items = items
    this.#head = 0
  }
}
