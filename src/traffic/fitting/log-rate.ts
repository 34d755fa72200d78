/** ARIMA on the log rate: a rate that wanders, and Poisson arrivals under it (doubly stochastic). */
import { exp, log } from '../../random/elementary.ts'
import { logGamma } from '../../random/incomplete-gamma.ts'
import { normalQuantile } from '../../random/normal-quantile.ts'
import { minimise } from '../../timeseries/minimise.ts'
import type { BlockLikelihood, Candidate } from './candidate.ts'
import type { ObservedArrivals } from './observed-arrivals.ts'
import { poissonAtMost } from './poisson.ts'
import { figure, perSecond, seconds } from './scenario-text.ts'
import { RateKnots, ratesAtKnots } from './varying-rate.ts'

/**
 * The log rate of each interval is AR(1) around its mean, which goes with the time of day where a trace covers days. Coordinates: that mean;
 * where the logarithm of the time constant −1 / ln φ lies between an interval and a tenth of the span, as a logit; the logarithm of the
 * innovations' standard deviation; and with days, the rates at the knots of a day. The likelihood of the counts is that of a Gaussian filter
 * whose update is Laplace's approximation (Durbin and Koopman 1997); within an interval, arrivals are uniform.
 */
export const logRate: Candidate = {
  name: 'arima',
  meaning: 'a rate that wanders around its mean: AR(1) on its logarithm',
  looksAtGaps: false,
  freedom: (arrivals) => WANDERING + (hasDays(arrivals) ? new RateKnots(arrivals).knots : 0),
  starts: ({ rate }) => [
    [log(rate), -1, log(0.3)],
    [log(rate), 1, log(0.1)],
  ],
  estimate(arrivals, learns) {
    if (!hasDays(arrivals)) return undefined
    // The day first, as if nothing wandered; then what wanders around it.
    const knots = ratesAtKnots(arrivals, learns)
    const score = likelihoodOf(arrivals)
    const learnt = (wandering: readonly number[]): number =>
      score([...wandering, ...knots]).reduce((sum, one, block) => sum + (learns[block] === true ? one : 0), 0)
    const found = [-1, 1].map((start) => minimise((x) => -learnt(x), [0, start, log(0.2)]))
    return [...found.reduce((best, one) => (one.value < best.value ? one : best)).at, ...knots]
  },
  likelihood: likelihoodOf,
  countDistribution(coordinates, arrivals) {
    const { counts } = arrivals
    const filter = new LogRateFilter(coordinates, arrivals)
    let seen = 0
    return (interval, most) => {
      while (seen < interval) filter.update(counts[seen++]!)
      const deviation = Math.sqrt(filter.spread)
      return POINTS.reduce((sum, z) => sum + poissonAtMost(exp(filter.mean + deviation * z), most), 0) / POINTS.length
    }
  },
  parameters(coordinates, { span, width }) {
    const { phi, noise } = meaning(coordinates, span, width)
    const knots = coordinates.slice(WANDERING)
    return [
      { name: 'ar', value: phi, unit: '' },
      { name: 'innovation', value: Math.sqrt(noise), unit: '' },
      { name: 'interval', value: width, unit: 's' },
      ...knots.map((value, knot) => ({ name: `daily mean at ${Math.round((knot * DAY) / knots.length / 3_600)} h`, value, unit: '/s' })),
    ]
  },
  scenario(coordinates, arrivals) {
    const { rate, span, width } = arrivals
    const { phi, variance } = meaning(coordinates, span, width)
    // A profile has a value for each interval, so that those of a day are to be few; AR(1) is one on any grid.
    const parts = Math.min(MOST_PARTS, Math.max(2, Math.round(DAY / width)))
    const every = hasDays(arrivals) ? DAY / parts : width
    const ar = exp((log(phi) * every) / width)
    const shape = new RateKnots(arrivals)
    const profile = hasDays(arrivals) && {
      profile: Array.from({ length: parts }, (_, part) => figure(shape.rate(coordinates.slice(WANDERING), (part + 0.5) * every))),
    }
    return {
      arima: {
        // A rate that wanders slowly leaves its long-run mean open; that of the trace is what a simulation should have.
        rate: perSecond(rate),
        every: seconds(every),
        ar: [figure(ar)],
        innovation: figure(Math.sqrt(variance * (1 - ar * ar))),
        ...profile,
      },
    }
  },
}

const DAY = 86_400
/** Coordinates of what wanders; those of the day come after them. */
const WANDERING = 3
/** Parts of a day in a profile. */
const MOST_PARTS = 144

function hasDays(arrivals: ObservedArrivals): boolean {
  return new RateKnots(arrivals).periodic
}

function likelihoodOf(arrivals: ObservedArrivals): BlockLikelihood {
  const { counts, width, blockOf, blockEnds } = arrivals
  // Of the order and the instants of n arrivals in an interval: n! / width^n.
  const within = counts.map((count) => logGamma(count + 1) - count * log(width))
  return (coordinates) => {
    const filter = new LogRateFilter(coordinates, arrivals)
    const scores = new Float64Array(blockEnds.length)
    for (const [k, count] of counts.entries()) scores[blockOf[k]!]! += within[k]! - logGamma(count + 1) + filter.update(count)
    return scores
  }
}

/** A trace does not show how slowly a rate wanders that takes longer than this part of it. */
const LONGEST_TIME = 10

/** Arrivals of an interval in which the day has none: as good as none, and with a logarithm. */
const SILENT = 1e-6

/** Equally probable points of the standard normal distribution, to take means over it. */
const POINTS = Array.from({ length: 32 }, (_, i) => normalQuantile((i + 0.5) / 32))

/** What is known of the logarithm of the next interval's arrivals: a normal distribution. */
class LogRateFilter {
  mean: number
  spread: number
  /** The mean of an interval's logarithm without anything known: of the first parts of the day in turn, or the same for all. */
  readonly #centres: Float64Array
  readonly #phi: number
  readonly #noise: number
  #interval = 0

  constructor(coordinates: readonly number[], arrivals: ObservedArrivals) {
    const { width, span, counts } = arrivals
    const { median, phi, noise, variance } = meaning(coordinates, span, width)
    const knots = coordinates.slice(WANDERING)
    const shape = knots.length === 0 ? undefined : new RateKnots(arrivals)
    this.#centres =
      shape === undefined
        ? Float64Array.of(median + log(width))
        : counts.map((_, k) => median + log(Math.max(SILENT, shape.rate(knots, (k + 0.5) * width) * width)))
    this.#phi = phi
    this.#noise = noise
    this.mean = this.#centres[0]!
    this.spread = variance
  }

  /** Takes the next interval's count; its log-likelihood but for the factorial. */
  update(count: number): number {
    const { mean, spread } = this
    const centre = this.#centres[this.#interval % this.#centres.length]!
    const next = this.#centres[++this.#interval % this.#centres.length]!
    const mode = posteriorMode(count, mean, spread)
    const intensity = exp(mode)
    const posterior = 1 / (1 / spread + intensity)
    const away = mode - mean
    this.mean = next + this.#phi * (mode - centre)
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
