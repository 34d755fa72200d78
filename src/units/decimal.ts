/**
 * Decimal notation: the number at the head of a text, and numbers shown with few digits.
 *
 * Powers of ten are applied to the notation and not to the double, so `0.1 s` is exactly 100,000,000 ns.
 */

/** A number as written (without `_`), and what follows it without the blanks around. */
export interface Quantity {
  readonly digits: string
  readonly unit: string
}

/** Longer texts are not looked at: no sensible quantity is longer. */
const LONGEST_TEXT = 64

const HEAD = /^[+-]?(?:\d+(?:_\d+)*(?:\.(?:\d+(?:_\d+)*)?)?|\.\d+(?:_\d+)*)(?:[eE][+-]?\d+)?/

/** Takes `5_000 ms` apart; undefined when the text does not start with a number. A number stands for itself, without unit. */
export function quantity(input: unknown): Quantity | undefined {
  if (typeof input === 'number') return Number.isFinite(input) ? { digits: String(input), unit: '' } : undefined
  if (typeof input !== 'string' || input.length > LONGEST_TEXT) return undefined
  const text = input.trim()
  const head = HEAD.exec(text)?.[0]
  if (head === undefined) return undefined
  return { digits: head.replaceAll('_', ''), unit: text.slice(head.length).trim() }
}

/** digits · 10^power, rounded once; infinite when it is too large for a double. */
export function scaled(digits: string, power: number): number {
  const mark = digits.search(/[eE]/)
  if (mark < 0) return Number(`${digits}e${power}`)
  return Number(`${digits.slice(0, mark)}e${Number(digits.slice(mark + 1)) + power}`)
}

/** The nearest integer where `value` is within a relative 1e-9 of it: what is left of a decimal fraction that had no exact double. */
export function snapped(value: number): number {
  const nearest = Math.round(value)
  return nearest !== 0 && Math.abs(value - nearest) <= 1e-9 * Math.abs(value) ? nearest : value
}

const DIGITS = 4

/** Rounded to four significant digits. */
export function rounded(value: number): number {
  return Number(value.toPrecision(DIGITS))
}

/** Four significant digits at most, without trailing zeros: `12.34`, `1.5`, `0.0012`. */
export function significant(value: number): string {
  if (Number.isNaN(value)) return 'NaN'
  if (!Number.isFinite(value)) return value > 0 ? '∞' : '-∞'
  const short = rounded(value)
  return short === 0 ? '0' : String(short)
}

/** A unit to print in: its sign with the blank before it, and how many base units it is. */
export interface Printed {
  readonly sign: string
  readonly size: number
}

/**
 * `value` (in base units) in the largest unit that shows it without loss in four digits and is not larger than it;
 * where none does, in the largest that is not larger than it; below all of them, in the smallest.
 */
export function printedIn(units: readonly Printed[], value: number): string {
  if (!Number.isFinite(value)) return significant(value)
  const size = Math.abs(value)
  const short = rounded(size)
  const usable = units.filter((unit) => unit.size <= short).toSorted((a, b) => b.size - a.size)
  const exact = usable.find((unit) => isShort(size / unit.size))
  const smallest = units.reduce((a, b) => (b.size < a.size ? b : a))
  const unit = exact ?? usable[0] ?? smallest
  return significant(value / unit.size) + unit.sign
}

/** True for numbers below 10,000 that four significant digits show in full; the tolerance is that of one division. */
export function isShort(value: number): boolean {
  return value < 1e4 && Math.abs(rounded(value) - value) <= 1e-12 * value
}
