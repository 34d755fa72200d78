import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseRatio, printRatio } from '../../src/units/ratio.ts'

test.each<[unknown, number]>([
  ['5 %', 0.05],
  ['5%', 0.05],
  ['7 %', 0.07],
  ['0.05', 0.05],
  [0.05, 0.05],
  [1, 1],
  ['1e-3 %', 1e-5],
  ['150 %', 1.5],
])('%j is %d', (input, value) => {
  expect(parseRatio(input)).toEqual({ value })
})

test.each<[unknown, string]>([
  ['5 percent', '5 percent is not a ratio: write 0.05 or 5 %'],
  ['half', 'half is not a ratio: write 0.05 or 5 %'],
  ['', '"" is not a ratio: write 0.05 or 5 %'],
  [NaN, 'NaN is not a ratio: write 0.05 or 5 %'],
  [Symbol('x'), 'a symbol is not a ratio: write 0.05 or 5 %'],
])('%j is refused', (input, problem) => {
  expect(parseRatio(input)).toEqual({ problem })
})

test.each<[number, string]>([
  [0.05, '5 %'],
  [0.07, '7 %'],
  [0.123456, '12.35 %'],
  [0, '0 %'],
  [1.5, '150 %'],
  [Infinity, '∞ %'],
])('%d is printed as %s', (ratio, text) => {
  expect(printRatio(ratio)).toBe(text)
})

test('what is printed reads as the same ratio, within the four digits', () => {
  fc.assert(
    fc.property(fc.double({ min: 1e-9, max: 1e6, noNaN: true }), (ratio) => {
      const parsed = parseRatio(printRatio(ratio))
      return 'value' in parsed && Math.abs(parsed.value - ratio) <= 0.51e-3 * ratio
    }),
  )
})
