/** Latency in every variant: the share of records that were as fast, and the tail by nines. */
import type { Comparison } from '../../../experiment/comparison.ts'
import { formatDuration, formatNumber, formatShare } from '../../figures.ts'
import { rivalOf, shortName } from '../../comparison-lookup.ts'
import { COLOURS } from '../../palette.ts'
import { NONE, type Table } from '../../table.ts'
import { layered, ONCE, type Chart, type Layer } from '../chart.ts'
import { logDuration } from '../duration-axis.ts'
import { latenciesOf, lowEnd, quantile, type FlowLatencies } from '../latency-bins.ts'
import { NEEDED_BEYOND, percentileCurve, percentileLines, rarityChannel } from '../percentile-curve.ts'
import { byDistance, chosenVariants, leftOut, variantColours, type ChosenVariant } from './chosen-variants.ts'
import { grounds } from './grounds.ts'
import { legendHeight } from './legend.ts'

const HEIGHT = 230
/** Steps of a curve smaller than this share of the plot's height, and this factor on its width, are left out. */
const STEP = 0.004
const FACTOR = 1.05
const PERCENTILES = [10, 25, 50, 75, 90, 95, 99, 99.9, 99.99]

/** Null when no record was measured. */
export function latencyEcdf(comparison: Comparison): Chart | null {
  const chosen = chosenVariants(comparison)
  const curves = chosen.map(({ name, result }) => latenciesOf(name, result.latency)).filter(({ count }) => count > 0)
  if (curves.length === 0) return null
  const title = 'Distribution of latency'
  const legend = legendHeight(chosen.map(({ name }) => name))
  return {
    id: 'latency-ecdf',
    title,
    reading: `${describe(comparison)} ${grounds(comparison, 'records of all seeds pooled')}${leftOut(comparison, chosen)}`,
    panels: [
      {
        caption: 'share of records that were as fast',
        height: HEIGHT + 48 + legend,
        spec: panel(cumulative(comparison, curves, chosen), title),
      },
      {
        caption: 'the tail: each further nine has the same room',
        height: HEIGHT + 48 + legend,
        spec: panel(tail(comparison, curves, chosen), `${title}: tail`),
      },
    ],
    table: table(comparison),
    wide: true,
  }
}

function panel(layer: readonly Layer[], title: string): Chart['panels'][number]['spec'] {
  return layered({ height: HEIGHT, layer }, title)
}

function cumulative(comparison: Comparison, curves: readonly FlowLatencies[], chosen: readonly ChosenVariant[]): Layer[] {
  const from = Math.min(...curves.map(lowEnd)) / 1.05
  const to = Math.max(...curves.map((of) => quantile(of, 0.9995))) * 1.05
  const encoding = {
    x: { field: 'latency', ...logDuration(from, to, 'latency') },
    y: { field: 'share', type: 'quantitative', scale: { domain: [0, 1] }, axis: { labelExpr: "format(100 * datum.value, '~r') + ' %'" } },
  }
  const colours = variantColours(comparison, chosen)
  const tooltip = ['variant', 'latency', 'as fast'].map((field) => ({
    field: field === 'latency' ? 'text' : field,
    title: field,
    type: 'nominal',
  }))
  return [
    {
      data: { values: curves.flatMap(steps) },
      layer: [
        { mark: { type: 'line', strokeWidth: 2, interpolate: 'step-after' }, encoding: { ...encoding, ...colours } },
        {
          name: 'point',
          mark: { type: 'point', filled: true, size: 110, opacity: 0 },
          encoding: { ...encoding, color: colours['color'], tooltip },
        },
      ],
    },
  ]
}

function steps({ flow, count, weights }: FlowLatencies): object[] {
  const points: object[] = []
  let done = 0
  let last = { share: -1, latency: 0 }
  for (const { value, count: here } of weights) {
    done += here
    const share = done / count
    if (done < count && share - last.share < STEP && value < last.latency * FACTOR) continue
    last = { share, latency: value }
    const latency = Number(value.toPrecision(5))
    points.push({ variant: flow, latency, share: Number(share.toFixed(5)), text: formatDuration(value), 'as fast': formatShare(share) })
  }
  return points
}

function tail(comparison: Comparison, curves: readonly FlowLatencies[], chosen: readonly ChosenVariant[]): Layer[] {
  const values = curves.flatMap((of) => percentileCurve(of).map((point) => ({ ...point, variant: of.flow })))
  const from = Math.min(...curves.map(lowEnd))
  const to = Math.max(...curves.map(({ max }) => max)) * 1.05
  const encoding = {
    x: rarityChannel(Math.max(...curves.map(({ count }) => count))),
    y: { field: 'latency', ...logDuration(from, to, null) },
    ...variantColours(comparison, chosen),
  }
  const judgedFrom = {
    data: ONCE,
    mark: { type: 'rule', stroke: COLOURS.rule.light, strokeDash: [2, 3] },
    encoding: { x: { datum: Math.min(...curves.map(({ count }) => count)) / NEEDED_BEYOND, type: 'quantitative' } },
  }
  return [judgedFrom, { data: { values }, layer: percentileLines(encoding, 'variant') }]
}

/** The middle and the tail of the variant that differs most, beside what it is compared with. */
function describe(comparison: Comparison): string {
  const [variant] = byDistance(comparison)
  if (variant === undefined) return 'The share of records that were as fast, and the tail of the slowest.'
  const pair = [rivalOf(comparison, variant), variant].map((one) => latenciesOf(shortName(comparison, one), one.latency))
  const shares = [0.5, 0.99].filter((share) => pair.every(({ count }) => count * (1 - share) >= NEEDED_BEYOND))
  const said = shares.map((share) => {
    const label = share === 0.5 ? 'half of all records took' : `${formatShare(share)} took`
    return `${label} up to ${pair.map((of) => `${formatDuration(quantile(of, share))} under ${of.flow}`).join(' and ')}`
  })
  return said.length === 0 ? 'Too few records for percentiles.' : `${capital(said.join('; '))}.`
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}

function table(comparison: Comparison): Table {
  const all = comparison.variants.map((variant) => latenciesOf(shortName(comparison, variant), variant.latency))
  return {
    title: 'Latency by percentile',
    columns: [
      { label: 'variant' },
      { label: 'records', figure: true },
      ...PERCENTILES.map((p) => ({ label: `${p} %`, figure: true as const })),
    ],
    rows: all.map((of) => [
      of.flow,
      formatNumber(of.count),
      ...PERCENTILES.map((p) => (of.count * (1 - p / 100) < NEEDED_BEYOND ? NONE : formatDuration(quantile(of, p / 100)))),
    ]),
    notes: ['A percentile needs ten records beyond it; faint lines have fewer.'],
  }
}
