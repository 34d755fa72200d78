/** The Hawkes process with an exponential kernel: every arrival brings others about, for a while. */
import { exp, log } from '../../random/elementary.ts'
import type { Candidate } from './candidate.ts'
import { gapsUnfit, instants } from './observed-arrivals.ts'
import { figure, perSecond, seconds } from './scenario-text.ts'

/**
 * Coordinates: logarithm of the mean rate, logit of the branching ratio, logarithm of what the decay rate is beyond the
 * slowest. The intensity is
 * μ + n β Σ exp(−β (t − tᵢ)), whose sum is a recursion (Ozaki 1979).
 */
export const hawkes: Candidate = {
  name: 'hawkes',
  meaning: 'self-exciting: each arrival makes others more likely for a while',
  looksAtGaps: true,
  freedom: () => 3,
  unfit: gapsUnfit,
  starts: ({ rate }) => [
    [log(rate), 0, log(rate)],
    [log(rate), 0, log(rate / 30)],
  ],
  likelihood(arrivals) {
    const { blockEnds, span } = arrivals
    const times = instants(arrivals)
    const gaps = times.length - 1
    return (coordinates, hazards) => {
      const { rate, branching, decay } = meaning(coordinates, span)
      const base = rate * (1 - branching)
      const jump = branching * decay
      const scores = new Float64Array(blockEnds.length)
      let block = 0
      // What Σ exp(−β (t − tᵢ)) over the unknown past comes to on average, and the origin.
      let excitement = rate / decay + 1
      let at = 0
      let hazard = 0
      const pass = (to: number): void => {
        const left = exp(-decay * (to - at))
        const passed = base * (to - at) + branching * excitement * (1 - left)
        scores[block]! -= passed
        hazard += passed
        excitement *= left
        at = to
      }
      for (let i = 1; i <= gaps; i++) {
        while (times[i]! > blockEnds[block]!) {
          pass(blockEnds[block]!)
          block++
        }
        pass(times[i]!)
        if (hazards !== undefined) hazards[i - 1] = hazard
        hazard = 0
        scores[block]! += log(base + jump * excitement)
        excitement += 1
      }
      return scores
    }
  },
  parameters(coordinates, { span }) {
    const { rate, branching, decay } = meaning(coordinates, span)
    return [
      { name: 'rate', value: rate, unit: '/s' },
      { name: 'branching', value: branching, unit: '' },
      { name: 'decay', value: 1 / decay, unit: 's' },
    ]
  },
  scenario(coordinates, { span }) {
    const { rate, branching, decay } = meaning(coordinates, span)
    return { hawkes: { rate: perSecond(rate), branching: figure(branching), decay: seconds(1 / decay) } }
  },
}

/** A trace does not show influences that last longer than this part of it. */
const LONGEST_MEMORY = 10

function meaning(
  [logRate, logitBranching, logDecay]: readonly number[],
  span: number,
): { readonly rate: number; readonly branching: number; readonly decay: number } {
  return { rate: exp(logRate!), branching: 1 / (1 + exp(-logitBranching!)), decay: exp(logDecay!) + LONGEST_MEMORY / span }
}
