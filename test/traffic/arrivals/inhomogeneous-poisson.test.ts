import { describe, expect, test } from 'vitest'
import { loadExpressionParser } from '../../../src/expressions/parser.ts'
import { arrivalsNamed } from '../../../src/traffic/arrivals/index.ts'
import { processOf, take, timesUntil } from './draws.ts'
import { exponential, gapsOf, kolmogorovSmirnov } from './point-process.ts'

const parse = await loadExpressionParser()
const NAME = 'inhomogeneous-poisson'
const type = arrivalsNamed(NAME)
const ns = (seconds: number): number => seconds * 1e9

const of = (name: string, value: unknown, period?: number) => ({ rate: { name, value }, ...(period === undefined ? {} : { period }) })
const expression = (text: string) => of('expression', parse(text))
const points = (...all: readonly (readonly [at: number, rate: number])[]) => all.map(([at, rate]) => ({ at: ns(at), rate }))

/** The integral of a rate by Simpson's rule between points where it may jump: a second implementation, and a slow one. */
function integral(rate: (t: number) => number, from: number, to: number): number {
  const steps = 20
  const h = (to - from) / steps
  let sum = 0
  for (let i = 0; i < steps; i++) {
    const a = from + i * h
    sum += (h / 6) * (rate(a + 1e-12) + 4 * rate(a + h / 2) + rate(a + h - 1e-12))
  }
  return sum
}

/** With the right rate, its integral between arrivals is exponential with mean 1 (time-rescaling theorem; Brown et al. 2002). */
function rescaled(times: readonly number[], cumulated: (t: number) => number): number {
  return kolmogorovSmirnov(gapsOf(times.map(cumulated)), exponential)
}

interface Shape {
  readonly options: Record<string, unknown>
  /** The rate, and its integral from 0, at a time in seconds. */
  readonly rate: (t: number) => number
  readonly cumulated: (t: number) => number
}

const WAVE = (2 * Math.PI) / 60

const shapes: Readonly<Record<string, Shape>> = {
  steps: {
    options: of('steps', points([0, 20], [100, 0], [150, 80])),
    rate: (t) => (t < 100 ? 20 : t < 150 ? 0 : 80),
    cumulated: (t) => (t < 100 ? 20 * t : t < 150 ? 2000 : 2000 + 80 * (t - 150)),
  },
  'steps that repeat': {
    options: of('steps', points([0, 20], [3, 0], [5, 80]), ns(10)),
    rate: (t) => (t % 10 < 3 ? 20 : t % 10 < 5 ? 0 : 80),
    cumulated: (t) => 460 * Math.floor(t / 10) + (t % 10 < 3 ? 20 * (t % 10) : t % 10 < 5 ? 60 : 60 + 80 * ((t % 10) - 5)),
  },
  ramps: {
    options: of('ramps', points([0, 0], [200, 100])),
    rate: (t) => Math.min(100, t / 2),
    cumulated: (t) => (t < 200 ? (t * t) / 4 : 10_000 + 100 * (t - 200)),
  },
  'ramps that repeat': {
    options: of('ramps', points([0, 0], [5, 100]), ns(10)),
    rate: (t) => (t % 10 < 5 ? 20 * (t % 10) : 200 - 20 * (t % 10)),
    cumulated: (t) => 500 * Math.floor(t / 10) + (t % 10 < 5 ? 10 * (t % 10) ** 2 : 500 - 10 * (10 - (t % 10)) ** 2),
  },
  'a profile of steps': {
    options: of('profile', { mean: 50, values: [1, 3, 0], between: 'steps' }, ns(30)),
    rate: (t) => [37.5, 112.5, 0][Math.floor((t % 30) / 10)]!,
    cumulated: (t) => 1500 * Math.floor(t / 30) + (t % 30 < 10 ? 37.5 * (t % 30) : t % 30 < 20 ? 375 + 112.5 * ((t % 30) - 10) : 1500),
  },
  'an expression': {
    options: expression('100/s * (1 - 0.9 * cos(2 * pi * t / 1 min))'),
    rate: (t) => 100 * (1 - 0.9 * Math.cos(WAVE * t)),
    cumulated: (t) => 100 * (t - (0.9 / WAVE) * Math.sin(WAVE * t)),
  },
  'an expression that jumps, as a plain number per second': {
    options: expression('if(mod(t, 20 s) < 3 s, 0, 50) + 20'),
    rate: (t) => (t % 20 < 3 ? 20 : 70),
    cumulated: (t) => 20 * t + 50 * (17 * Math.floor(t / 20) + Math.max(0, (t % 20) - 3)),
  },
  'an expression with a narrow peak': {
    options: expression('10/s + 50000/s * exp(-((mod(t, 50 s) - 25 s) / 10 ms) ^ 2)'),
    rate: (t) => 10 + 50_000 * Math.exp(-((((t % 50) - 25) / 0.01) ** 2)),
    // The peak is 20 ms wide: a bound from samples would hardly ever see it.
    cumulated: (t) => 10 * t + 500 * Math.sqrt(Math.PI) * (Math.floor(t / 50) + phi((Math.SQRT2 * ((t % 50) - 25)) / 0.01)),
  },
}

/** The standard normal distribution (Abramowitz and Stegun 26.2.17; error below 1e-7). */
function phi(x: number): number {
  const t = 1 / (1 + 0.2316419 * Math.abs(x))
  const tail =
    (Math.exp((-x * x) / 2) / Math.sqrt(2 * Math.PI)) *
    t *
    (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))))
  return x > 0 ? 1 - tail : tail
}

describe('the rate is the one that was asked for', () => {
  test.each(Object.entries(shapes))('%s: rescaled gaps are exponential', (_name, { options, cumulated }) => {
    expect(rescaled(timesUntil(NAME, options, 1, 400), cumulated)).toBeGreaterThan(0.001)
  })

  test.each(Object.entries(shapes))(
    '%s: control: the integral is that of the rate, and a constant one of the same mean is found out',
    (_name, shape) => {
      const { options, cumulated, rate } = shape
      for (const t of [0.5, 24.7, 133, 271])
        expect(Math.abs(integral(rate, t, t + 0.05) - (cumulated(t + 0.05) - cumulated(t)))).toBeLessThan(0.01)
      const mean = cumulated(400) / 400
      expect(rescaled(timesUntil(NAME, options, 1, 400), (t) => mean * t)).toBeLessThan(1e-6)
      expect(rescaled(timesUntil('poisson', { rate: mean }, 1, 400), cumulated)).toBeLessThan(1e-6)
    },
  )
})

describe('inversion', () => {
  test('is the same as Poisson where the rate is constant, and stretches with it', () => {
    const poisson = take(processOf('poisson', { rate: 100 }, 1), 2000)
    const steps = take(processOf(NAME, of('steps', points([0, 100]), ns(7)), 1), 2000)
    for (const [i, time] of steps.entries()) expect(Math.abs(time - poisson[i]!)).toBeLessThanOrEqual(1)
  })

  test('many rounds without an arrival are passed over at once', () => {
    const rare = processOf(NAME, of('steps', points([0, 1e-4], [1e-6, 0]), ns(2e-6)), 1)
    const times = take(rare, 50)
    expect(times[49]! / 1e9 / 50 / 20_000).toBeGreaterThan(0.5)
    expect(times[49]! / 1e9 / 50 / 20_000).toBeLessThan(1.6)
  })

  test('nothing comes any more after the rate has gone to 0', () => {
    const options = of('steps', points([0, 10], [10, 0]))
    expect(type.finite(options)).toBe(true)
    expect(type.meanRate(options)).toBe(10)
    const times = take(processOf(NAME, options, 1), 1000)
    expect(times.at(-1)).toBe(Infinity)
    expect(Math.max(...times.filter((time) => time < Infinity))).toBeLessThan(10e9)
  })
})

describe('what is said of it', () => {
  test('the mean rate in the long run', () => {
    expect(type.meanRate(shapes['steps that repeat']!.options)).toBeCloseTo(46, 10)
    expect(type.meanRate(shapes['ramps that repeat']!.options)).toBeCloseTo(50, 10)
    expect(type.meanRate(shapes['a profile of steps']!.options)).toBeCloseTo(50, 10)
    expect(type.meanRate(shapes['ramps']!.options)).toBeCloseTo(100, 10)
    expect(type.meanRate(shapes['an expression']!.options)).toBeUndefined()
    expect(type.finite(shapes['an expression']!.options)).toBe(false)
  })

  test.each<[Record<string, unknown>, string, string]>([
    [of('steps', points([1, 10])), 'rate.steps.0.at', 'the first of the steps is at 1 s: put one at 0 s'],
    [of('steps', points([0, 1], [9, 2], [3, 1])), 'rate.steps.2.at', '3 s comes after 9 s: put the steps in order'],
    [of('ramps', points([0, 1], [9, 2]), ns(9)), 'rate.ramps.1.at', '9 s is not within the period of 9 s'],
    [of('ramps', points([0, 0], [9, 0])), 'rate.ramps', 'all rates are 0, so nothing ever arrives: make one positive'],
    [
      of('profile', { mean: 1, values: [0, 0], between: 'steps' }),
      'rate.profile.values',
      'all values are 0, so nothing ever arrives: make one positive',
    ],
    [of('expression', parse('5/s'), ns(1)), 'period', 'an expression has no period of its own: write mod(t, 1 d) where it reads t'],
    [expression('10 + x'), 'rate.expression', 'There is no field "x". The fields are t.'],
    [expression('t > 3 s'), 'rate.expression', 't > 3 s is a boolean; expected a rate, such as 100/s'],
    [expression('2 * t'), 'rate.expression', '2 * t is no rate; expected one such as 100/s, or a plain number per second'],
    [expression('100/s + 5'), 'rate.expression', 'This puts a rate and a plain number together.'],
    [expression('if(t < 600, 1, 2)'), 'rate.expression', 'This puts a duration and a plain number together.'],
    [expression('0 * t'), 'rate.expression', 'the rate is 0 at all times, so nothing ever arrives'],
    [expression('-3/s'), 'rate.expression', 'the rate is always negative'],
  ])('%j is refused', (options, path, message) => {
    expect(type.problems!(options)).toEqual([{ path: path.split('.'), message }])
    expect(() => processOf(NAME, options, 1)).toThrow(message)
  })

  test('a rate that turns out impossible ends the run, and says when', () => {
    const until = (text: string) => () => take(processOf(NAME, expression(text), 1), 100_000)
    expect(until('100 * cos(2 * pi * t / 1 h)')).toThrow(
      /^source "chat", arrivals: the rate 100 \* cos.* is -.* per second at t = 15.01 min.*max\(0, …\)$/,
    )
    expect(until('100 / (10 - t / 1 s)')).toThrow(/has no bound, or is no number, near t = 10 s: bound it, as with min\(1000, …\)$/)
    expect(until('sqrt(5 - t / 1 s)')).toThrow(/has no bound, or is no number, near t = 5 s/)
  })

  test('a rate that is 0 from some time on comes to the end of time', () => {
    const times = take(processOf(NAME, expression('if(t < 10 s, 10, 0)'), 1), 300)
    expect(times.at(-1)).toBe(Infinity)
    expect(times.filter((time) => time < Infinity).length).toBeGreaterThan(60)
  })
})
