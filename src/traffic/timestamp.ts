/**
 * Timestamps by hand: never `Date`, which guesses, drops digits beyond the millisecond and knows only the zone of the machine.
 * The calendar is the proleptic Gregorian one; days are counted from 1970-01-01 (Hinnant, "chrono-compatible low-level date algorithms").
 */

/** How times are written. The first four are numbers since an arbitrary zero, or since 1970. */
export const TIME_FORMATS = ['seconds', 'milliseconds', 'microseconds', 'nanoseconds', 'iso', 'slashes', 'month-name'] as const
export type TimeFormat = (typeof TIME_FORMATS)[number]

/** An example of each format, for messages. */
export const TIME_EXAMPLES: Readonly<Record<TimeFormat, string>> = {
  seconds: '1700158546.68',
  milliseconds: '1700158546680',
  microseconds: '1700158546680590',
  nanoseconds: '1700158546680590000',
  iso: '2023-11-16 18:15:46.6805900 or 2023-11-16T18:15:46Z',
  slashes: '2001/01/31 06:55',
  'month-name': 'Jan 31 2000',
}

export const NANOSECONDS_PER_DAY = 86_400e9

/** A point in time: exact where a single double would not be. */
export interface Instant {
  /** Days since 1970-01-01 UTC. */
  day: number
  /** Nanoseconds since that day's midnight UTC, in [0, 86 400 000 000 000). */
  nanoseconds: number
}

const ISO = /^(\d{4})-(\d{2})-(\d{2})(?:[Tt ](\d{2}):(\d{2})(?::(\d{2})(?:[.,](\d+))?)?\s?([Zz]|UTC|[+-]\d{2}(?::?\d{2})?)?)?$/
const SLASHES = /^(\d{4})\/(\d{1,2})\/(\d{1,2})(?: (\d{1,2}):(\d{2})(?::(\d{2})(?:\.(\d+))?)?)?$/
const MONTH_NAME = /^([A-Za-z]{3,9})\.? (\d{1,2}),? (\d{4})(?: (\d{1,2}):(\d{2})(?::(\d{2})(?:\.(\d+))?)?)?$/
const DECIMAL = /^([+-]?)(\d*)(?:\.(\d*))?$/
const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/
const OFFSET = /^([+-])(\d{2})(?::?(\d{2}))?$/
const MONTHS = ['january', 'february', 'march', 'april', 'may', 'june', 'july', 'august', 'september', 'october', 'november', 'december']
/** Decimal places between a numeric format's unit and the second. */
const PLACES = { seconds: 0, milliseconds: 3, microseconds: 6, nanoseconds: 9 } as const

/**
 * Reads one timestamp into `into`, to the nearest nanosecond.
 * `offset` is the nanoseconds by which local time is ahead of UTC where the text names no zone.
 * Returns what is wrong with the text, or undefined when all is well.
 */
export function parseTimestamp(written: string, format: TimeFormat, offset: number, into: Instant): string | undefined {
  const text = written.trim()
  if (text === '') return 'the time is empty'
  if (format === 'iso') return parseIso(text, offset, into)
  if (format === 'slashes') return parseSlashes(text, offset, into)
  if (format === 'month-name') return parseMonthName(text, offset, into)
  return parseNumeric(text, PLACES[format], into)
}

/** A finite number as traces write it: no blanks inside, no thousands separators, no units. NaN for anything else. */
export function parseNumber(text: string): number {
  if (!NUMBER.test(text)) return NaN
  const value = Number(text)
  return value - value === 0 ? value : NaN
}

/**
 * Nanoseconds by which a time zone is ahead of UTC, for `UTC`, `Z` and fixed offsets such as `+02:00`;
 * otherwise the reason why it is refused.
 */
export function zoneOffset(zone: string): number | string {
  if (zone === 'UTC' || zone === 'Z' || zone === 'z') return 0
  const match = OFFSET.exec(zone)
  if (match === null) {
    const why = 'because the rules of named zones change from machine to machine'
    return `time zone "${zone}": only UTC and fixed offsets such as +02:00 are read, ${why}`
  }
  const hours = Number(match[2])
  const minutes = Number(match[3] ?? 0)
  if (hours > 14 || minutes > 59) return `time zone "${zone}": an offset lies between -14:00 and +14:00`
  return (match[1] === '-' ? -60e9 : 60e9) * (hours * 60 + minutes)
}

/** Days from 1970-01-01 to a date. */
export function daysFromCivil(year: number, month: number, day: number): number {
  const y = month <= 2 ? year - 1 : year
  const era = Math.floor(y / 400)
  const yearOfEra = y - era * 400
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1
  return era * 146_097 + yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear - 719_468
}

function parseIso(text: string, offset: number, into: Instant): string | undefined {
  const match = ISO.exec(text)
  if (match === null) return `"${shown(text)}" is not of the form ${TIME_EXAMPLES.iso}`
  const zone = match[8]
  const ahead = zone === undefined ? offset : zoneOffset(zone)
  if (typeof ahead === 'string') return ahead
  return setInstant(into, Number(match[1]), Number(match[2]), Number(match[3]), match, ahead)
}

function parseSlashes(text: string, offset: number, into: Instant): string | undefined {
  const match = SLASHES.exec(text)
  if (match === null) return `"${shown(text)}" is not of the form ${TIME_EXAMPLES.slashes} (year first)`
  return setInstant(into, Number(match[1]), Number(match[2]), Number(match[3]), match, offset)
}

function parseMonthName(text: string, offset: number, into: Instant): string | undefined {
  const match = MONTH_NAME.exec(text)
  if (match === null) return `"${shown(text)}" is not of the form ${TIME_EXAMPLES['month-name']}`
  const word = match[1]!.toLowerCase()
  const month = MONTHS.findIndex((full) => full === word || full.slice(0, 3) === word) + 1
  if (month === 0) return `"${match[1]}" is not the English name of a month`
  return setInstant(into, Number(match[3]), month, Number(match[2]), match, offset)
}

/** The time of day is in groups 4 to 7 of every form: hour, minute, second, digits of the fraction. */
function setInstant(into: Instant, year: number, month: number, day: number, groups: RegExpExecArray, offset: number): string | undefined {
  const hours = Number(groups[4] ?? 0)
  const minutes = Number(groups[5] ?? 0)
  const seconds = Number(groups[6] ?? 0)
  if (month < 1 || month > 12) return `there is no month ${month}`
  if (day < 1 || day > daysInMonth(year, month)) return `month ${month} of ${year} has no day ${day}`
  if (hours > 23) return `there is no hour ${hours}`
  if (minutes > 59) return `there is no minute ${minutes}`
  if (seconds > 59) return seconds === 60 ? 'leap seconds (60) are not counted' : `there is no second ${seconds}`
  const nanoseconds = ((hours * 60 + minutes) * 60 + seconds) * 1e9 + fractionOf(groups[7] ?? '')
  normalise(into, daysFromCivil(year, month, day), nanoseconds - offset)
  return undefined
}

/** A number of units of 10^−places seconds, digit by digit: doubles cannot hold nanoseconds since 1970. */
function parseNumeric(text: string, places: number, into: Instant): string | undefined {
  const match = DECIMAL.exec(text)
  if (match === null || (match[2] === '' && (match[3] ?? '') === '')) {
    const value = parseNumber(text)
    if (value !== value) return `"${shown(text)}" is not a number`
    return parseNumeric(withoutExponent(value), places, into)
  }
  const [, sign, whole, fraction = ''] = match
  const digits = whole!.padStart(places + 1, '0')
  const seconds = Number(digits.slice(0, digits.length - places))
  if (seconds > 1e12) return `"${shown(text)}" lies more than 30,000 years away`
  const nanoseconds = fractionOf(digits.slice(digits.length - places) + fraction)
  const day = Math.floor(seconds / 86_400)
  const inDay = (seconds - day * 86_400) * 1e9 + nanoseconds
  if (sign === '-') normalise(into, -day, -inDay)
  else normalise(into, day, inDay)
  return undefined
}

/** A double with its exact value to 12 places, for numbers written with an exponent. */
function withoutExponent(value: number): string {
  return value.toFixed(12).includes('e') ? '9'.repeat(400) : value.toFixed(12)
}

/** Nanoseconds from the digits behind a decimal point, rounded to the nearest. */
function fractionOf(digits: string): number {
  if (digits === '') return 0
  const nanoseconds = Number(digits.slice(0, 9).padEnd(9, '0'))
  return digits.length > 9 && digits.charCodeAt(9) >= 0x35 ? nanoseconds + 1 : nanoseconds
}

function normalise(into: Instant, day: number, nanoseconds: number): void {
  const carry = Math.floor(nanoseconds / NANOSECONDS_PER_DAY)
  into.day = day + carry + 0
  into.nanoseconds = nanoseconds - carry * NANOSECONDS_PER_DAY + 0
}

function daysInMonth(year: number, month: number): number {
  if (month === 2) return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31
}

/** A piece of a file for a message: short, and on one line. */
export function shown(text: string): string {
  const line = text.replaceAll(/\s+/g, ' ')
  return line.length > 40 ? `${line.slice(0, 40)}…` : line
}
