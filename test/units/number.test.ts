import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseNumber, printNumber } from '../../src/units/number.ts'

test.each<[unknown, number]>([
  ['5_000', 5_000],
  ['1_000.25', 1_000.25],
  [5, 5],
  ['1.5e6', 1_500_000],
  ['-2', -2],
  ['+2', 2],
])('%j is %d', (input, value) => {
  expect(parseNumber(input)).toEqual({ value })
})

test.each<[unknown, string]>([
  ['5 ms', '5 ms has a unit where a plain number is expected: did you mean 5?'],
  ['5__0', '5__0 has a unit where a plain number is expected: did you mean 5?'],
  ['5,000', '5,000: did you mean 5_000?'],
  ['0x10', '0x10 has a unit where a plain number is expected: did you mean 0?'],
  ['ten', 'ten is not a number: write one such as 5_000 or 0.5'],
  ['1e999', '1e999 is too large for a number'],
  [Infinity, 'Infinity is not a number: write one such as 5_000 or 0.5'],
  [10n, '10n is not a number: write one such as 5_000 or 0.5'],
])('%s is refused', (input, problem) => {
  expect(parseNumber(input)).toEqual({ problem })
})

test.each<[number, string]>([
  [0, '0'],
  [999, '999'],
  [1_000, '1,000'],
  [1_234_567, '1,234,567'],
  [-1_234_567, '-1,234,567'],
  [1234.5678, '1,235'],
  [0.0123456, '0.01235'],
  [1e21, '1e+21'],
  [NaN, 'NaN'],
  [-Infinity, '-∞'],
])('%d is printed as %s', (value, text) => {
  expect(printNumber(value)).toBe(text)
})

test('whole numbers are printed in full', () => {
  fc.assert(fc.property(fc.maxSafeInteger(), (value) => Number(printNumber(value).replaceAll(',', '')) === value))
})
