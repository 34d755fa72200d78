/** The logarithm of the gamma function, the incomplete gamma function, and its inverse: the quantile of the gamma distribution. */
import { exp, log, log1p } from './elementary.ts'
import { gammaFunction, stirlingSeries } from './gamma-function.ts'
import { normalQuantile } from './normal-quantile.ts'

/** From this shape on Γ comes by Stirling's formula, without the large logarithms that would cancel. */
const LARGE = 100
const SQRT_TWO_PI = 2.5066282746310002
/** Half the logarithm of 2 pi. */
const HALF_LOG_TWO_PI = 0.9189385332046728
const TINY = 1e-300
/** Halley's method triples the digits a step; bisection, where it is needed, wins a bit a step. */
const STEPS = 200
/** Many more than the fraction takes at the largest shape, a million. */
const TERMS = 100_000

/** ln Γ(x) for x > 0, by Stirling's series from 16 on; relative error below 1e-13 but near its zeros at 1 and 2, absolute there. */
export function logGamma(x: number): number {
  let shifted = x
  let product = 1
  while (shifted < 16) {
    product *= shifted
    shifted += 1
  }
  return (shifted - 0.5) * log(shifted) - shifted + HALF_LOG_TWO_PI + stirlingSeries(shifted) - log(product)
}

/** ln Q(a, x): the logarithm of the probability that a gamma variable of shape a > 0 is beyond x ≥ 0. Stays finite far out in the tail. */
export function logUpperGamma(a: number, x: number): number {
  if (x <= 0) return 0
  const logFront = a * log(x) - x - logGamma(a)
  return x < a + 1 ? log(Math.max(TINY, 1 - series(a, x) * exp(logFront))) : logFront + log(fraction(a, x))
}

/**
 * The regularised incomplete gamma function of shape a > 0 at x > 0: the lower one P(a, x), or the upper one Q(a, x) = 1 − P(a, x).
 * Each to its own relative precision of about 1e-13. By its series below a + 1, by its continued fraction above (DLMF 8.11.4, 8.9.2).
 */
export function incompleteGamma(a: number, x: number, part: 'lower' | 'upper'): number {
  const isSeries = x < a + 1
  const found = Math.min(1, (isSeries ? series(a, x) : fraction(a, x)) * a * front(a, x))
  return isSeries === (part === 'lower') ? found : 1 - found
}

/**
 * The value that a gamma variable of shape a > 0 and scale 1 stays below with probability p, for p strictly between 0 and 1. Values below
 * 1e-300 come as 0. Halley's method from the approximation of Wilson and Hilferty (1931), held in a bracket.
 */
export function gammaQuantile(a: number, p: number): number {
  const isUpper = p > 0.5
  const wanted = isUpper ? 1 - p : p
  let low = 0
  let high = Infinity
  let x = firstGuess(a, p)
  if (x < TINY) return 0
  for (let i = 0; i < STEPS; i++) {
    const off = isUpper ? wanted - incompleteGamma(a, x, 'upper') : incompleteGamma(a, x, 'lower') - wanted
    if (off === 0) return x
    if (off > 0) high = x
    else low = x
    // P' is the front of the series times a / x, and P'' / P' is (a − 1) / x − 1.
    const newton = (off * x) / (a * front(a, x))
    const halley = newton / (1 - 0.5 * Math.min(1, newton * ((a - 1) / x - 1)))
    const next = x - halley
    // What a step this small leaves to do is below rounding.
    if (Math.abs(halley) <= 1e-10 * x) return next
    x = next > low && next < high ? next : high === Infinity ? 2 * x : (low + high) / 2
  }
  return x
}

/** Near 0 the distribution function is x^a / Γ(a + 1), less than which it never is by more than the exponential takes away. */
function firstGuess(a: number, p: number): number {
  const root = 1 - 1 / (9 * a) + normalQuantile(p) / (3 * Math.sqrt(a))
  if (a >= 1 && root > 0.3) return a * root * root * root
  return exp((log(p) + logGamma(a + 1)) / a)
}

/** x^a e^-x / Γ(a + 1). */
function front(a: number, x: number): number {
  if (a < LARGE) return exp(a * log(x) - x) / gammaFunction(a + 1)
  const off = (x - a) / a
  return exp(a * (log1p(off) - off) - stirlingSeries(a)) / (SQRT_TWO_PI * Math.sqrt(a))
}

/** P(a, x) Γ(a) e^x x^-a, for x below a + 1 or not far above. */
function series(a: number, x: number): number {
  let term = 1 / a
  let sum = term
  for (let n = 1; term > sum * 1e-17; n++) {
    term *= x / (a + n)
    sum += term
  }
  return sum
}

/** Q(a, x) Γ(a) e^x x^-a, for x from a + 1 on, by Lentz's method. */
function fraction(a: number, x: number): number {
  let b = x + 1 - a
  let c = 1 / TINY
  let d = 1 / b
  let value = d
  for (let n = 1; n < TERMS; n++) {
    const numerator = -n * (n - a)
    b += 2
    d = 1 / nonZero(numerator * d + b)
    c = nonZero(b + numerator / c)
    const factor = d * c
    value *= factor
    if (Math.abs(factor - 1) < 1e-15) break
  }
  return value
}

function nonZero(value: number): number {
  return Math.abs(value) < TINY ? TINY : value
}
