/** Batch arrivals: groups of records. */
import { createSampler } from '../../random/index.ts'
import type { Sampler } from '../../random/distribution.ts'
import { Stream } from '../../random/stream.ts'
import { duration, option, pick } from '../../registry/option.ts'
import type { Quantity } from '../../registry/pick.ts'
import { EventHeap } from '../../structures/event-heap.ts'
import { TrafficError } from '../traffic-error.ts'
import { type ArrivalContext, type ArrivalProcess, defineComposedArrivals, LONGEST, type OptionProblem } from './arrival-process.ts'
import { NestedArrivals, ownStream } from './nested.ts'

/** Records of one batch. */
const SIZE_MOST = 1e7
/** Smaller batches would be looked for in vain for a long time. */
const MEAN_LEAST = 1e-3

export const batch = defineComposedArrivals({
  descriptor: {
    kind: 'arrivals',
    name: 'batch',
    summary: 'The arrivals of another process, each of which is a group of records: at once, or spread evenly at random over a time.',
    source: 'Compound Poisson process, Mˣ in queueing (Chaudhry, Templeton: A first course in bulk queues, 1983)',
    options: {
      arrivals: pick({ doc: 'when batches come', of: 'arrivals' }),
      size: option<Quantity>(
        { kind: 'quantity', unit: 'none' },
        'records of a batch; what lies between two whole numbers becomes one of them, at random so that the mean stays',
        undefined,
      ),
      spread: duration({
        doc: 'how long after the batch its records may come; until that has passed once, those of batches before the start are missing',
        min: 0,
        max: LONGEST,
        default: 0,
      }),
    },
  },
  compose(named) {
    const nested = new NestedArrivals(named)
    return {
      create(options, context) {
        const [problem] = sizeProblems(options.size)
        if (problem !== undefined) throw new RangeError(problem.message)
        const arrivals = nested.create(options.arrivals, context)
        const sizes = new Sizes(options.size, context)
        return options.spread === 0 ? new BatchArrivals(arrivals, sizes) : new SpreadBatches(arrivals, sizes, options.spread, context)
      },
      meanRate: ({ arrivals, size }) => {
        const rate = nested.meanRate(arrivals)
        return rate === undefined ? undefined : rate * samplerOf(size).mean
      },
      unsteady: ({ arrivals }) => nested.unsteady(arrivals),
      finite: ({ arrivals }) => nested.finite(arrivals),
      deterministic: ({ arrivals, size, spread }) =>
        nested.deterministic(arrivals) && size.kind === 'constant' && Number.isInteger(size.value) && spread === 0,
      problems: ({ arrivals, size }) => [
        ...nested.problems(arrivals, ['arrivals']),
        ...nested.replayProblems(arrivals, ['arrivals'], 'a batch has several'),
        ...sizeProblems(size),
      ],
    }
  },
})

function sizeProblems(size: Quantity): readonly OptionProblem[] {
  const at = (message: string): readonly OptionProblem[] => [{ path: ['size'], message }]
  if (size.kind === 'expression') return at('an expression has no record to read yet: give a number or a distribution')
  const { mean } = samplerOf(size)
  if (!(mean >= MEAN_LEAST)) return at(`batches of ${mean} records on average hardly ever have one: make them larger`)
  return mean === Infinity ? at('batches of this distribution have no mean size, so there is no rate: take another') : []
}

function samplerOf(size: Quantity): Omit<Sampler, 'variance' | 'quantile'> {
  if (size.kind === 'draw') return createSampler(size)
  const value = size.kind === 'constant' ? size.value : NaN
  return { mean: value, sample: () => value }
}

/** The sizes of batches: that of batch b is a draw that belongs to b. */
class Sizes {
  readonly #source: string
  readonly #size: Omit<Sampler, 'variance' | 'quantile'>
  readonly #stream: Stream
  #batch = 0

  constructor(size: Quantity, context: ArrivalContext) {
    this.#source = context.source
    this.#size = samplerOf(size)
    this.#stream = new Stream(context.seed, ownStream(context, 'batch-size'))
  }

  next(): number {
    const batch = this.#batch++
    this.#stream.at(batch, Math.floor(batch / 2 ** 32))
    const drawn = this.#size.sample(this.#stream)
    const size = Number.isInteger(drawn) ? drawn : Math.floor(drawn + this.#stream.uniform())
    if (size >= 0 && size <= SIZE_MOST) return size
    const problem = `batch ${batch} would have ${drawn} records, and a batch has from 0 to ${SIZE_MOST}: take another distribution of sizes`
    throw new TrafficError(this.#source, 'arrivals', undefined, problem)
  }
}

/** All records of a batch at once. */
class BatchArrivals implements ArrivalProcess {
  readonly #arrivals: ArrivalProcess
  readonly #sizes: Sizes
  #time = 0
  #left = 0

  constructor(arrivals: ArrivalProcess, sizes: Sizes) {
    this.#arrivals = arrivals
    this.#sizes = sizes
  }

  next(): number {
    while (this.#left === 0) {
      this.#time = this.#arrivals.next()
      if (this.#time === Infinity) return Infinity
      this.#left = this.#sizes.next()
    }
    this.#left--
    return this.#time
  }
}

/** Records of a batch each at a time of their own: that of record r of batch b is a draw that belongs to (b, r). */
class SpreadBatches implements ArrivalProcess {
  readonly #arrivals: ArrivalProcess
  readonly #sizes: Sizes
  readonly #spread: number = 0
  readonly #stream: Stream
  /** Records of batches that have begun. */
  readonly #pending = new EventHeap()
  #begins = 0
  #batch = 0

  constructor(arrivals: ArrivalProcess, sizes: Sizes, spread: number, context: ArrivalContext) {
    this.#arrivals = arrivals
    this.#sizes = sizes
    this.#spread = spread
    this.#stream = new Stream(context.seed, ownStream(context, 'batch-spread'))
    this.#begins = this.#arrivals.next()
  }

  next(): number {
    // A batch that begins later has no record that comes earlier.
    while (this.#begins < Infinity && this.#pending.nextTime() > this.#begins) this.#begin()
    return this.#pending.pop() && this.#pending.time < LONGEST ? this.#pending.time : Infinity
  }

  #begin(): void {
    const batch = this.#batch++
    for (let record = this.#sizes.next(); record > 0; record--) {
      const delay = this.#stream.at(batch, Math.floor(batch / 2 ** 32), record).uniform() * this.#spread
      this.#pending.push(Math.floor(this.#begins + delay), 0, 0)
    }
    this.#begins = this.#arrivals.next()
  }
}
