import { expect, test } from 'vitest'
import { formatBytes, formatDuration, formatNumber, formatRate, formatShare } from '../../src/report/figures.ts'

test('durations have three significant digits and the unit that fits', () => {
  const cases = [
    [0, '0 s'],
    [0.2, '<1 ns'],
    [1, '1 ns'],
    [1_234, '1.23 µs'],
    [999_600, '1.00 ms'],
    [40_000, '40 µs'],
    [12.34e6, '12.3 ms'],
    [75e9, '75 s'],
    [90e9, '1.50 min'],
    [1_800e9, '30 min'],
    [7_200e9, '2 h'],
    [3 * 86_400e9, '3 d'],
  ] as const
  expect(cases.map(([value]) => formatDuration(value))).toEqual(cases.map(([, text]) => text))
})

test('numbers keep what is whole and group thousands', () => {
  expect([0, 7, 1_234_567, 0.0123, 2.5, 11.37, 999.6, 0.000_04].map(formatNumber)).toEqual([
    '0',
    '7',
    '1,234,567',
    '0.012',
    '2.50',
    '11.4',
    '1,000',
    '<0.001',
  ])
})

test('a share that is not nothing never reads as nothing, nor one that is not all as all', () => {
  expect([0, 0.000_01, 0.123, 0.5, 0.9999, 1].map(formatShare)).toEqual(['0 %', '<0.1 %', '12.3 %', '50 %', '>99.9 %', '100 %'])
})

test('rates and sizes take larger units when they are large', () => {
  expect([0.5, 6.574, 12_345, 2_500_000].map(formatRate)).toEqual(['0.500/s', '6.57/s', '12,345/s', '2.50 M/s'])
  expect([12, 2_048, 48_231_004].map(formatBytes)).toEqual(['12 B', '2 KiB', '46.0 MiB'])
})
