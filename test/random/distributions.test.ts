import { describe, expect, it } from 'vitest'
import { createSampler, distributions } from '../../src/random/index.ts'
import { Stream } from '../../src/random/stream.ts'
import { chiSquareDeviate, kolmogorovSmirnov, momentsOf } from './statistics.ts'
import { logGamma, lowerGamma, normalCdf } from './special-functions.ts'

const N = 100_000

type Cdf = (x: number) => number

function draw(name: string, options: Record<string, unknown>, count = N): Float64Array {
  const sampler = createSampler({ name, options })
  const stream = new Stream(2024, name)
  return Float64Array.from({ length: count }, (_, i) => sampler.sample(stream.at(i, 0)))
}

function hyperExponentialCdf(mean: number, cv: number): Cdf {
  const p = (1 + Math.sqrt((cv * cv - 1) / (cv * cv + 1))) / 2
  return (x) => 1 - p * Math.exp((-2 * p * x) / mean) - (1 - p) * Math.exp((-2 * (1 - p) * x) / mean)
}

function lognormalCdf(mean: number, cv: number): Cdf {
  const sigma = Math.sqrt(Math.log(1 + cv * cv))
  return (x) => normalCdf((Math.log(x / mean) + (sigma * sigma) / 2) / sigma)
}

function gammaCdf(mean: number, cv: number): Cdf {
  return (x) => lowerGamma(1 / (cv * cv), x / (mean * cv * cv))
}

/** From the least value to the largest in straight pieces, as far up in each. */
function piecewise(values: readonly number[], x: number): number {
  if (x >= values.at(-1)!) return 1
  const i = values.findIndex((value) => value > x) - 1
  return i < 0 ? 0 : (i + (x - values[i]!) / (values[i + 1]! - values[i]!)) / (values.length - 1)
}

const CONTINUOUS: [string, Record<string, unknown>, Cdf][] = [
  ['uniform', { from: -2, to: 6 }, (x) => (x + 2) / 8],
  ['exponential', { mean: 3 }, (x) => 1 - Math.exp(-x / 3)],
  ['normal', { mean: -1, sd: 2 }, (x) => normalCdf((x + 1) / 2)],
  ['lognormal', { mean: 900, cv: 0.5 }, lognormalCdf(900, 0.5)],
  ['lognormal', { mean: 900, cv: 1.8 }, lognormalCdf(900, 1.8)],
  ['weibull', { scale: 2, shape: 0.7 }, (x) => 1 - Math.exp(-((x / 2) ** 0.7))],
  ['weibull', { scale: 2, shape: 3 }, (x) => 1 - Math.exp(-((x / 2) ** 3))],
  ['pareto', { min: 5, shape: 1.5 }, (x) => 1 - (5 / x) ** 1.5],
  ['pareto', { min: 5, shape: 9 }, (x) => 1 - (5 / x) ** 9],
  ['gamma', { mean: 7, cv: 0.3 }, gammaCdf(7, 0.3)],
  ['gamma', { mean: 7, cv: 1 }, gammaCdf(7, 1)],
  ['gamma', { mean: 7, cv: 2 }, gammaCdf(7, 2)],
  ['hyper-exponential', { mean: 4, cv: 1 }, hyperExponentialCdf(4, 1)],
  ['hyper-exponential', { mean: 4, cv: 3 }, hyperExponentialCdf(4, 3)],
  ['empirical', { values: [9, 1, 3, 3.5], interpolated: true }, (x) => piecewise([1, 3, 3.5, 9], x)],
]

describe('continuous distributions', () => {
  it.each(CONTINUOUS)('%s %j follows its distribution function', (name, options, cdf) => {
    const draws = draw(name, options)
    expect(kolmogorovSmirnov(draws, cdf)).toBeLessThan(1.95)
    // The test has teeth: it rejects a distribution function that is off by 0.02 at most.
    expect(kolmogorovSmirnov(draws, (x) => cdf(x) ** 1.05)).toBeGreaterThan(1.95)
  })

  it('have a tail where the moments end', () => {
    expect(createSampler({ name: 'pareto', options: { min: 5, shape: 1 } }).mean).toBe(Infinity)
    expect(createSampler({ name: 'pareto', options: { min: 5, shape: 1.5 } })).toMatchObject({ mean: 15, variance: Infinity })
  })
})

function geometricProbabilities(mean: number, count: number): number[] {
  return Array.from({ length: count }, (_, i) => (1 / mean) * (1 - 1 / mean) ** i)
}

/** Probabilities of 1 … count; the sum over all keys is made by adding from the small ones up. */
function zipfProbabilities(keys: number, exponent: number, count = keys): number[] {
  let sum = 0
  for (let k = keys; k > 0; k--) sum += k ** -exponent
  return Array.from({ length: count }, (_, i) => (i + 1) ** -exponent / sum)
}

/** Probabilities of 1 … count from their logarithms. */
function byFactorials(count: number, logProbability: (k: number) => number): number[] {
  return Array.from({ length: count }, (_, i) => Math.exp(logProbability(i + 1)))
}

function poissonProbabilities(mean: number, count: number): number[] {
  return byFactorials(count, (k) => k * Math.log(mean) - mean - logGamma(k + 1))
}

function binomialProbabilities(trials: number, p: number): number[] {
  const logChoices = (k: number): number => logGamma(trials + 1) - logGamma(k + 1) - logGamma(trials - k + 1)
  return byFactorials(trials, (k) => logChoices(k) + k * Math.log(p) + (trials - k) * Math.log1p(-p))
}

/** How often 1 … cells came up, and last how often anything else did. */
function countsOf(draws: Float64Array, cells: number): Float64Array {
  const counts = new Float64Array(cells + 1)
  for (const value of draws) counts[value >= 1 && value <= cells && Number.isInteger(value) ? value - 1 : cells]!++
  return counts
}

function withRest(probabilities: number[]): number[] {
  return [...probabilities, Math.max(0, 1 - probabilities.reduce((sum, p) => sum + p, 0))]
}

const DISCRETE: [string, Record<string, unknown>, () => number[]][] = [
  ['geometric', { mean: 1.2 }, () => geometricProbabilities(1.2, 40)],
  ['geometric', { mean: 220 }, () => geometricProbabilities(220, 1_000)],
  ...[0, 0.5, 1, 1.1, 2, 5].map((exponent): [string, Record<string, unknown>, () => number[]] => [
    'zipf',
    { keys: 1_000, exponent },
    () => zipfProbabilities(1_000, exponent),
  ]),
  ...[0.9, 1, 1.1].map((exponent): [string, Record<string, unknown>, () => number[]] => [
    'zipf',
    { keys: 10_000_000, exponent },
    () => zipfProbabilities(10_000_000, exponent, 50),
  ]),
  ['poisson', { mean: 0.3 }, () => poissonProbabilities(0.3, 20)],
  ['poisson', { mean: 17.5 }, () => poissonProbabilities(17.5, 100)],
  ['poisson', { mean: 40_000 }, () => poissonProbabilities(40_000, 50_000)],
  ['binomial', { trials: 12, probability: 0.25 }, () => binomialProbabilities(12, 0.25)],
  ['binomial', { trials: 30_000, probability: 0.9 }, () => binomialProbabilities(30_000, 0.9)],
  ['empirical', { values: [3, 1, 2, 2], interpolated: false }, () => [0.25, 0.5, 0.25]],
  ['empirical', { values: [3, 1, 4, 2], weights: [1, 0, 5, 2], interpolated: false }, () => [0, 0.25, 0.125, 0.625]],
]

describe('discrete distributions', () => {
  it.each(DISCRETE)('%s %j has the right probabilities', (name, options, probabilities) => {
    const expected = probabilities()
    const counts = countsOf(draw(name, options), expected.length)
    expect(Math.abs(chiSquareDeviate(counts, withRest(expected)))).toBeLessThan(4)
  })

  it('would be caught with an exponent that is off by 0.02', () => {
    const counts = countsOf(draw('zipf', { keys: 1_000, exponent: 1.1 }), 1_000)
    expect(chiSquareDeviate(counts, withRest(zipfProbabilities(1_000, 1.12)))).toBeGreaterThan(4)
  })

  it.each<[string, Record<string, unknown>, () => number[]]>([
    ['poisson', { mean: 17.5 }, () => poissonProbabilities(17.7, 100)],
    ['binomial', { trials: 30_000, probability: 0.9 }, () => binomialProbabilities(30_000, 0.9001)],
    // A normal approximation, rounded, has the right mean and variance, and is caught by its lack of skew.
    ['poisson', { mean: 17.5 }, () => byFactorials(100, (k) => -0.5 * Math.log(2 * Math.PI * 17.5) - (k - 17.5) ** 2 / 35)],
  ])('%s %j would be caught with another law', (name, options, probabilities) => {
    const counts = countsOf(draw(name, options), probabilities().length)
    expect(chiSquareDeviate(counts, withRest(probabilities()))).toBeGreaterThan(4)
  })

  it('geometric would be caught if it started at 0', () => {
    const counts = countsOf(
      draw('geometric', { mean: 20 }).map((x) => x - 1),
      1_000,
    )
    expect(chiSquareDeviate(counts, withRest(geometricProbabilities(20, 1_000)))).toBeGreaterThan(4)
  })

  it('zipf passes through exponent 1 without a seam', () => {
    const at = draw('zipf', { keys: 1e9, exponent: 1 }, 2_000)
    const near = draw('zipf', { keys: 1e9, exponent: 1 + 1e-13 }, 2_000)
    // Values are whole: one that lies on the edge between two keys may go to either.
    const off = at.reduce((most, value, i) => Math.max(most, (Math.abs(value - near[i]!) - 1) / value), 0)
    expect(off).toBeLessThan(1e-9)
  })

  it('stay within their support at the ends', () => {
    expect(new Set(draw('zipf', { keys: 1, exponent: 1 }, 100))).toEqual(new Set([1]))
    expect(new Set(draw('zipf', { keys: 2, exponent: 10 }, N))).toEqual(new Set([1, 2]))
    expect(new Set(draw('geometric', { mean: 1 }, 100))).toEqual(new Set([1]))
    expect(new Set(draw('binomial', { trials: 7, probability: 1 }, 100))).toEqual(new Set([7]))
    expect(new Set(draw('binomial', { trials: 7, probability: 0 }, 100))).toEqual(new Set([0]))
    expect(new Set(draw('binomial', { trials: 0, probability: 0.5 }, 100))).toEqual(new Set([0]))
    expect(new Set(draw('poisson', { mean: 1e-9 }, 100))).toEqual(new Set([0]))
    expect(new Set(draw('empirical', { values: [4.5], interpolated: true }, 100))).toEqual(new Set([4.5]))
    const large = draw('zipf', { keys: 1e9, exponent: 0 })
    expect(large.every((value) => Number.isInteger(value) && value >= 1 && value <= 1e9)).toBe(true)
  })
})

const MOMENTS: [string, Record<string, unknown>][] = [
  ['uniform', { from: -2, to: 6 }],
  ['exponential', { mean: 3 }],
  ['normal', { mean: -1, sd: 2 }],
  ['lognormal', { mean: 900, cv: 0.4 }],
  ['geometric', { mean: 1 }],
  ['geometric', { mean: 220 }],
  ['weibull', { scale: 2, shape: 0.9 }],
  ['weibull', { scale: 2, shape: 30 }],
  ['pareto', { min: 5, shape: 12 }],
  ['gamma', { mean: 7, cv: 0.001 }],
  ['gamma', { mean: 7, cv: 0.3 }],
  ['gamma', { mean: 7, cv: 1.5 }],
  ['hyper-exponential', { mean: 4, cv: 2 }],
  ['zipf', { keys: 1, exponent: 1 }],
  ['zipf', { keys: 1_000, exponent: 0 }],
  ['zipf', { keys: 1_000, exponent: 1 }],
  ['zipf', { keys: 1e7, exponent: 0.7 }],
  ['zipf', { keys: 50, exponent: 2.2 }],
  ['zipf', { keys: 1e9, exponent: 1 }],
  ['poisson', { mean: 0.3 }],
  ['poisson', { mean: 1e8 }],
  ['binomial', { trials: 1e8, probability: 1e-7 }],
  ['binomial', { trials: 1e8, probability: 0.5 }],
  ['empirical', { values: [9, 1, 3, 3.5], interpolated: false }],
  ['empirical', { values: [9, 1, 3, 3.5], interpolated: true }],
  ['empirical', { values: [9, 1, 3, 3.5], weights: [1, 0, 7, 2], interpolated: false }],
]

describe('declared moments', () => {
  it.each(MOMENTS)('%s %j has them', (name, options) => {
    const sampler = createSampler({ name, options })
    const seen = momentsOf(draw(name, options))
    const slack = 1e-9 * Math.abs(sampler.mean)
    expect(Math.abs(seen.mean - sampler.mean)).toBeLessThanOrEqual(5 * seen.meanError + slack)
    expect(Math.abs(seen.variance - sampler.variance)).toBeLessThanOrEqual(5 * seen.varianceError + slack)
  })

  it('would be caught if the mean were off by two in a hundred', () => {
    const seen = momentsOf(draw('exponential', { mean: 3 }))
    expect(Math.abs(seen.mean - 3 * 1.02)).toBeGreaterThan(5 * seen.meanError)
    expect(Math.abs(seen.variance - 9 * 1.2)).toBeGreaterThan(5 * seen.varianceError)
  })
})

describe('quantiles', () => {
  const LEVELS = [1e-12, 1e-6, 0.001, 0.1, 0.3, 0.5, 0.632, 0.9, 0.999, 1 - 1e-9]

  it.each(CONTINUOUS)('%s %j: the inverse of the distribution function', (name, options, cdf) => {
    const sampler = createSampler({ name, options })
    for (const p of LEVELS) expect(Math.abs(cdf(sampler.quantile(p)) - p)).toBeLessThan(1e-11)
  })

  it.each(DISCRETE)('%s %j: the least value with as much probability up to it', (name, options, probabilities) => {
    const sampler = createSampler({ name, options })
    const listed = probabilities()
    // What is listed begins at 1.
    const { mean, trials, probability: p } = options as { mean: number; trials: number; probability: number }
    let below = name === 'poisson' ? Math.exp(-mean) : name === 'binomial' ? (1 - p) ** trials : 0
    for (const [i, probability] of listed.entries()) {
      for (const share of [0.01, 0.5, 0.99]) {
        if (probability > 1e-6) expect(sampler.quantile(below + share * probability)).toBe(i + 1)
      }
      below += probability
    }
  })

  it.each([0.5, 1, 1.3, 2])('zipf with exponent %d: far out, at the edges of a value', (exponent) => {
    const keys = 3_000
    const sampler = createSampler({ name: 'zipf', options: { keys, exponent } })
    let below = 0
    for (const [i, probability] of zipfProbabilities(keys, exponent).entries()) {
      for (const share of [0.001, 0.999]) expect(sampler.quantile(below + share * probability)).toBe(i + 1)
      below += probability
    }
  })

  it('draws through them have the same law, and another law is caught', () => {
    for (const [name, options, cdf] of CONTINUOUS) {
      const sampler = createSampler({ name, options })
      const stream = new Stream(9, name)
      const draws = Float64Array.from({ length: 20_000 }, (_, i) => sampler.quantile(stream.at(i, 0).uniform()))
      expect(kolmogorovSmirnov(draws, cdf), name).toBeLessThan(1.95)
      expect(
        kolmogorovSmirnov(draws, (x) => cdf(x) ** 1.15),
        name,
      ).toBeGreaterThan(1.95)
    }
  })
})

describe('draws belong to records', () => {
  const every = [...CONTINUOUS, ...DISCRETE].map(([name, options]) => [name, options] as const)

  it.each(every)('%s %j: the order of drawing does not matter', (name, options) => {
    const sampler = createSampler({ name, options })
    const forwards = new Stream(5, 'order')
    const there = Array.from({ length: 50 }, (_, i) => sampler.sample(forwards.at(i, 1)))
    const other = createSampler({ name, options })
    const backwards = new Stream(5, 'order')
    const back = Array.from({ length: 50 }, (_, i) => other.sample(backwards.at(49 - i, 1)))
    expect(back.reverse()).toEqual(there)
  })
})

describe('the registry', () => {
  it('names each distribution as its descriptor does', () => {
    for (const [name, { descriptor }] of Object.entries(distributions)) {
      expect(descriptor).toMatchObject({ kind: 'distribution', name })
      expect(descriptor.source.length).toBeGreaterThan(10)
    }
  })

  it('refuses names that it does not have, and options that contradict each other', () => {
    expect(() => createSampler({ name: 'toString', options: {} })).toThrow('unknown distribution: toString')
    expect(() => createSampler({ name: 'uniform', options: { from: 3, to: 3 } })).toThrow('uniform: from (3) has to be below to (3)')
    const refused = (options: Record<string, unknown>) => () => createSampler({ name: 'empirical', options })
    expect(refused({ values: [1, 2], weights: [1], interpolated: false })).toThrow('there are 2 values and 1 weights')
    expect(refused({ values: [1, 2], weights: [0, 0], interpolated: false })).toThrow('all weights are 0')
    expect(refused({ values: [1, 2], weights: [1, 1], interpolated: true })).toThrow('interpolated values have no weights')
  })

  it('keeps its draws', () => {
    const golden = Object.fromEntries(MOMENTS.map(([name, options]) => [name, draw(name, options, 2)[1]]))
    expect(golden).toEqual({
      uniform: 2.6250030363624886,
      exponential: 0.9383663641121227,
      normal: -2.4420131742379363,
      lognormal: 899.4277273452211,
      geometric: 4,
      weibull: 1.9467131979215124,
      pareto: 5.108570628674491,
      gamma: 4.734640886248976,
      'hyper-exponential': 6.977629327616362,
      zipf: 176660,
      poisson: 99983679,
      binomial: 50004117,
      empirical: 3.5,
    })
  })
})
