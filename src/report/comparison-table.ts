/** A comparison for a terminal: the answer first, then each judged metric with what its differences are worth. */
import type { Comparison, Difference, Estimate, VariantResult } from '../experiment/comparison.ts'
import { findingOf } from './comparison-finding.ts'
import { estimateOf, familyOf, shortName } from './comparison-lookup.ts'
import { objectivesTable } from './comparison-metric-tables.ts'
import { methodText, warmupText } from './comparison-method-text.ts'
import { formatCount, formatDuration, formatNumber } from './figures.ts'
import { printable } from './printable.ts'
import { formatBestDifference, formatEstimate } from './signed-figures.ts'
import { NONE, textOf, toneOf, type Cell, type Table } from './table.ts'
import { painter, renderTable, wrap, type Paint } from './text-table.ts'
import { verdictCell } from './verdict-look.ts'

export interface ComparisonContext {
  /** Columns of the terminal. */
  readonly width: number
  readonly colour: boolean
  readonly wallSeconds?: number
}

/** The text, with a newline at the end. */
export function renderComparison(given: Comparison, { width, colour, wallSeconds }: ComparisonContext): string {
  const comparison = printable(given)
  const paint = painter(colour)
  const { headline, more } = findingOf(comparison)
  const lines = (texts: readonly string[]): string => texts.flatMap((text) => wrap(text, width)).join('\n')
  const blocks = [
    heading(comparison, paint),
    warnings(comparison, width, paint),
    [...wrap(headline, width).map((line) => paint('bold', line)), ...more.flatMap((text) => wrap(text, width))].join('\n'),
    ...familyOf(comparison).map(({ key }) => renderTable(metricTable(comparison, key), width, paint)),
    objectives(comparison, width, paint),
    lines([methodText(comparison), ...warmupText(comparison)].filter((text) => text !== '')),
    wallSeconds === undefined ? '' : paint('dim', ran(comparison, wallSeconds)),
  ]
  return `${blocks.filter((block) => block !== '').join('\n\n')}\n`
}

function heading({ scenario, versions, quick }: Comparison, paint: Paint): string {
  const labels = [
    'modelled',
    ...(versions.priceListProvisional ? ['provisional prices'] : []),
    ...(quick ? ['quick: a tenth of the duration'] : []),
  ]
  return `${paint('bold', scenario.name)}  ${paint('dim', labels.join(' · '))}`
}

/** What makes figures doubtful comes before them. */
function warnings({ notes, variants }: Comparison, width: number, paint: Paint): string {
  const troubles = variants.flatMap(({ id, troubles: own }) => own.map((text) => `${id}: ${text}`))
  const shown =
    troubles.length > MOST_TROUBLES
      ? [...troubles.slice(0, MOST_TROUBLES), `… and ${troubles.length - MOST_TROUBLES} more variants`]
      : troubles
  return [...notes, ...shown]
    .flatMap((text) => wrap(`! ${text}`, width))
    .map((line) => paint('yellow', line))
    .join('\n')
}

const MOST_TROUBLES = 6

/** One metric in every variant. */
function metricTable(comparison: Comparison, key: string): Table {
  const notes = new Map<string, string[]>()
  const rows = comparison.variants.flatMap((variant): Cell[][] => {
    const estimate = estimateOf(variant, key)
    if (estimate === undefined) return []
    const name = shortName(comparison, variant)
    if (estimate.reason !== undefined) notes.set(estimate.reason, [...(notes.get(estimate.reason) ?? []), name])
    return [[name, valueCell(estimate), ...differenceCells(estimate, variant)]]
  })
  return {
    title: key,
    columns: [
      { label: 'variant' },
      { label: 'estimate', figure: true },
      { label: 'difference', figure: true },
      { label: 'verdict, seeds' },
    ],
    rows,
    notes: [...notes].map(([reason, names]) => (names.length === rows.length ? `All: ${reason}.` : `${names.join(', ')}: ${reason}.`)),
  }
}

function valueCell({ value, halfWidth, unit }: Estimate): Cell {
  return value === null ? NONE : formatEstimate(value, halfWidth, unit)
}

function differenceCells({ difference, unit, direction }: Estimate, { isReference }: VariantResult): Cell[] {
  if (isReference) return ['', { text: 'reference', tone: 'muted' }]
  if (difference === null) return [NONE, { text: 'not judged', tone: 'muted' }]
  const { verdict, seedsToSettle } = difference
  if (verdict === null) return [formatBestDifference(difference, unit), direction === 'none' ? NONE : { text: 'not judged', tone: 'muted' }]
  const cell = verdictCell(verdict)
  const text = `${textOf(cell)}${seedsText(difference)}`
  const needs = verdict === 'inconclusive' && seedsToSettle !== null ? `, needs ${formatNumber(seedsToSettle)}` : ''
  return [formatBestDifference(difference, unit), { text: text + needs, tone: toneOf(cell) ?? 'muted' }]
}

/** In how many seeds it is so: `18:2` when two say the opposite. */
function seedsText({ verdict, worse, better }: Difference): string {
  if (verdict === 'better') return ` ${better}:${worse}`
  return verdict === 'worse' ? ` ${worse}:${better}` : ''
}

function objectives(comparison: Comparison, width: number, paint: Paint): string {
  const table = objectivesTable(comparison)
  return table.rows.length === 0 ? '' : renderTable(table, width, paint)
}

function ran({ variants }: Comparison, wallSeconds: number): string {
  const runs = variants.reduce((sum, { workloads }) => sum + workloads.length, 0)
  return `${formatCount(runs, 'run')} in ${formatDuration(wallSeconds * 1e9)} of wall time`
}
