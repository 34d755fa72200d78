import { describe, expect, test } from 'vitest'
import { arrivalsNamed } from '../../../src/traffic/arrivals/index.ts'
import { countsUntil, timesUntil } from './draws.ts'
import { deviations, localWhittle, mean, variance } from './point-process.ts'

const type = arrivalsNamed('on-off')
const options = { rate: 60, senders: 50, on: 0.3e9, off: 0.5e9, shape: 1.4 }
/** Counts of so many seconds; the lowest frequencies see scales from a minute to an hour. */
const SECONDS = 4096
const FREQUENCIES = 64

const hurst = (name: string, given: Record<string, unknown>, seeds: number): number[] =>
  Array.from({ length: seeds }, (_, seed) => localWhittle(countsUntil(name, given, seed + 1, 1, SECONDS), FREQUENCIES))

describe('on-off', () => {
  test('fifty senders together have the Hurst parameter (3 - shape) / 2', { timeout: 60_000 }, () => {
    expect(Math.abs(mean(hurst('on-off', options, 30)) - 0.8)).toBeLessThan(0.05)
  })

  test('control: Poisson arrivals have ½, and light tails nearly so', { timeout: 60_000 }, () => {
    expect(Math.abs(mean(hurst('poisson', { rate: 60 }, 30)) - 0.5)).toBeLessThan(0.05)
    expect(mean(hurst('on-off', { ...options, shape: 20 }, 5))).toBeLessThan(0.6)
  })

  test('the mean rate is the one that was asked for from the first instant', () => {
    const counts = Array.from({ length: 3000 }, (_, seed) => timesUntil('on-off', options, seed + 1, 0.2).length)
    expect(Math.abs(deviations(counts, 60 * 0.2))).toBeLessThan(4)
    // How many of n senders are on is binomial, and the rest is Poisson: in no time at all the variance is m + m² (1 - p) / (n p).
    const m = 60 * 0.01
    const short = Array.from({ length: 20_000 }, (_, seed) => timesUntil('on-off', { ...options, senders: 2 }, seed + 1, 0.01).length)
    const squares = short.map((count) => (count - m) ** 2)
    expect(Math.abs(deviations(squares, m + (m * m * (5 / 8)) / (2 * (3 / 8))))).toBeLessThan(4)
    expect(Math.abs(deviations(squares, m))).toBeGreaterThan(4)
  })

  test('the rest of the first period is in equilibrium; control: a whole period is found out', () => {
    // A sender that is on at the start sends 1000/s until its first period ends.
    const shape = 3
    const least = (1 * (shape - 1)) / shape
    const ends = Array.from({ length: 3000 }, (_, seed) => {
      const times = timesUntil('on-off', { rate: 500, senders: 1, on: 1e9, off: 1e9, shape }, seed + 1, 6)
      return times.length > 0 && times[0]! < 0.02 ? (times.find((time, i) => (times[i + 1] ?? Infinity) - time > 0.05) ?? 6) : NaN
    }).filter((end) => !Number.isNaN(end))
    expect(ends.length).toBeGreaterThan(1_000)
    // So the end is known to a few milliseconds. P(rest > least) = 1 / shape, of a whole period it is 1.
    const beyond = ends.map((end) => (end > least ? 1 : 0))
    expect(Math.abs(deviations(beyond, 1 / shape))).toBeLessThan(4)
    expect(Math.abs(deviations(beyond, 1))).toBeGreaterThan(4)
  })

  test('more senders of the same total rate are smoother', () => {
    const spread = (senders: number): number => variance(countsUntil('on-off', { ...options, senders }, 1, 1, 1000))
    expect(spread(2)).toBeGreaterThan(4 * spread(200))
  })

  test('what has no mean is refused', () => {
    expect(type.problems!({ ...options, shape: 1 })).toEqual([
      { path: ['shape'], message: 'times with a tail of exponent 1 have no mean, so there is no rate: take a shape above 1' },
    ])
    expect(type.problems!({ ...options, on: 1, off: 1 })[0]!.message).toMatch(/^senders change \d+ times per arrival/)
    expect(() => type.create({ ...options, shape: 0.5 }, { seed: 1, source: 'chat', epochMs: 0 })).toThrow('have no mean')
  })
})
