/** The parameters with the highest likelihood. That of mixed models has several tops, and one start finds one of them. */
import { coordinatesOf } from './arima-coordinates.ts'
import { type ArimaOrder, type PreparedSeries, withoutGaps } from './arima-data.ts'
import type { ArimaModel } from './arima-model.ts'
import { type ArimaMethod, objectiveOf, problemOf, type Problem } from './arima-problem.ts'
import { minimise, type Minimum } from './minimise.ts'
import { regressionStart, scatteredStarts } from './search-starts.ts'

/** Of a series with its gaps closed, so many tops are climbed again with the gaps. */
const TOPS = 3
/** Of the log likelihood of a value: tops that differ by less are one. */
const SAME = 1e-6

/** From many starts, in coordinates. */
export function highest(problem: Problem, method: ArimaMethod): Minimum {
  const { order, prepared } = problem
  const zero = zeroOf(problem)
  if (zero.length === 0) return climbed(problem, zero)
  const closed = withoutGaps(prepared, order)
  const starts = [zero, ...regressionStarts(order, closed), ...scatteredStarts(order)]
  if (closed === prepared) return highestFrom(problem, [conditionalStart(problem, method), ...starts])
  // With values missing every step takes long; tops of the series with its gaps closed are near.
  const whole = problemOf(order, closed, method)
  const tops = starts
    .map((start) => climbed(whole, start))
    .sort((a, b) => a.value - b.value)
    .filter(({ value }, i, all) => i === 0 || value - all[i - 1]!.value > SAME)
  return highestFrom(problem, [zero, ...tops.slice(0, TOPS).map(({ at }) => at)])
}

/** From one start, or two: a model of another order, or what the method begins with. */
export function highestNear(problem: Problem, method: ArimaMethod, near: ArimaModel | 'from the first start'): Minimum {
  const zero = zeroOf(problem)
  if (zero.length === 0) return climbed(problem, zero)
  const first = near === 'from the first start' ? conditionalStart(problem, method) : coordinatesOf(near, problem.order)
  return highestFrom(problem, [first, ...regressionStarts(problem.order, withoutGaps(problem.prepared, problem.order))])
}

function zeroOf({ order: { p, q, seasonal } }: Problem): number[] {
  return new Array<number>(p + q + (seasonal?.p ?? 0) + (seasonal?.q ?? 0)).fill(0)
}

function conditionalStart(problem: Problem, method: ArimaMethod): readonly number[] {
  const { order, prepared } = problem
  if (method !== 'CSS-ML' || prepared.levels.some(Number.isNaN)) return zeroOf(problem)
  return climbed(problemOf(order, prepared, 'CSS'), zeroOf(problem)).at
}

/** @param closed the series without gaps */
function regressionStarts(order: ArimaOrder, closed: PreparedSeries): number[][] {
  const start = regressionStart(closed.columns[0]!, order)
  return start === undefined ? [] : [start]
}

function highestFrom(problem: Problem, starts: readonly (readonly number[])[]): Minimum {
  return starts.map((start) => climbed(problem, start)).reduce((a, b) => (b.value < a.value ? b : a))
}

function climbed(problem: Problem, start: readonly number[]): Minimum {
  if (start.length === 0) return { at: [], value: objectiveOf(problem)([]), converged: true }
  return minimise(objectiveOf(problem), start)
}
