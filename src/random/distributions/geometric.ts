/** The geometric distribution. */
import { measure } from '../../registry/option.ts'
import { defineDistribution, type Sampler } from '../distribution.ts'
import { log, log1p } from '../elementary.ts'
import type { Stream } from '../stream.ts'

export const geometric = defineDistribution({
  descriptor: {
    kind: 'distribution',
    name: 'geometric',
    summary: 'Tries up to and including the first success: 1, 2, 3, … The memoryless distribution of whole numbers.',
    source: 'Johnson, Kemp, Kotz: Univariate discrete distributions (2005), ch. 5; by inversion',
    options: { mean: measure({ doc: 'mean; the support starts at 1, so at least 1', min: 1 }) },
    main: 'mean',
  },
  create: ({ mean }) => new Geometric(mean),
})

class Geometric implements Sampler {
  readonly mean: number = 0
  readonly variance: number = 0
  /** Logarithm of the probability of a failure; -Infinity when the first try always succeeds. */
  private readonly logFailure: number = 0

  constructor(mean: number) {
    this.mean = mean
    this.variance = mean * (mean - 1)
    this.logFailure = log1p(-1 / mean)
  }

  sample(stream: Stream): number {
    return 1 + Math.floor(log(stream.uniform()) / this.logFailure)
  }

  quantile(p: number): number {
    return 1 + Math.floor(log1p(-p) / this.logFailure)
  }
}
