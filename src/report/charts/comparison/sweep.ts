/** How a metric depends on a parameter, a line for each combination of all else. */
import type { Axis, Comparison, Crossover, VariantResult } from '../../../experiment/comparison.ts'
import { estimateOf, familyOf, type FamilyMetric } from '../../comparison-lookup.ts'
import { crossoverText } from '../../crossover-text.ts'
import { categorical, COLOURS } from '../../palette.ts'
import { formatEstimate } from '../../signed-figures.ts'
import { NONE, type Table } from '../../table.ts'
import { COUNT_LABEL, layered, type Chart, type Layer, type Panel } from '../chart.ts'
import { linearDuration, logDuration } from '../duration-axis.ts'
import { expressionLiteral, withoutSeparators } from '../expression-text.ts'
import { grounds, pointwise } from './grounds.ts'
import { legendHeight, wrappedLegend } from './legend.ts'
import { strips, stripsHeight, type StripOf } from './sweep-strips.ts'

const HEIGHT = 230
const MOST_LINES = 6
/** From this ratio of largest to smallest on, small values would vanish on a linear axis. */
const WIDE_RANGE = 30

type NumericAxis = Axis & { readonly numeric: NonNullable<Axis['numeric']> }

/** The variants that differ in nothing but the axis. */
interface Line {
  /** `scheduling=priority`, and in short `priority`. */
  readonly key: string
  readonly name: string
  readonly isReference: boolean
  readonly points: readonly { readonly at: number; readonly setting: string; readonly variant: VariantResult }[]
}

/** A chart for each parameter whose values are numbers. */
export function sweeps(comparison: Comparison): Chart[] {
  return comparison.axes.flatMap((axis, index) => {
    if (axis.numeric === null || axis.values.length < 2) return []
    const chart = sweep(comparison, { ...axis, numeric: axis.numeric }, index)
    return chart === null ? [] : [chart]
  })
}

function sweep(comparison: Comparison, axis: NumericAxis, index: number): Chart | null {
  const lines = linesOf(comparison, axis)
  const drawn = mostTelling(comparison, lines)
  const panels = familyOf(comparison).flatMap((metric) => panel(comparison, axis, metric, drawn) ?? [])
  if (panels.length === 0) return null
  const title = `What depends on ${axis.name}`
  const left = lines.length > drawn.length ? ` Drawn are ${drawn.length} of ${lines.length} combinations; all are in the table.` : ''
  const said = crossoversOf(comparison, axis).map((crossover) => `${crossover.metric}: ${crossoverText(crossover)}.`)
  return {
    id: `sweep-${index}`,
    title,
    reading:
      `${said.length === 0 ? `Each line is a combination of all but ${axis.name}.` : `${said.slice(0, 4).join(' ')} Strips compare the line whose colour stands before them with the reference’s, and have the winner’s colour; grey: neither is shown to win.`} ` +
      `${grounds(comparison, pointwise(comparison))}${left}`,
    panels,
    table: table(comparison, axis, lines),
    wide: true,
  }
}

function linesOf({ axes, variants }: Comparison, axis: NumericAxis): Line[] {
  const others = axes.filter(({ name }) => name !== axis.name)
  const keyOf = ({ settings }: VariantResult): string => others.map(({ name }) => `${name}=${settings[name] ?? ''}`).join(',')
  const groups = Map.groupBy(variants, keyOf)
  return [...groups].map(([key, members]) => ({
    key,
    name: others.length === 0 ? 'all' : others.length === 1 ? (members[0]!.settings[others[0]!.name] ?? key) : key,
    isReference: members.some(({ isReference }) => isReference),
    points: members
      .flatMap((variant) => {
        const setting = variant.settings[axis.name] ?? ''
        const at = axis.numeric.values[axis.values.indexOf(setting)]
        return at === undefined ? [] : [{ at, setting, variant }]
      })
      .toSorted((a, b) => a.at - b.at),
  }))
}

/** The reference's line, and those furthest from it in the first metric at any point. */
function mostTelling(comparison: Comparison, lines: readonly Line[]): Line[] {
  const [first] = familyOf(comparison)
  const distance = ({ points }: Line): number =>
    Math.max(0, ...points.map(({ variant }) => Math.abs((first && estimateOf(variant, first.key)?.difference?.relative?.value) ?? 0)))
  const furthest = lines.filter(({ isReference }) => !isReference).toSorted((a, b) => distance(b) - distance(a))
  const kept = new Set(furthest.slice(0, MOST_LINES - 1))
  return lines.filter((line) => line.isReference || kept.has(line))
}

function panel(comparison: Comparison, axis: NumericAxis, metric: FamilyMetric, lines: readonly Line[]): Panel | null {
  const values = lines.flatMap(({ name, points }) =>
    points.flatMap(({ at, setting, variant }) => {
      const estimate = estimateOf(variant, metric.key)
      const value = estimate?.value ?? null
      if (estimate === undefined || value === null) return []
      const { halfWidth } = estimate
      return [
        {
          line: name,
          at,
          setting,
          value,
          low: Math.max(metric.unit === 'ns' ? 1 : 0, value - (halfWidth ?? 0)),
          high: value + (halfWidth ?? 0),
          estimate: formatEstimate(value, halfWidth, metric.unit),
        },
      ]
    }),
  )
  if (values.length === 0) return null
  const x = numberChannel(axis)
  const y = valueChannel(metric, values)
  const scale = lineColours(lines)
  const above = stripsOf(comparison, axis, metric, lines, scale.range)
  const legend = lines.length < 2 ? null : wrappedLegend(scale.domain, stripsHeight(above))
  const color = { field: 'line', type: 'nominal', scale, legend }
  const tooltip = [
    { field: 'line', title: 'variant', type: 'nominal' },
    { field: 'setting', title: withoutSeparators(axis.name), type: 'nominal' },
    { field: 'estimate', title: withoutSeparators(metric.key), type: 'nominal' },
  ]
  const layer = [
    ...strips(above, axis, x),
    {
      data: { values },
      layer: [
        {
          mark: { type: 'area', opacity: 0.16 },
          encoding: { x, y: { ...y, field: 'low' }, y2: { field: 'high' }, color },
        },
        { mark: { type: 'line', strokeWidth: 2 }, encoding: { x, y, color } },
        { mark: { type: 'point', filled: true, size: 50, opacity: 1 }, encoding: { x, y, color, tooltip } },
      ],
    },
  ]
  return {
    caption: metric.key,
    height: HEIGHT + 52 + stripsHeight(above) + legendHeight(scale.domain),
    spec: layered({ height: HEIGHT, layer }, `${metric.key} by ${axis.name}`),
  }
}

/** The reference's line has the colour of ink. */
function lineColours(lines: readonly Line[]): { readonly domain: readonly string[]; readonly range: readonly string[] } {
  const others = lines.filter(({ isReference }) => !isReference).map(({ name }) => name)
  const { range } = categorical(others)
  return {
    domain: lines.map(({ name }) => name),
    range: lines.map(({ name, isReference }) => (isReference ? COLOURS.ink.light : range[others.indexOf(name)]!)),
  }
}

/** Ticks at the values that were run, as the scenario writes them. */
function numberChannel({ name, values, numeric }: NumericAxis): Layer {
  const numbers = expressionLiteral(numeric.values)
  const log = numeric.scale === 'log' && numeric.values.every((value) => value > 0)
  return {
    field: 'at',
    type: 'quantitative',
    scale: {
      type: log ? 'log' : 'linear',
      domain: [Math.min(...numeric.values), Math.max(...numeric.values)],
      nice: false,
      ...(log ? {} : { zero: false }),
    },
    axis: { values: numeric.values, labelExpr: `${expressionLiteral(values)}[indexof(${numbers}, datum.value)]`, title: name, grid: true },
  }
}

function valueChannel({ unit }: FamilyMetric, values: readonly { low: number; high: number; value: number }[]): Layer {
  const from = Math.min(...values.map(({ low }) => low))
  const smallest = Math.min(...values.map(({ value }) => value))
  const to = Math.max(...values.map(({ high }) => high))
  if (unit === 'ns') {
    const wide = to > WIDE_RANGE * Math.max(1, smallest)
    return { field: 'value', ...(wide ? logDuration(Math.max(1, from, smallest / 3) / 1.1, to * 1.1, null) : linearDuration(null)) }
  }
  const suffix = unit === 'per second' ? "/s'" : unit === 'bytes' ? "B'" : "'"
  const labelExpr = unit === 'share' ? "format(100 * datum.value, '~r') + ' %'" : `${COUNT_LABEL} + '${suffix}`
  return { field: 'value', type: 'quantitative', scale: { zero: true }, axis: { labelExpr } }
}

function crossoversOf({ crossovers }: Comparison, { name }: NumericAxis, metric?: FamilyMetric): Crossover[] {
  return crossovers.filter((one) => one.axis === name && (metric === undefined || one.metric === metric.key))
}

/** The strips of a metric: who wins where. */
function stripsOf(
  comparison: Comparison,
  axis: NumericAxis,
  metric: FamilyMetric,
  lines: readonly Line[],
  range: readonly string[],
): StripOf[] {
  const rival = lines.findIndex(({ isReference }) => isReference)
  return crossoversOf(comparison, axis, metric).flatMap((crossover) => {
    const own = lines.findIndex(({ key, name }) => key === crossover.variant || name === crossover.variant)
    if (own === -1 || rival === -1) return []
    return [{ crossover, variant: range[own]!, reference: range[rival]!, names: [lines[own]!.name, lines[rival]!.name] }]
  })
}

function table(comparison: Comparison, axis: NumericAxis, lines: readonly Line[]): Table {
  return {
    title: `What depends on ${axis.name}`,
    columns: [{ label: 'metric' }, { label: 'combination' }, ...axis.values.map((label) => ({ label, figure: true as const }))],
    rows: familyOf(comparison).flatMap((metric) =>
      lines.map(({ name, points }) => [
        metric.key,
        name,
        ...axis.values.map((setting) => {
          const variant = points.find((point) => point.setting === setting)?.variant
          const estimate = variant === undefined ? undefined : estimateOf(variant, metric.key)
          const value = estimate?.value ?? null
          return value === null ? NONE : formatEstimate(value, estimate?.halfWidth ?? null, metric.unit)
        }),
      ]),
    ),
    notes: crossoversOf(comparison, axis).map((crossover) => `${crossover.metric}: ${crossoverText(crossover)}.`),
  }
}
