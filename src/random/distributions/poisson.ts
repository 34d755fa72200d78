/** The Poisson distribution. */
import { measure } from '../../registry/option.ts'
import { defineDistribution, type Sampler } from '../distribution.ts'
import type { Stream } from '../stream.ts'
import { UnimodalLaw } from '../unimodal-law.ts'

export const poisson = defineDistribution({
  descriptor: {
    kind: 'distribution',
    name: 'poisson',
    summary: 'How many of very many rare things happen: 0, 1, 2, … The variance is the mean.',
    source: 'Johnson, Kemp, Kotz: Univariate discrete distributions (2005), ch. 4; by inversion, with the table of Chen and Asau (1974)',
    options: { mean: measure({ doc: 'mean', above: 0, max: 100_000_000 }) },
    main: 'mean',
  },
  create: ({ mean }) => new Poisson(mean),
})

class Poisson implements Sampler {
  readonly mean: number = 0
  readonly variance: number = 0
  private readonly law: UnimodalLaw

  constructor(mean: number) {
    this.mean = mean
    this.variance = mean
    this.law = new UnimodalLaw(Math.floor(mean), (k) => mean / (k + 1))
  }

  sample(stream: Stream): number {
    return this.law.quantile(stream.uniform())
  }

  quantile(p: number): number {
    return this.law.quantile(p)
  }
}
