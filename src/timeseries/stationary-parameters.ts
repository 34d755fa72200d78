/** Coordinates without bounds for autoregressive coefficients that must be stationary. */
import { exp, log } from '../random/elementary.ts'

/** φ from any numbers: their hyperbolic tangents are partial autocorrelations (Monahan 1984; Jones 1980), so that every φ is stationary. */
export function toStationary(coordinates: readonly number[]): number[] {
  let phi: number[] = []
  for (const coordinate of coordinates) {
    const last = tanh(coordinate)
    phi = [...phi.map((coefficient, j) => coefficient - last * phi[phi.length - 1 - j]!), last]
  }
  return phi
}

/** The numbers that give φ; undefined when it is not stationary. */
export function fromStationary(phi: readonly number[]): number[] | undefined {
  const coordinates: number[] = []
  let left = [...phi]
  while (left.length > 0) {
    const last = left.at(-1)!
    if (!(Math.abs(last) < 1)) return undefined
    coordinates.unshift(0.5 * log((1 + last) / (1 - last)))
    const rest = left.slice(0, -1)
    left = rest.map((coefficient, j) => (coefficient + last * rest[rest.length - 1 - j]!) / (1 - last * last))
  }
  return coordinates
}

function tanh(x: number): number {
  const e = exp(-2 * Math.abs(x))
  return ((1 - e) / (1 + e)) * Math.sign(x)
}
