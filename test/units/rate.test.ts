import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseRate, printRate } from '../../src/units/rate.ts'

describe('parseRate', () => {
  test.each<[unknown, number]>([
    ['2/s', 2],
    ['2 / s', 2],
    ['2 per s', 2],
    ['2 per second', 2],
    ['3.5/ms', 3_500],
    ['1.1/ms', 1_100],
    ['120/min', 2],
    ['1/min', 1 / 60],
    ['7_200/h', 2],
    ['86400/d', 1],
    ['10k/s', 10_000],
    ['10 k/s', 10_000],
    ['1.5M/s', 1_500_000],
    ['0.3k/s', 300],
    ['1/us', 1e6],
    ['0/s', 0],
  ])('%j is %d per second', (input, perSecond) => {
    expect(parseRate(input)).toEqual({ value: perSecond })
  })

  test.each<[unknown, string]>([
    [2, '2: did you mean 2/s?'],
    ['2', '2: did you mean 2/s?'],
    ['10k', '10k: did you mean 10k/s?'],
    ['10K/s', '10K/s: did you mean 10k/s?'],
    ['2 s', '2 s is a duration: did you mean 2/s?'],
    ['2/m', '2/m: did you mean 2/min or 2/ms?'],
    ['2k/m', '2k/m: did you mean 2k/min or 2k/ms?'],
    ['2/sec', '2/sec: did you mean 2/s?'],
    ['2/fortnight', '2/fortnight: fortnight is not a unit of time: use ns, us, ms, s, min, h or d'],
    ['50 Hz', '50 Hz: did you mean 50/s?'],
    ['2 apples', '2 apples is not a rate: write events per unit of time, as in 2/s or 2k/min'],
    ['fast', 'fast is not a rate: write events per unit of time, as in 2/s or 120/min'],
    ['', '"" is not a rate: write events per unit of time, as in 2/s or 120/min'],
    [{}, 'a map is not a rate: write events per unit of time, as in 2/s or 120/min'],
    [NaN, 'NaN is not a rate: write events per unit of time, as in 2/s or 120/min'],
    ['1e308/ns', '1e308/ns is too large for a rate'],
  ])('%j is refused', (input, problem) => {
    expect(parseRate(input)).toEqual({ problem })
  })

  test('never throws', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.anything(),
          fc.string().map((text) => `5${text}`),
        ),
        (input) => parseRate(input) !== undefined,
      ),
    )
  })
})

describe('printRate', () => {
  test.each<[number, string]>([
    [0, '0/s'],
    [2, '2/s'],
    [0.05, '3/min'],
    [1 / 60, '1/min'],
    [1 / 86_400, '1/d'],
    [1e-7, '0.00864/d'],
    [3_500, '3500/s'],
    [12_500, '12.5k/s'],
    [1_500_000, '1.5M/s'],
    [2.34567, '2.346/s'],
  ])('%d per second is %s', (perSecond, text) => {
    expect(printRate(perSecond)).toBe(text)
  })

  test('what is printed reads as the same rate, within the four digits', () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-6, max: 1e12, noNaN: true }), (perSecond) => {
        const parsed = parseRate(printRate(perSecond))
        return 'value' in parsed && Math.abs(parsed.value - perSecond) <= 0.51e-3 * perSecond
      }),
    )
  })
})
