/** The standard normal distribution function. */
import { exp } from './elementary.ts'

/** From here on the continued fraction takes over. */
const FAR = 4
/** As many as are needed where the fraction takes over. */
const TERMS = 100
const SQRT_TWO_PI = 2.5066282746310002

/**
 * The probability that a standard normal variable stays below z; relative error below 1e-12.
 * Hart's rational function no. 5666 (Computer approximations, 1968), and in the far tail Laplace's continued fraction
 * (Abramowitz and Stegun 26.2.14).
 */
export function normalProbability(z: number): number {
  const size = Math.abs(z)
  if (size > 37) return z > 0 ? 1 : 0
  const density = exp(-0.5 * size * size)
  const tail = size < FAR ? (density * above(size)) / below(size) : density / (SQRT_TWO_PI * fraction(size))
  return z > 0 ? 1 - tail : tail
}

// oxfmt-ignore
function above(x: number): number {
  return ((((((0.0352624965998911 * x + 0.700383064443688) * x + 6.37396220353165) * x + 33.912866078383) * x
    + 112.079291497871) * x + 221.213596169931) * x + 220.206867912376)
}

// oxfmt-ignore
function below(x: number): number {
  return (((((((0.0883883476483184 * x + 1.75566716318264) * x + 16.064177579207) * x + 86.7807322029461) * x
    + 296.564248779674) * x + 637.333633378831) * x + 793.826512519948) * x + 440.413735824752)
}

function fraction(x: number): number {
  let value = x
  for (let k = TERMS; k > 0; k--) value = x + k / value
  return value
}
