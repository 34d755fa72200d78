/** The Hawkes process with an exponential kernel: every arrival brings others about, for a while. */
import { exp, log } from '../../random/elementary.ts'
import type { Candidate } from './candidate.ts'
import { gapsUnfit, instants } from './observed-arrivals.ts'
import { figure, perSecond, seconds } from './scenario-text.ts'

/**
 * Coordinates: logarithm of the mean rate, logit of the branching ratio, logarithm of the decay rate. The intensity is
 * μ + n β Σ exp(−β (t − tᵢ)), whose sum is a recursion (Ozaki 1979).
 */
export const hawkes: Candidate = {
  name: 'hawkes',
  meaning: 'self-exciting: each arrival makes others more likely for a while',
  freedom: () => 3,
  unfit: gapsUnfit,
  starts: ({ rate }) => [
    [log(rate), 0, log(rate)],
    [log(rate), 0, log(rate / 30)],
  ],
  likelihood(arrivals) {
    const { rate: seen, blockEnds } = arrivals
    const times = instants(arrivals)
    const gaps = times.length - 1
    return (coordinates) => {
      const { rate, branching, decay } = meaning(coordinates)
      const base = rate * (1 - branching)
      const jump = branching * decay
      const scores = new Float64Array(blockEnds.length)
      let block = 0
      // What Σ exp(−β (t − tᵢ)) over the unknown past comes to at the rate that was seen, and the origin.
      let excitement = seen / decay + 1
      let at = 0
      const pass = (to: number): void => {
        const left = exp(-decay * (to - at))
        scores[block]! -= base * (to - at) + branching * excitement * (1 - left)
        excitement *= left
        at = to
      }
      for (let i = 1; i <= gaps; i++) {
        while (times[i]! > blockEnds[block]!) {
          pass(blockEnds[block]!)
          block++
        }
        pass(times[i]!)
        scores[block]! += log(base + jump * excitement)
        excitement += 1
      }
      return scores
    }
  },
  parameters(coordinates) {
    const { rate, branching, decay } = meaning(coordinates)
    return [
      { name: 'rate', value: rate, unit: '/s' },
      { name: 'branching', value: branching, unit: '' },
      { name: 'decay', value: 1 / decay, unit: 's' },
    ]
  },
  scenario(coordinates) {
    const { rate, branching, decay } = meaning(coordinates)
    return { hawkes: { rate: perSecond(rate), branching: figure(branching), decay: seconds(1 / decay) } }
  },
}

function meaning([logRate, logitBranching, logDecay]: readonly number[]): { rate: number; branching: number; decay: number } {
  return { rate: exp(logRate!), branching: 1 / (1 + exp(-logitBranching!)), decay: exp(logDecay!) }
}
