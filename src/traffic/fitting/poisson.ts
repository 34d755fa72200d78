/** The Poisson process: one rate, nothing else. */
import { exp, log } from '../../random/elementary.ts'
import { incompleteGamma } from '../../random/incomplete-gamma.ts'
import type { Candidate } from './candidate.ts'
import { perSecond } from './scenario-text.ts'

/** Coordinate: the logarithm of the rate. */
export const poisson: Candidate = {
  name: 'poisson',
  meaning: 'independent arrivals at a constant rate',
  looksAtGaps: true,
  freedom: () => 1,
  estimate({ counts, width, blockOf }, learns) {
    let [arrivals, time] = [0, 0]
    for (const [interval, count] of counts.entries()) {
      if (learns[blockOf[interval]!] !== true) continue
      arrivals += count
      time += width
    }
    // Half an arrival where there is none: a rate of 0 would make every later one impossible.
    return [log(Math.max(arrivals, 0.5) / time)]
  },
  likelihood:
    ({ counts, times, width, blockOf, blockEnds }) =>
    ([logRate], hazards) => {
      const scores = new Float64Array(blockEnds.length)
      const expected = exp(logRate!) * width
      for (const [interval, count] of counts.entries()) scores[blockOf[interval]!]! += count * logRate! - expected
      if (hazards !== undefined) for (let i = 1; i < times!.length; i++) hazards[i - 1] = exp(logRate!) * (times![i]! - times![i - 1]!)
      return scores
    },
  countDistribution: ([logRate], { width }) => {
    const expected = exp(logRate!) * width
    return (_, most) => poissonAtMost(expected, most)
  },
  parameters: ([logRate]) => [{ name: 'rate', value: exp(logRate!), unit: '/s' }],
  scenario: ([logRate]) => ({ poisson: perSecond(exp(logRate!)) }),
}

/** The probability of at most so many arrivals where this many are expected; 0 of fewer than none. */
export function poissonAtMost(expected: number, most: number): number {
  if (most < 0) return 0
  return expected > 0 ? incompleteGamma(most + 1, expected, 'upper') : 1
}
