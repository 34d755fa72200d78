/** The summary of a run for a terminal: everything that the report says in figures, in 80 columns. */
import type { RunResult } from '../experiment/run-result.ts'
import { formatCount, formatDuration, formatRate } from './figures.ts'
import { checkersText, clockText, intervalText, labels, lossText, rates } from './labels.ts'
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
import type { Cell, Table } from './table.ts'
import { painter, renderTable, TONES, wrap, type Paint, type Style } from './text-table.ts'

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

/** The summary's text, with a newline at the end. */
export function renderSummary(run: RunResult, context: SummaryContext): string {
  const result = printable({ ...run, histograms: [], scenario: { ...run.scenario, resolved: null } })
  const paint = painter(context.colour)
  const blocks = [
    heading(result, context, paint),
    trouble(result, context, paint),
    traffic(result, context, paint),
    ...tables(result).map((table) => renderTable(table, context.width, paint)),
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

function traffic(result: RunResult, { width }: SummaryContext, paint: Paint): string {
  const { offered, achieved } = rates(result)
  const loss = lossText(result)
  return [
    `offered ${paint('bold', formatRate(offered))}   achieved ${paint('bold', formatRate(achieved))} ${paint('dim', 'at the sinks')}`,
    ...(loss === undefined ? [] : wrap(loss, width).map((line) => paint('yellow', line))),
  ].join('\n')
}

function tables(result: RunResult): Table[] {
  const optional = [sourceTable(result), nodeTable(result), linkTable(result), sinkTable(result)]
  const [sources, nodes, links, sinks] = optional.map((table) => (table.rows.length > 0 ? [table] : []))
  return [latencyTable(result), ...sources!, stageTable(result), ...nodes!, ...links!, ...sinks!]
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
  return renderTable({ ...table, columns, rows }, context.width, paint)
}

function verdicts(result: RunResult, context: SummaryContext, paint: Paint): string {
  const lines: string[] = []
  if (result.objectives.length > 0) lines.push(renderTable(unlabelled(objectiveTable(result)), context.width, paint))
  const checkers = checkersText(result)
  if (checkers !== undefined) {
    const failed = result.checkers.some(({ violation }) => violation !== null)
    if (lines.length > 0) lines.push('')
    lines.push(failed ? renderTable(unlabelled(checkerTable(result)), context.width, paint) : `${paint('green', '✓')} ${checkers}`)
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
