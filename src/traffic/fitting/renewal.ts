/** Renewal processes with gamma gaps: gaps are independent, but more or less even than exponential ones. */
import { exp, log } from '../../random/elementary.ts'
import { logGamma, logUpperGamma } from '../../random/incomplete-gamma.ts'
import type { Candidate } from './candidate.ts'
import { gapsUnfit, instants } from './observed-arrivals.ts'
import { figure, perSecond } from './scenario-text.ts'

/** Coordinates: logarithms of the mean rate and of the shape. */
export const gammaRenewal: Candidate = {
  name: 'renewal',
  meaning: 'independent gaps, more or less even than those of a Poisson process',
  looksAtGaps: true,
  freedom: () => 2,
  unfit: gapsUnfit,
  starts: (arrivals) => [[log(arrivals.rate), -2 * log(gapVariation(instants(arrivals)))]],
  likelihood(arrivals) {
    const { blockEnds } = arrivals
    const times = instants(arrivals)
    const gaps = times.length - 1
    // A tie is a gap below the clock's resolution.
    const least = leastGap(times) / 2
    return ([logRate, logShape], hazards) => {
      const shape = exp(logShape!)
      const scale = exp(logShape! + logRate!)
      const constant = shape * (logShape! + logRate!) - logGamma(shape)
      const scores = new Float64Array(blockEnds.length)
      let block = 0
      for (let i = 1; i <= gaps; i++) {
        const gap = Math.max(least, times[i]! - times[i - 1]!)
        // What an earlier block has been given for this gap's survival to its end.
        let carried = 0
        while (times[i]! > blockEnds[block]!) {
          const survival = logUpperGamma(shape, scale * (blockEnds[block]! - times[i - 1]!))
          scores[block]! += survival - carried
          carried = survival
          block++
        }
        if (hazards !== undefined) hazards[i - 1] = -logUpperGamma(shape, scale * gap)
        scores[block]! += constant + (shape - 1) * log(gap) - scale * gap - carried
      }
      return scores
    }
  },
  parameters: ([logRate, logShape]) => [
    { name: 'rate', value: exp(logRate!), unit: '/s' },
    { name: 'cv', value: exp(-logShape! / 2), unit: '' },
  ],
  scenario: ([logRate, logShape]) => ({ renewal: { rate: perSecond(exp(logRate!)), cv: figure(exp(-logShape! / 2)) } }),
}

/** Coefficient of variation of the gaps. */
export function gapVariation(times: Float64Array): number {
  const mean = (times.at(-1)! - times[0]!) / (times.length - 1)
  let squares = 0
  for (let i = 1; i < times.length; i++) {
    const away = times[i]! - times[i - 1]! - mean
    squares += away * away
  }
  return Math.sqrt(squares / (times.length - 1)) / mean
}

function leastGap(times: Float64Array): number {
  let least = Infinity
  for (let i = 1; i < times.length; i++) if (times[i]! > times[i - 1]!) least = Math.min(least, times[i]! - times[i - 1]!)
  return least
}
