/** A Poisson process whose rate is an expression of the time: candidates below a proven bound, thinned. */
import { check } from '../../expressions/check.ts'
import { compile } from '../../expressions/compile.ts'
import { type Expression, ExpressionError } from '../../expressions/expression.ts'
import { type Interval, intervalOf } from '../../expressions/interval.ts'
import { timePower } from '../../expressions/time-power.ts'
import { Stream } from '../../random/stream.ts'
import { printDuration } from '../../units/duration.ts'
import { TrafficError } from '../traffic-error.ts'
import { type ArrivalContext, type ArrivalProcess, LONGEST } from './arrival-process.ts'

/** The time since the start of the run, in nanoseconds. */
const TIME = 't'
const TIMES: ReadonlySet<string> = new Set([TIME])

/** A stretch with fewer candidates than this need not have a tight bound. */
const FEW = 32
/** A bound is tight when the rate stays above this share of it. */
const TIGHT = 0.75
/** Candidates per nanosecond, which nobody means. */
const RATE_MOST = 1_000
/** What rounding may add to a bound, and more. */
const SLACK = 1 + 1e-9

/** What is wrong with an expression as a rate; undefined when nothing is that can be known before it runs. */
export function expressionProblem(expression: Expression): string | undefined {
  try {
    const type = check(expression, new Map([[TIME, 'number']]))
    if (type !== 'number') return `${expression.text} is a ${type}; expected a rate, such as 100/s`
    const power = timePower(expression.tree, TIMES)
    if (power !== undefined && power !== 0 && power !== -1)
      return `${expression.text} is no rate; expected one such as 100/s, or a plain number per second`
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error
    return error.message
  }
  const { low, high } = intervalOf(expression.tree, () => ({ low: 0, high: LONGEST }))
  if (high < 0) return `the rate is always negative`
  return high === 0 && low === 0 ? 'the rate is 0 at all times, so nothing ever arrives' : undefined
}

/**
 * Candidates come as a Poisson process whose rate is constant on stretches and nowhere below the wanted one; each stays with the probability
 * by which the wanted rate is lower. Stretches are as long as their bounds stay tight. Candidate j takes both draws of block j.
 */
export class ThinnedPoisson implements ArrivalProcess {
  readonly #expression: Expression
  readonly #source: string
  readonly #rateAt: (time: number) => number
  /** From the expression's unit to records per nanosecond. */
  readonly #scale: number = 1
  readonly #stream: Stream
  #candidate = 0
  #time = 0
  /** The stretch at hand: where it ends, and the bound. */
  #end = 0
  #bound = 0
  #length = 1e9

  /** @throws RangeError when the expression cannot be a rate */
  constructor(expression: Expression, context: ArrivalContext) {
    const problem = expressionProblem(expression)
    if (problem !== undefined) throw new RangeError(problem)
    // Rows stand for times here: the only field is the row itself.
    const compiled = compile(expression, () => ({ type: 'number', read: (time) => time }))
    this.#expression = expression
    this.#source = context.source
    this.#rateAt = compiled.evaluate as (time: number) => number
    this.#scale = timePower(expression.tree, TIMES) === -1 ? 1 : 1e-9
    this.#stream = new Stream(context.seed, `${context.source}/arrivals`)
  }

  next(): number {
    for (;;) {
      const candidate = this.#candidate++
      this.#stream.at(candidate, Math.floor(candidate / 2 ** 32))
      if (!this.#advance(this.#stream.exponential())) return Infinity
      const rate = this.#rateAt(this.#time) * this.#scale
      if (!(rate >= 0 && rate <= this.#bound)) throw this.#impossible(rate)
      if (this.#stream.uniform() * this.#bound < rate) return Math.floor(this.#time + 0.5)
    }
  }

  /** Moves on by so many expected candidates. @returns false when time ends before */
  #advance(candidates: number): boolean {
    let left = candidates
    for (;;) {
      const rest = this.#bound * (this.#end - this.#time)
      if (left < rest) {
        this.#time = Math.min(this.#end, this.#time + left / this.#bound)
        return this.#time < LONGEST
      }
      left -= rest
      this.#time = this.#end
      if (this.#time >= LONGEST) return false
      this.#stretch()
    }
  }

  /** Finds a stretch from here on, twice as long as the last at most. */
  #stretch(): void {
    const from = this.#time
    let length = Math.min(this.#length * 2, LONGEST - from)
    for (;;) {
      const { low, high } = this.#boundsOn(from, from + length)
      if (high < 0) throw this.#impossible(high * this.#scale)
      const bound = high * this.#scale * SLACK
      if (length <= 1 && bound > RATE_MOST) throw this.#unbounded()
      if (bound <= RATE_MOST && (length <= 1 || bound * length <= FEW || low >= TIGHT * high)) {
        this.#end = from + length
        this.#bound = bound
        this.#length = length
        return
      }
      length /= 2
    }
  }

  #boundsOn(low: number, high: number): Interval {
    return intervalOf(this.#expression.tree, () => ({ low, high }))
  }

  #impossible(rate: number): TrafficError {
    const value = Number.isNaN(rate) ? 'no number' : `${rate * 1e9} per second`
    return this.#error(
      `the rate ${this.#expression.text} is ${value} at t = ${printDuration(this.#time)}: keep it from 0 on, as with max(0, …)`,
    )
  }

  #unbounded(): TrafficError {
    return this.#error(
      `the rate ${this.#expression.text} has no bound, or is no number, near t = ${printDuration(this.#time)}: bound it, as with min(1000, …)`,
    )
  }

  #error(problem: string): TrafficError {
    return new TrafficError(this.#source, 'arrivals', undefined, problem)
  }
}
