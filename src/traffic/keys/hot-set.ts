/** Keys of which a few get most of the traffic, all as much. */
import { RecordDraws } from '../../random/record-draws.ts'
import { integer, ratio } from '../../registry/option.ts'
import { defineKey, type KeyContext, type KeyGenerator } from './key-type.ts'

export const hotSet = defineKey({
  descriptor: {
    kind: 'key',
    name: 'hot-set',
    summary:
      'A share of the records goes to the hot keys, 0 … hot − 1, the rest to the others; within each of the two all keys are as likely.',
    source: 'Hotspot distribution of YCSB (Cooper et al. 2010)',
    options: {
      keys: integer({ doc: 'how many keys there are', min: 2, max: 2 ** 51 }),
      hot: integer({ doc: 'how many of them are hot; fewer than there are', min: 1, max: 2 ** 50 }),
      share: ratio({ doc: 'share of the records that goes to them', default: 0.9 }),
    },
  },
  create: (options, context) => new HotSetKeys(options, context),
  deterministic: false,
  problems: ({ keys, hot }) =>
    hot < keys ? [] : [{ path: ['hot'], message: `${hot} of ${keys} keys are hot; it must be at most ${keys - 1}, or take uniform keys` }],
})

class HotSetKeys implements KeyGenerator {
  readonly #keys: RecordDraws

  constructor({ keys, hot, share }: { readonly keys: number; readonly hot: number; readonly share: number }, context: KeyContext) {
    const cold = keys - hot
    this.#keys = new RecordDraws(context.seed, `${context.source}/key`, (stream) => {
      const isHot = stream.uniform() < share
      const among = stream.uniform()
      return isHot ? Math.floor(among * hot) : hot + Math.floor(among * cold)
    })
  }

  key(_record: number, identityLow: number, identityHigh: number): number {
    return this.#keys.at(identityLow, identityHigh)
  }
}
