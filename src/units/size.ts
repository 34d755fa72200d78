/** Sizes: `64 KiB`, `1.5 MB`, or a bare number of bytes; normalised to bytes. */
import { isShort, printedIn, quantity, scaled, snapped, type Printed } from './decimal.ts'
import { show, type Parsed } from './parsed.ts'

interface SizeUnit {
  /** The unit is `times` · 10^`power` bytes. */
  readonly power: number
  readonly times: number
}

/** Units of size by name. `KB` is none, since some mean 1,000 by it and some 1,024. */
export const SIZE_UNITS: ReadonlyMap<string, SizeUnit> = new Map<string, SizeUnit>([
  ['B', { power: 0, times: 1 }],
  ['byte', { power: 0, times: 1 }],
  ['bytes', { power: 0, times: 1 }],
  ['kB', { power: 3, times: 1 }],
  ['MB', { power: 6, times: 1 }],
  ['GB', { power: 9, times: 1 }],
  ['TB', { power: 12, times: 1 }],
  ['KiB', { power: 0, times: 2 ** 10 }],
  ['MiB', { power: 0, times: 2 ** 20 }],
  ['GiB', { power: 0, times: 2 ** 30 }],
  ['TiB', { power: 0, times: 2 ** 40 }],
])

const UNITS_LISTED = 'B, kB, MB, GB, TB, KiB, MiB, GiB or TiB'

/** Reads a size; the value is in bytes. */
export function parseSize(input: unknown): Parsed {
  const parts = quantity(input)
  if (parts === undefined) return { problem: `${show(input)} is not a size: write bytes, or a number with a unit, as in 64 KiB` }
  const { digits, unit } = parts
  const found = SIZE_UNITS.get(unit === '' ? 'B' : unit)
  if (found === undefined) return { problem: unknownUnit(input, digits, unit) }
  const value = snapped(scaled(digits, found.power) * found.times)
  return Number.isFinite(value) ? { value } : { problem: `${show(input)} is too large for a size` }
}

function unknownUnit(input: unknown, digits: string, unit: string): string {
  if (unit === 'KB' || unit === 'K' || unit === 'k')
    return `${show(input)}: did you mean ${digits} kB (1,000 bytes) or ${digits} KiB (1,024)?`
  const bits = /^([kKMGT]?)b$|^([kKMGT]i?)?bits?$/.exec(unit)
  if (bits !== null) {
    const bytes = sizeUnitMeant(`${bits[1] ?? bits[2] ?? ''}B`) ?? 'B'
    return `${show(input)} is in bits, but a size is in bytes: did you mean ${digits} ${bytes}?`
  }
  const meant = sizeUnitMeant(unit)
  if (meant !== undefined) return `${show(input)}: did you mean ${digits} ${meant}?`
  return `${show(input)}: ${show(unit)} is not a unit of size: use ${UNITS_LISTED}`
}

/** The unit that a name which is none probably stands for: `mb` and `M` for `MB`. */
export function sizeUnitMeant(name: string): string | undefined {
  const lower = name.toLowerCase()
  for (const unit of SIZE_UNITS.keys()) {
    if (unit.toLowerCase() === lower || unit.toLowerCase() === `${lower}b`) return unit
  }
  return undefined
}

const PRINTED: readonly Printed[] = [
  { sign: ' B', size: 1 },
  { sign: ' kB', size: 1e3 },
  { sign: ' MB', size: 1e6 },
  { sign: ' GB', size: 1e9 },
  { sign: ' TB', size: 1e12 },
]

const BINARY: readonly Printed[] = [
  { sign: ' KiB', size: 2 ** 10 },
  { sign: ' MiB', size: 2 ** 20 },
  { sign: ' GiB', size: 2 ** 30 },
  { sign: ' TiB', size: 2 ** 40 },
]

/** Bytes in a person's unit, with four significant digits at most; in binary units where they say it without loss and shorter. */
export function printSize(bytes: number): string {
  if (bytes === 0) return '0 B'
  const decimal = printedIn(PRINTED, bytes)
  const unit = BINARY.findLast(({ size }) => size <= Math.abs(bytes) && isShort(Math.abs(bytes) / size))
  if (unit === undefined) return decimal
  const binary = printedIn([unit], bytes)
  const decimalIsExact = PRINTED.some(({ size }) => isShort(Math.abs(bytes) / size))
  return decimalIsExact && decimal.length < binary.length ? decimal : binary
}
