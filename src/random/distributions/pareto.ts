/** The Pareto distribution. */
import { measure, number } from '../../registry/option.ts'
import { defineDistribution, type Sampler } from '../distribution.ts'
import type { Stream } from '../stream.ts'
import { exp, log1p } from '../elementary.ts'

export const pareto = defineDistribution({
  descriptor: {
    kind: 'distribution',
    name: 'pareto',
    summary: 'A tail that falls as a power: the mean is infinite for shapes up to 1, the variance up to 2.',
    source: 'Johnson, Kotz, Balakrishnan: Continuous univariate distributions 1 (1994), ch. 20; by inversion',
    options: {
      min: measure({ doc: 'smallest value', above: 0 }),
      shape: number({ doc: 'exponent of the tail', min: 0.1, max: 1_000 }),
    },
  },
  create: ({ min, shape }) => new Pareto(min, shape),
})

class Pareto implements Sampler {
  readonly mean: number = 0
  readonly variance: number = 0
  private readonly min: number = 0
  private readonly shape: number = 0

  constructor(min: number, shape: number) {
    this.min = min
    this.shape = shape
    this.mean = shape > 1 ? (shape * min) / (shape - 1) : Infinity
    this.variance = shape > 2 ? (this.mean * this.mean) / (shape * (shape - 2)) : Infinity
  }

  sample(stream: Stream): number {
    return this.min * exp(stream.exponential() / this.shape)
  }

  quantile(p: number): number {
    return this.min * exp(-log1p(-p) / this.shape)
  }
}
