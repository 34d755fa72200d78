/**
 * Presets against the traces that they are models of. Figures of the traces: counts of AzureLLMInferenceTrace_{conv,code}.csv (Azure Public
 * Dataset, commit b469a11), logarithms of the total rates of ServeGen's language/m-large (commit f891d11).
 */
import { describe, expect, test } from 'vitest'
import { autocovariances } from '../../../src/timeseries/arma-theory.ts'
import { presets } from '../../../src/traffic/arrivals/preset.ts'
import { processOf, take, timesUntil } from './draws.ts'
import { countsIn, dispersion, gapsOf, mean, variance } from './point-process.ts'

/** Index of dispersion of counts by seconds of a window, within the seconds of the trace. */
const measured = {
  'azure-llm-conversation': { rate: 5.53, span: 3_502, dispersion: { 1: 1.39, 10: 3.86, 60: 16.1, 300: 61.7 }, within: 0.12 },
  'azure-llm-code': { rate: 2.57, span: 3_436, dispersion: { 1: 13.2, 10: 71.6, 60: 164 }, within: 0.15 },
} as const
const SEEDS = 200

describe.each(Object.entries(measured))('%s', (like, { rate, span, dispersion: expected, within }) => {
  const runs = Array.from({ length: SEEDS }, (_, seed) => timesUntil('preset', { like, rate: undefined }, seed + 1, span))

  test('has its rate', () => {
    const counts = runs.map(({ length }) => length)
    expect(Math.abs(mean(counts) - rate * span)).toBeLessThan(4 * Math.sqrt(variance(counts) / SEEDS))
  })

  test.each(Object.entries(expected).map(([window, value]) => [Number(window), value]))(
    'has its index of dispersion on %d s, which Poisson arrivals have not',
    (window, value) => {
      // Ratio of means, so that quiet runs count as little as they should.
      const perRun = runs.map((times) => countsIn(times, window, span))
      const found = mean(perRun.map(variance)) / mean(perRun.map(mean))
      expect(Math.abs(found / value - 1)).toBeLessThan(within)
      const poisson = timesUntil('poisson', { rate }, 1, span)
      expect(Math.abs(dispersion(countsIn(poisson, window, span)) / value - 1)).toBeGreaterThan(within)
    },
  )
})

test('azure-llm-code has the variation of its gaps', () => {
  const variations = Array.from({ length: 20 }, (_, seed) => {
    const gaps = gapsOf(take(processOf('preset', { like: 'azure-llm-code', rate: undefined }, seed + 1), 20_000)).slice(1)
    return Math.sqrt(variance(gaps)) / mean(gaps)
  })
  expect(Math.abs(mean(variations) / 13.15 - 1)).toBeLessThan(0.1)
})

test('servegen-language-large has the variance and the correlations of its log rate', () => {
  const { options } = presets['servegen-language-large'].model(196)
  const { ar, ma, innovation } = options as { readonly ar: number[]; readonly ma: number[]; readonly innovation: number }
  const gamma = autocovariances({ ar, d: 0, ma }, 37).map((value) => value * innovation ** 2)
  expect(Math.abs(gamma[0]! / 0.1655 - 1)).toBeLessThan(0.02)
  // Lags of 10 minutes, 20 minutes, 1, 2 and 6 hours.
  for (const [lag, value] of [
    [1, 0.916],
    [2, 0.857],
    [6, 0.77],
    [12, 0.649],
    [36, 0.365],
  ] as const)
    expect(Math.abs(gamma[lag]! / gamma[0]! - value)).toBeLessThan(0.04)
})

test('another rate keeps the rhythm', () => {
  const own = take(processOf('preset', { like: 'azure-llm-code', rate: undefined }, 3), 2_000)
  const tenfold = take(processOf('preset', { like: 'azure-llm-code', rate: 25.7 }, 3), 20_000)
  expect(tenfold.at(-1)! / own.at(-1)!).toBeGreaterThan(0.8)
  expect(tenfold.at(-1)! / own.at(-1)!).toBeLessThan(1.25)
})
