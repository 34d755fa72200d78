import { mean, sampleVariance } from 'simple-statistics'
import { describe, expect, test } from 'vitest'
import type { ArimaModel } from '../../../src/timeseries/arima-model.ts'
import { autocovariances } from '../../../src/timeseries/arma-theory.ts'
import { arima } from '../../../src/traffic/arrivals/arima.ts'

type ArimaOptions = Parameters<typeof arima.create>[0]

const SECOND = 1e9
const RATE = 20
const SEEDS = 3_000
const base: ArimaOptions = {
  rate: RATE,
  every: SECOND,
  ar: [],
  d: 0,
  ma: [],
  innovation: 0,
  seasonal: undefined,
  profile: undefined,
  cv: 1,
}

/** By interval of a second: the counts of many seeds. */
function counts(options: ArimaOptions, intervals: number, seeds = SEEDS): number[][] {
  const found = Array.from({ length: intervals }, () => new Array<number>(seeds).fill(0))
  for (let seed = 0; seed < seeds; seed++) {
    const process = arima.create(options, { seed: seed + 1, source: 'a', epochMs: 0 })
    for (let time = process.next(); time < intervals * SECOND; time = process.next()) found[Math.floor(time / SECOND)]![seed]!++
  }
  return found
}

/** Standard errors between a mean of values and what it should be. */
function score(values: readonly number[], expected: number): number {
  return (mean([...values]) - expected) / Math.sqrt(sampleVariance([...values]) / values.length)
}

const sums = (intervals: readonly (readonly number[])[]): number[] =>
  intervals[0]!.map((_, seed) => intervals.reduce((sum, values) => sum + values[seed]!, 0))

describe('a log rate that is ARMA(1, 1)', () => {
  const model: ArimaModel = { ar: [0.8], d: 0, ma: [0.3] }
  const innovation = 0.3
  const gamma = autocovariances(model, 12).map((value) => value * innovation ** 2)
  const found = counts({ ...base, ar: model.ar, ma: model.ma, innovation }, 12)

  test('has the mean rate that was asked for, from the first interval on', () => {
    for (const values of found) expect(Math.abs(score(values, RATE))).toBeLessThan(4)
    expect(Math.abs(score(sums(found), 12 * RATE))).toBeLessThan(4)
  })

  test('would have another one without the correction for the logarithm', () => {
    expect(Math.abs(score(sums(found), 12 * RATE * Math.exp(gamma[0]! / 2)))).toBeGreaterThan(10)
  })

  test.each([1, 4, 12])('has the variance of a doubly stochastic process over %d intervals', (intervals) => {
    let expected = intervals * RATE
    for (let i = 0; i < intervals; i++) {
      for (let j = 0; j < intervals; j++) expected += RATE ** 2 * (Math.exp(gamma[Math.abs(i - j)]!) - 1)
    }
    const all = sums(found.slice(0, intervals))
    const squares = all.map((value) => (value - intervals * RATE) ** 2)
    expect(Math.abs(score(squares, expected))).toBeLessThan(4)
    // Poisson counts of that rate are caught.
    expect(Math.abs(score(squares, intervals * RATE))).toBeGreaterThan(8)
  })

  test('has the correlations of its rate', () => {
    for (const lag of [1, 2, 5]) {
      const products = found[0]!.map((value, seed) => (value - RATE) * (found[lag]![seed]! - RATE))
      expect(Math.abs(score(products, RATE ** 2 * (Math.exp(gamma[lag]!) - 1)))).toBeLessThan(4)
    }
  })
})

test('with differences, the mean rate is kept in every interval', () => {
  const found = counts({ ...base, d: 1, ma: [-0.3], innovation: 0.1 }, 30)
  for (const interval of [0, 1, 5, 29]) expect(Math.abs(score(found[interval]!, RATE))).toBeLessThan(4)
  const spread = Math.exp(0.01 * (1 + 29 * 0.49)) - 1
  const squares = found[29]!.map((value) => (value - RATE) ** 2)
  expect(Math.abs(score(squares, RATE + RATE ** 2 * spread))).toBeLessThan(4)
})

test('a profile is recovered, and its mean is the rate', () => {
  const profile = [1, 3, 0, 4]
  const found = counts({ ...base, ar: [0.5], innovation: 0.2, profile }, 8, 1_000)
  for (const [interval, values] of found.entries()) {
    const expected = (RATE * profile[interval % 4]!) / 2
    if (expected === 0) expect(Math.max(...values)).toBe(0)
    else expect(Math.abs(score(values, expected))).toBeLessThan(4)
  }
})

test('a seasonal part correlates the same interval of neighbouring seasons', () => {
  const seasonal = { period: 3, ar: [0.9], d: 0, ma: [] }
  const gamma = autocovariances({ ar: [], d: 0, ma: [], seasonal }, 3).map((value) => value * 0.04)
  const found = counts({ ...base, innovation: 0.2, seasonal }, 4)
  const products = (lag: number): number[] => found[0]!.map((value, seed) => (value - RATE) * (found[lag]![seed]! - RATE))
  expect(Math.abs(score(products(3), RATE ** 2 * (Math.exp(gamma[3]!) - 1)))).toBeLessThan(4)
  expect(Math.abs(score(products(2), 0))).toBeLessThan(4)
})

test('without shocks it is Poisson, and with a cv below 1 more even than that', () => {
  const poisson = sums(counts(base, 10))
  expect(
    Math.abs(
      score(
        poisson.map((value) => (value - 200) ** 2),
        200,
      ),
    ),
  ).toBeLessThan(4)
  const even = sums(counts({ ...base, cv: 0.5 }, 10))
  expect(Math.abs(score(even, 200))).toBeLessThan(4)
  // Counts of a renewal process: variance cv² λ t, but for the ends.
  expect(sampleVariance(even) / 200).toBeCloseTo(0.25, 1)
})

describe('what cannot be is refused with the root', () => {
  const message = (options: Partial<ArimaOptions>): string => arima.problems!({ ...base, ...options })[0]?.message ?? ''
  test.each([
    [{ ar: [1.2] }, /^not stationary: the polynomial has a root at 0\.8333, of modulus 0\.8333/],
    [{ ar: [1] }, /a unit root is d: 1$/],
    [{ ar: [1.5, -1] }, /root at 0\.75 ± 0\.6614i, of modulus 1/],
    [{ ma: [2] }, /^not invertible: the polynomial has a root at -0\.5/],
    [{ profile: [0, 0] }, /all values are 0/],
  ])('%j', (options, expected) => expect(message(options)).toMatch(expected))
  test('create refuses it too', () =>
    expect(() => arima.create({ ...base, ar: [2] }, { seed: 1, source: 'a', epochMs: 0 })).toThrow('not stationary'))
})
