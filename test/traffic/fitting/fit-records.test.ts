/** Distributions, keys and residuals are recognised, and what is none of them is not. */
import { describe, expect, test } from 'vitest'
import type { Distribution } from '../../../src/random/distribution.ts'
import { distributions } from '../../../src/random/index.ts'
import { Stream } from '../../../src/random/stream.ts'
import { fitField } from '../../../src/traffic/fitting/fit-field.ts'
import { fitRecords } from '../../../src/traffic/fitting/fit-records.ts'
import { keySkew } from '../../../src/traffic/fitting/key-skew.ts'
import { kolmogorovSmirnov } from '../../../src/traffic/fitting/residuals.ts'

const COUNT = 20_000

function sample(name: keyof typeof distributions, options: object): number[] {
  const sampler = (distributions[name] as unknown as Distribution).create(options as never)
  const stream = new Stream(3, 'test')
  return Array.from({ length: COUNT }, (_, i) => sampler.sample(stream.at(i, 0)))
}

describe('a field', () => {
  test.each([
    ['exponential', { mean: 4 }],
    ['uniform', { from: -2, to: 5 }],
    ['normal', { mean: -3, sd: 2 }],
    ['lognormal', { mean: 200, cv: 1.2 }],
    ['gamma', { mean: 1_000, cv: 0.6 }],
    ['weibull', { scale: 3, shape: 1.7 }],
    ['pareto', { min: 2, shape: 2.5 }],
    ['geometric', { mean: 6 }],
  ] as const)('that is %s is found to be, with its parameters', (name, options) => {
    const [best] = fitField(sample(name, options))
    expect(best!.name).toBe(name)
    const written = best!.scenario[name]
    const found =
      typeof written === 'object' ? (written as Readonly<Record<string, number>>) : { [Object.keys(options)[0]!]: written as number }
    // Four standard errors, which are below 1.2 % of each of these.
    for (const [key, value] of Object.entries(options)) expect(Math.abs(found[key]! / value - 1), `${key} ${found[key]}`).toBeLessThan(0.05)
  })

  test('that is of two kinds at once gives its quantiles, not the distribution that is least far off', () => {
    const numbers = sample('normal', { mean: 0, sd: 1 }).map((value, i) => (i % 2 === 0 ? value : value + 20))
    const { columns } = fitRecords([{ name: 'x', counts: null, sample: numbers.map(String), numbers }], COUNT)
    expect(columns[0]!.distribution!.distance).toBeGreaterThan(0.1)
    const { empirical } = columns[0]!.scenario as { readonly empirical: { readonly values: readonly number[] } }
    // Half of it is below 10, and little of it between 5 and 15.
    expect(empirical.values.filter((value) => value < 10).length / empirical.values.length).toBeCloseTo(0.5, 1)
    expect(empirical.values.filter((value) => value > 5 && value < 15)).toEqual([])
  })
})

test.each([0, 0.8, 1.3])('a key of Zipf’s law with exponent %d has it within three standard errors', (exponent) => {
  const counts = new Map<number, number>()
  for (const key of sample('zipf', { keys: 500, exponent })) counts.set(key, (counts.get(key) ?? 0) + 1)
  const found = keySkew([...counts.values()])
  // Of keys that are equally likely, chance alone makes some more frequent, and ranks follow chance.
  const bias = exponent === 0 ? 0.1 : 0
  expect(Math.abs(found.exponent - exponent)).toBeLessThan(3 * found.standardError! + bias + 0.02)
})

test('Kolmogorov and Smirnov’s p is uniform for uniform numbers, and small for others', () => {
  const ps = Array.from({ length: 400 }, (_, trial) => {
    const stream = new Stream(trial, 'test').at(0, 0)
    return kolmogorovSmirnov(Float64Array.from({ length: 200 }, () => stream.uniform()).sort()).p
  })
  for (const level of [0.05, 0.25, 0.5, 0.75]) {
    const share = ps.filter((p) => p < level).length / ps.length
    expect(Math.abs(share - level)).toBeLessThan(4 * Math.sqrt((level * (1 - level)) / ps.length))
  }
  const stream = new Stream(1, 'test').at(0, 0)
  expect(kolmogorovSmirnov(Float64Array.from({ length: 200 }, () => stream.uniform() ** 1.5).sort()).p).toBeLessThan(0.01)
})
