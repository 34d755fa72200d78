import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseBandwidth, printBandwidth } from '../../src/units/bandwidth.ts'

describe('parseBandwidth', () => {
  test.each<[unknown, number]>([
    ['50 Mbit/s', 6_250_000],
    ['1 Gbit/s', 125_000_000],
    ['1.1 Gbit/s', 137_500_000],
    ['64kbit/s', 8_000],
    ['800 bit/s', 100],
    ['6 MB/s', 6_000_000],
    ['1 MiB/s', 1_048_576],
    ['100 B/s', 100],
    ['100 B per s', 100],
  ])('%j is %d bytes per second', (input, value) => {
    expect(parseBandwidth(input)).toEqual({ value })
  })

  test.each<[unknown, string]>([
    [50, '50: did you mean 50 Mbit/s or 50 MB/s?'],
    ['50 Mbit', '50 Mbit: did you mean 50 Mbit/s?'],
    ['50 MB', '50 MB: did you mean 50 MB/s?'],
    ['50 Mb/s', '50 Mb/s: did you mean 50 Mbit/s or 50 MB/s?'],
    ['50 Mbps', '50 Mbps: did you mean 50 Mbit/s?'],
    ['50 mbit/s', '50 mbit/s: did you mean 50 Mbit/s?'],
    ['50 mB/s', '50 mB/s: did you mean 50 MB/s?'],
    ['50 knots', '50 knots is not a bandwidth: write data per second (kbit/s, Mbit/s, Gbit/s, kB/s, MB/s, GB/s, KiB/s, MiB/s or GiB/s)'],
    ['fast', 'fast is not a bandwidth: write data per second, as in 50 Mbit/s or 6 MB/s'],
    [undefined, 'nothing is not a bandwidth: write data per second, as in 50 Mbit/s or 6 MB/s'],
  ])('%j is refused', (input, problem) => {
    expect(parseBandwidth(input)).toEqual({ problem })
  })

  test('never throws', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.anything(),
          fc.string().map((text) => `5${text}`),
        ),
        (input) => parseBandwidth(input) !== undefined,
      ),
    )
  })
})

describe('printBandwidth', () => {
  test.each<[number, string]>([
    [0, '0 bit/s'],
    [6_250_000, '50 Mbit/s'],
    [125_000_000, '1 Gbit/s'],
    [1_048_576, '8.389 Mbit/s'],
    [1, '8 bit/s'],
  ])('%d bytes per second are %s', (value, text) => {
    expect(printBandwidth(value)).toBe(text)
  })

  test('what is printed reads as the same bandwidth, within the four digits', () => {
    fc.assert(
      fc.property(fc.double({ min: 1, max: 1e14, noNaN: true }), (value) => {
        const parsed = parseBandwidth(printBandwidth(value))
        return 'value' in parsed && Math.abs(parsed.value - value) <= 0.51e-3 * value
      }),
    )
  })
})
