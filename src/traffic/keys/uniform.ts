/** Keys that are all as likely. */
import { RecordDraws } from '../../random/record-draws.ts'
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
  readonly #keys: RecordDraws

  constructor(keys: number, context: KeyContext) {
    this.#keys = new RecordDraws(context.seed, `${context.source}/key`, (stream) => Math.floor(stream.uniform() * keys))
  }

  key(_record: number, identityLow: number, identityHigh: number): number {
    return this.#keys.at(identityLow, identityHigh)
  }
}
