/** Poisson arrivals: independent exponential gaps. */
import { rate } from '../../registry/option.ts'
import { type ArrivalContext, type ArrivalProcess, defineArrivals, LONGEST } from './arrival-process.ts'
import { UnitExponentials } from './unit-exponentials.ts'

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

/** A global that is read on a path never taken has no type, and would make a box of every time. */
const NEVER = Infinity

/** The gap before record k is a draw that belongs to k, in units of the mean gap: another rate stretches the same arrivals. */
class PoissonArrivals implements ArrivalProcess {
  readonly #meanGap: number = 0
  readonly #gaps: UnitExponentials
  #time = 0

  constructor(perSecond: number, context: ArrivalContext) {
    this.#meanGap = 1e9 / perSecond
    this.#gaps = new UnitExponentials(context.seed, `${context.source}/arrivals`)
  }

  next(): number {
    this.#time += this.#gaps.next() * this.#meanGap
    return this.#time < LONGEST ? Math.floor(this.#time + 0.5) : NEVER
  }
}
