/** The Poisson process: one rate, nothing else. */
import { exp, log } from '../../random/elementary.ts'
import type { Candidate } from './candidate.ts'
import { perSecond } from './scenario-text.ts'

/** Coordinate: the logarithm of the rate. */
export const poisson: Candidate = {
  name: 'poisson',
  meaning: 'independent arrivals at a constant rate',
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
    ({ counts, width, blockOf, blockEnds }) =>
    ([logRate]) => {
      const scores = new Float64Array(blockEnds.length)
      const expected = exp(logRate!) * width
      for (const [interval, count] of counts.entries()) scores[blockOf[interval]!]! += count * logRate! - expected
      return scores
    },
  parameters: ([logRate]) => [{ name: 'rate', value: exp(logRate!), unit: '/s' }],
  scenario: ([logRate]) => ({ poisson: perSecond(exp(logRate!)) }),
}
