/** Rates of events: `2/s`, `10k/s`, `120/min`; normalised to events per second. */
import { printedIn, quantity, scaled, snapped, type Printed } from './decimal.ts'
import { TIME_UNITS, timeUnitMeant } from './duration.ts'
import { show, type Parsed } from './parsed.ts'

const PREFIXES: ReadonlyMap<string, number> = new Map([
  ['', 0],
  ['k', 3],
  ['M', 6],
  ['G', 9],
])

/** `k/s` or `k per s`: a prefix, then a unit of time. */
const PER = /^(\p{L}?)\s*(?:\/|per\s)\s*(\S+)$/u

/** Nanoseconds to the second, as a power of ten. */
const SECOND = 9

/** Reads a rate; the value is in events per second. */
export function parseRate(input: unknown): Parsed {
  const parts = quantity(input)
  if (parts === undefined) return { problem: `${show(input)} is not a rate: write events per unit of time, as in 2/s or 120/min` }
  const { digits, unit } = parts
  if (unit === '') return { problem: `${show(input)}: did you mean ${digits}/s?` }
  const per = PER.exec(unit)
  const prefix = PREFIXES.get(per?.[1] ?? '')
  if (per === null || prefix === undefined) return { problem: notARate(input, digits, unit) }
  const time = TIME_UNITS.get(per[2]!)
  if (time === undefined) return { problem: unknownTime(input, digits + per[1]!, per[2]!) }
  const value = snapped(scaled(digits, prefix + SECOND - time.power) / time.times)
  return Number.isFinite(value) ? { value } : { problem: `${show(input)} is too large for a rate` }
}

function notARate(input: unknown, digits: string, unit: string): string {
  if (PREFIXES.has(unit)) return `${show(input)}: did you mean ${digits}${unit}/s?`
  if (/^K\s*\//.test(unit)) return `${show(input)}: did you mean ${digits}k/s?`
  if (TIME_UNITS.has(unit)) return `${show(input)} is a duration: did you mean ${digits}/${unit}?`
  if (/^hz$/i.test(unit)) return `${show(input)}: did you mean ${digits}/s?`
  return `${show(input)} is not a rate: write events per unit of time, as in ${digits}/s or ${digits}k/min`
}

function unknownTime(input: unknown, digits: string, unit: string): string {
  if (unit === 'm') return `${show(input)}: did you mean ${digits}/min or ${digits}/ms?`
  const meant = timeUnitMeant(unit)
  if (meant !== undefined) return `${show(input)}: did you mean ${digits}/${meant}?`
  return `${show(input)}: ${show(unit)} is not a unit of time: use ns, us, ms, s, min, h or d`
}

const PRINTED: readonly Printed[] = [
  { sign: '/d', size: 1 / 86_400 },
  { sign: '/h', size: 1 / 3_600 },
  { sign: '/min', size: 1 / 60 },
  { sign: '/s', size: 1 },
]

const LARGE: readonly Printed[] = [
  { sign: '/s', size: 1 },
  { sign: 'k/s', size: 1e3 },
  { sign: 'M/s', size: 1e6 },
]

/** Events per second in a person's unit, with four significant digits at most: `2/s`, `12.5k/s`, `3/min`. */
export function printRate(perSecond: number): string {
  if (perSecond === 0) return '0/s'
  return printedIn(Math.abs(perSecond) < 1e4 ? PRINTED : LARGE, perSecond)
}
