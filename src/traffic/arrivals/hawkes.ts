/** Hawkes arrivals: every record may bring about others. */
import { exp, log, log1p } from '../../random/elementary.ts'
import { Stream } from '../../random/stream.ts'
import { duration, number, rate } from '../../registry/option.ts'
import { type ArrivalContext, type ArrivalProcess, defineArrivals, LONGEST, type OptionProblem } from './arrival-process.ts'

interface Hawkes {
  /** Mean rate per second, followers included. */
  readonly rate: number
  readonly branching: number
  /** Mean delay of a follower in nanoseconds. */
  readonly decay: number
}

/** How many records may follow, on average, from what came before the burn-in, and so tell the start from the long run. */
const BIAS = 1e-9
const BURN_IN_MOST = 1e7

export const hawkes = defineArrivals({
  descriptor: {
    kind: 'arrivals',
    name: 'hawkes',
    summary:
      'Self-exciting arrivals: each record brings about others a while later, as replies and retries do; these come in clusters. ' +
      'A burn-in leaves a probability below 1 in 10⁹ that the start differs from the long run.',
    source:
      'Hawkes (1971); simulated exactly after Dassios, Zhao: Exact simulation of Hawkes process with exponentially decaying intensity (2013)',
    options: {
      rate: rate({ doc: 'mean records per second, those included that others brought about', max: 1e9 }),
      branching: number({ doc: 'how many others a record brings about directly, on average; below 1', min: 0 }),
      decay: duration({ doc: 'mean time until a record follows from another; exponential', above: 0, max: LONGEST }),
    },
  },
  create(options, context) {
    const [problem] = branchingProblems(options)
    if (problem !== undefined) throw new RangeError(problem.message)
    return new HawkesArrivals(options, context)
  },
  meanRate: (options) => options.rate,
  finite: () => false,
  deterministic: () => false,
  problems: branchingProblems,
})

function branchingProblems(options: Hawkes): readonly OptionProblem[] {
  const { branching } = options
  if (branching >= 1)
    return [
      {
        path: ['branching'],
        message: `a branching ratio of ${branching} lets records multiply without end, so there is no mean rate: keep it below 1`,
      },
    ]
  const records = burnIn(options) * (options.rate / 1e9) * options.decay
  return records > BURN_IN_MOST
    ? [
        {
          path: ['branching'],
          message: `it takes ${Math.ceil(records / 1e6)} million records to reach the long run: lower the branching ratio or the decay`,
        },
      ]
    : []
}

/**
 * In units of the decay: how long to go on from nothing until what would have been there before hardly matters. It would have had
 * branching · rate of intensity, of which e^(-(1 - branching) t) is left, and that brings about 1 / (1 - branching) records for each.
 */
function burnIn({ rate: perSecond, branching, decay }: Hawkes): number {
  if (branching === 0) return 0
  const followers = (branching * (perSecond / 1e9) * decay) / (1 - branching)
  return Math.max(0, log(followers / BIAS) / (1 - branching))
}

/**
 * Either somebody new comes, at a constant rate, or somebody follows, at a rate that decays and leaps up with each record. The earlier of the
 * two is the next record; arrival j, counted from the start of the burn-in, takes both draws of block j. Times are in units of the decay.
 */
class HawkesArrivals implements ArrivalProcess {
  readonly #unit: number = 0
  readonly #newcomers: number = 0
  readonly #branching: number = 0
  readonly #stream: Stream
  /** At which rate somebody follows. */
  #excitement = 0
  #time = 0
  #index = 0

  constructor(options: Hawkes, context: ArrivalContext) {
    this.#unit = options.decay
    this.#branching = options.branching
    this.#newcomers = (options.rate / 1e9) * options.decay * (1 - options.branching)
    this.#stream = new Stream(context.seed, `${context.source}/arrivals`)
    this.#time = -burnIn(options)
  }

  next(): number {
    do {
      this.#step()
    } while (this.#time < 0)
    const time = this.#time * this.#unit
    return time < LONGEST ? Math.floor(time + 0.5) : Infinity
  }

  #step(): void {
    const index = this.#index++
    this.#stream.at(index, Math.floor(index / 2 ** 32))
    const byNewcomer = this.#stream.exponential() / this.#newcomers
    // The integral of what decays is at most the excitement itself: beyond that nobody follows any more.
    const share = this.#stream.exponential() / this.#excitement
    const gap = share < 1 ? Math.min(byNewcomer, -log1p(-share)) : byNewcomer
    this.#excitement = this.#excitement * exp(-gap) + this.#branching
    this.#time += gap
  }
}
