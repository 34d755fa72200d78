/** Durations: `20 ms`, `1.5 min`; normalised to nanoseconds. */
import { printedIn, quantity, scaled, snapped, type Printed } from './decimal.ts'
import { show, type Parsed } from './parsed.ts'

interface TimeUnit {
  /** The unit is `times` · 10^`power` nanoseconds. */
  readonly power: number
  readonly times: number
}

const SECOND = { power: 9, times: 1 }
const MINUTE = { power: 9, times: 60 }
const HOUR = { power: 9, times: 3_600 }
const DAY = { power: 9, times: 86_400 }

/** Units of time by every name that they have in a scenario. */
export const TIME_UNITS: ReadonlyMap<string, TimeUnit> = new Map<string, TimeUnit>([
  ['ns', { power: 0, times: 1 }],
  ['us', { power: 3, times: 1 }],
  ['µs', { power: 3, times: 1 }],
  ['μs', { power: 3, times: 1 }],
  ['ms', { power: 6, times: 1 }],
  ...['s', 'second', 'seconds'].map((name) => [name, SECOND] as const),
  ...['min', 'minute', 'minutes'].map((name) => [name, MINUTE] as const),
  ...['h', 'hour', 'hours'].map((name) => [name, HOUR] as const),
  ...['d', 'day', 'days'].map((name) => [name, DAY] as const),
])

/** What people also write, and what it is called here. */
const OTHER_NAMES: ReadonlyMap<string, string> = new Map([
  ...['sec', 'secs'].map((name) => [name, 's'] as const),
  ['mins', 'min'],
  ...['hr', 'hrs'].map((name) => [name, 'h'] as const),
  ...['msec', 'msecs', 'millis', 'millisecond', 'milliseconds'].map((name) => [name, 'ms'] as const),
  ...['usec', 'usecs', 'micros', 'microsecond', 'microseconds'].map((name) => [name, 'us'] as const),
  ...['nsec', 'nanos', 'nanosecond', 'nanoseconds'].map((name) => [name, 'ns'] as const),
])

const UNITS_LISTED = 'ns, us, ms, s, min, h or d'

/** Reads a duration; the value is in nanoseconds, and a whole number where the text is one but for the rounding of a double. */
export function parseDuration(input: unknown): Parsed {
  const parts = quantity(input)
  if (parts === undefined) return { problem: `${show(input)} is not a duration: write a number with a unit (${UNITS_LISTED}), as in 20 ms` }
  const { digits, unit } = parts
  if (unit === '') return { problem: `${show(input)}: did you mean ${digits} s?` }
  const found = TIME_UNITS.get(unit)
  if (found === undefined) return { problem: unknownUnit(input, digits, unit) }
  const value = snapped(scaled(digits, found.power) * found.times)
  return Number.isFinite(value) ? { value } : { problem: `${show(input)} is too long for a duration` }
}

function unknownUnit(input: unknown, digits: string, unit: string): string {
  if (unit === 'm') return `${show(input)}: did you mean ${digits} min or ${digits} ms?`
  const meant = timeUnitMeant(unit)
  if (meant !== undefined) return `${show(input)}: did you mean ${digits} ${meant}?`
  return `${show(input)}: ${show(unit)} is not a unit of time: use ${UNITS_LISTED}`
}

/** The unit that a name which is none probably stands for. */
export function timeUnitMeant(name: string): string | undefined {
  const lower = name.toLowerCase()
  return OTHER_NAMES.get(lower) ?? (TIME_UNITS.has(lower) ? lower : undefined)
}

const PRINTED: readonly Printed[] = [
  { sign: ' ns', size: 1 },
  { sign: ' us', size: 1e3 },
  { sign: ' ms', size: 1e6 },
  { sign: ' s', size: 1e9 },
  { sign: ' min', size: 60e9 },
  { sign: ' h', size: 3_600e9 },
  { sign: ' d', size: 86_400e9 },
]

/** Nanoseconds in a person's unit, with four significant digits at most: `12.3 ms`, `1.5 min`. */
export function printDuration(ns: number): string {
  return ns === 0 ? '0 s' : printedIn(PRINTED, ns)
}
