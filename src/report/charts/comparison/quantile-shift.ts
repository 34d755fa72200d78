/** By how much each quantile of latency differs from the reference's, with pointwise bands. */
import type { Comparison, VariantResult } from '../../../experiment/comparison.ts'
import { formatDuration, formatShare } from '../../figures.ts'
import { hasOneReference, othersOf, referenceName, referenceOf, rivalOf, shortName } from '../../comparison-lookup.ts'
import { formatDifference, formatRelative, formatRelativeRange } from '../../signed-figures.ts'
import { COLOURS } from '../../palette.ts'
import { NONE, type Table } from '../../table.ts'
import { layered, ONCE, type Chart, type Layer } from '../chart.ts'
import { expressionLiteral } from '../expression-text.ts'
import { latenciesOf, quantile } from '../latency-bins.ts'
import { comparedVariants, leftOut, variantColours, type ChosenVariant } from './chosen-variants.ts'
import { grounds, marginText, pointwise } from './grounds.ts'
import { legendHeight } from './legend.ts'
import { relativeAxis, type RelativeAxis } from './relative-axis.ts'

const HEIGHT = 230
const TICKS = [0.001, 0.01, 0.1, 0.25, 0.5, 0.75, 0.9, 0.99, 0.999, 0.9999, 0.99999]

interface Point {
  readonly share: number
  /** As shares of the reference's quantile. */
  readonly value: number
  readonly halfWidth: number | null
}

/** Null when there is no difference to draw. */
export function quantileShift(comparison: Comparison): Chart | null {
  if (referenceOf(comparison).latency.count === 0) return null
  const points = (variant: VariantResult): Point[] => {
    const reference = latenciesOf('', rivalOf(comparison, variant).latency)
    return variant.shift.map(({ share, difference, halfWidth }) => {
      const own = quantile(reference, share)
      return { share, value: difference / own, halfWidth: halfWidth === null ? null : halfWidth / own }
    })
  }
  const chosen = comparedVariants(comparison).filter(({ result }) => result.shift.length > 0)
  if (chosen.length === 0) return null
  const axis = relativeAxis(
    chosen.flatMap(({ result }) => points(result)),
    comparison.method.margin,
  )
  const layer = lines(comparison, chosen, points, axis)
  const title = 'Difference of latency quantiles'
  const name = referenceName(comparison)
  return {
    id: 'quantile-shift',
    title,
    reading:
      `Below 0, a variant is faster than ${name} at that quantile. ${describe(comparedVariants(comparison, 1).find(({ result }) => result.shift.length > 0) ?? chosen[0]!, points)} ` +
      `Shaded: ${marginText(comparison)}. ${grounds(comparison, pointwise(comparison))}${leftOut(comparison, chosen)}`,
    panels: [{ height: HEIGHT + 46 + legendHeight(chosen.map(({ name }) => name)), spec: layered({ height: HEIGHT, layer }, title) }],
    table: table(comparison),
    wide: true,
  }
}

function lines(
  comparison: Comparison,
  chosen: readonly ChosenVariant[],
  points: (variant: VariantResult) => Point[],
  { at, channel }: RelativeAxis,
): Layer[] {
  const { margin } = comparison.method
  const values = chosen.flatMap(({ name, result }) =>
    points(result).map(({ share, value, halfWidth }) => ({
      variant: name,
      at: logit(share),
      y: at(value),
      low: at(value - (halfWidth ?? 0)),
      high: at(value + (halfWidth ?? 0)),
      quantile: formatShare(share),
      difference: formatRelative(value),
      interval: halfWidth === null ? 'none' : formatRelativeRange(value - halfWidth, value + halfWidth),
    })),
  )
  const positions = values.map((value) => value.at)
  const domain = [Math.min(...positions), Math.max(...positions)]
  const x = {
    field: 'at',
    type: 'quantitative',
    scale: { domain, nice: false, zero: false },
    axis: {
      values: TICKS.map(logit).filter((tick) => tick >= domain[0]! - 1e-9 && tick <= domain[1]! + 1e-9),
      labelExpr: TICK_LABEL,
      title: 'quantile',
      grid: true,
    },
  }
  const y = { field: 'y', ...channel }
  const colours = variantColours(comparison, chosen)
  const tooltip = ['variant', 'quantile', 'difference', 'interval'].map((field) => ({ field, title: field, type: 'nominal' }))
  const zero = { y: { datum: at(0), type: 'quantitative' } }
  return [
    {
      data: { values: [{ low: at(-margin), high: at(margin) }] },
      mark: { type: 'rect', fill: COLOURS.shade.light },
      encoding: { y: { field: 'low', type: 'quantitative' }, y2: { field: 'high' } },
    },
    { data: ONCE, mark: { type: 'rule', stroke: COLOURS.ink.light, strokeWidth: 1 }, encoding: zero },
    {
      data: { values },
      layer: [
        {
          transform: [{ filter: "datum.interval !== 'none'" }],
          mark: { type: 'area', opacity: 0.16 },
          encoding: { x, y: { ...y, field: 'low' }, y2: { field: 'high' }, color: colours['color'] },
        },
        { mark: { type: 'line', strokeWidth: 2 }, encoding: { x, y, ...colours } },
        {
          name: 'point',
          mark: { type: 'point', filled: true, size: 90, opacity: 0 },
          encoding: { x, y, color: colours['color'], tooltip },
        },
      ],
    },
  ]
}

/** Equal room for each nine, at both ends. */
function logit(share: number): number {
  return Number(Math.log10(share / (1 - share)).toFixed(4))
}

const TICK_LABEL = `${expressionLiteral(TICKS.map((share) => `${Number((100 * share).toFixed(4))} %`))}[indexof(${expressionLiteral(TICKS.map(logit))}, datum.value)]`

/** What the variant that differs most shows in the middle and furthest out. */
function describe({ name, result }: ChosenVariant, points: (variant: VariantResult) => Point[]): string {
  const all = points(result)
  const middle = all.reduce((a, b) => (Math.abs(b.share - 0.5) < Math.abs(a.share - 0.5) ? b : a))
  const said = [...new Set([middle, all.at(-1)!])].map(({ share, value }) => `${formatRelative(value)} at ${formatShare(share)}`)
  return `${name}: ${said.join(', ')}.`
}

function table(comparison: Comparison): Table {
  const one = hasOneReference(comparison)
  const variants = othersOf(comparison).filter(({ shift }) => shift.length > 0)
  const shares = [...new Set(variants.flatMap(({ shift }) => shift.map(({ share }) => share)))].toSorted((a, b) => a - b)
  const reference = latenciesOf('', referenceOf(comparison).latency)
  return {
    title: 'Difference of latency quantiles',
    columns: [
      { label: 'quantile' },
      ...(one ? [{ label: referenceName(comparison), figure: true as const }] : []),
      ...variants.map((variant) => ({ label: shortName(comparison, variant), figure: true as const })),
    ],
    rows: shares.map((share) => [
      formatShare(share),
      ...(one ? [formatDuration(quantile(reference, share))] : []),
      ...variants.map(({ shift }) => {
        const point = shift.find((one) => one.share === share)
        return point === undefined ? NONE : formatDifference({ value: point.difference, halfWidth: point.halfWidth }, 'ns')
      }),
    ]),
    notes: [],
  }
}
