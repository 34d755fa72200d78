/** Keys whose popularity moves on. */
import { createSampler } from '../../random/index.ts'
import { RecordDraws } from '../../random/record-draws.ts'
import { type Extent, integer, number, option } from '../../registry/option.ts'
import { defineKey, type KeyContext, type KeyGenerator } from './key-type.ts'

export const drifting = defineKey({
  descriptor: {
    kind: 'key',
    name: 'drifting',
    summary:
      'Zipf keys whose ranking turns: every so often each key takes the place of the one before it, and the most popular comes last.',
    source: 'Popularity drift, as in the shifting Zipf workloads of Gedik (Partitioning functions for stateful data parallelism, 2014)',
    options: {
      keys: integer({ doc: 'how many keys there are', min: 1, max: 1_000_000_000 }),
      exponent: number({ doc: 'how unequal they are: 0 is uniform, 1 is typical of words and pages', default: 1, min: 0, max: 10 }),
      every: option<Extent>({ kind: 'extent' }, 'how long a ranking lasts: in time, from the start of the run, or in records', undefined),
      by: integer({ doc: 'places that the ranking turns each time', default: 1, min: 1, max: 1_000_000 }),
    },
  },
  create: (options, context) => new DriftingKeys(options, context),
  deterministic: false,
})

interface Drift {
  readonly keys: number
  readonly exponent: number
  readonly every: Extent
  readonly by: number
}

class DriftingKeys implements KeyGenerator {
  readonly #ranks: RecordDraws
  readonly #keys: number = 0
  readonly #byTime: boolean
  readonly #every: number = 0
  readonly #by: number = 0

  constructor({ keys, exponent, every, by }: Drift, context: KeyContext) {
    const ranks = createSampler({ name: 'zipf', options: { keys, exponent } })
    this.#ranks = new RecordDraws(context.seed, `${context.source}/key`, (stream) => ranks.sample(stream) - 1)
    this.#keys = keys
    this.#byTime = every.unit === 'time'
    this.#every = every.size
    this.#by = by
  }

  key(record: number, identityLow: number, identityHigh: number, intendedTime: number): number {
    const turns = Math.floor((this.#byTime ? intendedTime : record) / this.#every)
    const rank = this.#ranks.at(identityLow, identityHigh)
    return (rank + (turns % this.#keys) * this.#by) % this.#keys
  }
}
