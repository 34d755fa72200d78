/** What a difference is worth: read from its interval, as printed, and from nothing else. */
import type { Verdict } from '../comparison.ts'
import type { Direction } from '../run-result.ts'
import { criticalT } from './student-t.ts'
import type { Interval } from './interval.ts'

/** More seeds than this nobody runs. */
const MOST_SEEDS = 1e6

/**
 * Better or worse: the interval lies wholly beyond the margin; equivalent: wholly within it; identical: every difference is 0;
 * else inconclusive.
 * @param margin in the unit of the difference, not negative
 */
export function verdict(
  { value, halfWidth }: { readonly value: number; readonly halfWidth: number },
  margin: number,
  direction: Exclude<Direction, 'none'>,
  identical: boolean,
): Verdict {
  if (identical) return 'identical'
  const low = value - halfWidth
  const high = value + halfWidth
  if (low > margin) return direction === 'higher' ? 'better' : 'worse'
  if (high < -margin) return direction === 'higher' ? 'worse' : 'better'
  return low > -margin && high < margin ? 'equivalent' : 'inconclusive'
}

/**
 * How many seeds would settle an inconclusive verdict, if difference and spread stay as they are: the half-width must shrink to less
 * than the distance to the nearer edge of the margin. Null when the difference lies on the edge, or would take too many.
 */
export function seedsToSettle({ value, halfWidth }: Interval, n: number, margin: number, confidence: number): number | null {
  const distance = Math.abs(Math.abs(value) - margin)
  if (halfWidth === null || distance === 0) return null
  const spread = (halfWidth * Math.sqrt(n)) / criticalT(confidence, n - 1)
  const enough = (count: number): boolean => (criticalT(confidence, count - 1) * spread) / Math.sqrt(count) < distance
  let high = n
  while (!enough(high)) {
    high *= 2
    if (high > MOST_SEEDS) return null
  }
  let low = Math.floor(high / 2)
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2)
    if (middle >= 2 && enough(middle)) high = middle
    else low = middle
  }
  return high
}
