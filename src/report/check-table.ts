/** A check for a terminal and for Markdown: what has moved, how sure that is, and where the runs part. */
import type { CheckRow, ScenarioCheck } from '../experiment/check.ts'
import type { ThreeWay } from '../experiment/three-way.ts'
import type { Unsteady } from '../experiment/unsteady.ts'
import { baseDivergenceLines, baseSentences } from './base-text.ts'
import { formatDuration, formatNumber, formatValue } from './figures.ts'
import { printable } from './printable.ts'
import { formatBestDifference } from './signed-figures.ts'
import { NONE, textOf, type Cell, type Table, type Tone } from './table.ts'
import { painter, renderTable, wrap } from './text-table.ts'
import { unsteadyLines } from './unsteady-text.ts'

interface Checked {
  readonly scenario: string
  readonly problem: string | null
  readonly check: ScenarioCheck | null
  readonly unsteady?: Unsteady
  readonly base?: ThreeWay
}

const TONES: Readonly<Record<CheckRow['verdict'], Tone>> = {
  unchanged: 'muted',
  improved: 'good',
  regressed: 'bad',
  changed: 'warn',
  inconclusive: 'warn',
  incomparable: 'bad',
  missing: 'bad',
  new: 'muted',
}

/** Metrics that are not gated are listed up to here. */
const MOST_OTHERS = 5

/** The text, with a newline at the end. */
export function renderCheck(given: readonly Checked[], { width, colour }: { readonly width: number; readonly colour: boolean }): string {
  const checked = printable(given)
  const paint = painter(colour)
  const tables = checked.flatMap((one) =>
    one.check === null || one.problem !== null
      ? []
      : [
          [
            renderTable(tableOf(one.check, one.scenario, one.base), width, paint),
            ...(one.base === undefined ? [] : baseDivergenceLines(one.base)),
          ].join('\n'),
        ],
  )
  const problems = checked.flatMap(({ scenario, problem, unsteady }) =>
    problem === null ? [] : [...wrap(`! ${scenario}: ${problem}.`, width).map((line) => paint('red', line)), ...detailsOf(unsteady)],
  )
  return `${[...tables, problems.join('\n'), paint('bold', summary(checked))].filter((block) => block !== '').join('\n\n')}\n`
}

/** For a comment on a pull request: the marker lets a bot find its own. */
export function renderCheckMarkdown(given: readonly Checked[]): string {
  const checked = printable(given)
  const blocks = checked.flatMap(({ scenario, problem, check, unsteady, base }) => {
    if (problem !== null || check === null)
      return [`> ⚠ **${escaped(scenario)}**: ${escaped(problem ?? '')}`, ...detailsOf(unsteady).map(escaped)]
    const { title, columns, rows, notes } = tableOf(check, scenario, base)
    const line = (cells: readonly string[]): string => `| ${cells.map(escaped).join(' | ')} |`
    return [
      `#### ${escaped(title)}`,
      [
        line(columns.map(({ label }) => label)),
        line(columns.map(() => '---')).replaceAll('\\', ''),
        ...rows.map((row) => line(row.map(textOf))),
      ].join('\n'),
      ...notes.map(escaped),
      ...(base === undefined ? [] : baseDivergenceLines(base).map(escaped)),
    ]
  })
  return `${['<!-- wavetank-check -->', `### ${escaped(summary(checked))}`, ...blocks].join('\n\n')}\n`
}

function detailsOf(unsteady: Unsteady | undefined): string[] {
  return unsteady === undefined ? [] : unsteadyLines(unsteady)
}

function tableOf(check: ScenarioCheck, scenario: string, base: ThreeWay | undefined): Table {
  const reference = base?.judgedBy ?? 'baseline'
  const gated = check.rows.filter(({ gated: own }) => own)
  const moved = check.rows.filter((row) => !row.gated && row.verdict !== 'unchanged')
  const same = check.rows.filter(({ verdict }) => verdict === 'unchanged').length
  const missed = check.objectives.filter(({ met }) => met === false)
  const parts = check.divergences.map(({ variant, seed, from, to }) => {
    const where = from === null || to === null ? '' : ` between ${formatDuration(from)} and ${formatDuration(to)} of simulated time`
    return `${variant}: the run of seed ${seed} parts from the ${reference}'s${where}.`
  })
  return {
    title: check.scenario,
    columns: [
      { label: 'metric' },
      { label: reference, figure: true },
      { label: 'now', figure: true },
      { label: 'difference', figure: true },
      { label: 'verdict' },
    ],
    rows: [...gated, ...moved.slice(0, MOST_OTHERS)].map(rowCells),
    notes: [
      ...(moved.length > MOST_OTHERS ? [`${moved.length - MOST_OTHERS} more metrics have moved that are not gated.`] : []),
      `${same} of ${formatNumber(check.rows.length)} metrics are the same, value for value.`,
      ...missed.map(({ text, value, unit }) => `Objective missed: ${text}${value === null ? '' : ` (${formatValue(value, unit)})`}.`),
      ...(base?.divergence ? [] : parts),
      ...(base === undefined ? [] : baseSentences(scenario, base)),
    ],
  }
}

function rowCells({ metric, base, head, unit, difference, verdict, worse, seeds, seedsToSettle, gated }: CheckRow): Cell[] {
  const value = (figure: number | null): Cell => (figure === null ? NONE : formatValue(figure, unit))
  const said =
    difference === null
      ? ''
      : formatBestDifference(
          {
            ...difference,
            relative: difference.relative === null ? null : { value: difference.relative, halfWidth: difference.relativeHalfWidth },
          } as never,
          unit,
        )
  const needs = verdict === 'inconclusive' && seedsToSettle !== null ? `, needs ${formatNumber(seedsToSettle)} seeds` : ''
  const count = difference === null || !gated ? '' : ` (${worse}/${seeds} seeds worse)`
  return [metric, value(base), value(head), said, { text: `${verdict}${needs}${count}`, tone: TONES[verdict] }]
}

function summary(checked: readonly Checked[]): string {
  const rows = checked.flatMap(({ check, problem }) => (problem === null ? (check?.rows ?? []) : []))
  const counts = (['regressed', 'improved', 'changed', 'inconclusive', 'incomparable', 'missing', 'new', 'unchanged'] as const).flatMap(
    (verdict) => {
      const count = rows.filter((row) => row.verdict === verdict).length
      return count === 0 ? [] : [`${formatNumber(count)} ${verdict}`]
    },
  )
  const unjudged = checked.filter(({ problem }) => problem !== null).length
  const parts = [...counts, ...(unjudged === 0 ? [] : [`${unjudged} scenario${unjudged === 1 ? '' : 's'} not judged`])]
  return parts.length === 0 ? 'Nothing was compared.' : parts.join(' · ')
}

function escaped(text: string): string {
  return text.replaceAll(/[\\`*_{}[\]<>|#~]/g, (character) => (character === '<' ? '&lt;' : `\\${character}`)).replaceAll(/\s*\n\s*/g, ' ')
}
