/** The exponential distribution. */
import { measure } from '../../registry/option.ts'
import { defineDistribution, type Sampler } from '../distribution.ts'
import { log1p } from '../elementary.ts'
import type { Stream } from '../stream.ts'

export const exponential = defineDistribution({
  descriptor: {
    kind: 'distribution',
    name: 'exponential',
    summary: 'Memoryless: how long it still takes does not depend on how long it took.',
    source: 'Johnson, Kotz, Balakrishnan: Continuous univariate distributions 1 (1994), ch. 19; by inversion',
    options: { mean: measure({ doc: 'mean, which is also the standard deviation', above: 0 }) },
    main: 'mean',
  },
  create: ({ mean }) => new Exponential(mean),
})

class Exponential implements Sampler {
  readonly mean: number = 0
  readonly variance: number = 0

  constructor(mean: number) {
    this.mean = mean
    this.variance = mean * mean
  }

  sample(stream: Stream): number {
    return this.mean * stream.exponential()
  }

  quantile(p: number): number {
    return -this.mean * log1p(-p)
  }
}
