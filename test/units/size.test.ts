import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseSize, printSize } from '../../src/units/size.ts'

describe('parseSize', () => {
  test.each<[unknown, number]>([
    [200, 200],
    ['200', 200],
    ['5_000', 5_000],
    ['64 KiB', 65_536],
    ['1.5KiB', 1_536],
    ['1 kB', 1_000],
    ['1.1 MB', 1_100_000],
    ['2 GiB', 2_147_483_648],
    ['3 TB', 3e12],
    ['7 B', 7],
    ['7 bytes', 7],
  ])('%j is %d bytes', (input, bytes) => {
    expect(parseSize(input)).toEqual({ value: bytes })
  })

  test.each<[unknown, string]>([
    ['4 KB', '4 KB: did you mean 4 kB (1,000 bytes) or 4 KiB (1,024)?'],
    ['4 k', '4 k: did you mean 4 kB (1,000 bytes) or 4 KiB (1,024)?'],
    ['4 M', '4 M: did you mean 4 MB?'],
    ['4 mb', '4 mb: did you mean 4 MB?'],
    ['4 kib', '4 kib: did you mean 4 KiB?'],
    ['8 Mbit', '8 Mbit is in bits, but a size is in bytes: did you mean 8 MB?'],
    ['8 Mb', '8 Mb is in bits, but a size is in bytes: did you mean 8 MB?'],
    ['8 bits', '8 bits is in bits, but a size is in bytes: did you mean 8 B?'],
    ['4 ms', '4 ms: ms is not a unit of size: use B, kB, MB, GB, TB, KiB, MiB, GiB or TiB'],
    ['big', 'big is not a size: write bytes, or a number with a unit, as in 64 KiB'],
    [NaN, 'NaN is not a size: write bytes, or a number with a unit, as in 64 KiB'],
    [[], 'a list is not a size: write bytes, or a number with a unit, as in 64 KiB'],
    ['1e307 TiB', '1e307 TiB is too large for a size'],
  ])('%j is refused', (input, problem) => {
    expect(parseSize(input)).toEqual({ problem })
  })

  test('never throws', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.anything(),
          fc.string().map((text) => `5${text}`),
        ),
        (input) => parseSize(input) !== undefined,
      ),
    )
  })
})

describe('printSize', () => {
  test.each<[number, string]>([
    [0, '0 B'],
    [200, '200 B'],
    [1_000, '1 kB'],
    [1_024, '1 KiB'],
    [1_536, '1.5 KiB'],
    [64_000, '64 kB'],
    [65_536, '64 KiB'],
    [256_000, '256 kB'],
    [123_456, '123.5 kB'],
    [2 ** 20, '1 MiB'],
    [2e9, '2 GB'],
  ])('%d bytes are %s', (bytes, text) => {
    expect(printSize(bytes)).toBe(text)
  })

  test('what is printed reads as the same size, within the four digits', () => {
    fc.assert(
      fc.property(fc.double({ min: 1, max: 1e15, noNaN: true }), (bytes) => {
        const parsed = parseSize(printSize(bytes))
        return 'value' in parsed && Math.abs(parsed.value - bytes) <= 0.51e-3 * bytes
      }),
    )
  })
})
