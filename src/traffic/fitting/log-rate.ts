/** ARIMA on the log rate: a rate that wanders, and Poisson arrivals under it (doubly stochastic). */
import { exp, log } from '../../random/elementary.ts'
import { logGamma } from '../../random/incomplete-gamma.ts'
import { normalQuantile } from '../../random/normal-quantile.ts'
import type { Candidate } from './candidate.ts'
import { poissonAtMost } from './poisson.ts'
import { figure, perSecond, seconds } from './scenario-text.ts'

/**
 * The log rate of each interval is AR(1) around its mean. Coordinates: that mean; where the logarithm of the time constant −1 / ln φ lies
 * between an interval and a tenth of the span, as a logit; the logarithm of the innovations' standard deviation. The likelihood of the counts is that of a Gaussian filter whose update is Laplace's approximation
 * (Durbin and Koopman 1997); within an interval, arrivals are uniform.
 */
export const logRate: Candidate = {
  name: 'arima',
  meaning: 'a rate that wanders around its mean: AR(1) on its logarithm',
  looksAtGaps: false,
  freedom: () => 3,
  starts: ({ rate }) => [
    [log(rate), -1, log(0.3)],
    [log(rate), 1, log(0.1)],
  ],
  likelihood({ counts, width, span, blockOf, blockEnds }) {
    // Of the order and the instants of n arrivals in an interval: n! / width^n.
    const within = counts.map((count) => logGamma(count + 1) - count * log(width))
    return (coordinates) => {
      const filter = new LogRateFilter(coordinates, span, width)
      const scores = new Float64Array(blockEnds.length)
      for (const [k, count] of counts.entries()) scores[blockOf[k]!]! += within[k]! - logGamma(count + 1) + filter.update(count)
      return scores
    }
  },
  countDistribution(coordinates, { counts, span, width }) {
    const filter = new LogRateFilter(coordinates, span, width)
    let seen = 0
    return (interval, most) => {
      while (seen < interval) filter.update(counts[seen++]!)
      const deviation = Math.sqrt(filter.spread)
      return POINTS.reduce((sum, z) => sum + poissonAtMost(exp(filter.mean + deviation * z), most), 0) / POINTS.length
    }
  },
  parameters(coordinates, { span, width }) {
    const { phi, noise } = meaning(coordinates, span, width)
    return [
      { name: 'ar', value: phi, unit: '' },
      { name: 'innovation', value: Math.sqrt(noise), unit: '' },
      { name: 'interval', value: width, unit: 's' },
    ]
  },
  scenario(coordinates, { rate, span, width }) {
    const { phi, noise } = meaning(coordinates, span, width)
    return {
      arima: {
        // A rate that wanders slowly leaves its long-run mean open; that of the trace is what a simulation should have.
        rate: perSecond(rate),
        every: seconds(width),
        ar: [figure(phi)],
        innovation: figure(Math.sqrt(noise)),
      },
    }
  },
}

/** A trace does not show how slowly a rate wanders that takes longer than this part of it. */
const LONGEST_TIME = 10

/** Equally probable points of the standard normal distribution, to take means over it. */
const POINTS = Array.from({ length: 32 }, (_, i) => normalQuantile((i + 0.5) / 32))

/** What is known of the logarithm of the next interval's arrivals: a normal distribution. */
class LogRateFilter {
  mean: number
  spread: number
  readonly #centre: number
  readonly #phi: number
  readonly #noise: number

  constructor(coordinates: readonly number[], span: number, width: number) {
    const { median, phi, noise, variance } = meaning(coordinates, span, width)
    this.#centre = median + log(width)
    this.#phi = phi
    this.#noise = noise
    this.mean = this.#centre
    this.spread = variance
  }

  /** Takes the next interval's count; its log-likelihood but for the factorial. */
  update(count: number): number {
    const { mean, spread } = this
    const mode = posteriorMode(count, mean, spread)
    const intensity = exp(mode)
    const posterior = 1 / (1 / spread + intensity)
    const away = mode - mean
    this.mean = this.#centre + this.#phi * (mode - this.#centre)
    this.spread = this.#phi * this.#phi * posterior + this.#noise
    return count * mode - intensity + 0.5 * (log(posterior / spread) - (away * away) / spread)
  }
}

/** Mean of the log rate, its autoregression, and the variances of its innovations and of itself. */
function meaning(
  [median, logitTime, logNoise]: readonly number[],
  span: number,
  width: number,
): { readonly median: number; readonly phi: number; readonly noise: number; readonly variance: number } {
  const phi = exp(-exp(-log(Math.max(2, span / LONGEST_TIME / width)) / (1 + exp(-logitTime!))))
  const noise = exp(2 * logNoise!)
  return { median: median!, phi, noise, variance: noise / (1 - phi * phi) }
}

/** The x that maximises n x − eˣ − (x − mean)² / (2 spread), by Newton's method, which cannot overshoot far from above. */
function posteriorMode(count: number, mean: number, spread: number): number {
  let x = count > 0 ? Math.max(mean, log(count)) : mean
  for (let step = 0; step < 50; step++) {
    const intensity = exp(x)
    const move = (count - intensity - (x - mean) / spread) / (intensity + 1 / spread)
    x += move
    if (Math.abs(move) < 1e-10) break
  }
  return x
}
