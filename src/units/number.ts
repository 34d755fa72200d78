/** Plain numbers: `5_000`, `1.5e6`. */
import { quantity, significant } from './decimal.ts'
import { show, type Parsed } from './parsed.ts'

/** Reads a finite number without unit. */
export function parseNumber(input: unknown): Parsed {
  const parts = quantity(input)
  if (parts === undefined) return { problem: `${show(input)} is not a number: write one such as 5_000 or 0.5` }
  if (/^,\d{3}/.test(parts.unit)) return { problem: `${show(input)}: did you mean ${String(input).trim().replaceAll(',', '_')}?` }
  if (parts.unit !== '') return { problem: `${show(input)} has a unit where a plain number is expected: did you mean ${parts.digits}?` }
  const value = Number(parts.digits)
  return Number.isFinite(value) ? { value } : { problem: `${show(input)} is too large for a number` }
}

/** Whole numbers in full, others with four significant digits at most; thousands are set apart by commas: `12,345`, `0.0123`. */
export function printNumber(value: number): string {
  return grouped(Number.isSafeInteger(value) ? String(value) : significant(value))
}

function grouped(text: string): string {
  const whole = /^-?\d+/.exec(text)?.[0]
  if (whole === undefined || /e/.test(text)) return text
  return whole.replace(/\d(?=(?:\d{3})+$)/g, '$&,') + text.slice(whole.length)
}
