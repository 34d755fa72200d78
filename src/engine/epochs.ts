/**
 * Which rows of a channel are still under way before each watermark on it.
 *
 * Rows that come between two watermarks are an epoch. A watermark is released when its own epoch and all before it have no row left.
 * Rows may finish in any order, so counting an epoch's rows is all that is needed. Amortised O(1) a row and a watermark.
 */

export class Epochs {
  /** The watermark that `release` gave last, and what caused it. */
  watermark = -Infinity
  intendedTime = 0
  origin = 0
  #head = 0
  #open = 0
  #outstanding = new Int32Array(8)
  #watermarks = new Float64Array(8)
  #intendedTimes = new Float64Array(8)
  #origins = new Float64Array(8)

  /** A row came; @returns the epoch it belongs to */
  enter(): number {
    this.#outstanding[this.#open & (this.#outstanding.length - 1)]!++
    return this.#open
  }

  /** A row of an epoch is done. */
  leave(epoch: number): void {
    this.#outstanding[epoch & (this.#outstanding.length - 1)]!--
  }

  /** A watermark came. It replaces the one before it when no row lies between the two. */
  close(watermark: number, intendedTime: number, origin: number): void {
    let mask = this.#outstanding.length - 1
    let epoch = this.#open
    if (epoch > this.#head && this.#outstanding[epoch & mask] === 0) {
      epoch--
    } else {
      if (epoch - this.#head + 2 > mask) {
        this.#grow()
        mask = this.#outstanding.length - 1
      }
      this.#open = epoch + 1
      this.#outstanding[(epoch + 1) & mask] = 0
    }
    this.#watermarks[epoch & mask] = watermark
    this.#intendedTimes[epoch & mask] = intendedTime
    this.#origins[epoch & mask] = origin
  }

  /** Moves past every watermark that no row holds back. False when there is none. */
  release(): boolean {
    const mask = this.#outstanding.length - 1
    const before = this.#head
    while (this.#head < this.#open && this.#outstanding[this.#head & mask] === 0) this.#head++
    if (this.#head === before) return false
    const last = (this.#head - 1) & mask
    this.watermark = this.#watermarks[last]!
    this.intendedTime = this.#intendedTimes[last]!
    this.origin = this.#origins[last]!
    return true
  }

  #grow(): void {
    const size = this.#outstanding.length
    const outstanding = new Int32Array(size * 2)
    const watermarks = new Float64Array(size * 2)
    const intendedTimes = new Float64Array(size * 2)
    const origins = new Float64Array(size * 2)
    for (let epoch = this.#head; epoch <= this.#open; epoch++) {
      const from = epoch & (size - 1)
      const to = epoch & (size * 2 - 1)
      outstanding[to] = this.#outstanding[from]!
      watermarks[to] = this.#watermarks[from]!
      intendedTimes[to] = this.#intendedTimes[from]!
      origins[to] = this.#origins[from]!
    }
    this.#outstanding = outstanding
    this.#watermarks = watermarks
    this.#intendedTimes = intendedTimes
    this.#origins = origins
  }
}
