/** Ratios: `5 %` or `0.05`; normalised to a plain number. */
import { quantity, scaled, significant } from './decimal.ts'
import { show, type Parsed } from './parsed.ts'

/** Reads a ratio. Bounds are the reader's business: `150 %` is 1.5. */
export function parseRatio(input: unknown): Parsed {
  const parts = quantity(input)
  if (parts === undefined || (parts.unit !== '' && parts.unit !== '%')) {
    return { problem: `${show(input)} is not a ratio: write 0.05 or 5 %` }
  }
  const value = scaled(parts.digits, parts.unit === '%' ? -2 : 0)
  return Number.isFinite(value) ? { value } : { problem: `${show(input)} is too large for a ratio` }
}

/** A ratio in percent, with four significant digits at most: `5 %`. */
export function printRatio(ratio: number): string {
  return `${significant(percent(ratio))} %`
}

/** The shift is made in the notation, so that 0.07 is 7 % and not 7.000000000000001 %. */
function percent(ratio: number): number {
  return Number.isFinite(ratio) ? scaled(String(ratio), 2) : ratio
}
