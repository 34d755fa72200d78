/** The gamma function, for the moments of distributions. */
import { exp, log } from './elementary.ts'

/** Half the logarithm of 2 pi. */
const HALF_LOG_TWO_PI = 0.9189385332046728

/**
 * Γ(x) for x from 1 to 171; relative error below 1e-13.
 * Stirling's series from 16 on, and Γ(x) = Γ(x + n) / (x (x + 1) … (x + n - 1)) below.
 */
export function gammaFunction(x: number): number {
  let shifted = x
  let product = 1
  while (shifted < 16) {
    product *= shifted
    shifted += 1
  }
  return exp((shifted - 0.5) * log(shifted) - shifted + HALF_LOG_TWO_PI + stirlingSeries(shifted)) / product
}

/** 1/12x − 1/360x³ + …: what the logarithm of Γ(x) is more than Stirling's formula says, for x from 16 on. */
export function stirlingSeries(x: number): number {
  const z = 1 / (x * x)
  return (1 / 12 - z * (1 / 360 - z * (1 / 1260 - z * (1 / 1680 - z * (1 / 1188))))) / x
}
