import { mean, sampleStandardDeviation, sampleVariance } from 'simple-statistics'
import { describe, expect, test } from 'vitest'
import { poisson } from '../../src/traffic/arrivals/poisson.ts'
import { ArrivalStatistics } from '../../src/traffic/statistics/arrival-statistics.ts'
import { KeyStatistics } from '../../src/traffic/statistics/key-statistics.ts'
import { poissonBand } from '../../src/report/traffic-table.ts'

const SECOND = 1e9
const LENGTH = 200 * SECOND

function times(seed: number): number[] {
  const process = poisson.create({ rate: 100 }, { seed, source: 'a', epochMs: 0 })
  const found: number[] = []
  for (let time = process.next(); time < LENGTH; time = process.next()) found.push(time)
  return found
}

function statisticsOf(arrivals: readonly number[]): ArrivalStatistics {
  const statistics = new ArrivalStatistics(LENGTH)
  for (const time of arrivals) statistics.add(time)
  return statistics
}

describe('what is said of arrivals', () => {
  const arrivals = times(1)
  const statistics = statisticsOf(arrivals)
  const counts = (windows: number): number[] => {
    const found = new Array<number>(windows).fill(0)
    for (const time of arrivals) found[Math.floor((time / LENGTH) * windows)]!++
    return found
  }

  test('gaps as simple-statistics has them', () => {
    const gaps = arrivals.slice(1).map((time, i) => time - arrivals[i]!)
    expect(statistics.gapVariation).toBeCloseTo(sampleStandardDeviation(gaps) / mean(gaps), 10)
    expect(statistics.gaps.max).toBe(Math.max(...gaps))
    expect(statistics.rate).toBeCloseTo(arrivals.length / 200, 10)
  })

  test('the index of dispersion on every scale, as from the definition', () => {
    for (const { windows, window, value } of statistics.dispersion()) {
      expect(window).toBe(LENGTH / windows)
      expect(value).toBeCloseTo(sampleVariance(counts(windows)) / mean(counts(windows)), 10)
    }
  })

  test('autocorrelations of counts, as from the definition', () => {
    const { bins, values } = statistics.correlations()!
    const all = counts(bins)
    const centre = mean(all)
    const products = (lag: number): number => all.slice(lag).reduce((sum, value, t) => sum + (value - centre) * (all[t]! - centre), 0)
    for (const [i, value] of values.entries()) expect(value).toBeCloseTo(products(i + 1) / products(0), 10)
  })
})

test('a Poisson process stays within its band as often as it should; arrivals in pairs do not', () => {
  let [outside, all] = [0, 0]
  for (let seed = 1; seed <= 60; seed++) {
    for (const { windows, value } of statisticsOf(times(seed)).dispersion()) {
      const [low, high] = poissonBand(windows)
      all++
      if (value < low || value > high) outside++
    }
  }
  expect(outside / all).toBeLessThan(0.01)
  const pairs = statisticsOf(times(1).flatMap((time) => [time, time]))
  expect(pairs.dispersion().every(({ windows, value }) => value > poissonBand(windows)[1] || windows < 64)).toBe(true)
  expect(pairs.ties).toBe(times(1).length)
})

test('nothing, one arrival, and two are no obstacle', () => {
  const nothing = statisticsOf([])
  expect([nothing.dispersion(), nothing.correlations(), nothing.gapVariation]).toEqual([[], undefined, undefined])
  expect(statisticsOf([5]).gapVariation).toBeUndefined()
  expect(statisticsOf([5, 9]).gaps.count).toBe(1)
})

test('keys are counted exactly while there is room', () => {
  const keys = new KeyStatistics()
  for (let record = 0; record < 250_000; record++) keys.add(record % 2 === 0 ? 7 : record)
  expect(keys.result()).toMatchObject({ distinct: 125_000, others: 0 })
  for (let key = 1_000_000; key < 1_100_000; key++) keys.add(key)
  const { distinct, others, counts } = keys.result()
  expect([distinct, others, counts[0]]).toEqual([200_000, 25_000, 125_001])
})
