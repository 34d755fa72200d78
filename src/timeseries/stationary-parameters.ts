/** Coordinates without bounds for autoregressive coefficients that must be stationary. */
import { exp } from '../random/elementary.ts'

/** φ from any numbers: their hyperbolic tangents are partial autocorrelations (Monahan 1984; Jones 1980), so that every φ is stationary. */
export function toStationary(coordinates: readonly number[]): number[] {
  let phi: number[] = []
  for (const coordinate of coordinates) {
    const last = tanh(coordinate)
    phi = [...phi.map((coefficient, j) => coefficient - last * phi[phi.length - 1 - j]!), last]
  }
  return phi
}

function tanh(x: number): number {
  const e = exp(-2 * Math.abs(x))
  return ((1 - e) / (1 + e)) * Math.sign(x)
}
