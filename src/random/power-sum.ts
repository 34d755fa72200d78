/** Sums of powers, for the moments of the Zipf distribution. */
import { expm1, exp, log } from './elementary.ts'

/** How many terms are added one by one before the Euler–Maclaurin formula takes over. */
const HEAD = 24

/**
 * 1^-s + 2^-s + … + n^-s for a whole n ≥ 1 and any s from -10 to 20; relative error below 1e-12.
 * Beyond the head: the Euler–Maclaurin formula with three derivatives.
 */
export function powerSum(n: number, s: number): number {
  let sum = 0
  const head = Math.min(n, HEAD)
  for (let k = 1; k < head; k++) sum += exp(-s * log(k))
  const from = exp(-s * log(head))
  if (n <= HEAD) return sum + from
  const to = exp(-s * log(n))
  return sum + powerIntegral(n, s) - powerIntegral(head, s) + (from + to) / 2 + (correction(n, s, to) - correction(head, s, from))
}

/** The integral of t^-s from 1 to x, through s = 1 without a seam. */
export function powerIntegral(x: number, s: number): number {
  const logX = log(x)
  const t = (1 - s) * logX
  return t === 0 ? logX : logX * (expm1(t) / t)
}

/** f'/24 - 7 f'''/5760 at x, for f(x) = x^-s: what the area from x on is short of the sum of the cells whose middles lie beyond. */
export function middleCorrection(x: number, s: number): number {
  const first = -s * exp(-(s + 1) * log(x))
  const third = (first * (s + 1) * (s + 2)) / (x * x)
  return first / 24 - (7 * third) / 5760
}

/** f'/12 - f'''/720 + f⁗'/30240 at x, for f(x) = x^-s = `value`. */
function correction(x: number, s: number, value: number): number {
  const first = (-s * value) / x
  const third = (first * (s + 1) * (s + 2)) / (x * x)
  const fifth = (third * (s + 3) * (s + 4)) / (x * x)
  return first / 12 - third / 720 + fifth / 30240
}
