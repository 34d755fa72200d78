import { expect, it } from 'vitest'
import { gammaFunction } from '../../src/random/gamma-function.ts'
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
