/**
 * The Kalman filter of an ARIMA process whose levels before the start are unknown, for series in which values are missing: dropping differences
 * that touch a missing value would be another model. The prior of the levels is diffuse, and exactly so (Koopman 1997): covariances are
 * P + κ Q with κ → ∞, and no number stands for κ, so that the height of the series does not matter.
 */
import { log } from '../random/elementary.ts'
import type { ArimaModel } from './arima-model.ts'
import type { Filtered } from './arma-filter.ts'
import { type LevelStateSpace, levelStateSpace, nextCovariance, nextState, product, seenVariance } from './level-state-space.ts'
import { stationaryCovariance } from './stationary-state.ts'

export interface DiffuseFiltered extends Filtered {
  /** What is still unknown of the start after the last value, the factor of κ; undefined when nothing is. */
  readonly unknown: Float64Array | undefined
}

/** Of the largest variance in Q, which a variance must be above to count. */
const NOTHING = 1e-10

/**
 * Filters series that are not differenced, as `filterArma` does. Values that tell only where the levels began count for nothing: what is left
 * is the likelihood of the rest given them, which without missing values is that of the differences.
 * @returns undefined when the model is not stationary but for its differences
 */
export function filterLevels(model: ArimaModel, series: readonly (readonly number[])[]): DiffuseFiltered | undefined {
  const space = levelStateSpace(model)
  if (space === undefined) return undefined
  const { size, seen } = space
  const length = series[0]!.length
  const innovations = series.map(() => new Float64Array(length).fill(NaN))
  let states: Float64Array[] = series.map(() => new Float64Array(size))
  let covariance = startCovariance(space)
  let unknown = startUnknown(space)
  let [logVariances, count, learnt] = [0, 0, 0]
  for (let t = 0; t < length; t++) {
    if (!Number.isNaN(series[0]![t]!)) {
      const isAboutStart = unknown !== undefined && seenVariance(space, unknown) > NOTHING * largestVariance(unknown, size)
      const gain = seenCovariances(space, isAboutStart ? unknown! : covariance)
      const variance = product(seen, gain)
      if (!(variance > 0)) return undefined
      for (const [column, state] of states.entries()) {
        const innovation = series[column]![t]! - product(seen, state)
        if (!isAboutStart) innovations[column]![t] = innovation / Math.sqrt(variance)
        for (let i = 0; i < size; i++) state[i]! += (gain[i]! / variance) * innovation
      }
      if (isAboutStart) {
        learn(space, covariance, gain, variance)
        shrink(unknown!, gain, variance)
        if (++learnt === size - space.inner) unknown = undefined
      } else {
        shrink(covariance, gain, variance)
        logVariances += log(variance)
        count++
      }
    }
    states = states.map((state) => nextState(space, state))
    covariance = nextCovariance(space, covariance, 'with shocks')
    if (unknown !== undefined) unknown = nextCovariance(space, unknown, 'without')
  }
  return { innovations, logVariances, count, states, covariance, unknown }
}

function startCovariance({ size, inner, start }: LevelStateSpace): Float64Array {
  const stationary = stationaryCovariance(start)
  const covariance = new Float64Array(size * size)
  for (let i = 0; i < inner; i++) covariance.set(stationary.subarray(i * inner, (i + 1) * inner), i * size)
  return covariance
}

function startUnknown({ size, inner }: LevelStateSpace): Float64Array | undefined {
  if (size === inner) return undefined
  const unknown = new Float64Array(size * size)
  for (let i = inner; i < size; i++) unknown[i * size + i] = 1
  return unknown
}

/** Of each element of the state with what is seen. */
function seenCovariances({ size, seen }: LevelStateSpace, covariance: Float64Array): Float64Array {
  return Float64Array.from({ length: size }, (_, i) => product(seen, covariance, i * size))
}

/** P − m mᵀ / f. */
function shrink(covariance: Float64Array, gain: Float64Array, variance: number): void {
  const size = gain.length
  for (let i = 0; i < size; i++) for (let j = 0; j < size; j++) covariance[i * size + j]! -= (gain[i]! * gain[j]!) / variance
}

/** P after a value that tells of the start: P − m kᵀ − k mᵀ + f k kᵀ, with k from Q, and m and f from P. */
function learn(space: LevelStateSpace, covariance: Float64Array, unknownGain: Float64Array, unknownVariance: number): void {
  const { size } = space
  const own = seenCovariances(space, covariance)
  const variance = product(space.seen, own)
  const k = unknownGain.map((value) => value / unknownVariance)
  for (let i = 0; i < size; i++) {
    for (let j = 0; j < size; j++) covariance[i * size + j]! += variance * k[i]! * k[j]! - own[i]! * k[j]! - k[i]! * own[j]!
  }
}

function largestVariance(covariance: Float64Array, size: number): number {
  let most = 0
  for (let i = 0; i < size; i++) most = Math.max(most, covariance[i * size + i]!)
  return most
}
