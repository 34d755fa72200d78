import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseDuration, printDuration } from '../../src/units/duration.ts'

describe('parseDuration', () => {
  test.each<[unknown, number]>([
    ['10 us', 10_000],
    ['10us', 10_000],
    ['10 µs', 10_000],
    ['10 μs', 10_000],
    ['0.1 s', 100_000_000],
    ['1.1 s', 1_100_000_000],
    ['0.07 ms', 70_000],
    ['20 ms', 20_000_000],
    ['1.5 min', 90_000_000_000],
    ['0.1 h', 360_000_000_000],
    ['1 d', 86_400_000_000_000],
    ['2 days', 172_800_000_000_000],
    ['1 second', 1e9],
    ['3 minutes', 180e9],
    ['5_000 ns', 5_000],
    ['1e3 ms', 1e9],
    ['1.5E-3 s', 1_500_000],
    ['  7   s  ', 7e9],
    ['0.25 ns', 0.25],
    ['-5 ms', -5_000_000],
    ['0 s', 0],
    ['.5 s', 500_000_000],
    ['5. s', 5e9],
  ])('%j is %d ns', (input, ns) => {
    expect(parseDuration(input)).toEqual({ value: ns })
  })

  test.each<[unknown, string]>([
    [600, '600: did you mean 600 s?'],
    ['600', '600: did you mean 600 s?'],
    [0, '0: did you mean 0 s?'],
    ['5 m', '5 m: did you mean 5 min or 5 ms?'],
    ['5m', '5m: did you mean 5 min or 5 ms?'],
    ['5 sec', '5 sec: did you mean 5 s?'],
    ['5 MS', '5 MS: did you mean 5 ms?'],
    ['5 milliseconds', '5 milliseconds: did you mean 5 ms?'],
    ['5 KiB', '5 KiB: KiB is not a unit of time: use ns, us, ms, s, min, h or d'],
    ['ms', 'ms is not a duration: write a number with a unit (ns, us, ms, s, min, h or d), as in 20 ms'],
    ['', '"" is not a duration: write a number with a unit (ns, us, ms, s, min, h or d), as in 20 ms'],
    [NaN, 'NaN is not a duration: write a number with a unit (ns, us, ms, s, min, h or d), as in 20 ms'],
    [Infinity, 'Infinity is not a duration: write a number with a unit (ns, us, ms, s, min, h or d), as in 20 ms'],
    [null, 'nothing is not a duration: write a number with a unit (ns, us, ms, s, min, h or d), as in 20 ms'],
    [{ ms: 5 }, 'a map is not a duration: write a number with a unit (ns, us, ms, s, min, h or d), as in 20 ms'],
    [['5 ms'], 'a list is not a duration: write a number with a unit (ns, us, ms, s, min, h or d), as in 20 ms'],
    [true, 'true is not a duration: write a number with a unit (ns, us, ms, s, min, h or d), as in 20 ms'],
    ['1e999 s', '1e999 s is too long for a duration'],
    ['5 constructor', '5 constructor: constructor is not a unit of time: use ns, us, ms, s, min, h or d'],
    ['5\u0000s', '"5\\u0000s": "\\u0000s" is not a unit of time: use ns, us, ms, s, min, h or d'],
  ])('%j is refused', (input, problem) => {
    expect(parseDuration(input)).toEqual({ problem })
  })

  test('a very long text is refused at once, and shown cut', () => {
    const { problem } = parseDuration('9_'.repeat(1e6)) as { problem: string }
    expect(problem).toMatch(/^"(9_){20}"… is not a duration: /)
  })

  test('never throws, and never gives a value that is not finite', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.anything(),
          fc.string(),
          fc.string().map((text) => `5${text}`),
        ),
        (input) => {
          const parsed = parseDuration(input)
          return 'problem' in parsed ? parsed.problem.length < 250 : Number.isFinite(parsed.value)
        },
      ),
    )
  })

  test('decimals of up to a nanosecond give whole nanoseconds, exactly', () => {
    fc.assert(
      fc.property(fc.nat({ max: 1e9 - 1 }), fc.nat({ max: 8_999 }), (ns, s) => {
        const text = `${s}.${String(ns).padStart(9, '0')} s`
        expect(parseDuration(text)).toEqual({ value: s * 1e9 + ns })
      }),
    )
  })
})

describe('printDuration', () => {
  test.each<[number, string]>([
    [0, '0 s'],
    [0.3, '0.3 ns'],
    [1, '1 ns'],
    [999, '999 ns'],
    [10_000, '10 us'],
    [12_300_000, '12.3 ms'],
    [1_234_567, '1.235 ms'],
    [999_960, '1 ms'],
    [1_500_000_000, '1.5 s'],
    [59_999_000_000, '1 min'],
    [90e9, '1.5 min'],
    [100e9, '100 s'],
    [3_600e9, '1 h'],
    [25 * 3_600e9, '25 h'],
    [86_400e9, '1 d'],
    [-5_000_000, '-5 ms'],
    [Infinity, '∞'],
    [NaN, 'NaN'],
  ])('%d ns is %s', (ns, text) => {
    expect(printDuration(ns)).toBe(text)
  })

  test('what is printed reads as the same duration, within the four digits', () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-3, max: 9e18, noNaN: true }), (ns) => {
        const parsed = parseDuration(printDuration(ns))
        return 'value' in parsed && Math.abs(parsed.value - ns) <= 0.51e-3 * ns
      }),
    )
  })

  test('whole numbers of one unit are printed without loss', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 9_999 }), fc.constantFrom('ns', 'us', 'ms', 's', 'min', 'h', 'd'), (count, unit) => {
        const parsed = parseDuration(`${count} ${unit}`)
        expect('value' in parsed && parseDuration(printDuration(parsed.value))).toEqual(parsed)
      }),
    )
  })
})
