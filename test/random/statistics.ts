/** Test statistics that the tests of generators and distributions share. */

/** sqrt(n) times the largest distance between the empirical and a continuous distribution function; 1.95 is exceeded once in a thousand. */
export function kolmogorovSmirnov(draws: Float64Array, cdf: (x: number) => number): number {
  const sorted = Float64Array.from(draws).sort()
  const n = sorted.length
  let distance = 0
  for (let i = 0; i < n; i++) {
    const p = cdf(sorted[i]!)
    distance = Math.max(distance, p - i / n, (i + 1) / n - p)
  }
  return Math.sqrt(n) * distance
}

/**
 * Pearson's statistic of counts against probabilities as a standard normal deviate (Wilson and Hilferty 1931).
 * Neighbouring cells are pooled until at least ten are expected.
 */
export function chiSquareDeviate(counts: ArrayLike<number>, probabilities: ArrayLike<number>): number {
  const total = Array.from(counts).reduce((sum, count) => sum + count, 0)
  const pooled: { seen: number; expected: number }[] = [{ seen: 0, expected: 0 }]
  for (let i = 0; i < counts.length; i++) {
    if (pooled.at(-1)!.expected >= 10) pooled.push({ seen: 0, expected: 0 })
    const cell = pooled.at(-1)!
    cell.seen += counts[i]!
    cell.expected += total * probabilities[i]!
  }
  if (pooled.length > 1 && pooled.at(-1)!.expected < 10) {
    const last = pooled.pop()!
    pooled.at(-1)!.seen += last.seen
    pooled.at(-1)!.expected += last.expected
  }
  const statistic = pooled.reduce((sum, cell) => sum + (cell.seen - cell.expected) ** 2 / cell.expected, 0)
  const freedom = pooled.length - 1
  return (Math.cbrt(statistic / freedom) - (1 - 2 / (9 * freedom))) / Math.sqrt(2 / (9 * freedom))
}

export interface Moments {
  readonly mean: number
  readonly variance: number
  /** The standard errors of the two, from the draws themselves. */
  readonly meanError: number
  readonly varianceError: number
}

export function momentsOf(draws: Float64Array): Moments {
  const n = draws.length
  const mean = draws.reduce((sum, x) => sum + x, 0) / n
  let second = 0
  let fourth = 0
  for (const x of draws) {
    second += (x - mean) ** 2
    fourth += (x - mean) ** 4
  }
  const variance = second / (n - 1)
  return { mean, variance, meanError: Math.sqrt(variance / n), varianceError: Math.sqrt((fourth / n - variance ** 2) / n) }
}

export function correlation(a: Float64Array, b: Float64Array): number {
  const [left, right] = [momentsOf(a), momentsOf(b)]
  const covariance = a.reduce((sum, x, i) => sum + (x - left.mean) * (b[i]! - right.mean), 0) / (a.length - 1)
  return covariance / Math.sqrt(left.variance * right.variance)
}
