/** What to expect of a check: how often it is wrong, and what it sees. */
import type { FalseAlarms } from '../experiment/false-alarms.ts'
import { formatNumber, formatShare, formatValue } from './figures.ts'
import { printable } from './printable.ts'
import { NONE, type Cell } from './table.ts'
import { painter, renderTable } from './text-table.ts'

/** The text, with a newline at the end. */
export function renderFalseAlarms(
  given: readonly (FalseAlarms & { readonly scenario: string })[],
  { width, colour }: { readonly width: number; readonly colour: boolean },
): string {
  const found = printable(given)
  const paint = painter(colour)
  const tables = found.map(({ scenario, seeds, trials, alarms, metrics }) => {
    const rows = metrics.map(({ metric, unit, mean, halfWidth, regressed, inconclusive, finds }): Cell[] => [
      metric,
      mean === null ? NONE : formatValue(mean, unit),
      halfWidth === null ? NONE : `± ${formatShare(halfWidth)}`,
      formatNumber(regressed),
      formatNumber(inconclusive),
      finds === null ? NONE : formatShare(finds),
    ])
    const columns = [
      { label: 'metric' },
      { label: 'mean', figure: true },
      { label: 'interval', figure: true },
      { label: 'alarms', figure: true },
      { label: 'inconclusive', figure: true },
      { label: 'finds from', figure: true },
    ] as const
    const note = `${formatNumber(alarms)} of ${formatNumber(trials)} checks of the same code cried wolf, with ${seeds} seeds a side.`
    return renderTable({ title: scenario, columns, rows, notes: [note] }, width, paint)
  })
  const [alarms, trials] = [total(found, 'alarms'), total(found, 'trials')]
  const last =
    trials === 0
      ? 'Nothing was compared.'
      : `${formatNumber(alarms)} false alarms in ${formatNumber(trials)} checks (${formatShare(alarms / trials)}).`
  return `${[...tables, paint('bold', last)].join('\n\n')}\n`
}

function total(found: readonly FalseAlarms[], name: 'alarms' | 'trials'): number {
  return found.reduce((sum, one) => sum + one[name], 0)
}
