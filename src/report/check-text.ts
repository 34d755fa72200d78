/** What a check says of a metric, an objective and a scenario, in words. */
import type { CheckRow, ScenarioCheck } from '../experiment/check.ts'
import { formatNumber, formatValue } from './figures.ts'
import { formatBestDifference } from './signed-figures.ts'

/** `regressed`, and how many seeds an inconclusive one needs. */
export function verdictText({ verdict, seedsToSettle }: CheckRow): string {
  return verdict === 'inconclusive' && seedsToSettle !== null ? `inconclusive, needs ${formatNumber(seedsToSettle)} seeds` : verdict
}

/** `+4.6 % (+4.1 to +5.1 %)`; empty where there is none. */
export function signedDifference({ difference, unit }: CheckRow): string {
  if (difference === null) return ''
  const { value, halfWidth, relative, relativeHalfWidth } = difference
  return formatBestDifference(
    { value, halfWidth, relative: relative === null ? null : { value: relative, halfWidth: relativeHalfWidth } },
    unit,
  )
}

/** `49.8 ms to 52.1 ms, +4.6 % (+4.1 to +5.1 %), 20 of 20 seeds worse`. */
export function differenceText(row: CheckRow): string {
  const { base, head, unit, worse, seeds } = row
  const value = (figure: number | null): string => (figure === null ? 'no value' : formatValue(figure, unit))
  if (row.difference === null) return base === null && head === null ? 'it is not there any more' : `${value(base)} to ${value(head)}`
  return `${value(base)} to ${value(head)}, ${signedDifference(row)}, ${worse} of ${seeds} seeds worse`
}

/** `latency.p99 <= baseline + 2 %: 52.1 ms, allowed 50.8 ms, baseline 49.8 ms; excused until 2027-01-31`. */
export function objectiveText({
  text,
  value,
  bound,
  baseline,
  unit,
  met,
  level,
  excusedUntil,
}: ScenarioCheck['objectives'][number]): string {
  const figure = (number: number | null): string => (number === null ? 'no value' : formatValue(number, unit))
  const against = baseline === null ? '' : `, allowed ${figure(bound)}, baseline ${figure(baseline)}`
  const excuse = excusedUntil !== null ? `; excused until ${excusedUntil}` : met === false && level === 'warn' ? '; a warning' : ''
  return `${text}: ${figure(value)}${against}${excuse}`
}
