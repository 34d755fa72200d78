/** Thinning: some records are left out. */
import { Stream } from '../../random/stream.ts'
import { ratio } from '../../registry/option.ts'
import type { ArrivalProcess } from '../arrivals/arrival-process.ts'
import { defineModifier, type ModifierContext } from './modifier.ts'

/** Less would search for ever for a record that stays. */
const LEAST = 1e-6

export const thin = defineModifier({
  descriptor: {
    kind: 'modifier',
    name: 'thin',
    summary: 'Each record stays with the same probability, independently of all others. What is thinned of Poisson arrivals is Poisson.',
    source: 'Rényi: A characterization of Poisson processes (1956)',
    options: { keep: ratio({ doc: 'share of the records that stay', min: LEAST }) },
    main: 'keep',
  },
  create: ({ keep }, arrivals, context) => new Thinned(keep, arrivals, context),
  factor: ({ keep }) => keep,
  deterministic: false,
  keepsRecords: ({ keep }) => keep === 1,
})

/** Whether a record stays is a draw that belongs to its number before thinning: keeping more keeps what fewer kept, too. */
class Thinned implements ArrivalProcess {
  readonly #keep: number = 0
  readonly #arrivals: ArrivalProcess
  readonly #stream: Stream
  #record = 0

  constructor(keep: number, arrivals: ArrivalProcess, context: ModifierContext) {
    this.#keep = keep
    this.#arrivals = arrivals
    this.#stream = new Stream(context.seed, context.stream)
  }

  next(): number {
    for (;;) {
      const time = this.#arrivals.next()
      const record = this.#record++
      if (time === Infinity) return time
      if (this.#stream.at(record, Math.floor(record / 2 ** 32)).uniform() < this.#keep) return time
    }
  }
}
