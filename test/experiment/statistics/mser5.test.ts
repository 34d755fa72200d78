import { expect, test } from 'vitest'
import { mser5 } from '../../../src/experiment/statistics/mser5.ts'
import { normals, uniforms } from './draws.ts'

const batches = (...means: readonly number[]): number[] => means.flatMap((mean) => [mean - 2, mean - 1, mean, mean + 1, mean + 2])

/** The definition, batch by batch: sums written out, every cut up to k − 5. */
function direct(series: readonly number[]): number {
  const means = Array.from({ length: Math.floor(series.length / 5) }, (_, j) => series.slice(5 * j, 5 * j + 5).reduce((a, b) => a + b) / 5)
  let best = { cut: 0, value: Infinity }
  for (let d = 0; d <= means.length - 5; d++) {
    const kept = means.slice(d)
    const centre = kept.reduce((a, b) => a + b) / kept.length
    const value = kept.reduce((sum, z) => sum + (z - centre) ** 2, 0) / kept.length ** 2
    if (value < best.value - 1e-12) best = { cut: 5 * d, value }
  }
  return best.cut
}

test('hand-computed: one high batch before nine equal ones is cut', () => {
  // With it: 9·(0.1·10)²… = 90 / 100 = 0.9; without it: 0.
  expect(mser5(batches(10, 0, 0, 0, 0, 0, 0, 0, 0, 0))).toEqual({ cut: 5, tooShort: false })
  // Batches 8, 4, then 2, 0, 2, 0 …: cuts at 0, 1, 2 give 0.576, 0.1851…, 0.1 = 10 / 100 with ten batches kept.
  expect(mser5(batches(8, 4, 2, 0, 2, 0, 2, 0, 2, 0, 2, 0))).toEqual({ cut: 10, tooShort: false })
})

test('equal to the definition on random series, with and without a start-up', () => {
  const normal = normals(11)
  for (let round = 0; round < 200; round++) {
    const bias = round % 3
    const series = Array.from({ length: 60 + 5 * (round % 40) }, (_, i) => bias * 5 * Math.exp(-i / 20) + normal())
    expect(mser5(series).cut).toBe(direct(series))
  }
})

test('without bias the median cut of 400 series is 0', () => {
  const cuts = Array.from({ length: 400 }, (_, seed) => {
    const normal = normals(seed + 1)
    return mser5(Array.from({ length: 500 }, normal)).cut
  })
  expect(cuts.sort((a, b) => a - b)[200]).toBe(0)
})

test('with a known bias the median cut is within a fifth of its length', () => {
  const length = 100
  const cuts = Array.from({ length: 400 }, (_, seed) => {
    const normal = normals(seed + 1)
    return mser5(Array.from({ length: 1000 }, (_, i) => (i < length ? 3 : 0) + normal())).cut
  })
  const median = cuts.sort((a, b) => a - b)[200]!
  expect(Math.abs(median - length)).toBeLessThanOrEqual(0.2 * length)
})

test('a series that never settles is too short, and so is one of fewer than ten batches', () => {
  const uniform = uniforms(3)
  // The best cut of a trend is as late as it may be.
  expect(mser5(Array.from({ length: 500 }, (_, i) => i + uniform())).tooShort).toBe(true)
  expect(mser5([1, 2, 3])).toEqual({ cut: 0, tooShort: true })
})

test('a constant series is not cut', () => {
  expect(mser5(Array.from({ length: 100 }, () => 0))).toEqual({ cut: 0, tooShort: false })
})
