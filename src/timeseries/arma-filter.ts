/**
 * The Kalman filter of an ARMA process in Harvey's state-space form (Harvey 1981; Gardner, Harvey and Phillips 1980), for shocks of variance 1.
 * Several series with the same missing values are filtered at once, since gains do not depend on values: a series and its regressors.
 */

import { log } from '../random/elementary.ts'
import type { Innovations } from './arma-innovations.ts'
import { stationaryCovariance, stationaryState } from './stationary-state.ts'

export interface Filtered extends Innovations {
  /** By series: the state that is expected after the last value. */
  readonly states: readonly Float64Array[]
  /** Its covariance, row by row. */
  readonly covariance: Float64Array
}

/**
 * Filters series of equal length; NaN is a missing value, and has to be one in all of them.
 * @param ar,ma weights of the past, expanded
 * @returns undefined when the process is not stationary
 */
export function filterArma(ar: readonly number[], ma: readonly number[], series: readonly (readonly number[])[]): Filtered | undefined {
  const start = stationaryState(ar, ma)
  if (start === undefined) return undefined
  const { phi, shock } = start
  const size = phi.length
  let covariance = stationaryCovariance(start)
  const length = series[0]!.length
  const innovations = series.map(() => new Float64Array(length).fill(NaN))
  const states = series.map(() => new Float64Array(size))
  let next: Float64Array = new Float64Array(size * size)
  let [logVariances, count] = [0, 0]
  let isSteady = false
  for (let t = 0; t < length; t++) {
    const isMissing = Number.isNaN(series[0]![t]!)
    const variance = covariance[0]!
    if (!isMissing) {
      if (!(variance > 0) || variance === Infinity) return undefined
      logVariances += log(variance)
      count++
    }
    const deviation = Math.sqrt(variance)
    for (const [column, state] of states.entries()) {
      if (!isMissing) {
        const innovation = series[column]![t]! - state[0]!
        innovations[column]![t] = innovation / deviation
        for (let i = 0; i < size; i++) state[i]! += (covariance[i * size]! / variance) * innovation
      }
      const first = state[0]!
      for (let i = 0; i < size; i++) state[i] = phi[i]! * first + (i + 1 < size ? state[i + 1]! : 0)
    }
    // Once gains have settled they stay, until a value is missing.
    if (isSteady && !isMissing) continue
    predict(covariance, next, phi, shock, isMissing ? Infinity : variance)
    isSteady = !isMissing && isNear(covariance, next)
    ;[covariance, next] = [next, covariance]
  }
  return { innovations, logVariances, count, states, covariance }
}

const SETTLED = 1e-15

function isNear(before: Float64Array, after: Float64Array): boolean {
  const scale = SETTLED * after[0]!
  for (let k = 0; k < after.length; k++) if (Math.abs(after[k]! - before[k]!) > scale) return false
  return true
}

/** Covariance of the next state from that of this one, whose first element has been seen with this variance, or not (Infinity). */
function predict(from: Float64Array, into: Float64Array, phi: Float64Array, shock: Float64Array, variance: number): void {
  const size = phi.length
  // What is left after the value has been seen.
  const left = (i: number, j: number): number =>
    i >= size || j >= size ? 0 : from[i * size + j]! - (variance === Infinity ? 0 : (from[i * size]! * from[j * size]!) / variance)
  const corner = left(0, 0)
  for (let i = 0; i < size; i++) {
    const edge = left(i + 1, 0)
    for (let j = 0; j <= i; j++) {
      const value = phi[i]! * phi[j]! * corner + phi[i]! * left(0, j + 1) + phi[j]! * edge + left(i + 1, j + 1) + shock[i]! * shock[j]!
      into[i * size + j] = value
      into[j * size + i] = value
    }
  }
}
