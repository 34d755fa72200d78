/** Where an ARMA process starts in Harvey's state-space form (Harvey 1981; Gardner, Harvey and Phillips 1980), for shocks of variance 1. */
import { armaCovariances, psiWeights } from './arma-theory.ts'

/** Element i of the state is what of the value i steps ahead past values and shocks decide: Σ φⱼ x₍ᵢ₋ⱼ₎ + Σ θⱼ ε₍ᵢ₋ⱼ₎ over j from i on. */
export interface ArmaState {
  readonly phi: Float64Array
  /** Of the shocks: 1, θ₁, θ₂, … */
  readonly shock: Float64Array
  /** Covariances of the first element, the value itself, with all. */
  readonly first: Float64Array
}

/**
 * @param ar,ma weights of the past, expanded
 * @returns undefined when the process is not stationary, or so nearly not that its variance is beyond reckoning
 */
export function stationaryState(ar: readonly number[], ma: readonly number[]): ArmaState | undefined {
  const size = Math.max(ar.length, ma.length + 1)
  const phi = Float64Array.from({ length: size }, (_, i) => ar[i] ?? 0)
  const shock = Float64Array.from({ length: size }, (_, i) => (i === 0 ? 1 : (ma[i - 1] ?? 0)))
  const gamma = armaCovariances(ar, ma, size)
  if (gamma === undefined || !(gamma[0]! < BOUNDLESS)) return undefined
  const psi = psiWeights({ ar, d: 0, ma }, size)
  const first = Float64Array.from(gamma.slice(0, size))
  for (let i = 1; i < size; i++) {
    let sum = 0
    for (let j = i; j < size; j++) {
      if (phi[j] !== 0) sum += phi[j]! * gamma[1 + j - i]!
      if (shock[j] !== 0) sum += shock[j]! * psi[j - i]!
    }
    first[i] = sum
  }
  return { phi, shock, first }
}

const BOUNDLESS = 1e12

/** The whole covariance P = T P Tᵀ + R Rᵀ, row by row: each element by the one below and to the right, from the last on. */
export function stationaryCovariance({ phi, shock, first }: ArmaState): Float64Array {
  const size = phi.length
  const covariance = new Float64Array(size * size)
  const ahead = (i: number): number => (i + 1 < size ? first[i + 1]! : 0)
  for (let i = size - 1; i >= 0; i--) {
    for (let j = i; j >= 0; j--) {
      const beyond = i + 1 < size ? covariance[(i + 1) * size + j + 1]! : 0
      const value =
        j === 0 ? first[i]! : beyond + phi[i]! * ahead(j) + phi[j]! * ahead(i) + phi[i]! * phi[j]! * first[0]! + shock[i]! * shock[j]!
      covariance[i * size + j] = value
      covariance[j * size + i] = value
    }
  }
  return covariance
}
