import { describe, expect, it } from 'vitest'
import { createSampler, distributions } from '../../src/random/index.ts'
import { Stream } from '../../src/random/stream.ts'
import { chiSquareDeviate, kolmogorovSmirnov, momentsOf } from './statistics.ts'
import { lowerGamma, normalCdf } from './special-functions.ts'

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
    })
  })
})
