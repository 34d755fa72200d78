import { expect, it } from 'vitest'
import { gammaFunction } from '../../src/random/gamma-function.ts'
import { gammaQuantile, incompleteGamma } from '../../src/random/incomplete-gamma.ts'
import { normalProbability } from '../../src/random/normal-probability.ts'
import { normalQuantile } from '../../src/random/normal-quantile.ts'
import { powerSum } from '../../src/random/power-sum.ts'
import { normalCdf } from './special-functions.ts'

it('the normal quantile has its published values', () => {
  // The check values of AS 241: p = 0.25, 0.001 and 1e-20.
  expect(normalQuantile(0.25)).toBeCloseTo(-0.6744897501960817, 15)
  expect(normalQuantile(0.001)).toBeCloseTo(-3.090232306167814, 14)
  expect(normalQuantile(1e-20)).toBeCloseTo(-9.262340089798407, 14)
  expect(normalQuantile(0.5)).toBe(0)
})

it('the normal quantile inverts the distribution function, symmetrically', () => {
  for (let i = 1; i < 400; i++) {
    const p = i / 400
    expect(normalCdf(normalQuantile(p))).toBeCloseTo(p, 12)
    expect(normalQuantile(1 - p)).toBeCloseTo(-normalQuantile(p), 13)
  }
})

it('the gamma function continues the factorials', () => {
  let factorial = 1
  for (let n = 1; n <= 170; n++) {
    expect(gammaFunction(n) / factorial - 1).toBeCloseTo(0, 12)
    factorial *= n
  }
  expect(gammaFunction(1.5)).toBeCloseTo(Math.sqrt(Math.PI) / 2, 14)
})

it.each([-2, -1, -0.5, 0, 0.5, 1, 1.1, 2, 10])('the sum of k^-%d', (s) => {
  for (const n of [1, 2, 23, 24, 25, 100, 3_000]) {
    let sum = 0
    for (let k = n; k > 0; k--) sum += k ** -s
    expect(powerSum(n, s) / sum - 1).toBeCloseTo(0, 12)
  }
})

it('the normal distribution function has its published values, and inverts the quantile', () => {
  // Abramowitz and Stegun, tables 26.1 (Φ) and 26.2 (−log₁₀ Q).
  expect(normalProbability(1)).toBeCloseTo(0.841344746068543, 14)
  expect(normalProbability(3)).toBeCloseTo(0.99865010196837, 14)
  expect(-Math.log10(normalProbability(-5))).toBeCloseTo(6.54265, 5)
  expect(-Math.log10(normalProbability(-10))).toBeCloseTo(23.11805, 5)
  expect(-Math.log10(normalProbability(-20))).toBeCloseTo(88.5601, 5)
  expect([normalProbability(0), normalProbability(-40), normalProbability(40)]).toEqual([0.5, 0, 1])
  for (let z = -37; z < 7; z += 0.0371) {
    const p = normalProbability(z)
    if (z < -0.5) expect(normalQuantile(p) / z - 1).toBeCloseTo(0, 12)
    if (z > -7) expect(p).toBeCloseTo(normalCdf(z), 12)
  }
})

it('the incomplete gamma function has its closed forms', () => {
  // P(1, x) is the exponential's; P(½, x²/2) the normal's; Q(n, x) the Poisson probability of fewer than n (DLMF 8.4).
  for (const x of [1e-9, 0.01, 0.5, 1.9, 2.1, 5, 30, 200]) {
    expect(incompleteGamma(1, x, 'upper') / Math.exp(-x)).toBeCloseTo(1, 12)
    expect(incompleteGamma(1, x, 'lower') / -Math.expm1(-x)).toBeCloseTo(1, 12)
    expect(incompleteGamma(0.5, (x * x) / 2, 'lower')).toBeCloseTo(2 * normalProbability(x) - 1, 13)
    for (const n of [5, 99, 101]) {
      let term = Math.exp(-x)
      let sum = 0
      for (let k = 0; k < n; k++, term *= x / k) sum += term
      expect(incompleteGamma(n, x, 'upper') / sum).toBeCloseTo(1, 10)
    }
  }
})

it.each([0.0012, 0.05, 0.5, 1, 2.5, 16, 99.9, 100, 1e4, 1e6])('the gamma quantile of shape %d inverts it', (a) => {
  for (const p of [1e-12, 1e-6, 0.001, 0.1, 0.3, 0.5, 0.7, 0.9, 0.999, 1 - 1e-9]) {
    const x = gammaQuantile(a, p)
    // So small that a double cannot hold it.
    if (x === 0) expect(Math.log(p) + Math.log(a)).toBeLessThan(-300 * a)
    else expect((p > 0.5 ? incompleteGamma(a, x, 'upper') / (1 - p) : incompleteGamma(a, x, 'lower') / p) - 1).toBeCloseTo(0, 8)
  }
})
