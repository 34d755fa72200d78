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
  const covariance = stationaryCovariance(start)
  const length = series[0]!.length
  const innovations = series.map(() => new Float64Array(length).fill(NaN))
  const states = series.map(() => new Float64Array(size))
  const gain = new Float64Array(size)
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
    for (let i = 0; i < size; i++) gain[i] = isMissing ? 0 : covariance[i * size]! / variance
    for (const [column, state] of states.entries()) {
      if (!isMissing) {
        const innovation = series[column]![t]! - state[0]!
        innovations[column]![t] = innovation / deviation
        for (let i = 0; i < size; i++) state[i]! += gain[i]! * innovation
      }
      const first = state[0]!
      for (let i = 0; i < size; i++) state[i] = phi[i]! * first + (i + 1 < size ? state[i + 1]! : 0)
    }
    // Once gains have settled they stay, until a value is missing.
    if (isSteady && !isMissing) continue
    const moved = predict(covariance, phi, shock, gain, isMissing ? 0 : variance)
    isSteady = !isMissing && moved <= SETTLED * variance
  }
  for (let i = 0; i < size; i++) for (let j = 0; j < i; j++) covariance[j * size + i] = covariance[i * size + j]!
  return { innovations, logVariances, count, states, covariance }
}

const SETTLED = 1e-15

/**
 * Makes the covariance of this state, the triangle below the diagonal, that of the next one: T (P − k kᵀ f) Tᵀ + R Rᵀ, with the gain k of a
 * value seen with variance f, or 0 of one that is missing. Each element comes from the one below and to the right of it, so no copy is needed.
 * @returns the largest change
 */
function predict(covariance: Float64Array, phi: Float64Array, shock: Float64Array, gain: Float64Array, variance: number): number {
  const size = phi.length
  // What is left of the first column: nothing, once its value has been seen.
  const edge = Float64Array.from({ length: size + 1 }, (_, i) => (variance > 0 || i === size ? 0 : covariance[i * size]!))
  let most = 0
  for (let i = 0; i < size; i++) {
    const below = (i + 1) * size
    const [weight, beyond, pull] = [phi[i]!, edge[i + 1]!, i + 1 < size ? gain[i + 1]! * variance : 0]
    for (let j = 0; j <= i; j++) {
      let value = shock[i]! * shock[j]!
      if (i + 1 < size) value += covariance[below + j + 1]! - pull * gain[j + 1]!
      if (variance === 0) value += weight * phi[j]! * edge[0]! + weight * edge[j + 1]! + phi[j]! * beyond
      const change = value - covariance[i * size + j]!
      if (change > most) most = change
      else if (-change > most) most = -change
      covariance[i * size + j] = value
    }
  }
  return most
}
