/** When replications are enough: relative precision (Law 2015, 9.4.1) that also holds for the next few seeds (Hoad, Robinson and Davies 2010). */
import { meanInterval, type Interval } from './interval.ts'

/** Fewer say too little of the spread. */
export const FEWEST_REPLICATIONS = 10
/** An interval that is narrow by luck widens again within so many seeds. */
export const LOOK_AHEAD = 5

/** Half-width as a share of the estimate; 0 for an interval without width, Infinity where nothing can be said. */
export function relativePrecision({ value, halfWidth }: Interval): number {
  if (halfWidth === null) return Infinity
  if (halfWidth === 0) return 0
  return value === 0 ? Infinity : halfWidth / Math.abs(value)
}

/**
 * After how many values the relative half-width is at most γ/(1 + γ), and stays so for five values more; undefined when it is not yet.
 * Dividing by 1 + γ makes the error relative to the true mean, not to the estimate, at most γ.
 */
export function preciseAfter(values: readonly number[], confidence: number, precision: number): number | undefined {
  const bound = precision / (1 + precision)
  let since = -1
  for (let n = FEWEST_REPLICATIONS; n <= values.length; n++) {
    const isPrecise = relativePrecision(meanInterval(values.slice(0, n), confidence)) <= bound
    if (!isPrecise) since = -1
    else if (since < 0) since = n
    if (since >= 0 && n - since >= LOOK_AHEAD) return since + LOOK_AHEAD
  }
  return undefined
}
