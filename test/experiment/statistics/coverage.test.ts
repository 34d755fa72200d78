/**
 * Coverage: how often an interval that says 95 % holds the true value, over thousands of macro-replications, as a binomial test at 0.001
 * on either side. Each check has a control that must fail it.
 */
import { mean, sampleVariance } from 'simple-statistics'
import { describe, expect, test } from 'vitest'
import { batchMeans } from '../../../src/experiment/statistics/batch-means.ts'
import { effectiveSize, isTooShort } from '../../../src/experiment/statistics/effective-size.ts'
import { holm } from '../../../src/experiment/statistics/holm.ts'
import { meanInterval, pairedP, sectioned, simultaneous, type Interval } from '../../../src/experiment/statistics/interval.ts'
import { verdict } from '../../../src/experiment/statistics/verdict.ts'
import { binomialAtMost, consistent } from './binomial.ts'
import { normals, queueSojourns } from './draws.ts'

const holdsAt = ({ value, halfWidth }: Interval, truth: number): boolean => Math.abs(value - truth) <= halfWidth!

function hitsOf(trials: number, trial: (seed: number) => boolean): number {
  let hits = 0
  for (let seed = 0; seed < trials; seed++) if (trial(seed + 1)) hits++
  return hits
}

describe('independent normal values', () => {
  const trials = 4_000
  test.each([3, 10, 20])('the t-interval over %d of them is nominal', (n) => {
    const hits = hitsOf(trials, (seed) => holdsAt(meanInterval(Array.from({ length: n }, normals(seed)), 0.95), 0))
    expect(consistent(hits, trials, 0.95), `${hits} of ${trials}`).toBe(true)
  })

  test('an interval with the normal quantile in place of t’s is caught', () => {
    const hits = hitsOf(trials, (seed) => {
      const values = Array.from({ length: 5 }, normals(seed))
      return holdsAt({ value: mean(values), halfWidth: 1.96 * Math.sqrt(sampleVariance(values) / 5) }, 0)
    })
    expect(consistent(hits, trials, 0.95), `${hits} of ${trials}`).toBe(false)
  })

  test('an interval over three that divides squares by n in place of n − 1 is caught', () => {
    const hits = hitsOf(trials, (seed) => {
      const { value, halfWidth } = meanInterval(Array.from({ length: 3 }, normals(seed)), 0.95)
      return holdsAt({ value, halfWidth: halfWidth! * Math.sqrt(2 / 3) }, 0)
    })
    expect(consistent(hits, trials, 0.95), `${hits} of ${trials}`).toBe(false)
  })
})

/** What ten replications of M/M/1 say of the mean sojourn and of its 99th percentile. */
function queueIntervals(seed: number, load: number, customers: number) {
  const replications = Array.from({ length: 10 }, (_, index) => queueSojourns(seed * 1_000 + index, load, customers, 'stationary'))
  const pooled = new Float64Array(10 * customers)
  for (const [index, sojourns] of replications.entries()) {
    sojourns.sort()
    pooled.set(sojourns, index * customers)
  }
  pooled.sort()
  const quantile = (sorted: Float64Array): number => sorted[Math.ceil(0.99 * sorted.length) - 1]!
  const means = replications.map((sojourns) => sojourns.reduce((a, b) => a + b, 0) / customers)
  const centre = mean(means)
  const size = effectiveSize(customers, means, pooled.reduce((sum, one) => sum + (one - centre) ** 2, 0) / pooled.length)!
  return {
    warns: { mean: isTooShort(size, undefined), p99: isTooShort(size, 0.99) },
    mean: meanInterval(means, 0.95),
    p99: sectioned(quantile(pooled), replications.map(quantile), 0.95),
  }
}

/** The mean sojourn of M/M/1 is 1 / (1 − ρ), its 99th percentile ln 100 times that. */
function queueCoverage(load: number, customers: number, trials: number) {
  let [means, p99s] = [0, 0]
  const warnings = { mean: 0, p99: 0 }
  for (let seed = 1; seed <= trials; seed++) {
    const intervals = queueIntervals(seed, load, customers)
    if (intervals.warns.mean) warnings.mean++
    if (intervals.warns.p99) warnings.p99++
    if (holdsAt(intervals.mean, 1 / (1 - load))) means++
    if (holdsAt(intervals.p99, Math.log(100) / (1 - load))) p99s++
  }
  return { mean: means, p99: p99s, warnings }
}

describe('M/M/1, ten replications', () => {
  test.each([
    [0.5, 5_000, 1_000],
    [0.8, 20_000, 300],
  ])('at ρ = %d with %d customers each, mean and p99 are nominal, and nothing warns', { timeout: 120_000 }, (load, customers, trials) => {
    const hits = queueCoverage(load, customers, trials)
    expect(consistent(hits.mean, trials, 0.95), `mean: ${hits.mean} of ${trials}`).toBe(true)
    expect(consistent(hits.p99, trials, 0.95), `p99: ${hits.p99} of ${trials}`).toBe(true)
    expect(hits.warnings.mean / trials).toBeLessThan(0.005)
    expect(hits.warnings.p99 / trials).toBeLessThan(0.02)
  })

  test.each([200, 500])('at ρ = 0.8 with %d customers each they fall short, and a warning says so', (customers) => {
    const trials = 1_000
    const hits = queueCoverage(0.8, customers, trials)
    expect(binomialAtMost(hits.mean, trials, 0.95), `mean: ${hits.mean} of ${trials}`).toBeLessThan(0.001)
    expect(binomialAtMost(hits.p99, trials, 0.95), `p99: ${hits.p99} of ${trials}`).toBeLessThan(0.001)
    expect(hits.warnings.mean / trials).toBeGreaterThan(0.98)
    expect(hits.warnings.p99 / trials).toBeGreaterThan(0.98)
  })

  test('at ρ = 0.8 with 2000 customers each p99 still falls short, and a warning says so', () => {
    const trials = 500
    const hits = queueCoverage(0.8, 2_000, trials)
    expect(binomialAtMost(hits.p99, trials, 0.95), `p99: ${hits.p99} of ${trials}`).toBeLessThan(0.001)
    // Of the mean, which holds 93 %, most warn.
    expect(hits.warnings.mean / trials).toBeGreaterThan(0.7)
    expect(hits.warnings.p99 / trials).toBeGreaterThan(0.95)
  })
})

describe('one long run: AR(1) with φ = 0.9', () => {
  const trials = 2_000
  const series = (seed: number, length = 3_000): number[] => {
    const normal = normals(seed)
    let x = normal() / Math.sqrt(1 - 0.81)
    return Array.from({ length }, () => (x = 0.9 * x + normal()))
  }

  test('taken for independent, the values hold the mean about a third of the time', () => {
    const hits = hitsOf(trials, (seed) => holdsAt(meanInterval(series(seed), 0.95), 0))
    expect(consistent(hits, trials, 0.346), `${hits} of ${trials}`).toBe(true)
  })

  test('with 10,000 values batch means are nominal', () => {
    const hits = hitsOf(1_000, (seed) => holdsAt(batchMeans(series(seed, 10_000), 0.95), 0))
    expect(consistent(hits, 1_000, 0.95), `${hits} of 1000`).toBe(true)
  })

  test('with 3000 they hold it about as often as they say', () => {
    const hits = hitsOf(trials, (seed) => holdsAt(batchMeans(series(seed), 0.95), 0))
    expect(hits / trials, `${hits} of ${trials}`).toBeGreaterThan(0.93)
    expect(hits / trials).toBeLessThan(0.965)
  })

  test('batches that stay correlated are said to be too short', () => {
    const said = (length: number): number => hitsOf(500, (seed) => batchMeans(series(seed).slice(0, length), 0.95).tooShort) / 500
    expect(said(3_000)).toBeLessThan(0.05)
    expect(said(50)).toBeGreaterThan(0.5)
  })

  test('independent values are hardly ever said to be too short, however few', () => {
    for (const length of [20, 25, 30, 50]) {
      const said = hitsOf(500, (seed) => batchMeans(Array.from({ length }, normals(seed)), 0.95).tooShort)
      expect(said / 500, `${length} values`).toBeLessThan(0.03)
    }
  })

  /** The same with φ = 0.95 under noise ten times as wide: neighbours correlate by 0.09 only, and for long. */
  test('a memory that noise hides from neighbours is looked for in longer batches', () => {
    let said = 0
    const hits = hitsOf(trials, (seed) => {
      const normal = normals(seed)
      let x = normal() / Math.sqrt(1 - 0.95 * 0.95)
      const found = batchMeans(
        Array.from({ length: 1_000 }, () => (x = 0.95 * x + normal()) + 10 * normal()),
        0.95,
      )
      if (found.tooShort) said++
      return holdsAt(found, 0)
    })
    // Where only neighbours are asked, 88 %, and one in a thousand is said to be too short. 1000 values are few: this is not nominal.
    expect(hits / trials, `${hits} of ${trials}`).toBeGreaterThan(0.9)
    expect(said / trials).toBeGreaterThan(0.1)
  })
})

describe('verdicts of a family, where nothing differs', () => {
  const trials = 2_000
  /** Four variants with independent seeds, three metrics: nine differences whose truth is 0; any that is not within the margin is false. */
  const nullDifferences = (seed: number): number[][] => {
    const normal = normals(seed)
    const values = Array.from({ length: 12 }, () => Array.from({ length: 20 }, () => 100 + 3 * normal()))
    return [0, 1, 2].flatMap((metric) =>
      [1, 2, 3].map((variant) => values[4 * metric + variant]!.map((value, index) => value - values[4 * metric]![index]!)),
    )
  }
  const falseVerdicts = (confidence: number): number =>
    hitsOf(trials, (seed) =>
      nullDifferences(seed).some((differences) => {
        const { value, halfWidth } = meanInterval(differences, confidence)
        const word = verdict({ value, halfWidth: halfWidth! }, 0, 'lower', false)
        return word === 'better' || word === 'worse'
      }),
    )

  test('with simultaneous intervals at most 5 % of experiments have a false one, even without a margin', () => {
    const wrong = falseVerdicts(simultaneous(0.95, 9))
    expect(1 - binomialAtMost(wrong - 1, trials, 0.05), `${wrong} of ${trials}`).toBeGreaterThan(0.001)
  })

  test('intervals that each hold 95 % by themselves are caught', () => {
    const wrong = falseVerdicts(0.95)
    expect(1 - binomialAtMost(wrong - 1, trials, 0.05), `${wrong} of ${trials}`).toBeLessThan(0.001)
  })

  test('adjusted by Holm at most 5 % of experiments have a p-value below 0.05, unadjusted many more', () => {
    const wrong = (adjust: (pValues: number[]) => number[]): number =>
      hitsOf(trials, (seed) => adjust(nullDifferences(seed).map((differences) => pairedP(differences)!)).some((p) => p < 0.05))
    const [adjusted, unadjusted] = [wrong(holm), wrong((pValues) => pValues)]
    expect(1 - binomialAtMost(adjusted - 1, trials, 0.05), `${adjusted} of ${trials}`).toBeGreaterThan(0.001)
    expect(1 - binomialAtMost(unadjusted - 1, trials, 0.05), `${unadjusted} of ${trials}`).toBeLessThan(0.001)
  })
})
