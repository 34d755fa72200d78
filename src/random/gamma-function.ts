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
  const z = 1 / (shifted * shifted)
  const series = (1 / 12 - z * (1 / 360 - z * (1 / 1260 - z * (1 / 1680 - z * (1 / 1188))))) / shifted
  return exp((shifted - 0.5) * log(shifted) - shifted + HALF_LOG_TWO_PI + series) / product
}
