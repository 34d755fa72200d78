/** The Weibull distribution. */
import { measure, number } from '../../registry/option.ts'
import { defineDistribution, type Sampler } from '../distribution.ts'
import { exp, log, log1p } from '../elementary.ts'
import { gammaFunction } from '../gamma-function.ts'
import type { Stream } from '../stream.ts'

export const weibull = defineDistribution({
  descriptor: {
    kind: 'distribution',
    name: 'weibull',
    summary: 'A hazard that falls (shape below 1), stays (1) or grows (above 1) with age. The mean is scale · Γ(1 + 1/shape).',
    source: 'Weibull: A statistical distribution function of wide applicability (1951); by inversion',
    options: {
      scale: measure({ doc: 'the value that 63.2 % stay below', above: 0 }),
      shape: number({ doc: 'exponent of the hazard, plus one', min: 0.1, max: 100 }),
    },
  },
  create: ({ scale, shape }) => new Weibull(scale, shape),
})

class Weibull implements Sampler {
  readonly mean: number = 0
  readonly variance: number = 0
  private readonly scale: number = 0
  private readonly shape: number = 0

  constructor(scale: number, shape: number) {
    this.scale = scale
    this.shape = shape
    const first = gammaFunction(1 + 1 / shape)
    this.mean = scale * first
    this.variance = scale * scale * (gammaFunction(1 + 2 / shape) - first * first)
  }

  sample(stream: Stream): number {
    return this.scale * exp(log(stream.exponential()) / this.shape)
  }

  quantile(p: number): number {
    return this.scale * exp(log(-log1p(-p)) / this.shape)
  }
}
