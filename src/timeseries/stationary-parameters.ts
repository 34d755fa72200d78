/** Autoregressive coefficients that must be stationary, and coordinates without bounds for them. */
import { exp, log1p } from '../random/elementary.ts'

/** φ from any numbers: their hyperbolic tangents are partial autocorrelations (Monahan 1984; Jones 1980), so that every φ is stationary. */
export function toStationary(coordinates: readonly number[]): number[] {
  let phi: number[] = []
  for (const coordinate of coordinates) {
    const last = tanh(coordinate)
    phi = [...phi.map((coefficient, j) => coefficient - last * phi[phi.length - 1 - j]!), last]
  }
  return phi
}

/** Largest partial autocorrelation that coordinates are given for: from nearer to 1, no slope leads back. */
const MOST = 0.99

/** Coordinates of φ; of one that is not stationary, zeros. */
export function fromStationary(ar: readonly number[]): number[] {
  const partials = toPartials(ar)
  return ar.map((_, i) => {
    const partial = Math.max(-MOST, Math.min(MOST, partials?.[i]?.partial ?? 0))
    return 0.5 * (log1p(partial) - log1p(-partial))
  })
}

/**
 * Partial autocorrelations from φ, the recursion of Durbin and Levinson backwards (Monahan 1984); beside each, the φ of the order before.
 * Undefined when φ is not stationary: all of them are inside (−1, 1) when and only when it is.
 */
export function toPartials(ar: readonly number[]): { readonly partial: number; readonly before: readonly number[] }[] | undefined {
  const found: { readonly partial: number; readonly before: readonly number[] }[] = []
  let phi = ar
  while (phi.length > 0) {
    const partial = phi.at(-1)!
    if (!(Math.abs(partial) < 1)) return undefined
    const last = phi.length - 1
    const left = (1 - partial) * (1 + partial)
    const before =
      partial === 0 ? phi.slice(0, last) : Array.from({ length: last }, (_, j) => (phi[j]! + partial * phi[last - 1 - j]!) / left)
    found.unshift({ partial, before })
    phi = before
  }
  return found
}

function tanh(x: number): number {
  const e = exp(-2 * Math.abs(x))
  return ((1 - e) / (1 + e)) * Math.sign(x)
}
