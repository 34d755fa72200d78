import { describe, expect, test } from 'vitest'
import { arrivalsNamed } from '../../../src/traffic/arrivals/index.ts'
import { countsUntil, processOf, take, timesUntil } from './draws.ts'
import { deviations, mean } from './point-process.ts'

const type = arrivalsNamed('batch')
const poisson = (rate: number) => ({ name: 'poisson', options: { rate } })
const constant = (value: number) => ({ kind: 'constant', value })
const draw = (name: string, options: Record<string, unknown>) => ({ kind: 'draw', name, options })

const geometric = { arrivals: poisson(10), size: draw('geometric', { mean: 4 }), spread: 0 }

describe('batch', () => {
  /** Sizes of a geometric distribution with mean m have E[X²] / E[X] = 2m - 1: the index of dispersion on every scale. */
  test('counts of Poisson batches have the dispersion E[X²] / E[X]', () => {
    expect(type.meanRate(geometric)).toBe(40)
    const squares = (scale: number): number[] =>
      Array.from({ length: 60 }, (_, seed) => {
        const counts = countsUntil('batch', geometric, seed + 1, scale, 300)
        return mean(counts.map((count) => (count - 40 * scale) ** 2)) / (40 * scale)
      })
    for (const scale of [0.1, 1, 10]) expect(Math.abs(deviations(squares(scale), 7))).toBeLessThan(4)
    // Control: batches of a constant size have E[X] instead.
    expect(deviations(squares(1), 4)).toBeGreaterThan(4)
  })

  test('batches that are spread are as dispersed on large scales, and nearly Poisson on small ones', () => {
    const spread = { ...geometric, spread: 1e9 }
    const squares = (scale: number): number[] =>
      Array.from({ length: 60 }, (_, seed) => {
        const counts = countsUntil('batch', spread, seed + 1, scale, 310).slice(Math.ceil(2 / scale))
        return mean(counts.map((count) => (count - 40 * scale) ** 2)) / (40 * scale)
      })
    // Pairs of one batch are up to w = 1 s apart, with the triangular density of two uniform delays: 1 + (E[X(X-1)]/E[X]) (s/w)(1 - s/3w).
    expect(Math.abs(deviations(squares(0.1), 1 + 6 * 0.1 * (1 - 0.1 / 3)))).toBeLessThan(4)
    expect(Math.abs(mean(squares(30)) - (1 + 6 * (1 - 1 / 90)))).toBeLessThan(0.5)
  })

  test('records of a batch come together, or within the spread', () => {
    const times = take(processOf('batch', { arrivals: { name: 'constant', options: { rate: 1 } }, size: constant(3), spread: 0 }, 1), 6)
    expect(times).toEqual([0, 0, 0, 1e9, 1e9, 1e9])
    const apart = take(processOf('batch', { arrivals: { name: 'constant', options: { rate: 1 } }, size: constant(3), spread: 2e9 }, 1), 600)
    for (const [i, time] of apart.entries()) expect(time).toBeGreaterThanOrEqual(apart[i - 1] ?? 0)
    const delays = mean(apart.map((time, i) => time - Math.floor(i / 3) * 1e9))
    expect(Math.abs(delays - 1e9)).toBeLessThan(0.1e9)
  })

  test('a size between two whole numbers keeps its mean', () => {
    const options = { arrivals: { name: 'constant', options: { rate: 1000 } }, size: constant(0.3), spread: 0 }
    const counts = Array.from({ length: 100 }, (_, seed) => timesUntil('batch', options, seed + 1, 1).length)
    expect(Math.abs(deviations(counts, 300))).toBeLessThan(4)
    expect(type.meanRate(options)).toBe(300)
    expect(type.deterministic(options)).toBe(false)
    expect(type.deterministic({ ...options, size: constant(3) })).toBe(true)
    expect(type.deterministic({ ...options, size: constant(3), spread: 1 })).toBe(false)
  })

  test('batches of batches draw their sizes apart', () => {
    const inner = { name: 'batch', options: geometric }
    const sizes = timesUntil('batch', { arrivals: inner, size: draw('geometric', { mean: 4 }), spread: 0 }, 1, 2000)
    expect(Math.abs(sizes.length / 2000 / 160 - 1)).toBeLessThan(0.1)
  })

  test('what cannot be is refused', () => {
    const says = (options: Record<string, unknown>) =>
      type.problems!({ ...geometric, ...options }).map(({ path, message }) => `${path.join('.')}: ${message}`)
    expect(says({ size: constant(0) })).toEqual(['size: batches of 0 records on average hardly ever have one: make them larger'])
    expect(says({ size: draw('pareto', { min: 1, shape: 1 }) })).toEqual([
      'size: batches of this distribution have no mean size, so there is no rate: take another',
    ])
    expect(says({ size: { kind: 'expression', expression: {} } })).toEqual([
      'size: an expression has no record to read yet: give a number or a distribution',
    ])
    expect(says({ arrivals: { name: 'hawkes', options: { rate: 1, branching: 3, decay: 1e9 } } })).toEqual([
      expect.stringMatching(/^arrivals\.hawkes\.branching: a branching ratio of 3/),
    ])
    expect(says({ arrivals: { name: 'replay', options: { file: { written: 'a.csv', absolute: '/a.csv' } } } })).toEqual([
      'arrivals: a trace cannot be replayed here: each of its records belongs to a row, and a batch has several',
    ])
    const negative = processOf('batch', { ...geometric, size: draw('normal', { mean: 1, sd: 3 }) }, 1)
    expect(() => take(negative, 100)).toThrow(/batch \d+ would have -.* records, and a batch has from 0 to 10000000/)
  })
})
