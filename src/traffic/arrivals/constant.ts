/** Constant arrivals: one record every 1/rate. */
import { rate } from '../../registry/option.ts'
import { type ArrivalProcess, defineArrivals } from './arrival-process.ts'

export const constant = defineArrivals({
  descriptor: {
    kind: 'arrivals',
    name: 'constant',
    summary: 'One record every 1/rate, the first at time 0; record k is at the nanosecond nearest to k/rate, so the rate never drifts.',
    source: 'Deterministic arrivals, D in Kendall’s notation (Kendall 1953)',
    options: { rate: rate({ doc: 'records per second', max: 1e9 }) },
    main: 'rate',
  },
  create: (options) => new ConstantArrivals(options.rate),
  meanRate: (options) => options.rate,
  finite: () => false,
  deterministic: () => true,
})

/** Decimal places of a rate that are counted exactly. */
const PLACES = 6

/**
 * Counts whole periods apart from the rest: with rate = records/seconds in whole numbers, record k = q·records + r is at
 * q·seconds + r·seconds/records, and nothing that is rounded ever grows with k. A rate that is no short decimal
 * has the period of one record, and k/rate is then right to within a nanosecond for 104 days.
 */
class ConstantArrivals implements ArrivalProcess {
  /** Records in a period, and nanoseconds of a period. */
  readonly #records: number = 0
  readonly #period: number = 0
  #start = 0
  #index = 0

  constructor(perSecond: number) {
    let scale = 1
    for (let places = 0; places < PLACES && !Number.isInteger(perSecond * scale); places++) scale *= 10
    const records = Math.round(perSecond * scale)
    const exact = records > 0 && records / scale === perSecond
    this.#records = exact ? records : Infinity
    this.#period = exact ? scale * 1e9 : 1e9 / perSecond
  }

  next(): number {
    if (this.#records === Infinity) return Math.round(this.#index++ * this.#period)
    const time = this.#start + Math.round((this.#index * this.#period) / this.#records)
    if (++this.#index === this.#records) {
      this.#index = 0
      this.#start += this.#period
    }
    return time
  }
}
