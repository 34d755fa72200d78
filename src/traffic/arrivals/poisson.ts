/** Poisson arrivals: independent exponential gaps. */
import { Stream } from '../../random/stream.ts'
import { rate } from '../../registry/option.ts'
import { type ArrivalContext, type ArrivalProcess, defineArrivals } from './arrival-process.ts'

export const poisson = defineArrivals({
  descriptor: {
    kind: 'arrivals',
    name: 'poisson',
    summary: 'Records arrive independently of one another at a constant mean rate: what many unrelated users make together.',
    source: 'Poisson process, M in Kendall’s notation (Kendall 1953)',
    options: { rate: rate({ doc: 'mean records per second', max: 1e9 }) },
    main: 'rate',
  },
  create: (options, context) => new PoissonArrivals(options.rate, context),
  meanRate: (options) => options.rate,
  finite: () => false,
  deterministic: () => false,
})

/** The gap before record k is a draw that belongs to k, in units of the mean gap: another rate stretches the same arrivals. */
class PoissonArrivals implements ArrivalProcess {
  readonly #meanGap: number = 0
  readonly #stream: Stream
  #time = 0
  #record = 0

  constructor(perSecond: number, context: ArrivalContext) {
    this.#meanGap = 1e9 / perSecond
    this.#stream = new Stream(context.seed, `${context.source}/arrivals`)
  }

  next(): number {
    const record = this.#record++
    // A block of the generator holds two draws: gaps 2i and 2i + 1 are the first and second number of pair i.
    if ((record & 1) === 0) this.#stream.at(record / 2, Math.floor(record / 2 ** 33))
    this.#time += this.#stream.exponential() * this.#meanGap
    return Math.floor(this.#time + 0.5)
  }
}
