/** The gamma distribution. */
import { measure, number } from '../../registry/option.ts'
import { defineDistribution, type Sampler } from '../distribution.ts'
import { exp, log } from '../elementary.ts'
import { gammaQuantile } from '../incomplete-gamma.ts'
import { normalQuantile } from '../normal-quantile.ts'
import type { Stream } from '../stream.ts'

export const gamma = defineDistribution({
  descriptor: {
    kind: 'distribution',
    name: 'gamma',
    summary: 'A sum of exponentials, of a number that need not be whole: 1/cv². With cv 1 it is the exponential.',
    source: 'Marsaglia, Tsang: A simple method for generating gamma variables (2000)',
    options: {
      mean: measure({ doc: 'mean', above: 0 }),
      cv: number({ doc: 'coefficient of variation (standard deviation ÷ mean)', min: 0.001, max: 30 }),
    },
  },
  create: ({ mean, cv }) => new Gamma(mean, cv),
})

class Gamma implements Sampler {
  readonly mean: number = 0
  readonly variance: number = 0
  private readonly shape: number = 0
  private readonly scale: number = 0
  private readonly d: number = 0
  private readonly c: number = 0

  constructor(mean: number, cv: number) {
    this.mean = mean
    this.variance = mean * cv * (mean * cv)
    this.shape = 1 / (cv * cv)
    this.scale = mean * cv * cv
    // The method needs a shape of at least 1; below that, one more is drawn and taken back by `boost`.
    this.d = (this.shape < 1 ? this.shape + 1 : this.shape) - 1 / 3
    this.c = 1 / Math.sqrt(9 * this.d)
  }

  sample(stream: Stream): number {
    const standard = this.standard(stream)
    return this.scale * (this.shape < 1 ? standard * this.boost(stream) : standard)
  }

  quantile(p: number): number {
    return this.scale * gammaQuantile(this.shape, p)
  }

  /** A gamma variable of shape d + 1/3: the cube of a normal one, corrected by rejection, which at least 95 of 100 survive. */
  private standard(stream: Stream): number {
    const { c, d } = this
    for (;;) {
      const x = normalQuantile(stream.uniform())
      const root = 1 + c * x
      if (root <= 0) continue
      const v = root * root * root
      const u = stream.uniform()
      // The first bound lies below the second, and saves two logarithms nearly always.
      if (u < 1 - 0.0331 * (x * x) * (x * x) || log(u) < 0.5 * x * x + d * (1 - v + log(v))) return d * v
    }
  }

  /** What makes a gamma variable of shape a + 1 one of shape a: an independent U^(1/a). */
  private boost(stream: Stream): number {
    return exp(log(stream.uniform()) / this.shape)
  }
}
