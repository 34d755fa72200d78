/** What a process leaves of the arrivals that it was fitted to: uniform and independent numbers, where it is right. */
import { exp } from '../../random/elementary.ts'
import { normalQuantile } from '../../random/normal-quantile.ts'
import { Stream } from '../../random/stream.ts'
import { ljungBox, type LjungBox } from '../../timeseries/sample-correlations.ts'
import type { Candidate } from './candidate.ts'
import { gapsUnfit, type ObservedArrivals } from './observed-arrivals.ts'

export interface ResidualCheck {
  /** What the residuals are of. */
  readonly of: 'gaps' | 'counts'
  readonly count: number
  /** How far their distribution is from the process's: Kolmogorov and Smirnov's distance, and how often chance goes as far. */
  readonly distribution: { readonly distance: number; readonly p: number }
  /** Whether they follow from one another. */
  readonly independence: LjungBox
  /** Residuals at equally spaced shares, which are those shares where the process is right. */
  readonly quantiles: readonly (readonly [share: number, residual: number])[]
}

const LAGS = 20
const SHARES = 99

/**
 * Gaps are rescaled by the integrated intensity (Brown et al. 2002), counts by their distribution given the past, with ties broken at random
 * (Dunn and Smyth 1996). Parameters that were fitted to the same arrivals make the p of the distribution too large, never too small.
 */
export function checkResiduals(candidate: Candidate, coordinates: readonly number[], arrivals: ObservedArrivals): ResidualCheck {
  const distribution = candidate.countDistribution?.(coordinates, arrivals)
  const ofGaps = candidate.looksAtGaps && gapsUnfit(arrivals) === undefined
  const uniforms = ofGaps || distribution === undefined ? ofHazards(candidate, coordinates, arrivals) : ofCounts(distribution, arrivals)
  const sorted = uniforms.toSorted()
  const scores = Array.from(uniforms, (u) => normalQuantile(Math.min(1 - 1e-12, Math.max(1e-12, u))))
  return {
    of: ofGaps ? 'gaps' : 'counts',
    count: uniforms.length,
    distribution: kolmogorovSmirnov(sorted),
    independence: ljungBox(scores, Math.min(LAGS, Math.floor(uniforms.length / 5))),
    quantiles: Array.from({ length: SHARES }, (_, i) => {
      const share = (i + 1) / (SHARES + 1)
      return [share, sorted[Math.floor(share * sorted.length)]!] as const
    }),
  }
}

function ofHazards(candidate: Candidate, coordinates: readonly number[], arrivals: ObservedArrivals): Float64Array {
  const hazards = new Float64Array(arrivals.times!.length - 1)
  candidate.likelihood(arrivals)(coordinates, hazards)
  return hazards.map((hazard) => 1 - exp(-hazard))
}

function ofCounts(atMost: (interval: number, most: number) => number, { counts }: ObservedArrivals): Float64Array {
  const ties = new Stream(0, 'fitting/residuals')
  return counts.map((counted, interval) => {
    const count = Math.round(counted)
    const below = atMost(interval, count - 1)
    return below + (atMost(interval, count) - below) * ties.at(interval, 0).uniform()
  })
}

/** Against the uniform distribution; p by the asymptotic series with the correction of Stephens (1970). */
export function kolmogorovSmirnov(sorted: Float64Array): { readonly distance: number; readonly p: number } {
  const n = sorted.length
  let distance = 0
  for (let i = 0; i < n; i++) distance = Math.max(distance, (i + 1) / n - sorted[i]!, sorted[i]! - i / n)
  const root = Math.sqrt(n)
  const scaled = (root + 0.12 + 0.11 / root) * distance
  let p = 0
  for (let k = 1; k <= 100; k++) p += (k % 2 === 1 ? 2 : -2) * exp(-2 * k * k * scaled * scaled)
  // Where the series has not converged, the distance is nothing.
  return { distance, p: scaled < 0.2 ? 1 : Math.min(1, Math.max(0, p)) }
}
