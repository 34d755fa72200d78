/** Figures with a sign, and with what is known of their precision. */
import type { Difference, Estimate } from '../experiment/comparison.ts'
import { formatNumber, formatValue } from './figures.ts'

type Unit = Estimate['unit']

/** `+12 ms`, `−48/s`, `0 s`; a difference of shares is in percentage points. */
export function formatSigned(value: number, unit: Unit): string {
  const size = formatMagnitude(Math.abs(value), unit)
  return value === 0 ? size : `${value < 0 ? '−' : '+'}${size}`
}

function formatMagnitude(value: number, unit: Unit): string {
  return unit === 'share' ? formatValue(value, unit).replace(' %', ' pp') : formatValue(value, unit)
}

/** `780 ms ± 12 ms`; without an interval only the value. */
export function formatEstimate(value: number, halfWidth: number | null, unit: Unit): string {
  return halfWidth === null ? formatValue(value, unit) : `${formatValue(value, unit)} ± ${formatMagnitude(halfWidth, unit)}`
}

/** `−372 ms ± 31 ms`. */
export function formatDifference({ value, halfWidth }: Pick<Difference, 'value' | 'halfWidth'>, unit: Unit): string {
  return halfWidth === null ? formatSigned(value, unit) : `${formatSigned(value, unit)} ± ${formatMagnitude(halfWidth, unit)}`
}

/** A share of the reference, `−48 %`, `+3.2 %`. */
export function formatRelative(share: number): string {
  return `${signedPercent(share)} %`
}

/** `−52 to −44 %`. */
export function formatRelativeRange(from: number, to: number): string {
  return `${signedPercent(from)} to ${signedPercent(to)} %`
}

/** `−48 % (−52 to −44 %)`; without an interval only the value; undefined when there is no share of the reference. */
export function formatRelativeDifference({ relative }: Pick<Difference, 'relative'>): string | undefined {
  if (relative === null) return undefined
  const { value, halfWidth } = relative
  return halfWidth === null
    ? formatRelative(value)
    : `${formatRelative(value)} (${formatRelativeRange(value - halfWidth, value + halfWidth)})`
}

/** As a share of the reference where there is one, else in the metric's own unit. */
export function formatBestDifference(difference: Pick<Difference, 'value' | 'halfWidth' | 'relative'>, unit: Unit): string {
  return formatRelativeDifference(difference) ?? formatDifference(difference, unit)
}

/** Whole percents from 10 % on, tenths below; what is not nothing never reads as nothing. */
function signedPercent(share: number): string {
  const percent = Math.abs(100 * share)
  if (percent === 0) return '0'
  if (percent < 0.05) return '<0.1'
  const sign = share < 0 ? '−' : '+'
  return sign + (percent >= 9.95 ? formatNumber(Math.round(percent)) : percent.toFixed(1).replace(/\.0$/, ''))
}
