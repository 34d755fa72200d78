/** The summary of a run for a terminal: everything that the report says in figures, in 80 columns. */
import { styleText } from 'node:util'
import CliTable from 'cli-table3'
import type { RunResult } from '../experiment/run-result.ts'
import { formatCount, formatDuration, formatRate, formatShare } from './figures.ts'
import { checkersText, clockText, intervalText, labels, rates } from './labels.ts'
import { printable } from './printable.ts'
import {
  checkerTable,
  latencyTable,
  linkTable,
  nodeTable,
  objectiveTable,
  sinkTable,
  sourceTable,
  stageTable,
  tailTable,
} from './result-tables.ts'
import { textOf, toneOf, type Cell, type Column, type Table, type Tone } from './table.ts'

export interface SummaryContext {
  readonly wallSeconds: number
  /** Simulated records per second of wall time. */
  readonly recordsPerSecond: number
  /** The command that makes the same run again. */
  readonly replay: string
  readonly colour: boolean
  /** Columns of the terminal. */
  readonly width: number
}

type Style = Parameters<typeof styleText>[0]
type Paint = (style: Style, text: string) => string

const TONES: Readonly<Record<Tone, Style>> = { good: 'green', bad: 'red', warn: 'yellow', muted: 'dim' }

/** The summary's text, with a newline at the end. */
export function renderSummary(run: RunResult, context: SummaryContext): string {
  const result = printable({ ...run, histograms: [], scenario: { ...run.scenario, resolved: null } })
  const paint: Paint = (style, text) => (context.colour && text !== '' ? styleText(style, text, { validateStream: false }) : text)
  const blocks = [
    heading(result, context, paint),
    trouble(result, context, paint),
    traffic(result, paint),
    ...tables(result).map((table) => renderTable(table, context, paint)),
    tail(result, context, paint),
    verdicts(result, context, paint),
    notes(result, context, paint),
    footer(result, context, paint),
  ]
  return `${blocks.filter((block) => block !== '').join('\n\n')}\n`
}

function heading(result: RunResult, { width }: SummaryContext, paint: Paint): string {
  const { scenario, variant, seed } = result
  const facts = [variant.id, `seed ${seed}`, clockText(result), intervalText(result)].filter(Boolean).join(' · ')
  const badges = labels(result).map(({ text, tone }) => paint(tone === 'muted' ? 'cyan' : TONES[tone], text))
  const meanings = labels(result)
    .filter(({ tone }) => tone === 'warn')
    .flatMap(({ meaning }) => wrap(meaning, width))
  return [
    `${paint('bold', scenario.name)}  ${badges.join(paint('dim', ' · '))}`,
    ...wrap(facts, width).map((line) => paint('dim', line)),
    ...meanings.map((line) => paint('dim', line)),
  ].join('\n')
}

/** What spoils the figures comes before them. */
function trouble({ outcome, checkers }: RunResult, { width }: SummaryContext, paint: Paint): string {
  const lines: string[] = []
  if (outcome.overload !== null) {
    const title = outcome.overload.kind === 'growing' ? ' OVERLOADED ' : ' OVERLOADED FOR A WHILE '
    const style: Style = outcome.overload.kind === 'growing' ? ['bold', 'inverse', 'red'] : ['bold', 'inverse', 'yellow']
    lines.push(paint(style, title), ...wrap(outcome.overload.text, width))
  }
  if (outcome.status === 'not-drained') lines.push(...wrap('The run ended with work left to do: the drain limit came first.', width))
  for (const { name, violation } of checkers) {
    if (violation !== null) lines.push(...wrap(`Checker ${name} failed: ${violation}`, width).map((line) => paint('red', line)))
  }
  return lines.join('\n')
}

function traffic(result: RunResult, paint: Paint): string {
  const { offered, achieved } = rates(result)
  const share = offered > 0 ? ` ${paint('dim', `(${formatShare(achieved / offered)} of offered)`)}` : ''
  return `offered ${paint('bold', formatRate(offered))}   achieved ${paint('bold', formatRate(achieved))}${share}`
}

function tables(result: RunResult): Table[] {
  const optional = [sourceTable(result), nodeTable(result), linkTable(result), sinkTable(result)]
  const [sources, nodes, links, sinks] = optional.map((table) => (table.rows.length > 0 ? [table] : []))
  return [latencyTable(result), ...sources!, stageTable(result), ...nodes!, ...links!, ...sinks!]
}

function renderTable(table: Table, { width }: SummaryContext, paint: Paint): string {
  const shown = table.columns.flatMap((column, index) => (column.roomy === true ? [] : [index]))
  const cells = table.rows.map((row) => shown.map((index) => row[index] ?? ''))
  const columns = shown.map((index) => table.columns[index]!)
  const grid = new CliTable({
    head: columns.map(({ label }, index) => paint('dim', index === 0 && label === '' ? '' : label)),
    colAligns: columns.map(({ figure }) => (figure === true ? 'right' : 'left')),
    chars: LIGHT,
    style: { head: [], border: [], compact: true, 'padding-left': 0, 'padding-right': 2 },
  })
  const fitted = fit(cells, columns, width)
  for (const row of fitted) grid.push(row.map((cell) => painted(cell, paint)))
  const lines = grid
    .toString()
    .split('\n')
    .map((line) => line.trimEnd())
  if (columns.every(({ label }) => label === '')) lines.shift()
  const reasons = table.notes.flatMap((note) => wrap(note, width)).map((line) => paint('dim', line))
  return [paint('bold', table.title), ...lines, ...reasons].join('\n')
}

/** No lines but the room between columns. */
const LIGHT = Object.fromEntries(
  ['top', 'bottom', 'left', 'mid', 'right']
    .flatMap((side) => [side, `${side}-mid`, `${side}-left`, `${side}-right`, 'middle'])
    .map((line) => [line, '']),
)

/** Makes rows fit: a sentence in the last column is broken, then a name in the first loses its middle. */
function fit(rows: readonly (readonly Cell[])[], columns: readonly Column[], width: number): Cell[][] {
  const last = columns.length - 1
  const widths = columns.map(({ label }, index) => Math.max(label.length, ...rows.map((row) => textOf(row[index] ?? '').length)))
  const natural = widths.reduce((sum, each) => sum + each + 2, -2)
  const sentence = columns[last]?.figure !== true
  const room = sentence ? Math.max(24, widths[last]! - (natural - width)) : widths[last]!
  const excess = natural - (widths[last]! - Math.min(room, widths[last]!)) - width
  return rows.map((row) =>
    row.map((cell, index) => {
      if (index === last && sentence) return withText(cell, wrap(textOf(cell), room).join('\n'))
      return index === 0 ? withText(cell, shortened(textOf(cell), excess)) : cell
    }),
  )
}

/** A name never shrinks so much that it cannot be told. */
function shortened(text: string, excess: number): string {
  const room = Math.max(12, text.length - excess)
  if (excess <= 0 || text.length <= room) return text
  return `${text.slice(0, Math.ceil((room - 1) / 2))}…${text.slice(text.length - Math.floor((room - 1) / 2))}`
}

function withText(cell: Cell, text: string): Cell {
  return typeof cell === 'string' ? text : { ...cell, text }
}

function painted(cell: Cell, paint: Paint): string {
  const tone = toneOf(cell)
  return tone === undefined ? textOf(cell) : paint(TONES[tone], textOf(cell))
}

/** Bars are read faster than figures; places that take less than a thousandth are left out. */
function tail(result: RunResult, context: SummaryContext, paint: Paint): string {
  const table = tailTable(result)
  if (result.tail === null) return ''
  const largest = Math.max(...result.tail.places.map(({ mean }) => mean))
  const rows = result.tail.places.flatMap(({ place, activity, mean }, index): Cell[][] => {
    if (mean < largest / 1000) return []
    const bar = '█'.repeat(Math.round((16 * mean) / largest)) || '▏'
    return [[place, activity, bar, formatDuration(mean), table.rows[index]![3]!]]
  })
  const columns = [
    { label: 'place' },
    { label: 'spent' },
    { label: '' },
    { label: 'mean', figure: true as const },
    { label: 'share', figure: true as const },
  ]
  return renderTable({ ...table, columns, rows }, context, paint)
}

function verdicts(result: RunResult, context: SummaryContext, paint: Paint): string {
  const lines: string[] = []
  if (result.objectives.length > 0) lines.push(renderTable(unlabelled(objectiveTable(result)), context, paint))
  const checkers = checkersText(result)
  if (checkers !== undefined) {
    const failed = result.checkers.some(({ violation }) => violation !== null)
    if (lines.length > 0) lines.push('')
    lines.push(failed ? renderTable(unlabelled(checkerTable(result)), context, paint) : `${paint('green', '✓')} ${checkers}`)
  }
  return lines.join('\n')
}

function unlabelled(table: Table): Table {
  return { ...table, columns: table.columns.map((column) => ({ ...column, label: '' })) }
}

function notes({ outcome }: RunResult, { width }: SummaryContext, paint: Paint): string {
  const sentences = [...outcome.notes]
  if (outcome.timingDependent.length > 0) sentences.push(`Results may depend on timing: ${outcome.timingDependent.join('; ')}.`)
  return sentences
    .flatMap((note) => hanging(note, width))
    .map((line) => paint('dim', line))
    .join('\n')
}

function hanging(text: string, width: number): string[] {
  return wrap(text, width - 2).map((line, index) => (index === 0 ? `· ${line}` : `  ${line}`))
}

function footer(result: RunResult, { wallSeconds, recordsPerSecond, replay }: SummaryContext, paint: Paint): string {
  const records = result.sources.reduce((sum, source) => sum + source.total, 0)
  const wall = `${formatCount(records, 'record')} in ${formatDuration(wallSeconds * 1e9)} of wall time, ${formatRate(recordsPerSecond)}`
  return `${paint('dim', `seed ${result.seed} · ${wall}`)}\n${paint('dim', 'again:')} ${replay}`
}

/** Breaks a text into lines of at most `width` columns; a longer word gets a line of its own. */
function wrap(text: string, width: number): string[] {
  const lines: string[] = []
  for (const word of text.split(/\s+/)) {
    const last = lines.at(-1)
    if (last !== undefined && last.length + 1 + word.length <= width) lines[lines.length - 1] = `${last} ${word}`
    else lines.push(word)
  }
  return lines
}
