/** How often each key comes, as far as memory goes. */

/** Keys beyond these are counted together. */
const MOST_KEYS = 200_000

export interface KeyCounts {
  /** Keys that were told apart. */
  readonly distinct: number
  /** Records of keys that there was no room for: the first keys to come were counted. */
  readonly others: number
  /** Records of each key, the most frequent first. */
  readonly counts: readonly number[]
}

export class KeyStatistics {
  readonly #counts = new Map<number, number>()
  #others = 0

  add(key: number): void {
    const count = this.#counts.get(key)
    if (count !== undefined) this.#counts.set(key, count + 1)
    else if (this.#counts.size < MOST_KEYS) this.#counts.set(key, 1)
    else this.#others++
  }

  result(): KeyCounts {
    const counts = [...this.#counts.values()].sort((a, b) => b - a)
    return { distinct: counts.length, others: this.#others, counts }
  }
}
