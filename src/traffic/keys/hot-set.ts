/** Keys of which a few get most of the traffic, all as much. */
import { Stream } from '../../random/stream.ts'
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
  readonly #hot: number = 0
  readonly #cold: number = 0
  readonly #share: number = 0
  readonly #stream: Stream

  constructor({ keys, hot, share }: { readonly keys: number; readonly hot: number; readonly share: number }, context: KeyContext) {
    this.#hot = hot
    this.#cold = keys - hot
    this.#share = share
    this.#stream = new Stream(context.seed, `${context.source}/key`)
  }

  key(_record: number, identityLow: number, identityHigh: number): number {
    const stream = this.#stream.at(identityLow, identityHigh)
    const isHot = stream.uniform() < this.#share
    const among = stream.uniform()
    return isHot ? Math.floor(among * this.#hot) : this.#hot + Math.floor(among * this.#cold)
  }
}
