import { describe, expect, it } from 'vitest'
import { cos, exp, expm1, log, log1p, pow, sin } from '../../src/random/elementary.ts'

const SPECIAL = [0, -0, 1, -1, 0.5, 2, 3, -3, 2.5, -2.5, 1e-320, 5e-324, -5e-324, 1e308, Number.MAX_VALUE, Infinity, -Infinity, NaN]

/** A plain linear congruential sequence in (0, 1): the tests of the generators must not lean on them. */
function numbers(count: number): number[] {
  let state = 1
  return Array.from({ length: count }, () => {
    state = (state * 48271) % 2147483647
    return state / 2147483647
  })
}

/** The distance between two doubles in units of the expected value's last place. */
function ulps(actual: number, expected: number): number {
  if (Object.is(actual, expected)) return 0
  const bits = Math.max(Math.floor(Math.log2(Math.abs(expected))), -1022)
  return Math.abs(actual - expected) / 2 ** (bits - 26) / 2 ** -26
}

function worst(own: (x: number) => number, reference: (x: number) => number, points: number[]): number {
  return points.reduce((largest, x) => Math.max(largest, ulps(own(x), reference(x))), 0)
}

const unit = numbers(20_000)

describe('agreement with the engine', () => {
  it('log stays within 2 ulp over the whole range of doubles', () => {
    expect(
      worst(
        log,
        Math.log,
        unit.map((u) => 2 ** (u * 2097 - 1073)),
      ),
    ).toBeLessThanOrEqual(2)
    expect(worst(log, Math.log, unit)).toBeLessThanOrEqual(2)
    expect(
      worst(
        log,
        Math.log,
        unit.map((u) => 1 + (u - 0.5) * 1e-6),
      ),
    ).toBeLessThanOrEqual(2)
  })

  it('exp stays within 2 ulp, subnormal results included', () => {
    expect(
      worst(
        exp,
        Math.exp,
        unit.map((u) => u * 1454 - 745),
      ),
    ).toBeLessThanOrEqual(2)
    expect(
      worst(
        exp,
        Math.exp,
        unit.map((u) => u - 0.5),
      ),
    ).toBeLessThanOrEqual(2)
  })

  it('log1p and expm1 stay within 3 ulp', () => {
    expect(
      worst(
        log1p,
        Math.log1p,
        unit.map((u) => u ** 30 * 1e6),
      ),
    ).toBeLessThanOrEqual(3)
    expect(
      worst(
        log1p,
        Math.log1p,
        unit.map((u) => -u),
      ),
    ).toBeLessThanOrEqual(3)
    expect(worst(log1p, Math.log1p, [2 ** 53, 2 ** 53 - 1, 2 ** 54, 1e300])).toBeLessThanOrEqual(3)
    expect(
      worst(
        expm1,
        Math.expm1,
        unit.map((u) => (u - 0.5) * 200),
      ),
    ).toBeLessThanOrEqual(3)
    expect(
      worst(
        expm1,
        Math.expm1,
        unit.map((u) => (u - 0.5) * 2),
      ),
    ).toBeLessThanOrEqual(3)
  })

  it('sin and cos stay within 2 ulp, near multiples of pi/2 and far out too', () => {
    const points = [
      ...unit.map((u) => (u - 0.5) * 20),
      ...unit.map((u) => (u - 0.5) * 2_000_000),
      ...unit.map((u) => Math.floor(u * 600_000) * (Math.PI / 2)),
      ...unit.slice(0, 500).map((u) => 2 ** (u * 1000 + 20)),
    ]
    expect(worst(sin, Math.sin, points)).toBeLessThanOrEqual(2)
    expect(worst(cos, Math.cos, points)).toBeLessThanOrEqual(2)
  })

  it('notices an error of one part in 10^15', () => {
    expect(worst((x) => log(x) * (1 + 1e-15), Math.log, unit)).toBeGreaterThan(2)
  })
})

describe('pow', () => {
  it('is within 1e-13 of the engine where exponents are moderate', () => {
    // V8's own `pow` is off by about 1e-15 itself.
    const largest = unit.reduce((most, u, i) => {
      const x = u * 10
      const y = (unit[(i + 7) % unit.length]! - 0.5) * 50
      return Math.max(most, Math.abs(pow(x, y) / Math.pow(x, y) - 1))
    }, 0)
    expect(largest).toBeLessThan(1e-13)
  })

  it('is within 1e-13 of exact values where exponents are large', () => {
    // From 90-digit arithmetic.
    expect(Math.abs(pow(1.0000001, 1e9) / 2.6881038582144647e43 - 1)).toBeLessThan(1e-13)
    expect(Math.abs(pow(3, -600.5) / 3.080963411729999e-287 - 1)).toBeLessThan(1e-13)
  })

  it('gives exact whole powers', () => {
    expect(pow(3, 16)).toBe(43046721)
    expect(pow(-7, 3)).toBe(-343)
    expect(pow(10, 15)).toBe(1e15)
    expect(pow(2, -10)).toBe(1 / 1024)
    expect(pow(2, 1023)).toBe(2 ** 1023)
    expect(pow(9, 0.5)).toBe(3)
  })

  it('reaches results whose reciprocal overflows', () => {
    expect(pow(1e20, -16)).toBe(1e-320)
    expect(pow(1e-320, -1)).toBe(Infinity)
  })
})

describe('special values', () => {
  it.each(SPECIAL)('those of Math at %d', (x) => {
    expect(ulps(log(x), Math.log(x))).toBeLessThanOrEqual(1)
    expect(ulps(exp(x), Math.exp(x))).toBeLessThanOrEqual(1)
    expect(ulps(log1p(x), Math.log1p(x))).toBeLessThanOrEqual(1)
    expect(ulps(expm1(x), Math.expm1(x))).toBeLessThanOrEqual(1)
    expect(ulps(sin(x), Math.sin(x))).toBeLessThanOrEqual(1)
    expect(ulps(cos(x), Math.cos(x))).toBeLessThanOrEqual(1)
    for (const y of [...SPECIAL, 4, 17, -17, 18.5, 1e18, 9007199254740991]) {
      expect(ulps(pow(x, y), Math.pow(x, y)), `pow(${x}, ${y})`).toBeLessThanOrEqual(1)
    }
  })

  it('log of a negative number is NaN, of zero -Infinity', () => {
    expect(log(-1)).toBeNaN()
    expect(log(0)).toBe(-Infinity)
    expect(log(-0)).toBe(-Infinity)
  })

  it('exp overflows and underflows where doubles end', () => {
    expect(exp(709.782712893384)).toBeLessThan(Infinity)
    expect(exp(709.7827128933841)).toBe(Infinity)
    expect(exp(-745.1332191019411)).toBe(5e-324)
    expect(exp(-745.1332191019412)).toBe(0)
  })
})

describe('pinned bits', () => {
  // Whatever changes these changes every run.
  it('stay what they are', () => {
    expect([0.1, 0.7, 3, 1e10].map(log)).toEqual([-2.3025850929940455, -0.35667494393873245, 1.0986122886681096, 23.025850929940457])
    expect([0.1, -0.7, 3, -100].map(exp)).toEqual([1.1051709180756477, 0.4965853037914095, 20.085536923187668, 3.720075976020836e-44])
    expect([0.1, 2, -30, 1e15].map(sin)).toEqual([0.09983341664682815, 0.9092974268256817, 0.9880316240928618, 0.8582727931702359])
    expect([0.1, 2, -30, 1e15].map(cos)).toEqual([0.9950041652780258, -0.4161468365471424, 0.15425144988758405, -0.5131937377869703])
    expect([pow(0.3, 1.7), pow(12, -3.25), pow(1.01, 1000)]).toEqual([0.12915348607498026, 0.00031092879971746003, 20959.155637813845])
  })
})
