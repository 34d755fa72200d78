/** The logarithm of the gamma function, and the incomplete one. */
import { exp, log } from './elementary.ts'

/** Half the logarithm of 2 pi. */
const HALF_LOG_TWO_PI = 0.9189385332046728
const TINY = 1e-300

/** ln Γ(x) for x > 0, by Stirling's series from 16 on; relative error below 1e-13 but near its zeros at 1 and 2, absolute there. */
export function logGamma(x: number): number {
  let shifted = x
  let product = 1
  while (shifted < 16) {
    product *= shifted
    shifted += 1
  }
  const z = 1 / (shifted * shifted)
  const series = (1 / 12 - z * (1 / 360 - z * (1 / 1260 - z * (1 / 1680 - z * (1 / 1188))))) / shifted
  return (shifted - 0.5) * log(shifted) - shifted + HALF_LOG_TWO_PI + series - log(product)
}

/**
 * ln Q(a, x): the logarithm of the probability that a gamma variable of shape a > 0 is beyond x ≥ 0. The series of P below a + 1, and the
 * continued fraction of Q above, by Lentz's method (Numerical Recipes §6.2); stays finite far out in the tail.
 */
export function logUpperGamma(a: number, x: number): number {
  if (x <= 0) return 0
  const front = a * log(x) - x - logGamma(a)
  if (x < a + 1) {
    let term = 1 / a
    let sum = term
    for (let n = 1; term > sum * 1e-17; n++) {
      term *= x / (a + n)
      sum += term
    }
    return log(Math.max(TINY, 1 - sum * exp(front)))
  }
  let b = x + 1 - a
  let c = 1 / TINY
  let d = 1 / b
  let fraction = d
  for (let n = 1; n < 10_000; n++) {
    const numerator = -n * (n - a)
    b += 2
    d = 1 / nonZero(numerator * d + b)
    c = nonZero(b + numerator / c)
    const factor = d * c
    fraction *= factor
    if (Math.abs(factor - 1) < 1e-15) break
  }
  return front + log(fraction)
}

function nonZero(value: number): number {
  return Math.abs(value) < TINY ? TINY : value
}
