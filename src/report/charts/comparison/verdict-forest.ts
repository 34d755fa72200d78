/** What every judged difference is worth: the difference to the reference, its interval, the margin, and the verdict. */
import type { Comparison, Difference } from '../../../experiment/comparison.ts'
import { formatShare } from '../../figures.ts'
import { estimateOf, familyOf, othersOf, referenceName, shortName, type FamilyMetric } from '../../comparison-lookup.ts'
import { COLOURS } from '../../palette.ts'
import { formatRelative, formatRelativeDifference, formatRelativeRange } from '../../signed-figures.ts'
import { NONE, type Table } from '../../table.ts'
import { verdictCell, VERDICT_LOOKS, verdictText } from '../../verdict-look.ts'
import { layered, ONCE, type Chart, type Layer, type Panel } from '../chart.ts'
import { grounds, marginText, simultaneous } from './grounds.ts'
import { relativeAxis, type RelativeAxis } from './relative-axis.ts'
import { BELOW, ROW, rowChannel, rowTexts } from './variant-rows.ts'

interface Row {
  readonly metric: FamilyMetric
  readonly variant: string
  readonly difference: Difference & { readonly relative: NonNullable<Difference['relative']> }
}

/** Null when no difference can be given as a share of the reference. */
export function verdictForest(comparison: Comparison): Chart | null {
  const family = familyOf(comparison)
  const rows = family.flatMap((metric) => rowsOf(comparison, metric))
  if (rows.length === 0) return null
  const axis = relativeAxis(
    rows.map(({ difference }) => difference.relative),
    comparison.method.margin,
  )
  const title = 'What the differences are worth'
  return {
    id: 'verdict-forest',
    title,
    reading: `${describe(comparison, rows)}${notDrawn(family, rows)} Shaded: ${marginText(comparison)}. ${grounds(comparison, simultaneous(comparison))}`,
    panels: family.flatMap((metric) => {
      const own = rows.filter((row) => row.metric === metric)
      return own.length === 0 ? [] : [panel(comparison, metric, own, axis)]
    }),
    table: table(comparison),
    wide: true,
  }
}

function rowsOf(comparison: Comparison, metric: FamilyMetric): Row[] {
  return othersOf(comparison).flatMap((variant) => {
    const difference = estimateOf(variant, metric.key)?.difference ?? null
    const relative = difference?.relative ?? null
    if (difference === null || relative === null) return []
    return [{ metric, variant: shortName(comparison, variant), difference: { ...difference, relative } }]
  })
}

function panel({ method }: Comparison, metric: FamilyMetric, rows: readonly Row[], { at, channel }: RelativeAxis): Panel {
  const values = rows.map(({ variant, difference: { relative, verdict } }, row) => ({
    row,
    variant,
    value: at(relative.value),
    low: at(relative.value - (relative.halfWidth ?? 0)),
    high: at(relative.value + (relative.halfWidth ?? 0)),
    colour: verdict === null ? COLOURS.muted.light : VERDICT_LOOKS[verdict].colour,
    words: `${verdict === null ? '' : `${verdictText(verdict)}, `}${formatRelative(relative.value)}`,
    verdict: verdict ?? 'none',
    difference: formatRelative(relative.value),
    interval:
      relative.halfWidth === null ? 'none' : formatRelativeRange(relative.value - relative.halfWidth, relative.value + relative.halfWidth),
  }))
  const y = rowChannel(rows.length)
  const x = (field: string): Layer => ({ field, ...channel })
  const color = { field: 'colour', type: 'nominal', scale: null }
  const tooltip = ['variant', 'difference', 'interval', 'verdict'].map((field) => ({ field, title: field, type: 'nominal' }))
  const height = ROW * rows.length
  const layer = [
    ...marginBand(method.margin, { at, channel }),
    ...rowTexts(values, y, 150),
    {
      data: { values },
      layer: [
        { mark: { type: 'rule', strokeWidth: 2.5, yOffset: BELOW }, encoding: { y, x: x('low'), x2: { field: 'high' }, color } },
        { mark: { type: 'point', filled: true, opacity: 1, size: 75, yOffset: BELOW }, encoding: { y, x: x('value'), color, tooltip } },
      ],
    },
  ]
  const caption = `${metric.key}${metric.direction === 'none' ? '' : `, ${metric.direction} is better`}`
  return { caption, height: height + 34, spec: layered({ height, layer }, `Differences of ${metric.key}`) }
}

/** The margin as a band over the whole height, and the line of no difference. */
export function marginBand(margin: number, { at, channel }: RelativeAxis): Layer[] {
  return [
    {
      data: { values: [{ low: at(-margin), high: at(margin) }] },
      mark: { type: 'rect', fill: COLOURS.shade.light },
      encoding: { x: { field: 'low', ...channel }, x2: { field: 'high' } },
    },
    {
      data: ONCE,
      mark: { type: 'rule', stroke: COLOURS.ink.light, strokeWidth: 1 },
      encoding: { x: { datum: at(0), type: 'quantitative' } },
    },
  ]
}

function describe(comparison: Comparison, rows: readonly Row[]): string {
  const counts = (['better', 'worse', 'equivalent', 'identical', 'inconclusive'] as const).flatMap((verdict) => {
    const count = rows.filter(({ difference }) => difference.verdict === verdict).length
    return count === 0 ? [] : [`${count} ${verdict}`]
  })
  const name = referenceName(comparison)
  const said = counts.length === 0 ? 'none is judged' : counts.join(', ')
  return `${rows.length === 1 ? 'The difference' : `Of ${rows.length} differences`} to ${name}: ${said}.`
}

/** Of a reference of 0 nothing is a share. */
function notDrawn(family: readonly FamilyMetric[], rows: readonly Row[]): string {
  const missing = family.filter((metric) => rows.every((row) => row.metric !== metric)).map(({ key }) => key)
  return missing.length === 0 ? '' : ` Not drawn, as there is no share of the reference: ${missing.join(', ')}.`
}

function table(comparison: Comparison): Table {
  return {
    title: 'Judged differences',
    columns: [
      { label: 'metric' },
      { label: 'variant' },
      { label: 'difference', figure: true },
      { label: 'p', figure: true },
      { label: 'p (Holm)', figure: true },
      { label: 'seeds better', figure: true },
      { label: 'seeds worse', figure: true },
      { label: 'variance reduction', figure: true },
      { label: 'verdict' },
    ],
    rows: familyOf(comparison).flatMap(({ key }) =>
      othersOf(comparison).flatMap((variant) => {
        const difference = estimateOf(variant, key)?.difference ?? null
        if (difference === null) return []
        return [
          [
            key,
            shortName(comparison, variant),
            formatRelativeDifference(difference) ?? NONE,
            difference.p === null ? NONE : formatProbability(difference.p),
            difference.pHolm === null ? NONE : formatProbability(difference.pHolm),
            String(difference.better),
            String(difference.worse),
            difference.varianceReduction === null ? NONE : `× ${Number(difference.varianceReduction.toPrecision(2))}`,
            difference.verdict === null ? NONE : verdictCell(difference.verdict),
          ],
        ]
      }),
    ),
    notes: [
      'p: two-sided paired t-test; Holm: adjusted over all judged differences. Verdicts are read from the intervals, not from p.',
      `Variance reduction: how many times smaller the variance of the difference is than with independent seeds. Margin: ${formatShare(comparison.method.margin)}.`,
    ],
  }
}

function formatProbability(p: number): string {
  return p < 0.001 ? '<0.001' : p.toFixed(3)
}
