/** The difference to the reference in every seed, which is what the intervals are made from. */
import type { Comparison } from '../../../experiment/comparison.ts'
import { formatCount } from '../../figures.ts'
import { estimateOf, familyOf, hasOneReference, referenceName, rivalOf, type FamilyMetric } from '../../comparison-lookup.ts'
import { COLOURS } from '../../palette.ts'
import { formatDifference, formatSigned } from '../../signed-figures.ts'
import type { Cell, Table } from '../../table.ts'
import { VERDICT_LOOKS } from '../../verdict-look.ts'
import { layered, ONCE, type Chart, type Layer, type Panel } from '../chart.ts'
import { comparedVariants, leftOut, type ChosenVariant } from './chosen-variants.ts'
import { countOf, grounds, marginText, simultaneous } from './grounds.ts'
import { signedAxis } from './signed-axis.ts'
import { BELOW, ROW, rowChannel, rowTexts } from './variant-rows.ts'

/** Dots spread over so many rows' heights, so that none hides another. */
const SPREAD = 0.22
const TABLE_SEEDS = 100

interface PairedRow {
  readonly variant: string
  readonly differences: readonly { readonly seed: string; readonly value: number }[]
  readonly mean: number
  readonly halfWidth: number | null
  readonly colour: string
  readonly words: string
}

/** Null when there is but one value of each. */
export function pairedDifferences(comparison: Comparison): Chart | null {
  const found = familyOf(comparison).map((metric) => ({ metric, rows: rowsOf(comparison, metric, comparedVariants(comparison)) }))
  const drawn = found.filter(({ rows }) => rows.some(({ differences }) => differences.length > 1))
  if (drawn.length === 0) return null
  const title = comparison.method.intervals === 'replications' ? 'Differences by seed' : 'Differences by batch'
  return {
    id: 'paired-differences',
    title,
    reading: `${describe(comparison, drawn[0]!)} Bars: ${simultaneous(comparison)}${hasOneReference(comparison) ? `; shaded: ${marginText(comparison)}` : ''}. ${grounds(comparison, 'the same workload in both of a pair')}${leftOut(comparison, comparedVariants(comparison))}`,
    panels: drawn.map(({ metric, rows }) => panel(comparison, metric, rows)),
    table: table(comparison, drawn),
    wide: true,
  }
}

function rowsOf(comparison: Comparison, metric: FamilyMetric, variants: readonly ChosenVariant[]): PairedRow[] {
  const { seeds, intervals } = comparison.method
  return variants.flatMap(({ name, result }) => {
    const estimate = estimateOf(result, metric.key)
    const difference = estimate?.difference ?? null
    if (estimate === undefined || difference === null) return []
    const base = estimateOf(rivalOf(comparison, result), metric.key)?.values ?? []
    const differences = estimate.values.flatMap((value, index) => {
      const own = base[index] ?? null
      const seed = intervals === 'replications' ? `seed ${seeds.first + index}` : `batch ${index + 1}`
      return value === null || own === null ? [] : [{ seed, value: value - own }]
    })
    const { verdict, halfWidth, value } = difference
    const colour = verdict === null ? COLOURS.muted.light : VERDICT_LOOKS[verdict].colour
    return [{ variant: name, differences, mean: value, halfWidth, colour, words: formatDifference(difference, metric.unit) }]
  })
}

function panel(comparison: Comparison, metric: FamilyMetric, rows: readonly PairedRow[]): Panel {
  // With several references the margin is another in each row.
  const margin = hasOneReference(comparison) ? comparison.method.margin * Math.abs(metric.reference.value ?? 0) : 0
  const bars = rows.map(({ mean, halfWidth, ...row }, index) => ({
    ...row,
    differences: undefined,
    row: index,
    mean,
    low: mean - (halfWidth ?? 0),
    high: mean + (halfWidth ?? 0),
  }))
  const dots = rows.flatMap(({ variant, differences, colour }, row) =>
    differences.map(({ seed, value }, index) => ({
      variant,
      seed,
      value,
      colour,
      row: Number((row + SPREAD * scatter(index) + BELOW / ROW).toFixed(4)),
      difference: formatSigned(value, metric.unit),
    })),
  )
  const y = rowChannel(rows.length)
  const channel = signedAxis(
    [...bars.flatMap(({ low, high }) => [low, high]), ...dots.map(({ value }) => value), -margin, margin],
    metric.unit,
  )
  const x = (field: string): Layer => ({ field, ...channel })
  const color = { field: 'colour', type: 'nominal', scale: null }
  const tooltip = ['variant', 'seed', 'difference'].map((field) => ({ field, title: field, type: 'nominal' }))
  const height = ROW * rows.length
  const layer = [
    {
      data: { values: [{ low: -margin, high: margin }] },
      mark: { type: 'rect', fill: COLOURS.shade.light },
      encoding: { x: x('low'), x2: { field: 'high' } },
    },
    { data: ONCE, mark: { type: 'rule', stroke: COLOURS.ink.light, strokeWidth: 1 }, encoding: { x: { datum: 0, type: 'quantitative' } } },
    ...rowTexts(bars, y, 170),
    {
      data: { values: dots },
      mark: { type: 'point', filled: true, size: 30, opacity: 0.5 },
      encoding: { y, x: x('value'), color, tooltip },
    },
    {
      data: { values: bars },
      layer: [
        { mark: { type: 'rule', strokeWidth: 2.5, yOffset: BELOW }, encoding: { y, x: x('low'), x2: { field: 'high' }, color } },
        { mark: { type: 'tick', thickness: 2.5, size: 15, yOffset: BELOW }, encoding: { y, x: x('mean'), color } },
      ],
    },
  ]
  return { caption: metric.key, height: height + 34, spec: layered({ height, layer }, `Differences of ${metric.key}`) }
}

/** From −1 to 1, neighbours far from each other: multiples of the golden ratio. */
function scatter(index: number): number {
  return 2 * ((index * 0.6180339887498949) % 1) - 1
}

function describe(comparison: Comparison, { metric, rows }: { metric: FamilyMetric; rows: readonly PairedRow[] }): string {
  const furthest = rows.reduce((a, b) => (Math.abs(b.mean) > Math.abs(a.mean) ? b : a))
  const lower = furthest.differences.filter(({ value }) => value < 0).length
  const higher = furthest.differences.filter(({ value }) => value > 0).length
  const [count, word] = lower >= higher ? [lower, 'lower'] : [higher, 'higher']
  const all = furthest.differences.length
  const unit = comparison.method.intervals === 'replications' ? 'seed' : 'batch'
  const of = unit === 'batch' ? `${count} of ${formatCount(all, 'batch', 'batches')}` : countOf(count, all, 'seed')
  return `${metric.key} is ${word} under ${furthest.variant} than under ${referenceName(comparison)} in ${of}.`
}

function table(comparison: Comparison, drawn: readonly { metric: FamilyMetric; rows: readonly PairedRow[] }[]): Table {
  const seeds = drawn[0]!.rows[0]?.differences.map(({ seed }) => seed).slice(0, TABLE_SEEDS) ?? []
  return {
    title: 'Differences by seed',
    columns: [{ label: 'metric' }, { label: 'variant' }, ...seeds.map((label) => ({ label, figure: true as const }))],
    rows: drawn.flatMap(({ metric }) =>
      rowsOf(comparison, metric, comparedVariants(comparison, Infinity)).map(({ variant, differences }): Cell[] => [
        metric.key,
        variant,
        ...seeds.map((seed) => {
          const found = differences.find((one) => one.seed === seed)
          return found === undefined ? '–' : formatSigned(found.value, metric.unit)
        }),
      ]),
    ),
    notes: comparison.method.seeds.count > TABLE_SEEDS ? [`The first ${TABLE_SEEDS} only; the result file has all.`] : [],
  }
}
