/** The Markov-modulated Poisson process with two states: traffic that is calm for a while, then busy for a while. */
import { exp, log } from '../../random/elementary.ts'
import type { Candidate } from './candidate.ts'
import { gapsUnfit, instants } from './observed-arrivals.ts'
import { perSecond, seconds } from './scenario-text.ts'

interface States {
  /** Arrivals per second in the calm and in the busy state. */
  readonly calm: number
  readonly busy: number
  /** Rates of leaving them. */
  readonly leaveCalm: number
  readonly leaveBusy: number
}

/**
 * Coordinates: logarithm of the calm rate, of how much more the busy one has (as a multiple), of both mean dwell times. The likelihood is
 * that of the forward filter: the state's distribution is carried over a gap by exp((Q − Λ) t), in closed form for two states
 * (Fischer and Meier-Hellstern 1993; Rydén 1994).
 */
export const mmpp: Candidate = {
  name: 'mmpp',
  meaning: 'calm and busy periods, Poisson within each',
  looksAtGaps: true,
  freedom: () => 4,
  unfit: gapsUnfit,
  starts: ({ rate, span }) => [10 / rate, 100 / rate, span / 30].map((dwell) => [log(rate / 2), log(3), log(dwell), log(dwell)]),
  likelihood(arrivals) {
    const { blockEnds } = arrivals
    const times = instants(arrivals)
    const gaps = times.length - 1
    return (coordinates, hazards) => {
      const { calm, busy, leaveCalm, leaveBusy } = states(coordinates)
      const [a, d] = [-(leaveCalm + calm), -(leaveBusy + busy)]
      const middle = (a + d) / 2
      const half = (a - d) / 2
      const spread = Math.sqrt(half * half + leaveCalm * leaveBusy)
      const scores = new Float64Array(blockEnds.length)
      let block = 0
      let at = 0
      let hazard = 0
      // As an arrival finds them: busy states have more arrivals.
      let p = leaveBusy * calm
      let q = leaveCalm * busy
      p /= p + q
      q = 1 - p
      // p exp((Q − Λ) t) = e^(mt) (cosh(st) p + sinh(st)/s p (M − m)), with what is larger than 1 taken out as a logarithm.
      const pass = (to: number): void => {
        const time = to - at
        const fading = exp(-2 * spread * time)
        const even = (1 + fading) / 2
        const odd = (1 - fading) / (2 * spread)
        const nextP = even * p + odd * (p * half + q * leaveBusy)
        const nextQ = even * q + odd * (p * leaveCalm - q * half)
        const total = nextP + nextQ
        const survival = (middle + spread) * time + log(total)
        scores[block]! += survival
        hazard -= survival
        p = nextP / total
        q = nextQ / total
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
        const intensity = p * calm + q * busy
        scores[block]! += log(intensity)
        p = (p * calm) / intensity
        q = 1 - p
      }
      return scores
    }
  },
  parameters(coordinates) {
    const { calm, busy, leaveCalm, leaveBusy } = states(coordinates)
    return [
      { name: 'calm rate', value: calm, unit: '/s' },
      { name: 'busy rate', value: busy, unit: '/s' },
      { name: 'calm dwell', value: 1 / leaveCalm, unit: 's' },
      { name: 'busy dwell', value: 1 / leaveBusy, unit: 's' },
    ]
  },
  scenario(coordinates) {
    const { calm, busy, leaveCalm, leaveBusy } = states(coordinates)
    return { mmpp: { rates: [perSecond(calm), perSecond(busy)], dwell: [seconds(1 / leaveCalm), seconds(1 / leaveBusy)] } }
  },
}

function states([logCalm, logMore, logCalmDwell, logBusyDwell]: readonly number[]): States {
  const calm = exp(logCalm!)
  return { calm, busy: calm * (1 + exp(logMore!)), leaveCalm: exp(-logCalmDwell!), leaveBusy: exp(-logBusyDwell!) }
}
