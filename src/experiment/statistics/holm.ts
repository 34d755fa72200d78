/** Holm's step-down adjustment (1979): p-values that may each be held against the family's error rate. */

/**
 * Adjusted p-values, in the order of the given ones.
 * @param family how many are judged together, those without a p-value among them
 */
export function holm(pValues: readonly number[], family = pValues.length): number[] {
  const order = pValues.map((_, index) => index).sort((a, b) => pValues[a]! - pValues[b]! || a - b)
  const adjusted = Array.from(pValues, () => 1)
  let largest = 0
  for (const [rank, index] of order.entries()) {
    largest = Math.max(largest, Math.min(1, (family - rank) * pValues[index]!))
    adjusted[index] = largest
  }
  return adjusted
}
