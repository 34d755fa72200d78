import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { daysFromCivil, type Instant, parseTimestamp, type TimeFormat, zoneOffset } from '../../src/traffic/timestamp.ts'

function parse(text: string, format: TimeFormat, offset = 0): Instant | string {
  const instant = { day: NaN, nanoseconds: NaN }
  return parseTimestamp(text, format, offset, instant) ?? instant
}

/** Nanoseconds since 1970, exact. */
function since1970(instant: Instant | string): bigint {
  if (typeof instant === 'string') throw new Error(instant)
  expect(instant.nanoseconds).toBeGreaterThanOrEqual(0)
  expect(instant.nanoseconds).toBeLessThan(86_400e9)
  return BigInt(instant.day) * 86_400_000_000_000n + BigInt(instant.nanoseconds)
}

const two = (value: number): string => String(value).padStart(2, '0')
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']
/** Whole milliseconds of the years 1600 to 2400. */
const instants = fc.integer({ min: Date.UTC(1600, 0, 1), max: Date.UTC(2400, 11, 31) })

describe('the calendar agrees with Date.UTC', () => {
  test('in days', () => {
    fc.assert(
      fc.property(instants, (ms) => {
        const date = new Date(ms)
        const days = Math.floor(ms / 86_400_000)
        expect(daysFromCivil(date.getUTCFullYear(), date.getUTCMonth() + 1, date.getUTCDate())).toBe(days)
      }),
    )
  })

  test('in ISO 8601 with any fraction and zone', () => {
    const zones = fc.constantFrom<[string, number]>(['', 0], ['Z', 0], [' UTC', 0], ['+02:00', 120], ['-0330', -210], ['+14', 840])
    fc.assert(
      fc.property(
        instants,
        fc.constantFrom('T', ' '),
        zones,
        fc.integer({ min: 0, max: 9 }),
        fc.nat(),
        (ms, between, [zone, minutes], places, noise) => {
          const [date, time] = new Date(ms).toISOString().slice(0, 19).split('T')
          const digits = String(noise).padStart(9, '0').slice(0, places)
          const text = `${date}${between}${time}${places === 0 ? '' : `.${digits}`}${zone}`
          const expected =
            BigInt(Math.floor(ms / 1000)) * 1_000_000_000n - BigInt(minutes) * 60_000_000_000n + BigInt(digits.padEnd(9, '0'))
          expect(since1970(parse(text, 'iso'))).toBe(expected)
        },
      ),
    )
  })

  test('with slashes and with names of months, and an offset for both', () => {
    fc.assert(
      fc.property(instants, fc.integer({ min: -840, max: 840 }), (ms, minutes) => {
        const date = new Date(ms - (((ms % 1000) + 1000) % 1000))
        const [year, month, day] = [date.getUTCFullYear(), date.getUTCMonth() + 1, date.getUTCDate()]
        const time = `${two(date.getUTCHours())}:${two(date.getUTCMinutes())}:${two(date.getUTCSeconds())}`
        const expected = BigInt(date.getTime()) * 1_000_000n - BigInt(minutes) * 60_000_000_000n
        const offset = minutes * 60e9
        expect(since1970(parse(`${year}/${two(month)}/${two(day)} ${time}`, 'slashes', offset))).toBe(expected)
        expect(since1970(parse(`${MONTHS[month - 1]} ${day} ${year} ${time}`, 'month-name', offset))).toBe(expected)
      }),
    )
  })

  test('where it says no: days that do not exist', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1600, max: 2400 }),
        fc.integer({ min: 0, max: 13 }),
        fc.integer({ min: 0, max: 32 }),
        (year, month, day) => {
          const date = new Date(Date.UTC(year, month - 1, day))
          const exists = date.getUTCMonth() === month - 1 && date.getUTCDate() === day && date.getUTCFullYear() === year
          expect(typeof parse(`${year}-${two(month)}-${two(day)}`, 'iso') === 'object').toBe(exists)
        },
      ),
    )
  })
})

test('the forms of published traces', () => {
  // Azure LLM inference trace 2023, NASA-like logs, vega-datasets flights and stocks.
  expect(since1970(parse('2023-11-16 18:17:03.9799600', 'iso'))).toBe(1_700_158_623_979_960_000n)
  expect(since1970(parse('2001/01/01 06:55', 'slashes'))).toBe(BigInt(Date.UTC(2001, 0, 1, 6, 55)) * 1_000_000n)
  expect(since1970(parse('Jan 1 2000', 'month-name'))).toBe(BigInt(Date.UTC(2000, 0, 1)) * 1_000_000n)
  expect(since1970(parse('January 1, 2000', 'month-name'))).toBe(BigInt(Date.UTC(2000, 0, 1)) * 1_000_000n)
  expect(since1970(parse('2012-01-01', 'iso'))).toBe(BigInt(Date.UTC(2012, 0, 1)) * 1_000_000n)
})

test('numbers are read digit by digit, so that nanoseconds since 1970 survive', () => {
  const units: [TimeFormat, number][] = [
    ['seconds', 0],
    ['milliseconds', 3],
    ['microseconds', 6],
    ['nanoseconds', 9],
  ]
  const values = fc.bigInt({ min: -4_000_000_000_000_000_000n, max: 4_000_000_000_000_000_000n })
  fc.assert(
    fc.property(values, fc.constantFrom(...units), (value, [format, places]) => {
      const digits = String(value < 0n ? -value : value).padStart(10, '0')
      const point = digits.length - 9 + places
      const text = `${value < 0n ? '-' : ''}${digits.slice(0, point)}.${digits.slice(point)}`
      expect(since1970(parse(text, format))).toBe(value)
    }),
  )
  expect(since1970(parse('1.7e9', 'seconds'))).toBe(1_700_000_000_000_000_000n)
  expect(since1970(parse('0.30000000000000004', 'seconds'))).toBe(300_000_000n)
  expect(since1970(parse('0.29999999999999999', 'seconds'))).toBe(300_000_000n)
  expect(since1970(parse('59.9999999999', 'seconds'))).toBe(60_000_000_000n)
  expect(since1970(parse('.5', 'milliseconds'))).toBe(500_000n)
})

test.each<[string, TimeFormat, string]>([
  ['', 'iso', 'the time is empty'],
  ['2001-02-30', 'iso', 'month 2 of 2001 has no day 30'],
  ['2001-13-01', 'iso', 'there is no month 13'],
  ['2001-01-01 24:00', 'iso', 'there is no hour 24'],
  ['2001-01-01 23:60', 'iso', 'there is no minute 60'],
  ['2016-12-31T23:59:60Z', 'iso', 'leap seconds (60) are not counted'],
  ['2016-12-31T23:59:59+15:00', 'iso', 'time zone "+15:00": an offset lies between -14:00 and +14:00'],
  ['01/02/2001', 'slashes', '"01/02/2001" is not of the form 2001/01/31 06:55 (year first)'],
  ['Foo 1 2000', 'month-name', '"Foo" is not the English name of a month'],
  ['12 s', 'seconds', '"12 s" is not a number'],
  ['.', 'seconds', '"." is not a number'],
  ['1e300', 'seconds', '"1e300" lies more than 30,000 years away'],
])('%j as %s: %s', (text, format, reason) => {
  const found = parse(text, format)
  if (text === '1e300') expect(found).toContain('lies more than 30,000 years away')
  else expect(found).toBe(reason)
})

test('zones are UTC or fixed', () => {
  expect(zoneOffset('UTC')).toBe(0)
  expect(zoneOffset('+02:00')).toBe(7_200e9)
  expect(zoneOffset('-0330')).toBe(-12_600e9)
  expect(zoneOffset('Europe/Berlin')).toMatch(/only UTC and fixed offsets such as \+02:00/)
})
