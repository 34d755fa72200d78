/**
 * Student's t: distribution function by the regularised incomplete beta function (continued fraction, DLMF 8.17.22, by Lentz's method),
 * quantile by bisection on it. Elementary functions are the pinned ones, so that intervals are the same on every machine.
 */
import { exp, log, log1p } from '../../random/elementary.ts'

/** Lanczos's coefficients for g = 7, n = 9 (Godfrey 2001). */
const LANCZOS = [
  0.9999999999998099, 676.5203681218851, -1259.1392167224028, 771.3234287776531, -176.6150291621406, 12.507343278686905,
  -0.13857109526572012, 9.984369578019572e-6, 1.5056327351493116e-7,
]
const HALF_LOG_TWO_PI = 0.9189385332046728
const TINY = 1e-300

/** log Γ(x) for x ≥ 1/2. */
function logGamma(x: number): number {
  const base = x + 6.5
  let sum = LANCZOS[0]!
  for (let i = 1; i < LANCZOS.length; i++) sum += LANCZOS[i]! / (x + i - 1)
  return HALF_LOG_TWO_PI + (x - 0.5) * log(base) - base + log(sum)
}

/** I_x(a, b). */
function incompleteBeta(x: number, a: number, b: number): number {
  if (x <= 0) return 0
  if (x >= 1) return 1
  // The fraction converges fast on this side of the mean.
  if (x > (a + 1) / (a + b + 2)) return 1 - incompleteBeta(1 - x, b, a)
  const front = exp(logGamma(a + b) - logGamma(a) - logGamma(b) + a * log(x) + b * log1p(-x)) / a
  let c = 1
  let d = 1 / nonZero(1 - ((a + b) * x) / (a + 1))
  let fraction = d
  for (let m = 1; m < 10_000; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m))
    d = 1 / nonZero(1 + even * d)
    c = nonZero(1 + even / c)
    fraction *= d * c
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1))
    d = 1 / nonZero(1 + odd * d)
    c = nonZero(1 + odd / c)
    const step = d * c
    fraction *= step
    if (Math.abs(step - 1) < 1e-15) break
  }
  return front * fraction
}

function nonZero(value: number): number {
  return Math.abs(value) < TINY ? TINY : value
}

/** P(|T| ≥ |t|) with `freedom` degrees of freedom: the two-sided p-value. */
export function twoSidedP(t: number, freedom: number): number {
  return incompleteBeta(freedom / (freedom + t * t), freedom / 2, 0.5)
}

/** A comparison asks for a few of them thousands of times. */
const known = new Map<string, number>()

/** The t that |T| stays below with probability `confidence`: half-widths are this times the standard error. */
export function criticalT(confidence: number, freedom: number): number {
  if (!(confidence > 0 && confidence < 1)) throw new RangeError(`confidence ${confidence}; it must be between 0 and 1`)
  const key = `${confidence} ${freedom}`
  const before = known.get(key)
  if (before !== undefined) return before
  const found = search(1 - confidence, freedom)
  known.set(key, found)
  return found
}

function search(beyond: number, freedom: number): number {
  let low = 0
  let high = 1
  while (twoSidedP(high, freedom) > beyond) high *= 2
  for (let i = 0; i < 200; i++) {
    const middle = (low + high) / 2
    if (middle <= low || middle >= high) break
    if (twoSidedP(middle, freedom) > beyond) low = middle
    else high = middle
  }
  return (low + high) / 2
}
