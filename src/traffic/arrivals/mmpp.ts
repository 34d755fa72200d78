/** Markov-modulated Poisson arrivals: the rate jumps between a few values at random times. */
import { Stream } from '../../random/stream.ts'
import { duration, list, number, optional, rate } from '../../registry/option.ts'
import { type ArrivalContext, type ArrivalProcess, defineArrivals, LONGEST, type OptionProblem } from './arrival-process.ts'
import { isIrreducible, stationaryShares } from './markov-chain.ts'
import { UnitExponentials } from './unit-exponentials.ts'

interface States {
  /** Per second. */
  readonly rates: readonly number[]
  /** Nanoseconds. */
  readonly dwell: readonly number[]
  readonly transitions?: readonly (readonly number[])[] | undefined
}

/** Changes of state between two arrivals, on average, beyond which nothing would come for a long time of computing. */
const CHANGES_MOST = 1e5

export const mmpp = defineArrivals({
  descriptor: {
    kind: 'arrivals',
    name: 'mmpp',
    summary:
      'MMPP: Poisson arrivals whose rate depends on a hidden state that changes at random, as between calm and busy. ' +
      'It starts in a state drawn from the long run.',
    source: 'Fischer, Meier-Hellstern: The Markov-modulated Poisson process cookbook (1993)',
    options: {
      rates: list(rate({ doc: 'records per second', min: 0, max: 1e9 }), { doc: 'records per second in each state; may be 0/s', min: 2 }),
      dwell: list(duration({ doc: 'mean time', above: 0, max: LONGEST }), {
        doc: 'mean time in each state before it changes; exponential',
        min: 2,
      }),
      transitions: optional(
        list(list(number({ doc: 'probability', min: 0, max: 1 }), { doc: 'probabilities of the next states' }), {
          doc: 'for each state, the probabilities of what comes next; states follow one another in a circle when left out',
        }),
      ),
    },
  },
  create(options, context) {
    const [problem] = stateProblems(options)
    if (problem !== undefined) throw new RangeError(problem.message)
    return new ModulatedArrivals(options, context)
  },
  meanRate: (options) => {
    const shares = timeShares(options)
    return options.rates.reduce((sum, one, state) => sum + one * shares[state]!, 0)
  },
  finite: () => false,
  deterministic: () => false,
  problems: stateProblems,
})

function stateProblems(options: States): readonly OptionProblem[] {
  const { rates, dwell, transitions } = options
  const states = rates.length
  const at = (path: readonly string[], message: string): readonly OptionProblem[] => [{ path, message }]
  if (dwell.length !== states) return at(['dwell'], `${states} rates and ${dwell.length} dwell times: give one of each for every state`)
  if (rates.every((one) => one === 0)) return at(['rates'], 'all rates are 0, so nothing ever arrives: make one positive')
  if (transitions !== undefined) {
    if (transitions.length !== states)
      return at(['transitions'], `${transitions.length} rows for ${states} states: give one for every state`)
    for (const [state, row] of transitions.entries()) {
      const path = ['transitions', String(state)]
      const sum = row.reduce((total, one) => total + one, 0)
      if (row.length !== states) return at(path, `${row.length} probabilities for ${states} states: give one for every state`)
      if (row[state] !== 0)
        return at(path, `state ${state + 1} follows itself with probability ${row[state]}: make it 0, and the dwell time longer instead`)
      if (Math.abs(sum - 1) > 1e-9) return at(path, `the probabilities sum to ${sum}: make them sum to 1`)
    }
    if (!isIrreducible(transitions))
      return at(['transitions'], 'some states are never reached from others, so there is no long run: connect them')
  }
  const shares = stationaryShares(transitions ?? circle(states))
  const perChange = rates.reduce((sum, one, state) => sum + ((one * dwell[state]!) / 1e9) * shares[state]!, 0)
  return perChange * CHANGES_MOST < 1
    ? at(['dwell'], `the state changes ${Math.round(1 / perChange)} times per arrival: make the dwell times longer, or the rates higher`)
    : []
}

function circle(states: number): number[][] {
  return Array.from({ length: states }, (_, from) => Array.from({ length: states }, (__, to) => (to === (from + 1) % states ? 1 : 0)))
}

/** Shares of time in each state, in the long run. */
function timeShares({ rates, dwell, transitions }: States): number[] {
  const weights = stationaryShares(transitions ?? circle(rates.length)).map((share, state) => share * dwell[state]!)
  const total = weights.reduce((sum, weight) => sum + weight, 0)
  return weights.map((weight) => weight / total)
}

/**
 * Arrival k comes where the integral of the rate reaches the sum of the first k unit exponentials; visit v of the chain takes the draws of
 * block v. So the two are independent, and other rates leave the path through the states as it is.
 */
class ModulatedArrivals implements ArrivalProcess {
  /** Per nanosecond. */
  readonly #rates: Float64Array = new Float64Array(0)
  readonly #dwell: readonly number[]
  readonly #transitions: readonly (readonly number[])[]
  readonly #gaps: UnitExponentials
  readonly #chain: Stream
  #state = 0
  #visit = 0
  #time = 0
  #until = 0

  constructor(options: States, context: ArrivalContext) {
    this.#rates = Float64Array.from(options.rates, (one) => one / 1e9)
    this.#dwell = options.dwell
    this.#transitions = options.transitions ?? circle(options.rates.length)
    this.#gaps = new UnitExponentials(context.seed, `${context.source}/arrivals`)
    this.#chain = new Stream(context.seed, `${context.source}/arrivals/states`)
    // The rest of an exponential time is as the whole, so only the state at the start is drawn differently.
    this.#enter(timeShares(options))
  }

  next(): number {
    let left = this.#gaps.next()
    for (;;) {
      const rate = this.#rates[this.#state]!
      const rest = rate * (this.#until - this.#time)
      if (left < rest) {
        this.#time += left / rate
        return this.#time < LONGEST ? Math.floor(this.#time + 0.5) : Infinity
      }
      left -= rest
      this.#time = this.#until
      if (this.#time >= LONGEST) return Infinity
      this.#enter(this.#transitions[this.#state]!)
    }
  }

  /** Draws the next state with these probabilities, and how long it lasts. */
  #enter(probabilities: readonly number[]): void {
    const visit = this.#visit++
    this.#chain.at(visit, Math.floor(visit / 2 ** 32))
    let target = this.#chain.uniform()
    let state = -1
    // What rounding leaves over goes to the last state that is possible.
    for (let to = 0; to < probabilities.length && (state < 0 || target >= 0); to++) {
      const probability = probabilities[to]!
      if (probability === 0) continue
      state = to
      target -= probability
    }
    this.#state = state
    this.#until = this.#time + this.#chain.exponential() * this.#dwell[state]!
  }
}
