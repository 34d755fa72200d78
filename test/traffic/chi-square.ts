/** Bounds of the chi-square distribution for tests, by the approximation of Wilson and Hilferty (1931). */

/** The quantile at the normal deviate `z`: 3.09 for 99.9 %. */
export function chiSquareQuantile(degrees: number, z: number): number {
  const spread = 2 / (9 * degrees)
  return degrees * (1 - spread + z * Math.sqrt(spread)) ** 3
}

/** Pearson's statistic of counts against shares that sum to 1. */
export function chiSquare(counts: readonly number[], shares: readonly number[]): number {
  const total = counts.reduce((sum, count) => sum + count, 0)
  return shares.reduce((sum, share, i) => sum + (counts[i]! - share * total) ** 2 / (share * total), 0)
}
