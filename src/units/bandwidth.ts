/** Bandwidths: `50 Mbit/s`, `1.5 GiB/s`; normalised to bytes per second. */
import { printedIn, quantity, scaled, snapped, type Printed } from './decimal.ts'
import { show, type Parsed } from './parsed.ts'
import { SIZE_UNITS, sizeUnitMeant } from './size.ts'

/** Decimal powers of the units of bits. */
const BIT_UNITS: ReadonlyMap<string, number> = new Map([
  ['bit', 0],
  ['kbit', 3],
  ['Mbit', 6],
  ['Gbit', 9],
  ['Tbit', 12],
])

const PER_SECOND = /^(\S+?)\s*(?:\/|per\s)\s*(?:s|second)$/
const BITS_PER_SECOND = /^([kKmMgGtT]?)(?:bits?|b)(?:\s*\/\s*s|ps)$|^([kKmMgGtT])bit(?:s|s\/s)?$/

/** Reads a bandwidth; the value is in bytes per second. */
export function parseBandwidth(input: unknown): Parsed {
  const parts = quantity(input)
  if (parts === undefined) return { problem: `${show(input)} is not a bandwidth: write data per second, as in 50 Mbit/s or 6 MB/s` }
  const { digits, unit } = parts
  if (unit === '') return { problem: `${show(input)}: did you mean ${digits} Mbit/s or ${digits} MB/s?` }
  const value = bytesPerSecond(digits, PER_SECOND.exec(unit)?.[1])
  if (value === undefined) return { problem: notABandwidth(input, digits, unit) }
  return Number.isFinite(value) ? { value } : { problem: `${show(input)} is too large for a bandwidth` }
}

function bytesPerSecond(digits: string, data: string | undefined): number | undefined {
  if (data === undefined) return undefined
  const power = BIT_UNITS.get(data)
  if (power !== undefined) return scaled(digits, power) / 8
  const size = SIZE_UNITS.get(data)
  return size === undefined ? undefined : snapped(scaled(digits, size.power) * size.times)
}

function notABandwidth(input: unknown, digits: string, unit: string): string {
  if (SIZE_UNITS.has(unit) || BIT_UNITS.has(unit)) return `${show(input)}: did you mean ${digits} ${unit}/s?`
  const short = /^([kKMG])b\/s$/.exec(unit)
  if (short !== null) {
    const prefix = short[1]!.replace('K', 'k')
    return `${show(input)}: did you mean ${digits} ${prefix}bit/s or ${digits} ${prefix}B/s?`
  }
  const bits = BITS_PER_SECOND.exec(unit)
  if (bits !== null) return `${show(input)}: did you mean ${digits} ${decimalPrefix(bits[1] ?? bits[2] ?? '')}bit/s?`
  const data = PER_SECOND.exec(unit)?.[1]
  const size = data === undefined ? undefined : sizeUnitMeant(data)
  if (size !== undefined) return `${show(input)}: did you mean ${digits} ${size}/s?`
  return `${show(input)} is not a bandwidth: write data per second (kbit/s, Mbit/s, Gbit/s, kB/s, MB/s, GB/s, KiB/s, MiB/s or GiB/s)`
}

function decimalPrefix(letter: string): string {
  return letter.toLowerCase() === 'k' ? 'k' : letter.toUpperCase()
}

const PRINTED: readonly Printed[] = [
  { sign: ' bit/s', size: 1 },
  { sign: ' kbit/s', size: 1e3 },
  { sign: ' Mbit/s', size: 1e6 },
  { sign: ' Gbit/s', size: 1e9 },
  { sign: ' Tbit/s', size: 1e12 },
]

/** Bytes per second, in bits as networks count them, with four significant digits at most: `50 Mbit/s`. */
export function printBandwidth(bytesPerSecond: number): string {
  return bytesPerSecond === 0 ? '0 bit/s' : printedIn(PRINTED, bytesPerSecond * 8)
}
