/** Means of a series, and of what is around each of its values. */

export function average(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}

/**
 * The trend of a classical decomposition: means over a season around each value that has so much on both sides of it, from the one at
 * ⌊period / 2⌋ on. With an even period the two ends count half.
 */
export function centredMeans(series: readonly number[], period: number): number[] {
  const half = Math.floor(period / 2)
  return Array.from({ length: Math.max(0, series.length - 2 * half) }, (_, i) => {
    let sum = 0
    for (let k = 0; k <= 2 * half; k++) sum += series[i + k]! * (period % 2 === 0 && k % (2 * half) === 0 ? 0.5 : 1)
    return sum / period
  })
}
