/** The normal distribution. */
import { measure } from '../../registry/option.ts'
import { defineDistribution, type Sampler } from '../distribution.ts'
import { normalQuantile } from '../normal-quantile.ts'
import type { Stream } from '../stream.ts'

export const normal = defineDistribution({
  descriptor: {
    kind: 'distribution',
    name: 'normal',
    summary: 'The bell curve. Not truncated: it takes negative values too, however large the mean.',
    source: 'Wichura: Algorithm AS 241, the percentage points of the normal distribution (1988); by inversion',
    options: {
      mean: measure({ doc: 'mean' }),
      sd: measure({ doc: 'standard deviation', above: 0 }),
    },
  },
  create: ({ mean, sd }) => new Normal(mean, sd),
})

class Normal implements Sampler {
  readonly mean: number = 0
  readonly variance: number = 0
  private readonly sd: number = 0

  constructor(mean: number, sd: number) {
    this.mean = mean
    this.sd = sd
    this.variance = sd * sd
  }

  sample(stream: Stream): number {
    return this.quantile(stream.uniform())
  }

  quantile(p: number): number {
    return this.mean + this.sd * normalQuantile(p)
  }
}
