/** Moving averages that say the same with all roots outside the unit circle. */
import { multiply } from './arima-model.ts'
import { roots } from './polynomial-roots.ts'

/** θ with the roots that lie inside the unit circle turned out of it: the same autocorrelations, with shocks that the past explains. */
export function invertible(ma: readonly number[]): number[] {
  const order = ma.findLastIndex((coefficient) => coefficient !== 0) + 1
  const found = roots([1, ...ma.slice(0, order)])
  if (found.every(({ modulus }) => modulus >= 1)) return [...ma]
  let polynomial = [1]
  for (const { real, imaginary, modulus } of found) {
    // 1 − B / root; a root inside is replaced by 1 / its conjugate.
    const [x, y] = modulus >= 1 ? [real, imaginary] : [real / (modulus * modulus), imaginary / (modulus * modulus)]
    const size = x * x + y * y
    if (y === 0 || Math.abs(y) < 1e-12 * Math.abs(x)) polynomial = multiply(polynomial, [1, -1 / x])
    // Conjugate pairs are taken together, when the upper one comes.
    else if (y > 0) polynomial = multiply(polynomial, [1, (-2 * x) / size, 1 / size])
  }
  return [...polynomial.slice(1), ...new Array<number>(ma.length - order).fill(0)]
}
