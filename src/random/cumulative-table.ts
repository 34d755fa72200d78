/** A table of cumulative probabilities, by which discrete distributions are inverted. */

/**
 * Inversion by indexed search: a guide says for each of n equal stretches of probability where to look, so that a look takes the same time
 * however many cells there are (Chen and Asau, On generating random variates from an empirical distribution, 1974).
 */
export class CumulativeTable {
  private readonly sums: Float64Array
  private readonly guide: Int32Array

  /** Cells have probabilities in proportion to their weights, which are not negative, and not all 0. */
  constructor(weights: ArrayLike<number>) {
    this.sums = cumulated(weights)
    const { sums } = this
    const n = sums.length
    this.guide = new Int32Array(n + 2).fill(n - 1)
    for (let cell = 0, stretch = 0; stretch <= n; stretch++) {
      while (cell < n - 1 && sums[cell]! < stretch / n) cell++
      this.guide[stretch] = cell
    }
  }

  /** The first cell up to which there is a probability of at least p, for p strictly between 0 and 1. */
  cell(p: number): number {
    const { sums, guide } = this
    const stretch = Math.floor(p * sums.length)
    let low = guide[stretch]!
    let high = guide[stretch + 1]!
    while (low < high) {
      const middle = (low + high) >> 1
      if (sums[middle]! < p) low = middle + 1
      else high = middle
    }
    return low
  }
}

/** Running sums as shares of the whole, each rounded as if it were added up exactly (Neumaier 1974). */
function cumulated(weights: ArrayLike<number>): Float64Array {
  const sums = new Float64Array(weights.length)
  let sum = 0
  let lost = 0
  for (let i = 0; i < weights.length; i++) {
    const weight = weights[i]!
    const next = sum + weight
    lost += sum >= weight ? sum - next + weight : weight - next + sum
    sum = next
    sums[i] = sum + lost
  }
  const total = sum + lost
  return sums.map((upTo) => upTo / total)
}
