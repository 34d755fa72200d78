import { mean, sampleVariance } from 'simple-statistics'
import { expect, test } from 'vitest'
import { preciseAfter, relativePrecision } from '../../../src/experiment/statistics/precision.ts'
import { criticalT } from '../../../src/experiment/statistics/student-t.ts'
import { consistent } from './binomial.ts'
import { normals } from './draws.ts'

test('it waits for ten values and five more', () => {
  expect(
    preciseAfter(
      Array.from({ length: 14 }, () => 5),
      0.95,
      0.02,
    ),
  ).toBeUndefined()
  expect(
    preciseAfter(
      Array.from({ length: 15 }, () => 5),
      0.95,
      0.02,
    ),
  ).toBe(15)
})

test('a lucky narrow interval that widens again does not count', () => {
  const lucky = [...Array.from({ length: 12 }, () => 100), 400, ...Array.from({ length: 3 }, () => 100)]
  expect(preciseAfter(lucky, 0.95, 0.02)).toBeUndefined()
})

test('the stopping point depends on the values up to it only', () => {
  const normal = normals(5)
  const values = Array.from({ length: 400 }, () => 100 + 20 * normal())
  const found = preciseAfter(values, 0.95, 0.05)!
  expect(found).toBeLessThan(400)
  expect(preciseAfter(values.slice(0, found), 0.95, 0.05)).toBe(found)
  expect(preciseAfter(values.slice(0, found - 1), 0.95, 0.05)).toBeUndefined()
})

/** The definition: the first n from ten on whose half-width is at most γ / (1 + γ) of the mean, as it is for the next five values too. */
function direct(values: readonly number[], precision: number): number | undefined {
  const isPrecise = (n: number): boolean => {
    const first = values.slice(0, n)
    const halfWidth = criticalT(0.95, n - 1) * Math.sqrt(sampleVariance(first) / n)
    return halfWidth / Math.abs(mean(first)) <= precision / (1 + precision)
  }
  for (let n = 10; n + 5 <= values.length; n++) if ([0, 1, 2, 3, 4, 5].every((more) => isPrecise(n + more))) return n + 5
  return undefined
}

test('equal to the definition, of negative values too', () => {
  const found = Array.from({ length: 200 }, (_, seed) => {
    const normal = normals(seed + 1)
    const values = Array.from({ length: 60 }, () => (seed % 2 === 0 ? 100 : -100) + (4 + (seed % 10)) * normal())
    expect(preciseAfter(values, 0.95, 0.05)).toBe(direct(values, 0.05))
    return direct(values, 0.05)
  })
  expect(found).toContain(15)
  expect(new Set(found).size).toBeGreaterThan(20)
})

test('what it stops at is as precise as asked for in at least about 95 of 100 experiments', () => {
  const trials = 1_000
  let hits = 0
  for (let seed = 0; seed < trials; seed++) {
    const normal = normals(seed + 1)
    const values = Array.from({ length: 400 }, () => 100 + 20 * normal())
    const n = preciseAfter(values, 0.95, 0.05)!
    const mean = values.slice(0, n).reduce((a, b) => a + b) / n
    if (Math.abs(mean - 100) <= 0.05 * 100) hits++
  }
  expect(hits > 0.95 * trials || consistent(hits, trials, 0.95), `${hits} of ${trials}`).toBe(true)
})

test('precision of what has no spread, no value, or no interval', () => {
  expect(relativePrecision({ value: 5, halfWidth: 0 })).toBe(0)
  expect(relativePrecision({ value: 0, halfWidth: 1 })).toBe(Infinity)
  expect(relativePrecision({ value: 5, halfWidth: null })).toBe(Infinity)
})
