import { describe, expect, test } from 'vitest'
import { arrivalsNamed } from '../../../src/traffic/arrivals/index.ts'
import { processOf, take, timesUntil } from './draws.ts'
import { deviations, gapsOf, kolmogorovSmirnov, mean, variance } from './point-process.ts'

const RATE = 10
const type = arrivalsNamed('renewal')

const kinds: readonly (readonly [gaps: string, cv: number])[] = [
  ['gamma', 0.4],
  ['gamma', 2.5],
  ['weibull', 0.4],
  ['weibull', 2],
  ['lognormal', 0.5],
  ['lognormal', 1.5],
  ['hyper-exponential', 3],
  ['uniform', 0.3],
]

/** Gaps in units of the mean one, without the first, which is another. */
function gapsFor(gaps: string, cv: number, seed: number): number[] {
  return gapsOf(take(processOf('renewal', { rate: RATE, cv, gaps }, seed), 20_001).map((time) => time / 1e9))
    .slice(1)
    .map((gap) => gap * RATE)
}

describe('renewal', () => {
  test.each(kinds)('%s gaps have the mean and the coefficient of variation that were asked for: %d', (gaps, cv) => {
    const samples = Array.from({ length: 20 }, (_, seed) => gapsFor(gaps, cv, seed + 1))
    expect(Math.abs(deviations(samples.map(mean), 1))).toBeLessThan(4)
    const squares = samples.map((sample) => mean(sample.map((gap) => (gap - 1) ** 2)))
    expect(Math.abs(deviations(squares, cv * cv))).toBeLessThan(4)
  })

  test('control: another coefficient of variation is found out, if it is off by a twentieth', () => {
    const squares = Array.from({ length: 20 }, (_, seed) => mean(gapsFor('gamma', 2.5, seed + 1).map((gap) => (gap - 1) ** 2)))
    expect(Math.abs(deviations(squares, (2.5 * 1.05) ** 2))).toBeGreaterThan(4)
  })

  test('gaps are those of the distribution', () => {
    const half = Math.sqrt(3) * 0.3
    expect(kolmogorovSmirnov(gapsFor('uniform', 0.3, 1), (x) => Math.min(1, Math.max(0, (x - 1 + half) / (2 * half))))).toBeGreaterThan(
      0.001,
    )
    // Erlang with four phases has a cv of ½.
    const erlang = (x: number): number => 1 - Math.exp(-4 * x) * (1 + 4 * x + (4 * x) ** 2 / 2 + (4 * x) ** 3 / 6)
    expect(kolmogorovSmirnov(gapsFor('gamma', 0.5, 1), erlang)).toBeGreaterThan(0.001)
    expect(kolmogorovSmirnov(gapsFor('lognormal', 0.5, 1), erlang)).toBeLessThan(1e-6)
    // A Weibull distribution of shape ½ has a cv of √5.
    expect(kolmogorovSmirnov(gapsFor('weibull', Math.sqrt(5), 1), (x) => 1 - Math.exp(-Math.sqrt(2 * x)))).toBeGreaterThan(0.001)
  })

  /** Counts of a short stretch at the start, over many seeds; and the first times. */
  const starts = (gaps: string, cv: number): { counts: number[]; firsts: number[] } => {
    const times = Array.from({ length: 3000 }, (_, seed) => timesUntil('renewal', { rate: RATE, cv, gaps }, seed + 1, 0.3))
    return { counts: times.map((all) => all.length), firsts: times.map((all) => (all[0] ?? 0.3) * RATE) }
  }

  test.each(kinds)('%s gaps of %d: the rate is right from the first instant', (gaps, cv) => {
    expect(Math.abs(deviations(starts(gaps, cv).counts, RATE * 0.3))).toBeLessThan(4)
  })

  test('control: a first gap like all others is found out', () => {
    const counts = Array.from({ length: 3000 }, (_, seed) => {
      const [first, ...rest] = timesUntil('renewal', { rate: RATE, cv: 2.5, gaps: 'gamma' }, seed + 1, 3)
      return rest.filter((time) => time - first! < 0.3).length
    })
    expect(Math.abs(deviations(counts, RATE * 0.3))).toBeGreaterThan(4)
  })

  test('the dispersion of counts goes to the square of the cv', () => {
    const counts = Array.from(
      { length: 2000 },
      (_, seed) => timesUntil('renewal', { rate: RATE, cv: 2, gaps: 'gamma' }, seed + 1, 40).length,
    )
    // An index of dispersion from n counts has a standard error of about index · √(2/n).
    const index = variance(counts) / (RATE * 40)
    expect(Math.abs(index - 4)).toBeLessThan(4 * 4 * Math.sqrt(2 / 2000))
  })

  test('another rate stretches the same arrivals', () => {
    const fast = take(processOf('renewal', { rate: 20, cv: 2, gaps: 'weibull' }, 1), 500)
    for (const [i, time] of take(processOf('renewal', { rate: 10, cv: 2, gaps: 'weibull' }, 1), 500).entries())
      expect(Math.abs(time - 2 * fast[i]!)).toBeLessThanOrEqual(2)
  })

  test('a coefficient of variation that a distribution cannot have is refused', () => {
    expect(type.problems!({ rate: 1, cv: 0.8, gaps: 'uniform' })).toEqual([
      {
        path: ['cv'],
        message: 'gaps that are uniform have a cv from 0.000001 to 0.577, not 0.8: change it, or take gaps: gamma or weibull or lognormal',
      },
    ])
    expect(() => processOf('renewal', { rate: 1, cv: 0.8, gaps: 'hyper-exponential' }, 1)).toThrow('have a cv from 1 to 1000, not 0.8')
    expect(type.problems!({ rate: 1, cv: 0.8, gaps: 'weibull' })).toEqual([])
  })
})
