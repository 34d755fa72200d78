import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import type { ArimaModel } from '../../src/timeseries/arima-model.ts'
import { partialAutocorrelations } from '../../src/timeseries/arma-theory.ts'
import { autoArima } from '../../src/timeseries/auto-arima.ts'
import { burg, hannanRissanen, yuleWalker } from '../../src/timeseries/autoregression.ts'
import { chiSquareTail, ljungBox, sampleAutocorrelations } from '../../src/timeseries/sample-correlations.ts'
import { ArimaPath } from '../../src/timeseries/simulate.ts'
import { kpss, seasonalStrength } from '../../src/timeseries/stationarity-tests.ts'

// The source of the numbers is named in the file.
const { series, diagnostics } = JSON.parse(readFileSync(new URL('r-oracles.json', import.meta.url), 'utf8')) as {
  series: Readonly<Record<string, readonly number[]>>
  diagnostics: Readonly<Record<string, readonly number[]>>
}
const close = (found: readonly number[], expected: readonly number[]): void => {
  for (const [i, value] of expected.entries()) expect(Math.abs(found[i]! - value)).toBeLessThan(1e-11 * Math.max(1, Math.abs(value)))
}
const draw = (model: ArimaModel, length: number, seed: number): number[] => {
  const path = new ArimaPath(model, 1, seed, 'diagnostics')
  return Array.from({ length }, () => path.next())
}

describe.each(['lh', 'Nile', 'LakeHuron'])('%s as R has it', (name) => {
  const values = series[name]!
  test('autocorrelations', () => close(sampleAutocorrelations(values, 10), diagnostics[`acf_${name}`]!))
  test('partial autocorrelations', () => close(partialAutocorrelations(sampleAutocorrelations(values, 10)), diagnostics[`pacf_${name}`]!))
  test('Ljung–Box', () => {
    const { statistic, p } = ljungBox(values, 5)
    close([statistic, p], diagnostics[`ljungbox5_${name}`]!)
  })
  test('Yule–Walker', () => {
    const { ar, variance, mean } = yuleWalker(values, 3)
    close([...ar, variance, mean], diagnostics[`ar_yw3_${name}`]!)
  })
  test('Burg', () => {
    const { ar, variance } = burg(values, 3)
    close([...ar, variance], diagnostics[`ar_burg3_${name}`]!)
  })
})

test('the tail of chi-square: 3.841 at 5 % with 1, 18.307 with 10', () => {
  expect(chiSquareTail(3.841458820694124, 1)).toBeCloseTo(0.05, 12)
  expect(chiSquareTail(18.307038053275146, 10)).toBeCloseTo(0.05, 12)
})

test('Ljung–Box is right about white noise as often as it says, and finds what is none', () => {
  let small = 0
  for (let seed = 1; seed <= 400; seed++) if (ljungBox(draw({ ar: [], d: 0, ma: [] }, 200, seed), 10).p < 0.05) small++
  expect(Math.abs(small - 20)).toBeLessThan(4 * Math.sqrt(19))
  expect(ljungBox(draw({ ar: [0.4], d: 0, ma: [] }, 200, 1), 10).p).toBeLessThan(0.001)
})

test('Hannan and Rissanen start near the truth', () => {
  const { ar, ma } = hannanRissanen(draw({ ar: [0.6], d: 0, ma: [0.4] }, 5_000, 1), 1, 1)
  expect(ar[0]).toBeCloseTo(0.6, 1)
  expect(ma[0]).toBeCloseTo(0.4, 1)
})

test('KPSS lets a level that holds be, and finds one that wanders', () => {
  const share = (model: ArimaModel): number =>
    Array.from({ length: 200 }, (_, seed) => kpss(draw(model, 200, seed + 1)).p < 0.05).filter(Boolean).length / 200
  expect(share({ ar: [], d: 0, ma: [] })).toBeLessThan(0.1)
  expect(share({ ar: [], d: 1, ma: [] })).toBeGreaterThan(0.9)
})

test('a season is as strong as it is', () => {
  const noise = draw({ ar: [], d: 0, ma: [] }, 240, 1)
  expect(seasonalStrength(noise, 12)).toBeLessThan(0.3)
  expect(
    seasonalStrength(
      noise.map((value, t) => value + 3 * Math.sin((2 * Math.PI * t) / 12)),
      12,
    ),
  ).toBeGreaterThan(0.75)
})

describe('the order is chosen', () => {
  test.each([
    ['lh', 1, { p: 1, d: 0, q: 0, mean: true }],
    ['Nile', 1, { p: 1, d: 1, q: 1 }],
    ['USAccDeaths', 12, { p: 0, d: 1, q: 1, seasonal: { p: 0, d: 1, q: 1, period: 12 } }],
    ['logAirPassengers', 12, { p: 0, d: 1, q: 1, seasonal: { p: 0, d: 1, q: 1, period: 12 } }],
  ] as const)('of %s as in the literature', (name, period, order) => {
    expect(autoArima(series[name]!, { period }).fit.order).toMatchObject(order)
  })

  test('of a random walk with one difference and nothing else, mostly; of white noise with nothing', () => {
    const orders = (model: ArimaModel) => Array.from({ length: 20 }, (_, seed) => autoArima(draw(model, 200, seed + 1)).fit.order)
    const plain =
      (d: number) =>
      ({ p, d: found, q }: { p: number; d: number; q: number }): boolean =>
        found === d && p + q === 0
    expect(orders({ ar: [], d: 1, ma: [] }).filter(plain(1)).length).toBeGreaterThanOrEqual(13)
    expect(orders({ ar: [], d: 0, ma: [] }).filter(plain(0)).length).toBeGreaterThanOrEqual(13)
  })

  test('of what is constant, or a straight line, or a season without chance, there is none to choose', () => {
    expect(() => autoArima(Array.from({ length: 50 }, () => 3))).toThrow('the series is constant: it goes on as it is')
    expect(() => autoArima(Array.from({ length: 50 }, (_, t) => 2 * t))).toThrow('after 1 difference the series is constant')
    expect(() =>
      autoArima(
        Array.from({ length: 60 }, (_, t) => (t * t) % 12),
        { period: 12 },
      ),
    ).toThrow('after 1 difference the series is constant')
    expect(() => autoArima([])).toThrow('the series is empty')
    expect(() => autoArima([NaN, NaN])).toThrow('every value of the series is missing')
  })

  test('of a season with gaps as of the whole: the calendar goes on while values are missing', () => {
    const model: ArimaModel = { ar: [], d: 0, ma: [], seasonal: { period: 4, ar: [], d: 1, ma: [-0.3] } }
    const whole = draw(model, 120, 2).map((value, t) => value + 8 * (t % 4))
    const gaps = whole.map((value, t) => (t % 7 === 3 ? NaN : value))
    expect(autoArima(gaps, { period: 4 }).fit.order.seasonal).toMatchObject({ d: 1 })
  })

  test('never better by one step than what was tried', () => {
    const { fit, tried } = autoArima(draw({ ar: [0.6, -0.3], d: 0, ma: [] }, 300, 2))
    expect(fit.aicc).toBeLessThanOrEqual(Math.min(...tried.map(({ aicc }) => aicc)) + 1e-6)
  })
})

describe('hostile series get a reason', () => {
  const SERIES = {
    empty: [],
    constant: [5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5],
    missing: Array.from({ length: 16 }, () => NaN),
    infinite: [...Array.from({ length: 16 }, (_, i) => i), Infinity],
    enormous: Array.from({ length: 16 }, (_, i) => 1e300 * (i % 3)),
  }
  const FUNCTIONS: Readonly<Record<string, (series: readonly number[]) => unknown>> = {
    kpss,
    'Yule–Walker': (series) => yuleWalker(series, 2),
    Burg: (series) => burg(series, 2),
    'Hannan–Rissanen': (series) => hannanRissanen(series, 1, 1),
    autocorrelations: (series) => sampleAutocorrelations(series, 3),
    'Ljung–Box': (series) => ljungBox(series, 3),
  }
  test.each(Object.keys(FUNCTIONS))('%s', (name) => {
    for (const series of Object.values(SERIES)) expect(() => FUNCTIONS[name]!(series)).toThrow(RangeError)
  })
})
