/** Quantiles of values that were seen. */

/** From a probability strictly between 0 and 1 to a value. */
export type Quantile = (p: number) => number

/**
 * The quantile function of values in ascending order, at least one: the values as they are, each as likely as the others; or, interpolated,
 * anything between two neighbours, as likely in each gap (definition 7 of Hyndman and Fan 1996).
 */
export function createQuantile(sorted: Float64Array, interpolated: boolean): Quantile {
  const n = sorted.length
  if (!interpolated || n === 1) return (p) => sorted[Math.floor(p * n)]!
  return (p) => {
    const at = p * (n - 1)
    const left = Math.floor(at)
    return sorted[left]! + (at - left) * (sorted[left + 1]! - sorted[left]!)
  }
}
