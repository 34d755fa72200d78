/**
 * Innovations of an ARMA process without missing values, in a time that grows with the order and not with its square: from one step to the
 * next the covariance of the Kalman filter changes by a matrix of rank one, and only its factor is carried along (Morf, Sidhu and Kailath
 * 1974; Mélard 1984, AS 197).
 */
import { log } from '../random/elementary.ts'
import { stationaryState } from './stationary-state.ts'

export interface Innovations {
  /** By series: innovations over their standard deviations, NaN where a value is missing. */
  readonly innovations: readonly Float64Array[]
  /** Sum of the logarithms of the innovations' variances, for shocks of variance 1. */
  readonly logVariances: number
  /** Values that are not missing. */
  readonly count: number
}

/** Of the variance of an innovation, by which it may still change when it counts as settled. */
const SETTLED = 1e-16
/** A settled variance this near to that of the shocks is theirs: the innovations are the shocks. */
const SHOCKS = 1e-12
/** A product of variances this large is turned into its logarithm. */
const LARGE = 1e200

/** As `filterArma`, of series without missing values. */
export function armaInnovations(
  ar: readonly number[],
  ma: readonly number[],
  series: readonly (readonly number[])[],
): Innovations | undefined {
  const start = stationaryState(ar, ma)
  if (start === undefined) return undefined
  const { phi, first } = start
  const size = phi.length
  const length = series[0]!.length
  const innovations = series.map(() => new Float64Array(length))
  const states = series.map(() => new Float64Array(size))
  // The gain K = T P h, not divided by the variance; the factor Y of the change of P, with weight −m: at first K itself and 1 / variance.
  const gain = Float64Array.from(phi, (weight, i) => weight * first[0]! + (i + 1 < size ? first[i + 1]! : 0))
  const factor = Float64Array.from(gain)
  let variance = first[0]!
  let weight = 1 / variance
  let [logVariances, product] = [0, 1]
  let isSettled = false
  for (let t = 0; t < length; t++) {
    if (!(variance > 0)) return undefined
    if (isSettled && variance < 1 + SHOCKS && t >= size) {
      shocksFrom(t, { ar, ma }, series, innovations)
      break
    }
    product *= variance
    if (product > LARGE) {
      logVariances += log(product)
      product = 1
    }
    const deviation = Math.sqrt(variance)
    for (let column = 0; column < series.length; column++) {
      const state = states[column]!
      const innovation = series[column]![t]! - state[0]!
      innovations[column]![t] = innovation / deviation
      advance(state, phi, gain, innovation / variance)
    }
    if (isSettled) continue
    const seen = factor[0]!
    const change = weight * seen
    const before = variance
    variance -= change * seen
    const share = seen / variance
    let most = 0
    for (let i = 0; i < size; i++) {
      const moved = phi[i]! * seen + (i + 1 < size ? factor[i + 1]! : 0)
      gain[i]! -= change * moved
      factor[i] = moved - gain[i]! * share
      most = Math.max(most, Math.abs(factor[i]!))
    }
    weight -= (change * change) / before
    isSettled = weight * most * most <= SETTLED * variance
  }
  return { innovations, logVariances: logVariances + log(product), count: length }
}

/** T a + K v: the next state from this one. */
function advance(state: Float64Array, phi: Float64Array, gain: Float64Array, innovation: number): void {
  const first = state[0]!
  const last = state.length - 1
  for (let i = 0; i < last; i++) state[i] = phi[i]! * first + state[i + 1]! + gain[i]! * innovation
  state[last] = phi[last]! * first + gain[last]! * innovation
}

/** The innovations from step `from` on, as shocks: x − Σ φ x − Σ θ ε, with only the weights that are not 0. */
function shocksFrom(
  from: number,
  { ar, ma }: { readonly ar: readonly number[]; readonly ma: readonly number[] },
  series: readonly (readonly number[])[],
  innovations: readonly Float64Array[],
): void {
  const lags = (weights: readonly number[]): number[] => weights.flatMap((weight, i) => (weight === 0 ? [] : [i + 1]))
  const [arLags, maLags] = [lags(ar), lags(ma)]
  for (const [column, values] of series.entries()) {
    const shocks = innovations[column]!
    for (let t = from; t < values.length; t++) {
      let shock = values[t]!
      for (const lag of arLags) shock -= ar[lag - 1]! * values[t - lag]!
      for (const lag of maLags) shock -= ma[lag - 1]! * shocks[t - lag]!
      shocks[t] = shock
    }
  }
}
