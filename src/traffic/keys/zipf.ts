/** Keys of which a few are much more popular than the others. */
import { createSampler } from '../../random/index.ts'
import { RecordDraws } from '../../random/record-draws.ts'
import { integer, number } from '../../registry/option.ts'
import { defineKey, type KeyContext, type KeyGenerator } from './key-type.ts'

export const zipf = defineKey({
  descriptor: {
    kind: 'key',
    name: 'zipf',
    summary: 'Key k from 0 to keys − 1 has a share in proportion to 1 / (k + 1)^exponent: key 0 is the most popular.',
    source: 'Hörmann, Derflinger: Rejection-inversion to generate variates from monotone discrete distributions (1996)',
    options: {
      keys: integer({ doc: 'how many keys there are', min: 1, max: 1_000_000_000 }),
      exponent: number({ doc: 'how unequal they are: 0 is uniform, 1 is typical of words and pages', default: 1, min: 0, max: 10 }),
    },
    main: 'keys',
  },
  create: (options, context) => new ZipfKeys(options, context),
  deterministic: false,
})

class ZipfKeys implements KeyGenerator {
  readonly #keys: RecordDraws

  constructor(options: { readonly keys: number; readonly exponent: number }, context: KeyContext) {
    const ranks = createSampler({ name: 'zipf', options })
    this.#keys = new RecordDraws(context.seed, `${context.source}/key`, (stream) => ranks.sample(stream) - 1)
  }

  key(_record: number, identityLow: number, identityHigh: number): number {
    return this.#keys.at(identityLow, identityHigh)
  }
}
