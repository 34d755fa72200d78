/** How two documents differ, for a terminal. */
import type { DocumentDiff, ValueDifference } from '../experiment/document-diff.ts'
import { formatDuration, formatNumber, formatValue } from './figures.ts'
import { printable } from './printable.ts'
import { formatRelative } from './signed-figures.ts'
import { NONE, type Cell } from './table.ts'
import { painter, renderTable, wrap } from './text-table.ts'

/** Differences that are listed. */
const MOST = 40

/** What matters most comes first. */
const ORDER = ['schema', 'versions', 'scenario', 'variant', 'seed', 'outcome', 'metrics', 'objectives']

/** The text, with a newline at the end. */
export function renderDiff(
  given: DocumentDiff,
  names: readonly [string, string],
  { width, colour }: { readonly width: number; readonly colour: boolean },
): string {
  const { differences, same, partings } = printable(given)
  if (differences.length === 0 && partings.length === 0) return `The same: ${formatNumber(same)} values.\n`
  const sorted = differences.toSorted((one, other) => rank(one) - rank(other))
  const rows = sorted.slice(0, MOST).map((difference): Cell[] => [shortPath(difference.path), ...cells(difference)])
  const table = {
    title: `${names[0]} → ${names[1]}`,
    columns: [{ label: 'value' }, { label: 'a', figure: true }, { label: 'b', figure: true }, { label: 'change', figure: true }] as const,
    rows,
    notes: differences.length > MOST ? [`${formatNumber(differences.length - MOST)} more differ: --json lists all.`] : [],
  }
  const parts = partings.flatMap(({ path, from, to }) => wrap(partingText(path, from, to), width))
  const counted = `${formatNumber(differences.length)} ${differences.length === 1 ? 'value differs' : 'values differ'}, ${formatNumber(same)} are the same.`
  const blocks = [...(rows.length === 0 ? [] : [renderTable(table, width, painter(colour))]), parts.join('\n'), counted]
  return `${blocks.filter((block) => block !== '').join('\n\n')}\n`
}

/** A metric goes by its name alone; the path is in the JSON. */
function shortPath(path: string): string {
  return path.replace(/^variants\[default\]\./, '').replace(/metrics\[(.*)\]\.values?$/, '$1')
}

function rank({ path }: ValueDifference): number {
  const at = ORDER.findIndex((section) => path.startsWith(section))
  return at < 0 ? ORDER.length : at
}

function cells({ a, b, unit, places }: ValueDifference): Cell[] {
  const [short, other] = [shown(a, unit), shown(b, unit)]
  // Three digits may hide what differs.
  const texts: Cell[] = short === other && a !== undefined ? [String(a), String(b)] : [short, other]
  const change = typeof a === 'number' && typeof b === 'number' && a !== 0 ? formatRelative((b - a) / Math.abs(a)) : ''
  if (places === undefined) return [...texts, change]
  const count = `${formatNumber(places.differ)} of ${formatNumber(places.of)} differ`
  return [...texts, change === '' ? count : `${change}, ${count}`]
}

const UNITS = ['ns', 'per second', 'bytes', 'share', 'count'] as const

function shown(value: ValueDifference['a'], unit: string | undefined): Cell {
  if (value === undefined) return NONE
  if (typeof value !== 'number') return String(value)
  const known = UNITS.find((one) => one === unit)
  return known === undefined ? formatNumber(value) : formatValue(value, known)
}

function partingText(path: string, from: number | null, to: number | null): string {
  const where = path.replace(/(?:^|\.)(?:digests\.trace\.)?rungs$/, '')
  const who = where === '' ? 'The runs' : `${where}: the runs`
  if (from === null || to === null) return `${who} cannot be laid side by side: they are not equally long.`
  return `${who} part between ${formatDuration(from)} and ${formatDuration(to)} of simulated time.`
}
