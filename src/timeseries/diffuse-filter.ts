/**
 * ARIMA with its differences inside the state space, for series in which values are missing: dropping differences that touch a missing value
 * would be another model. Levels before the start are unknown: a diffuse prior (Harvey 1989; variance 10⁶, as in R's arima).
 */
import { log } from '../random/elementary.ts'
import { type ArimaModel, differencing, expandedAr, expandedMa } from './arima-model.ts'
import { regressed, type Likelihood } from './arima-likelihood.ts'
import { stationaryCovariance, stationaryState } from './stationary-state.ts'

const LOG_TWO_PI = 1.8378770664093453
const DIFFUSE = 1e6
/** Innovations as uncertain as this are about the start, not about the series. */
const ABOUT_START = 1e4

/** The state: that of the ARMA part, then the last levels. */
export interface StateSpace {
  readonly size: number
  /** Row by row. */
  readonly transition: readonly Float64Array[]
  readonly shock: Float64Array
  /** What of the state the series is. */
  readonly seen: Float64Array
  readonly covariance: Float64Array[]
}

/** Undefined when the model is not stationary but for its differences. */
export function stateSpace(model: ArimaModel, levelVariance: number): StateSpace | undefined {
  const [ar, ma] = [expandedAr(model), expandedMa(model)]
  const start = stationaryState(ar, ma)
  if (start === undefined) return undefined
  const { phi, shock: innerShock } = start
  const inner = phi.length
  const undo = differencing(model)
    .slice(1)
    .map((coefficient) => 0 - coefficient)
  const size = inner + undo.length
  const stationary = stationaryCovariance(start)
  const seen = Float64Array.from({ length: size }, (_, i) => (i === 0 ? 1 : i >= inner ? undo[i - inner]! : 0))
  const transition = Array.from({ length: size }, (_, i) => {
    const row = new Float64Array(size)
    if (i < inner) {
      row[0] = phi[i]!
      if (i + 1 < inner) row[i + 1] = 1
    } else if (i === inner) {
      row.set(seen)
    } else {
      row[i - 1] = 1
    }
    return row
  })
  const covariance = Array.from({ length: size }, (_, i) =>
    Float64Array.from({ length: size }, (__, j) => (i < inner && j < inner ? stationary[i * inner + j]! : i === j ? levelVariance : 0)),
  )
  const shock = Float64Array.from({ length: size }, (_, i) => (i < inner ? innerShock[i]! : 0))
  return { size, transition, shock, seen, covariance }
}

/** T P Tᵀ + R Rᵀ. */
export function nextCovariance({ transition, shock, size }: StateSpace, covariance: readonly Float64Array[]): Float64Array[] {
  const left = transition.map((row) => {
    const product = new Float64Array(size)
    for (let k = 0; k < size; k++) if (row[k] !== 0) for (let j = 0; j < size; j++) product[j]! += row[k]! * covariance[k]![j]!
    return product
  })
  return left.map((row, i) =>
    Float64Array.from({ length: size }, (_, j) => {
      let sum = shock[i]! * shock[j]!
      const other = transition[j]!
      for (let k = 0; k < size; k++) if (other[k] !== 0) sum += row[k]! * other[k]!
      return sum
    }),
  )
}

export interface DiffuseFiltered extends Likelihood {
  /** By series: the state that is expected after the last value, and its covariance. */
  readonly states: readonly Float64Array[]
  readonly covariance: Float64Array[]
}

/** As `exactLikelihood`, of series that are not differenced. */
export function diffuseLikelihood(
  model: ArimaModel,
  columns: readonly (readonly number[])[],
  coefficients?: readonly number[],
): DiffuseFiltered | undefined {
  const space = stateSpace(model, DIFFUSE)
  if (space === undefined) return undefined
  const { size, transition, seen } = space
  const length = columns[0]!.length
  const innovations = columns.map(() => new Float64Array(length).fill(NaN))
  let states = columns.map(() => new Float64Array(size))
  let { covariance } = space
  let logVariances = 0
  for (let t = 0; t < length; t++) {
    if (!Number.isNaN(columns[0]![t]!)) {
      const gain = covariance.map((row) => dot(row, seen))
      const variance = dot(seen, Float64Array.from(gain))
      const counts = variance < ABOUT_START
      if (counts) logVariances += log(variance)
      for (const [column, state] of states.entries()) {
        const innovation = columns[column]![t]! - dot(seen, state)
        if (counts) innovations[column]![t] = innovation / Math.sqrt(variance)
        for (let i = 0; i < size; i++) state[i]! += (gain[i]! / variance) * innovation
      }
      covariance = covariance.map((row, i) => row.map((value, j) => value - (gain[i]! * gain[j]!) / variance))
    }
    states = states.map((state) => Float64Array.from(transition, (row) => dot(row, state)))
    covariance = nextCovariance(space, covariance)
  }
  const found = regressed(innovations, coefficients)
  if (found === undefined) return undefined
  const count = found.residuals.filter((value) => !Number.isNaN(value)).length
  const variance = found.squares / count
  const logLikelihood = -0.5 * (count * (LOG_TWO_PI + log(variance) + 1) + logVariances)
  return { logLikelihood, variance, coefficients: found.coefficients, innovations: found.residuals, states, covariance }
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!
  return sum
}
