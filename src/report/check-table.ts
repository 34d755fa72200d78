/** What a check has to show of a scenario: the table of its metrics, its objectives, where runs part, and what to do next. */
import type { CheckRow, CheckVerdict, ScenarioCheck } from '../experiment/check.ts'
import type { CheckDocument, CheckedScenario, NotChecked } from '../experiment/check-document.ts'
import { baseSentences } from './base-text.ts'
import { objectiveText, signedDifference, verdictText } from './check-text.ts'
import { formatDuration, formatNumber, formatValue } from './figures.ts'
import { NONE, type Cell, type Table, type Tone } from './table.ts'

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

/** What fails first. */
const VERDICTS: readonly CheckVerdict[] = [
  'regressed',
  'improved',
  'changed',
  'inconclusive',
  'incomparable',
  'missing',
  'new',
  'unchanged',
]

/** A scenario that was judged. */
export type Judged = CheckedScenario & { readonly check: ScenarioCheck }

export function isJudged(one: CheckedScenario): one is Judged {
  return one.check !== null && one.problem === null
}

/** Gated metrics, and those others that have moved, as far as there is room. */
export function checkTable({ check, base }: Judged, mostOthers: number): Table {
  const reference = base?.judgedBy ?? 'baseline'
  const gated = check.rows.filter(({ gate }) => gate !== 'none')
  const moved = check.rows.filter(({ gate, verdict }) => gate === 'none' && verdict !== 'unchanged')
  const same = check.rows.filter(({ verdict }) => verdict === 'unchanged').length
  const several = variantsOf(check).length > 1
  const more = moved.length - mostOthers
  return {
    title: check.scenario,
    columns: [
      { label: 'metric' },
      { label: reference, figure: true },
      { label: 'now', figure: true },
      { label: 'difference', figure: true },
      { label: 'worse', figure: true },
      { label: 'verdict' },
    ],
    rows: [...gated, ...moved.slice(0, mostOthers)].map((row) => rowCells(row, several)),
    notes: [
      ...(more > 0
        ? [`${formatNumber(more)} more ${more === 1 ? 'metric has' : 'metrics have'} moved that ${more === 1 ? 'is' : 'are'} not gated.`]
        : []),
      ...(gated.some(({ difference }) => difference !== null) ? ['Worse: in so many of the seeds.'] : []),
      `${same} of ${formatNumber(check.rows.length)} metrics are the same, value for value.`,
    ],
  }
}

/** A table for each variant. */
export function checkTables(one: Judged, mostOthers: number): Table[] {
  const variants = variantsOf(one.check)
  if (variants.length < 2) return [checkTable(one, mostOthers)]
  return variants.map((variant) => {
    const rows = one.check.rows.filter((row) => row.variant === variant)
    return { ...checkTable({ ...one, check: { ...one.check, rows } }, mostOthers), title: `${one.check.scenario}: ${variant}` }
  })
}

function variantsOf({ rows }: ScenarioCheck): string[] {
  return [...new Set(rows.map(({ variant }) => variant))]
}

function rowCells(row: CheckRow, several: boolean): Cell[] {
  const { variant, metric, base, head, unit, difference, verdict, worse, seeds, gate } = row
  const value = (figure: number | null): Cell => (figure === null ? NONE : formatValue(figure, unit))
  const count = difference === null || gate === 'none' ? '' : `${worse} of ${seeds}`
  const name = several ? `${variant}: ${metric}` : metric
  return [name, value(base), value(head), signedDifference(row), count, { text: verdictText(row), tone: TONES[verdict] }]
}

/** Objectives with the values that they were held against; those that are met come last. */
export function objectivesTable({ check }: Judged): Table {
  const cell = (figure: number | null, unit: CheckRow['unit']): Cell => (figure === null ? NONE : formatValue(figure, unit))
  return {
    title: 'Objectives',
    columns: [{ label: 'objective' }, { label: 'value', figure: true }, { label: 'allowed', figure: true }, { label: '' }],
    rows: check.objectives
      .toSorted((a, b) => Number(a.met ?? false) - Number(b.met ?? false))
      .map((one) => [one.text, cell(one.value, one.unit), cell(one.bound, one.unit), objectiveVerdict(one)]),
    notes: [],
  }
}

function objectiveVerdict({ met, level, excusedUntil }: ScenarioCheck['objectives'][number]): Cell {
  if (met === null) return { text: 'not judged', tone: 'muted' }
  if (met) return { text: '✓ met', tone: 'good' }
  if (excusedUntil !== null) return { text: `✗ missed, excused until ${excusedUntil}`, tone: 'warn' }
  return level === 'warn' ? { text: '✗ missed, a warning', tone: 'warn' } : { text: '✗ missed', tone: 'bad' }
}

/** Missed objectives, and where runs part, in sentences. */
export function checkNotes({ check, base, scenario }: Judged): string[] {
  const reference = base?.judgedBy ?? 'baseline'
  const several = variantsOf(check).length > 1
  const said = (one: ScenarioCheck['objectives'][number]): string => `${several ? `${one.variant}: ` : ''}${objectiveText(one)}.`
  const missed = check.objectives.filter(({ met }) => met === false).map((one) => `Objective missed: ${said(one)}`)
  const unjudged = check.objectives.filter(({ met }) => met === null).map((one) => `Objective not judged: ${said(one)}`)
  const parts = check.divergences.map(({ variant, seed, from, to }) => {
    const where = from === null || to === null ? '' : ` between ${formatDuration(from)} and ${formatDuration(to)} of simulated time`
    return `${variant}: the run of seed ${seed} parts from the ${reference}'s${where}.`
  })
  return [
    ...missed,
    ...unjudged,
    ...((base?.divergence ?? null) === null ? parts : []),
    ...(base === undefined ? [] : baseSentences(scenario, base)),
  ]
}

/** What to type to see a scenario's check again, and to accept what it gives now; empty where nothing has moved. */
export function nextCommands({ scenario, file, check, base }: Judged): string[] {
  const moved = check.rows.some(({ verdict }) => verdict !== 'unchanged')
  if (!moved) return []
  const name = shellWord(file ?? scenario)
  const against = base === undefined ? '' : ` --base ${shellWord(base.ref)}`
  return [`again:   wavetank check ${name}${against}`, `accept:  wavetank accept ${name} --reason "…"`]
}

/** As a shell takes it for one word. */
function shellWord(text: string): string {
  return /^[\w./-]+$/.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`
}

/** Most names in one sentence. */
const MOST_NAMES = 20

/** What was not looked at, and why, in sentences. */
export function notCheckedText({ notChecked }: CheckDocument): string[] {
  const names = (reason: NotChecked['reason']): readonly string[] =>
    notChecked.filter((one) => one.reason === reason).map(({ scenario }) => scenario)
  const [unaffected, without] = [names('unaffected'), names('no baseline')]
  return [
    ...(unaffected.length === 0 ? [] : [`Not run, because nothing that they depend on has changed: ${listed(unaffected)}.`]),
    ...(without.length === 0
      ? []
      : [`Not checked, because there is no baseline: ${listed(without)}. \`wavetank check --init\` makes what is missing.`]),
  ]
}

function listed(names: readonly string[]): string {
  const more = names.length - MOST_NAMES
  return `${names.slice(0, MOST_NAMES).join(', ')}${more > 0 ? ` and ${formatNumber(more)} more` : ''}`
}

/** How many of what: `1 regressed · 385 unchanged`. */
export function countsText({ verdict: outcome, counts, scenarios }: CheckDocument): string {
  const unjudged = scenarios.filter((one) => !isJudged(one)).length
  const objectives = scenarios.filter(isJudged).flatMap(({ check }) => check.objectives)
  const missed = objectives.filter(({ met }) => met === false).length
  const open = objectives.filter(({ met }) => met === null).length
  const parts = [
    ...VERDICTS.flatMap((verdict) => (counts[verdict] === 0 ? [] : [`${formatNumber(counts[verdict])} ${verdict}`])),
    ...(missed === 0 ? [] : [`${missed} objective${missed === 1 ? '' : 's'} missed`]),
    ...(open === 0 ? [] : [`${open} objective${open === 1 ? '' : 's'} not judged`]),
    ...(unjudged === 0 ? [] : [`${unjudged} scenario${unjudged === 1 ? '' : 's'} not judged`]),
  ]
  if (parts.length === 0) return outcome === 'passed' ? 'Nothing had to be compared.' : 'Nothing was compared.'
  return parts.join(' · ')
}

/** The answer in one sentence. */
export function checkHeadline({ verdict, counts, scenarios }: CheckDocument): string {
  const all = VERDICTS.reduce((sum, one) => sum + counts[one], 0)
  const regressed = `${formatNumber(counts.regressed)} of ${formatNumber(all)} metrics regressed`
  if (verdict === 'not judged') return all === 0 ? 'Nothing was compared' : 'Could not judge everything'
  if (verdict === 'failed') return counts.regressed > 0 ? regressed : 'An objective is missed'
  if (all === 0) return 'Nothing that scenarios depend on has changed'
  if (counts.regressed > 0) return `${regressed}, of which their objectives only warn`
  if (counts.unchanged === all)
    return `0 of ${formatNumber(all)} metrics moved: all ${scenarios.length} scenarios are the same, value for value`
  return 'Nothing regressed'
}
