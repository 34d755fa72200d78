/** The continuous uniform distribution. */
import { measure } from '../../registry/option.ts'
import { defineDistribution, type Sampler } from '../distribution.ts'
import type { Stream } from '../stream.ts'

export const uniform = defineDistribution({
  descriptor: {
    kind: 'distribution',
    name: 'uniform',
    summary: 'Every value between two bounds is equally likely.',
    source: 'Johnson, Kotz, Balakrishnan: Continuous univariate distributions 2 (1995), ch. 26',
    options: {
      from: measure({ doc: 'lower bound' }),
      to: measure({ doc: 'upper bound, above the lower' }),
    },
  },
  create({ from, to }) {
    if (!(from < to)) throw new RangeError(`uniform: from (${from}) has to be below to (${to})`)
    return new Uniform(from, to)
  },
})

class Uniform implements Sampler {
  readonly mean: number = 0
  readonly variance: number = 0
  private readonly from: number = 0
  private readonly width: number = 0

  constructor(from: number, to: number) {
    this.from = from
    this.width = to - from
    this.mean = from + this.width / 2
    this.variance = (this.width * this.width) / 12
  }

  sample(stream: Stream): number {
    return this.quantile(stream.uniform())
  }

  quantile(p: number): number {
    return this.from + this.width * p
  }
}
