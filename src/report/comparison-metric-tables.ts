/** Tables of a comparison's page: judged metrics, objectives, and all other metrics. */
import type { Comparison, Estimate, VariantResult } from '../experiment/comparison.ts'
import { estimateOf, familyOf, metricKey, referenceName, shortName } from './comparison-lookup.ts'
import { formatNumber, formatShare, formatValue } from './figures.ts'
import { formatDifference, formatEstimate, formatRelative, formatRelativeDifference } from './signed-figures.ts'
import { NONE, type Cell, type Column, type Table } from './table.ts'
import { verdictCell } from './verdict-look.ts'

export interface VerdictGroup {
  readonly key: string
  /** `lower is better`; empty when neither is. */
  readonly direction: string
  readonly rows: readonly (readonly Cell[])[]
}

export interface VerdictTable {
  readonly columns: readonly Column[]
  readonly groups: readonly VerdictGroup[]
  readonly notes: readonly string[]
}

const DIFFERENCE_COLUMNS: readonly Column[] = [
  { label: 'verdict' },
  { label: 'of the reference', figure: true },
  { label: 'difference', figure: true },
]

/** Each judged metric in these variants, with what the differences are worth. */
export function verdictTable(comparison: Comparison, variants: readonly VariantResult[]): VerdictTable {
  const { method } = comparison
  const alone = comparison.variants.length === 1
  const groups = familyOf(comparison).map(({ key, direction }) => ({
    key,
    direction: direction === 'none' ? '' : `${direction} is better`,
    rows: variants.flatMap((variant): Cell[][] => {
      const estimate = estimateOf(variant, key)
      if (estimate === undefined) return []
      const compared = alone ? [] : differenceCells(estimate, variant.isReference)
      return [[shortName(comparison, variant), ...compared, estimateCell(estimate)]]
    }),
  }))
  const together =
    method.family.size > 1 ? `hold together at ${formatShare(method.confidence)}` : `hold at ${formatShare(method.confidence)}`
  return {
    columns: [{ label: 'variant' }, ...(alone ? [] : DIFFERENCE_COLUMNS), { label: 'estimate', figure: true }],
    groups,
    notes: [
      alone
        ? `Each interval holds at ${formatShare(method.confidence)} by itself.`
        : `Differences are to ${referenceName(comparison)}, and their intervals ${together}; an estimate’s interval holds by itself. ` +
          `A difference is better or worse when its whole interval lies beyond ± ${formatShare(method.margin)} of the reference.`,
      ...reasons(comparison, variants),
    ],
  }
}

/** Why figures are missing, once for each reason. */
function reasons(comparison: Comparison, variants: readonly VariantResult[]): string[] {
  const found = familyOf(comparison).flatMap(({ key }) =>
    variants.flatMap((variant) => {
      const reason = estimateOf(variant, key)?.reason
      return reason === undefined ? [] : [{ reason, key, name: shortName(comparison, variant) }]
    }),
  )
  return [...Map.groupBy(found, ({ reason, key }) => `${key}: ${reason}`)].map(([text, group]) =>
    group.length === variants.length ? `${text}.` : `${text} (${group.map(({ name }) => name).join('; ')}).`,
  )
}

function estimateCell({ value, halfWidth, unit }: Estimate): Cell {
  return value === null ? NONE : formatEstimate(value, halfWidth, unit)
}

function differenceCells({ difference, unit }: Estimate, isReference: boolean): Cell[] {
  if (isReference) return [{ text: 'reference', tone: 'muted' }, '', '']
  if (difference === null) return [{ text: 'not judged', tone: 'muted' }, NONE, NONE]
  const { verdict, seedsToSettle } = difference
  const cell = verdict === null ? NONE : verdictCell(verdict)
  const settled = verdict === 'inconclusive' && seedsToSettle !== null ? `, ${formatNumber(seedsToSettle)} seeds to settle` : ''
  const said = typeof cell === 'string' || settled === '' ? cell : { ...cell, text: cell.text + settled }
  return [said, formatRelativeDifference(difference) ?? NONE, formatDifference(difference, unit)]
}

function comparedCell(estimate: Estimate): Cell {
  const cell = estimateCell(estimate)
  const relative = estimate.difference?.relative ?? null
  return relative === null || relative.value === 0 || typeof cell !== 'string' ? cell : `${cell} (${formatRelative(relative.value)})`
}

/** Each objective in each variant. */
export function objectivesTable(comparison: Comparison): Table {
  const texts = [...new Set(comparison.variants.flatMap(({ objectives }) => objectives.map(({ text }) => text)))]
  const reasons = new Set<string>()
  const rows = comparison.variants.map((variant): Cell[] => [
    shortName(comparison, variant),
    ...texts.map((text): Cell => {
      const objective = variant.objectives.find((one) => one.text === text)
      if (objective === undefined || objective.level === 'off') return NONE
      if (objective.reason !== undefined) reasons.add(`${text}: ${objective.reason}.`)
      if (objective.met === null) return { text: '? not judged', tone: 'muted' }
      const value = objective.value === null ? '' : `, ${formatValue(objective.value, objective.unit)}`
      const sure = objective.sure ? '' : ', not sure'
      if (objective.met) return { text: `✓ met${sure}${value}`, tone: objective.sure ? 'good' : 'warn' }
      return { text: `✗ missed${sure}${value}`, tone: objective.level === 'error' && objective.sure ? 'bad' : 'warn' }
    }),
  ])
  const unsure = rows.some((row) => row.some((cell) => typeof cell !== 'string' && cell.text.includes('not sure')))
  return {
    title: 'Objectives',
    columns: [{ label: 'variant' }, ...texts.map((text) => ({ label: labelled(comparison, text) }))],
    rows: texts.length === 0 ? [] : rows,
    notes: [...(unsure ? ['Not sure: the interval lies on both sides of the bound.'] : []), ...reasons],
  }
}

function labelled({ variants }: Comparison, text: string): string {
  const level = variants.flatMap(({ objectives }) => objectives).find((objective) => objective.text === text)?.level
  return level === 'error' ? text : `${text} (${level ?? 'off'})`
}

/** The metrics that are not judged, in the order of the experiment. */
export function otherKeys({ variants }: Comparison): string[] {
  return [...new Set(variants.flatMap(({ estimates }) => estimates.filter(({ inFamily }) => !inFamily).map(metricKey)))]
}

/** Metrics by variant, each with its interval and, in brackets, its difference as a share of the reference. */
export function metricTable(comparison: Comparison, keys: readonly string[]): Table {
  const byKey = new Map(comparison.variants.map((variant) => [variant, new Map(variant.estimates.map((one) => [metricKey(one), one]))]))
  return {
    title: 'All other metrics',
    columns: [
      { label: 'metric' },
      ...comparison.variants.map((variant) => ({ label: shortName(comparison, variant), figure: true as const })),
    ],
    rows: keys.map((key) => [
      key,
      ...comparison.variants.map((variant): Cell => {
        const estimate = byKey.get(variant)?.get(key)
        return estimate === undefined ? NONE : comparedCell(estimate)
      }),
    ]),
    notes: [],
  }
}
