/** On-off arrivals: many sources that send for a while and pause for a while, for times with heavy tails. */
import { exp, log } from '../../random/elementary.ts'
import { Stream } from '../../random/stream.ts'
import { duration, integer, number, rate } from '../../registry/option.ts'
import { IndexedHeap } from '../../structures/indexed-heap.ts'
import { type ArrivalContext, type ArrivalProcess, defineArrivals, LONGEST, type OptionProblem } from './arrival-process.ts'
import { UnitExponentials } from './unit-exponentials.ts'

interface OnOff {
  /** Of all senders together, per second. */
  readonly rate: number
  readonly senders: number
  /** Mean periods in nanoseconds. */
  readonly on: number
  readonly off: number
  readonly shape: number
}

/** Changes between two arrivals, on average, beyond which nothing would come for a long time of computing. */
const CHANGES_MOST = 1e5

export const onOff = defineArrivals({
  descriptor: {
    kind: 'arrivals',
    name: 'on-off',
    summary:
      'Senders that are on and off for Pareto times and send Poisson arrivals while on. Together they are bursty on all scales: ' +
      'for shapes below 2 the Hurst parameter is (3 − shape) / 2. It starts as if it had always been going on.',
    source: 'Willinger, Taqqu, Sherman, Wilson: Self-similarity through high-variability (1997); Taqqu, Willinger, Sherman (1997)',
    options: {
      rate: rate({ doc: 'mean records per second of all senders together', max: 1e9 }),
      senders: integer({ doc: 'how many there are', min: 1, max: 100_000, default: 50 }),
      on: duration({ doc: 'mean time for which one sends', above: 0, max: LONGEST }),
      off: duration({ doc: 'mean time for which one pauses', above: 0, max: LONGEST }),
      shape: number({
        doc: 'exponent of the tail of both times, above 1; from 2 on nothing is left of long-range dependence',
        above: 0,
        max: 1_000,
        default: 1.5,
      }),
    },
  },
  create(options, context) {
    const [problem] = periodProblems(options)
    if (problem !== undefined) throw new RangeError(problem.message)
    return new OnOffArrivals(options, context)
  },
  meanRate: (options) => options.rate,
  finite: () => false,
  deterministic: () => false,
  problems: periodProblems,
})

function periodProblems({ rate: perSecond, senders, on, off, shape }: OnOff): readonly OptionProblem[] {
  if (shape <= 1)
    return [{ path: ['shape'], message: `times with a tail of exponent ${shape} have no mean, so there is no rate: take a shape above 1` }]
  const changes = ((2 * senders) / (on + off)) * (1e9 / perSecond)
  return changes > CHANGES_MOST
    ? [{ path: ['on'], message: `senders change ${Math.round(changes)} times per arrival: make on and off longer, or the rate higher` }]
    : []
}

/**
 * Arrivals come where the integral of the rate, which is proportional to how many senders are on, reaches the next unit exponential.
 * Period j of sender s is a draw that belongs to (s, j).
 */
class OnOffArrivals implements ArrivalProcess {
  /** Of a sender that is on, per nanosecond. */
  readonly #rate: number = 0
  readonly #means: readonly [off: number, on: number]
  readonly #shape: number = 0
  readonly #gaps: UnitExponentials
  readonly #periods: Stream
  /** Senders by the time of their next change. */
  readonly #heap: IndexedHeap
  readonly #until: Float64Array
  readonly #isOn: Uint8Array
  readonly #period: Float64Array
  #active = 0
  #time = 0

  constructor({ rate: perSecond, senders, on, off, shape }: OnOff, context: ArrivalContext) {
    this.#rate = (perSecond / 1e9 / senders) * ((on + off) / on)
    this.#means = [off, on]
    this.#shape = shape
    this.#gaps = new UnitExponentials(context.seed, `${context.source}/arrivals`)
    this.#periods = new Stream(context.seed, `${context.source}/arrivals/periods`)
    this.#heap = new IndexedHeap(senders)
    this.#until = new Float64Array(senders)
    this.#isOn = new Uint8Array(senders)
    this.#period = new Float64Array(senders)
    for (let sender = 0; sender < senders; sender++) this.#start(sender, on / (on + off))
  }

  next(): number {
    let left = this.#gaps.next()
    for (;;) {
      const sender = this.#heap.top()
      const rate = this.#rate * this.#active
      const rest = rate * (this.#until[sender]! - this.#time)
      if (left < rest) {
        this.#time += left / rate
        return this.#time < LONGEST ? Math.floor(this.#time + 0.5) : Infinity
      }
      left -= rest
      this.#time = this.#until[sender]!
      if (this.#time >= LONGEST) return Infinity
      this.#change(sender)
    }
  }

  /** On or off with its share of time, and in the middle of a period: what is left of that has the equilibrium distribution. */
  #start(sender: number, share: number): void {
    this.#periods.at(sender, 0)
    const isOn = this.#periods.uniform() < share ? 1 : 0
    const mean = this.#means[isOn]
    this.#isOn[sender] = isOn
    this.#active += isOn
    const until = equilibriumRest(mean, this.#shape, this.#periods.uniform())
    this.#until[sender] = until
    this.#heap.set(sender, until)
  }

  #change(sender: number): void {
    const isOn = 1 - this.#isOn[sender]!
    this.#isOn[sender] = isOn
    this.#active += 2 * isOn - 1
    const period = ++this.#period[sender]!
    const least = (this.#means[isOn]! * (this.#shape - 1)) / this.#shape
    this.#until[sender]! += least * exp(this.#periods.at(sender, period).exponential() / this.#shape)
    this.#heap.set(sender, this.#until[sender]!)
  }
}

/**
 * The rest of a Pareto period of this mean, at a point of time: density (1 - F(x)) / mean. Up to the least period it is uniform, with
 * probability 1 - 1/shape; beyond that it has a tail of exponent shape - 1.
 */
function equilibriumRest(mean: number, shape: number, uniform: number): number {
  const least = (mean * (shape - 1)) / shape
  const beyond = uniform * shape
  return beyond < 1 ? least * exp(-log(beyond) / (shape - 1)) : (least * (1 - uniform)) / (1 - 1 / shape)
}
