/** The inhomogeneous Poisson process: a rate that goes with time, linear between knots, once over the trace or again every day. */
import { log } from '../../random/elementary.ts'
import type { Candidate } from './candidate.ts'
import { instants, type ObservedArrivals } from './observed-arrivals.ts'
import { poissonAtMost } from './poisson.ts'
import { perSecond, seconds } from './scenario-text.ts'

const DAY = 86_400
/** Fewer days do not tell a day's shape from chance. */
const DAYS = 2
const KNOTS_PER_DAY = 24
/** Knots over a trace without days: further apart than the blocks that are held back, so that every stretch is learnt from. */
const KNOTS = 7
const STEPS = 200
/** The estimates stop when a step changes the log-likelihood by less. */
const ENOUGH = 1e-4

/**
 * Coordinates: the rates at the knots. The likelihood is maximised by expectation–maximisation, each knot taking its share of every arrival
 * (Richardson 1972, Lucy 1974), which needs no step size and keeps rates positive.
 */
export const varyingRate: Candidate = {
  name: 'inhomogeneous-poisson',
  meaning: 'independent arrivals at a rate that goes with time',
  looksAtGaps: true,
  freedom: (arrivals) => new RateKnots(arrivals).knots,
  likelihood(arrivals) {
    const shape = new RateKnots(arrivals)
    return (rates, hazards) => {
      if (hazards !== undefined) shape.hazards(rates, hazards)
      return shape.likelihood(rates)
    }
  },
  countDistribution(rates, arrivals) {
    const shape = new RateKnots(arrivals)
    return (interval, most) => poissonAtMost(shape.integral(rates, interval * arrivals.width, (interval + 1) * arrivals.width), most)
  },
  estimate: ratesAtKnots,
  parameters: (rates, arrivals) =>
    rates.map((value, knot) => ({ name: `rate at ${Math.round(knot * new RateKnots(arrivals).width)} s`, value, unit: '/s' })),
  scenario(rates, arrivals) {
    const { width, periodic } = new RateKnots(arrivals)
    const ramps = rates.map((rate, knot) => ({ at: seconds(knot * width), rate: perSecond(rate) }))
    return { 'inhomogeneous-poisson': periodic ? { rate: { ramps }, period: '1 d' } : { rate: { ramps } } }
  },
}

/** The rates at the knots with the largest likelihood of the blocks to learn from. */
export function ratesAtKnots(arrivals: ObservedArrivals, learns: readonly boolean[]): readonly number[] {
  const shape = new RateKnots(arrivals)
  let rates = Array.from({ length: shape.knots }, () => arrivals.rate)
  let before = -Infinity
  for (let step = 0; step < STEPS; step++) {
    const { next, score } = shape.improved(rates, learns)
    if (score - before < ENOUGH) break
    before = score
    rates = next
  }
  return rates
}

/** Hat functions at the knots, and what of each lies in each block. */
export class RateKnots {
  readonly periodic: boolean
  readonly knots: number
  /** Seconds between knots. */
  readonly width: number
  readonly #arrivals: ObservedArrivals
  /** By block and knot: the integral of the knot's hat. */
  readonly #mass: readonly Float64Array[]

  constructor(arrivals: ObservedArrivals) {
    const { span, blockEnds } = arrivals
    this.#arrivals = arrivals
    this.periodic = span >= DAYS * DAY
    this.knots = this.periodic ? KNOTS_PER_DAY : KNOTS
    this.width = this.periodic ? DAY / KNOTS_PER_DAY : span / (KNOTS - 1)
    this.#mass = Array.from(blockEnds, (end, block) => this.#masses(block === 0 ? 0 : blockEnds[block - 1]!, end))
  }

  likelihood(rates: readonly number[]): Float64Array {
    const scores = this.#mass.map((mass) => -mass.reduce((sum, part, knot) => sum + part * rates[knot]!, 0))
    this.#visit((time, block, count) => {
      scores[block]! += count * log(this.rate(rates, time))
    })
    return Float64Array.from(scores)
  }

  integral(rates: readonly number[], from: number, to: number): number {
    let sum = 0
    this.#eachPart(from, to, (left, right, length, middle) => {
      sum += length * (rates[left]! * (1 - middle) + rates[right]! * middle)
    })
    return sum
  }

  /** The rate integrated over each gap. */
  hazards(rates: readonly number[], hazards: Float64Array): void {
    const times = instants(this.#arrivals)
    for (let i = 1; i < times.length; i++) hazards[i - 1] = this.integral(rates, times[i - 1]!, times[i]!)
  }

  /** One step of expectation–maximisation on the blocks to learn from, and the log-likelihood before it. */
  improved(rates: readonly number[], learns: readonly boolean[]): { readonly next: number[]; readonly score: number } {
    const shares = new Float64Array(this.knots)
    const masses = new Float64Array(this.knots)
    let score = 0
    for (const [block, mass] of this.#mass.entries()) {
      if (learns[block] !== true) continue
      for (const [knot, part] of mass.entries()) {
        masses[knot]! += part
        score -= part * rates[knot]!
      }
    }
    this.#visit((time, block, count) => {
      if (learns[block] !== true) return
      const { left, right, share } = this.#between(time)
      const rate = rates[left]! * (1 - share) + rates[right]! * share
      shares[left]! += (count * rates[left]! * (1 - share)) / rate
      shares[right]! += (count * rates[right]! * share) / rate
      score += count * log(rate)
    })
    return { next: rates.map((rate, knot) => (masses[knot]! > 0 ? Math.max(shares[knot]! / masses[knot]!, Number.EPSILON) : rate)), score }
  }

  /** Calls for every arrival, or for every interval's arrivals at its middle where that is all that is known. */
  #visit(each: (time: number, block: number, count: number) => void): void {
    const { times, counts, width, blockOf, blockEnds } = this.#arrivals
    if (times === null) {
      for (const [interval, count] of counts.entries()) if (count > 0) each((interval + 0.5) * width, blockOf[interval]!, count)
      return
    }
    let block = 0
    for (let i = 1; i < times.length; i++) {
      while (times[i]! > blockEnds[block]!) block++
      each(times[i]!, block, 1)
    }
  }

  rate(rates: readonly number[], time: number): number {
    const { left, right, share } = this.#between(time)
    return rates[left]! * (1 - share) + rates[right]! * share
  }

  /** The knots on both sides of a time, and how far it is on its way to the right one. */
  #between(time: number): { readonly left: number; readonly right: number; readonly share: number } {
    const place = time / this.width
    const left = Math.min(Math.floor(place), this.periodic ? Infinity : this.knots - 2)
    return { left: left % this.knots, right: (left + 1) % this.knots, share: place - left }
  }

  #masses(from: number, to: number): Float64Array {
    const mass = new Float64Array(this.knots)
    this.#eachPart(from, to, (left, right, length, middle) => {
      mass[left]! += (1 - middle) * length
      mass[right]! += middle * length
    })
    return mass
  }

  /** Calls for every part of a time that lies between two knots: the knots, its length, and where its middle is between them. */
  #eachPart(from: number, to: number, each: (left: number, right: number, length: number, middle: number) => void): void {
    for (let at = from; at < to;) {
      const { left, right, share } = this.#between(at)
      const end = Math.min(to, at + Math.max((1 - share) * this.width, this.width * 1e-9))
      each(left, right, end - at, share + (end - at) / (2 * this.width))
      at = end
    }
  }
}
