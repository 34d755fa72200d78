/** Keys that are all as likely. */
import { Stream } from '../../random/stream.ts'
import { integer } from '../../registry/option.ts'
import { defineKey, type KeyContext, type KeyGenerator } from './key-type.ts'

export const uniform = defineKey({
  descriptor: {
    kind: 'key',
    name: 'uniform',
    summary: 'Every key from 0 to keys − 1 is as likely.',
    source: 'Discrete uniform distribution',
    options: { keys: integer({ doc: 'how many keys there are', min: 1, max: 2 ** 51 }) },
    main: 'keys',
  },
  create: (options, context) => new UniformKeys(options.keys, context),
  deterministic: false,
})

class UniformKeys implements KeyGenerator {
  readonly #keys: number = 0
  readonly #stream: Stream

  constructor(keys: number, context: KeyContext) {
    this.#keys = keys
    this.#stream = new Stream(context.seed, `${context.source}/key`)
  }

  key(_record: number, identityLow: number, identityHigh: number): number {
    return Math.floor(this.#stream.at(identityLow, identityHigh).uniform() * this.#keys)
  }
}
