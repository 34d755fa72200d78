/** The hyper-exponential distribution. */
import { measure, number } from '../../registry/option.ts'
import { defineDistribution, type Sampler } from '../distribution.ts'
import { exp, log, log1p } from '../elementary.ts'
import type { Stream } from '../stream.ts'

/** More than it ever takes: each one doubles the digits, once the long phase is reached. */
const NEWTON_STEPS = 50

export const hyperExponential = defineDistribution({
  descriptor: {
    kind: 'distribution',
    name: 'hyper-exponential',
    summary: 'One of two exponentials, a short one mostly and a long one at times; each contributes half of the mean.',
    source: 'Tijms: Stochastic models (1994), app. B: two phases with balanced means',
    options: {
      mean: measure({ doc: 'mean', above: 0 }),
      cv: number({ doc: 'coefficient of variation (standard deviation ÷ mean); 1 is the exponential', min: 1, max: 1_000 }),
    },
  },
  create: ({ mean, cv }) => new HyperExponential(mean, cv),
})

class HyperExponential implements Sampler {
  readonly mean: number = 0
  readonly variance: number = 0
  private readonly longProbability: number = 0
  private readonly shortMean: number = 0
  private readonly longMean: number = 0

  constructor(mean: number, cv: number) {
    const squared = cv * cv
    this.mean = mean
    this.variance = mean * cv * (mean * cv)
    // (1 - sqrt((cv² - 1) / (cv² + 1))) / 2, without the cancellation.
    this.longProbability = 1 / ((squared + 1) * (1 + Math.sqrt((squared - 1) / (squared + 1))))
    this.shortMean = mean / (2 * (1 - this.longProbability))
    this.longMean = mean / (2 * this.longProbability)
  }

  sample(stream: Stream): number {
    const mean = stream.uniform() < this.longProbability ? this.longMean : this.shortMean
    return mean * stream.exponential()
  }

  /** Newton's method on the logarithm of the survival function, which is convex: from 0 on it never steps too far. */
  quantile(p: number): number {
    const { longProbability, shortMean, longMean } = this
    const target = log1p(-p)
    for (let x = 0, i = 0; ; i++) {
      const long = longProbability * exp(-x / longMean)
      const short = (1 - longProbability) * exp(-x / shortMean)
      const step = ((log(long + short) - target) * (long + short)) / (long / longMean + short / shortMean)
      x += step
      if (!(step > x * 1e-15) || i === NEWTON_STEPS) return x
    }
  }
}
