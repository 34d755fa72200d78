/** How latencies are distributed, with the percentiles that could be judged. */
import type { RunResult } from '../../experiment/run-result.ts'
import { PERCENTILES } from '../../measurement/metrics.ts'
import { formatDuration, formatNumber } from '../figures.ts'
import { valueOf } from '../metric-lookup.ts'
import { categorical, COLOURS } from '../palette.ts'
import type { Table } from '../table.ts'
import { COUNT_LABEL, hover, layered, type Chart, type Layer } from './chart.ts'
import { durationRange, logDuration } from './duration-axis.ts'
import { binned, latenciesByFlow, latenciesOfAll, logEdges, lowEnd, type FlowLatencies } from './latency-bins.ts'

const HEIGHT = 210
/** Height of a line of labels above the plot. */
const LABEL_ROW = 14
/** The share of the axis that a label may take, on a narrow page. */
const LABEL_SHARE = 0.23

interface Percentile {
  readonly value: number
  readonly label: string
  /** Line of labels above the plot, from 0. */
  readonly row: number
}

export function latencyHistogram(result: RunResult): Chart | null {
  const flows = latenciesByFlow(result)
  if (flows.length === 0) return null
  const all = latenciesOfAll(flows)
  const figures = judged(result)
  const edges = withRoom(logEdges(lowEnd(all), all.max), figures.at(-1)?.value ?? 0)
  const percentiles = place(figures, edges)
  const above = (Math.max(0, ...percentiles.map(({ row }) => row)) + 1) * LABEL_ROW
  const layer = [...bars(flows, edges, above), ...rules(percentiles), hoverBands(all, edges)]
  const title = 'Distribution of latency'
  const reading = describe(percentiles, all)
  return {
    id: 'latency-histogram',
    title,
    reading,
    panels: [{ height: HEIGHT + above + (flows.length > 1 ? 68 : 44), spec: layered({ height: HEIGHT, layer }, title) }],
    table: table(flows, all, edges),
  }
}

function judged(result: RunResult): { value: number; label: string }[] {
  return PERCENTILES.flatMap((p) => {
    const value = valueOf(result, `latency.p${p}`)
    return value === null ? [] : [{ value: Math.max(1, value), label: `p${p} ${formatDuration(value)}` }]
  })
}

function describe(percentiles: readonly Percentile[], all: FlowLatencies): string {
  const [first] = percentiles
  const last = percentiles.at(-1)
  const count = `${formatNumber(all.count)} records`
  if (first === undefined || last === undefined) return `Latency of ${count}, on a logarithmic axis; no percentile could be judged.`
  return `${count}, on a logarithmic axis: half took ${formatDuration(first.value)} or less, the slowest ${formatDuration(all.max)}.`
}

function bars(flows: readonly FlowLatencies[], edges: readonly number[], above: number): Layer[] {
  const base = edges.slice(1).map(() => 0)
  const values = flows.flatMap(({ flow, weights }) =>
    binned(weights, edges).flatMap((count, bin) => {
      const from = base[bin]!
      base[bin] = from + count
      return count === 0 ? [] : [{ flow, from: edges[bin], to: edges[bin + 1], y: from, y2: base[bin] }]
    }),
  )
  const { domain, range } = categorical(flows.map(({ flow }) => flow))
  const legend = { legend: flows.length > 1 ? { offset: above + 10 } : null }
  return [
    {
      data: { values },
      mark: { type: 'rect', stroke: null },
      encoding: {
        x: { field: 'from', ...logDuration(edges[0]!, edges.at(-1)!, 'latency') },
        x2: { field: 'to' },
        y: { field: 'y', type: 'quantitative', axis: { labelExpr: COUNT_LABEL, tickMinStep: 1 } },
        y2: { field: 'y2' },
        color: { field: 'flow', type: 'nominal', scale: { domain, range }, ...legend },
      },
    },
  ]
}

/** A line for each percentile, its label above the plot. */
function rules(percentiles: readonly Percentile[]): Layer[] {
  const values = percentiles.map((percentile) => ({ ...percentile, top: -8 - percentile.row * LABEL_ROW }))
  if (values.length === 0) return []
  const x = { field: 'value', type: 'quantitative' }
  const top = { field: 'top', type: 'quantitative', scale: null, axis: null }
  const rule = { type: 'rule', stroke: COLOURS.ink.light, strokeWidth: 1, strokeDash: [3, 3] }
  const text = { type: 'text', align: 'left', baseline: 'middle', dx: 4, fill: COLOURS.text.light, fontSize: 11 }
  return [
    { data: { values }, mark: rule, encoding: { x, y: top, y2: { value: HEIGHT } } },
    { data: { values }, mark: text, encoding: { x, y: top, text: { field: 'label' } } },
  ]
}

/** Puts each percentile's label on the lowest line above the plot on which it does not run into another. */
function place(percentiles: readonly { value: number; label: string }[], edges: readonly number[]): Percentile[] {
  const starts: number[] = []
  const placed = percentiles.toReversed().map(({ value, label }): Percentile => {
    const at = position(value, edges)
    let row = starts.findIndex((start) => at + LABEL_SHARE <= start)
    if (row === -1) row = starts.length
    starts[row] = at
    return { value, label, row }
  })
  return placed.toReversed()
}

/** The edges, gone on with until the label of the largest percentile has room to the right. */
function withRoom(edges: readonly number[], largest: number): number[] {
  const roomy = [...edges]
  while (position(largest, roomy) + LABEL_SHARE > 1) roomy.push((roomy.at(-1)! * edges[1]!) / edges[0]!)
  return roomy
}

/** Where on the axis a value lies, from 0 to 1. */
function position(value: number, edges: readonly number[]): number {
  return edges.findIndex((edge) => edge >= value) / edges.length
}

/** The first bin holds everything below it too. */
function binText({ weights }: FlowLatencies, edges: readonly number[], bin: number): string {
  const from = edges[bin]!
  const to = edges[bin + 1]!
  return bin === 0 && weights[0]!.value < from ? `up to ${formatDuration(to)}` : durationRange(from, to)
}

function hoverBands(all: FlowLatencies, edges: readonly number[]): Layer {
  let below = 0
  const values = binned(all.weights, edges).map((count, bin) => {
    below += count
    const share = `${((100 * below) / all.count).toFixed(2)} %`
    return {
      from: edges[bin],
      to: edges[bin + 1],
      latency: binText(all, edges, bin),
      records: formatNumber(count),
      'up to here': share,
    }
  })
  return hover(['latency', 'records', 'up to here'], values)
}

function table(flows: readonly FlowLatencies[], all: FlowLatencies, edges: readonly number[]): Table {
  const counts = flows.map(({ weights }) => binned(weights, edges))
  return {
    title: 'Distribution of latency',
    columns: [{ label: 'latency' }, ...flows.map(({ flow }) => ({ label: flow, figure: true as const }))],
    rows: edges.slice(1).flatMap((_, bin) => {
      const row = counts.map((of) => of[bin]!)
      return row.every((count) => count === 0) ? [] : [[binText(all, edges, bin), ...row.map(formatNumber)]]
    }),
    notes: [],
  }
}
