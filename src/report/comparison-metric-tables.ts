/** Tables of a comparison's page: judged metrics, objectives, and all other metrics. */
import type { Comparison, Estimate, VariantResult } from '../experiment/comparison.ts'
import { estimateOf, familyOf, metricKey, referenceOf, shortName } from './comparison-lookup.ts'
import { formatNumber, formatShare, formatValue } from './figures.ts'
import { formatDifference, formatEstimate, formatRelativeDifference } from './signed-figures.ts'
import { NONE, type Cell, type Table } from './table.ts'
import { verdictCell } from './verdict-look.ts'

/** Each judged metric in these variants, with what the differences are worth. */
export function verdictTable(comparison: Comparison, variants: readonly VariantResult[]): Table {
  const { method } = comparison
  const family = familyOf(comparison)
  const reasons = new Set<string>()
  const rows = family.flatMap(({ key }) =>
    variants.flatMap((variant, index): Cell[][] => {
      const estimate = estimateOf(variant, key)
      if (estimate === undefined) return []
      if (estimate.reason !== undefined) reasons.add(`${key} in ${shortName(comparison, variant)}: ${estimate.reason}.`)
      return [
        [index === 0 ? key : '', shortName(comparison, variant), estimateCell(estimate), ...differenceCells(estimate, variant.isReference)],
      ]
    }),
  )
  const together =
    method.family.size > 1 ? `hold together at ${formatShare(method.confidence)}` : `hold at ${formatShare(method.confidence)}`
  return {
    title: 'Verdicts',
    columns: [
      { label: 'metric' },
      { label: 'variant' },
      { label: 'estimate', figure: true },
      { label: 'difference', figure: true },
      { label: 'of the reference', figure: true },
      { label: 'verdict' },
    ],
    rows,
    notes: [
      `Differences are to ${shortName(comparison, referenceOf(comparison))}, and their intervals ${together}; an estimate’s interval holds by itself. ` +
        `A difference is better or worse when its whole interval lies beyond ± ${formatShare(method.margin)} of the reference.`,
      ...[...reasons].slice(0, 8),
    ],
  }
}

function estimateCell({ value, halfWidth, unit }: Estimate): Cell {
  return value === null ? NONE : formatEstimate(value, halfWidth, unit)
}

function differenceCells({ difference, unit }: Estimate, isReference: boolean): Cell[] {
  if (isReference) return ['', '', { text: 'reference', tone: 'muted' }]
  if (difference === null) return [NONE, NONE, { text: 'not judged', tone: 'muted' }]
  const { verdict, seedsToSettle } = difference
  const cell = verdict === null ? NONE : verdictCell(verdict)
  const settled = verdict === 'inconclusive' && seedsToSettle !== null ? `, ${formatNumber(seedsToSettle)} seeds to settle` : ''
  const said = typeof cell === 'string' || settled === '' ? cell : { ...cell, text: cell.text + settled }
  return [formatDifference(difference, unit), formatRelativeDifference(difference) ?? NONE, said]
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
        return estimate === undefined ? NONE : estimateCell(estimate)
      }),
    ]),
    notes: [],
  }
}
