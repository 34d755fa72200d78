/** Special functions that the distribution tests need for their reference distribution functions. */

/** The logarithm of the gamma function, for x > 0: Stirling's series after shifting to x ≥ 12. */
export function logGamma(x: number): number {
  let shifted = x
  let product = 1
  while (shifted < 12) product *= shifted++
  const z = 1 / (shifted * shifted)
  const series = (1 / 12 - z * (1 / 360 - z * (1 / 1260 - z / 1680))) / shifted
  return (shifted - 0.5) * Math.log(shifted) - shifted + 0.5 * Math.log(2 * Math.PI) + series - Math.log(product)
}

/** The regularised lower incomplete gamma function P(a, x), by its power series (Abramowitz and Stegun 6.5.29). */
export function lowerGamma(a: number, x: number): number {
  if (x <= 0) return 0
  // The complement is below 1e-16 from here on, and the series would be long.
  if (x > a + 40 * Math.sqrt(a) + 60) return 1
  let term = 1 / a
  let sum = term
  for (let n = 1; term > sum * 1e-17; n++) {
    term *= x / (a + n)
    sum += term
  }
  return Math.min(1, sum * Math.exp(a * Math.log(x) - x - logGamma(a)))
}

/** The standard normal distribution function, by way of P(½, x²/2). */
export function normalCdf(x: number): number {
  const half = 0.5 * lowerGamma(0.5, 0.5 * x * x)
  return x < 0 ? 0.5 - half : 0.5 + half
}
