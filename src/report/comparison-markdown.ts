/** A comparison as GitHub Markdown: for a pull request, an issue or a page. */
import type { Comparison } from '../experiment/comparison.ts'
import { findingOf } from './comparison-finding.ts'
import { metricTable, objectivesTable, otherKeys, verdictTable } from './comparison-metric-tables.ts'
import { extentText, methodText, warmupText } from './comparison-method-text.ts'
import { printable } from './printable.ts'
import { textOf, type Table } from './table.ts'

/** Rows of the table of all other metrics; the page has the rest. */
const MOST_ROWS = 200

/** The document, with a newline at the end. */
export function renderComparisonMarkdown(given: Comparison): string {
  const comparison = printable(given)
  const { headline, more } = findingOf(comparison)
  const troubles = comparison.variants.flatMap(({ id, troubles: own }) => own.map((text) => `${id}: ${text}`))
  const keys = otherKeys(comparison)
  const shown = keys.slice(0, MOST_ROWS)
  const rest = keys.length > shown.length ? [`${keys.length - shown.length} more metrics are in report.html.`] : []
  const blocks = [
    `## ${escaped(comparison.scenario.name)}`,
    `**${escaped(headline)}**`,
    ...more.map(escaped),
    ...[...comparison.notes, ...troubles].map((text) => `> ⚠ ${escaped(text)}`),
    ...verdicts(comparison),
    ...optional(objectivesTable(comparison)),
    ...(shown.length === 0
      ? []
      : ['<details><summary>All other metrics, without a verdict</summary>', table(metricTable(comparison, shown)), ...rest, '</details>']),
    `<sub>${escaped([`${extentText(comparison)}.`, methodText(comparison), ...warmupText(comparison)].join(' '))}</sub>`,
  ]
  return `${blocks.join('\n\n')}\n`
}

function verdicts(comparison: Comparison): string[] {
  const { columns, groups, notes } = verdictTable(comparison, comparison.variants)
  const tables = groups.flatMap(({ key, direction, rows }) => [
    `### ${escaped(key)}${direction === '' ? '' : `, ${direction}`}`,
    table({ title: key, columns, rows, notes: [] }),
  ])
  return [...tables, ...notes.map(escaped)]
}

function optional(found: Table): string[] {
  return found.rows.length === 0 ? [] : [table(found)]
}

function table({ columns, rows, notes }: Table): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`
  return [
    line(columns.map(({ label }) => escaped(label))),
    line(columns.map(({ figure }) => (figure === true ? '--:' : '---'))),
    ...rows.map((row) => line(columns.map((_, index) => escaped(textOf(row[index] ?? ''))))),
    ...notes.flatMap((note) => ['', escaped(note)]),
  ].join('\n')
}

/** Text that is only text to Markdown, within a table too. */
function escaped(text: string): string {
  return text
    .replaceAll(/[\\`*_{}[\]<>|#~]/g, (character) => (character === '<' ? '&lt;' : `\\${character}`))
    .replaceAll(/\s*\n\s*/g, ' ')
    .replaceAll('@', '@\u200b')
}
