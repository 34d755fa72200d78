import { mean } from 'simple-statistics'
import { expect, test } from 'vitest'
import { binSeries } from '../../src/experiment/estimates.ts'
import type { Replication } from '../../src/experiment/replication.ts'

function runWith(latencyMean: readonly (number | null)[], completionRate: readonly number[]): Replication {
  const bins = latencyMean.length
  return { series: { firstMeasuredBin: 0, bins, binWidth: 1, latencyMean, completionRate, queueDepth: [] } } as unknown as Replication
}

const LATENCY = { name: 'latency.mean', selector: {} }

test('bins of a mean over records count by their records: one of 1 and three of 3 make 2.5', () => {
  const means = Array.from({ length: 20 }, (_, bin) => (bin % 2 === 0 ? 1 : 3))
  const series = binSeries(runWith(means, means), LATENCY)!
  // By hand: 2.5 + (1 − 2.5 · 1) / 2 and 2.5 + (9 − 2.5 · 3) / 2. The plain mean of the bins would be 2.
  expect(series.slice(0, 2)).toEqual([1.75, 3.25])
  expect(mean([...series])).toBe(2.5)
})

test('bins without records say nothing about a mean over records', () => {
  const means = Array.from({ length: 20 }, (_, bin) => (bin % 2 === 0 ? 4 : null))
  const counts = means.map((value) => (value === null ? 0 : 2))
  expect(new Set(binSeries(runWith(means, counts), LATENCY))).toEqual(new Set([4]))
})

test('bins of equal counts are their own means', () => {
  const means = Array.from({ length: 25 }, (_, bin) => bin)
  expect(
    binSeries(
      runWith(
        means,
        Array.from({ length: 25 }, () => 7),
      ),
      LATENCY,
    ),
  ).toEqual(means)
})
