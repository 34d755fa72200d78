/** The binomial distribution. */
import { integer, ratio } from '../../registry/option.ts'
import { defineDistribution, type Sampler } from '../distribution.ts'
import type { Stream } from '../stream.ts'
import { UnimodalLaw } from '../unimodal-law.ts'

export const binomial = defineDistribution({
  descriptor: {
    kind: 'distribution',
    name: 'binomial',
    summary: 'How many of so many independent trials succeed: 0 … trials.',
    source: 'Johnson, Kemp, Kotz: Univariate discrete distributions (2005), ch. 3; by inversion, with the table of Chen and Asau (1974)',
    options: {
      trials: integer({ doc: 'how many trials', min: 0, max: 100_000_000 }),
      probability: ratio({ doc: 'how likely each succeeds' }),
    },
  },
  create: ({ trials, probability }) => new Binomial(trials, probability),
})

class Binomial implements Sampler {
  readonly mean: number = 0
  readonly variance: number = 0
  private readonly law: UnimodalLaw

  constructor(trials: number, probability: number) {
    this.mean = trials * probability
    this.variance = this.mean * (1 - probability)
    const peak = Math.min(trials, Math.floor((trials + 1) * probability))
    // At the ends of the range of probabilities one value is all there is: nothing is to the right of it (0), or to the left (∞).
    this.law = new UnimodalLaw(peak, (k) => (k >= trials ? 0 : ((trials - k) / (k + 1)) * (probability / (1 - probability))))
  }

  sample(stream: Stream): number {
    return this.law.quantile(stream.uniform())
  }

  quantile(p: number): number {
    return this.law.quantile(p)
  }
}
