/** Roots of polynomials, and what they say about a model: stationary, invertible. */
import { cos, sin } from '../random/elementary.ts'
import type { ArimaModel } from './arima-model.ts'

export interface Root {
  readonly real: number
  readonly imaginary: number
  readonly modulus: number
}

const STEPS = 500
const CLOSE = 1e-14

/** All roots of c₀ + c₁x + … + cₙxⁿ at once (Durand 1960, Kerner 1966); zeros at the end of the coefficients are no roots. */
export function roots(coefficients: readonly number[]): Root[] {
  const degree = coefficients.findLastIndex((coefficient) => coefficient !== 0)
  if (degree < 1) return []
  const monic = coefficients.slice(0, degree + 1).map((coefficient) => coefficient / coefficients[degree]!)
  // Starts on a circle that contains all roots (Cauchy), turned a little so that none begins on the axis of symmetry.
  const radius = 1 + Math.max(...monic.slice(0, degree).map(Math.abs))
  const re = Array.from({ length: degree }, (_, k) => radius * cos((2 * Math.PI * k) / degree + 0.4))
  const im = Array.from({ length: degree }, (_, k) => radius * sin((2 * Math.PI * k) / degree + 0.4))
  for (let step = 0; step < STEPS; step++) {
    let moved = 0
    for (let k = 0; k < degree; k++) {
      const [x, y] = [re[k]!, im[k]!]
      let [valueRe, valueIm] = [1, 0]
      for (let i = degree - 1; i >= 0; i--) [valueRe, valueIm] = [valueRe * x - valueIm * y + monic[i]!, valueRe * y + valueIm * x]
      let [otherRe, otherIm] = [1, 0]
      for (let j = 0; j < degree; j++) {
        if (j === k) continue
        const [dx, dy] = [x - re[j]!, y - im[j]!]
        ;[otherRe, otherIm] = [otherRe * dx - otherIm * dy, otherRe * dy + otherIm * dx]
      }
      const size = otherRe * otherRe + otherIm * otherIm
      if (size === 0) continue
      const shiftRe = (valueRe * otherRe + valueIm * otherIm) / size
      const shiftIm = (valueIm * otherRe - valueRe * otherIm) / size
      re[k] = x - shiftRe
      im[k] = y - shiftIm
      moved = Math.max(moved, Math.abs(shiftRe) + Math.abs(shiftIm))
    }
    if (moved < CLOSE * radius) break
  }
  return re.map((real, k) => ({ real, imaginary: im[k]!, modulus: Math.sqrt(real * real + im[k]! * im[k]!) }))
}

/** What keeps a model from being stationary or invertible: the root that is nearest to, or inside, the unit circle. */
export interface RootProblem {
  readonly part: 'ar' | 'ma' | 'seasonal ar' | 'seasonal ma'
  readonly root: Root
}

/** Roots this near to the unit circle are on it, as far as doubles can tell. */
const ON_CIRCLE = 1e-9

/** Of each part that has a root on or inside the unit circle, the innermost: an AR part is then not stationary, an MA part not invertible. Roots within this modulus count. */
export function rootProblems({ ar, ma, seasonal }: ArimaModel, within = 1 + ON_CIRCLE): RootProblem[] {
  const parts: readonly (readonly [RootProblem['part'], readonly number[]])[] = [
    ['ar', [1, ...ar.map((coefficient) => -coefficient)]],
    ['ma', [1, ...ma]],
    ['seasonal ar', [1, ...(seasonal?.ar ?? []).map((coefficient) => -coefficient)]],
    ['seasonal ma', [1, ...(seasonal?.ma ?? [])]],
  ]
  return parts.flatMap(([part, polynomial]) => {
    const innermost = roots(polynomial).reduce<Root | undefined>((a, b) => (a === undefined || b.modulus < a.modulus ? b : a), undefined)
    return innermost !== undefined && innermost.modulus <= within ? [{ part, root: innermost }] : []
  })
}
