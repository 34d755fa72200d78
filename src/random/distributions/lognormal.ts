/** The lognormal distribution. */
import { measure, number } from '../../registry/option.ts'
import { defineDistribution, type Sampler } from '../distribution.ts'
import { exp, log, log1p } from '../elementary.ts'
import { normalQuantile } from '../normal-quantile.ts'
import type { Stream } from '../stream.ts'

export const lognormal = defineDistribution({
  descriptor: {
    kind: 'distribution',
    name: 'lognormal',
    summary: 'The logarithm is normal: positive, and skewed to the right, as sizes and service times tend to be.',
    source: 'Johnson, Kotz, Balakrishnan: Continuous univariate distributions 1 (1994), ch. 14; by inversion',
    options: {
      mean: measure({ doc: 'mean of the variable itself, not of its logarithm', above: 0 }),
      cv: number({ doc: 'coefficient of variation (standard deviation ÷ mean) of the variable itself', above: 0, max: 1_000 }),
    },
  },
  create: ({ mean, cv }) => new Lognormal(mean, cv),
})

class Lognormal implements Sampler {
  readonly mean: number = 0
  readonly variance: number = 0
  private readonly mu: number = 0
  private readonly sigma: number = 0

  constructor(mean: number, cv: number) {
    this.mean = mean
    this.variance = mean * cv * (mean * cv)
    const sigmaSquared = log1p(cv * cv)
    this.sigma = Math.sqrt(sigmaSquared)
    this.mu = log(mean) - sigmaSquared / 2
  }

  sample(stream: Stream): number {
    return this.quantile(stream.uniform())
  }

  quantile(p: number): number {
    return exp(this.mu + this.sigma * normalQuantile(p))
  }
}
