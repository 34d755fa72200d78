/** Latency by percentile, on an axis that gives each further nine of the tail the same room. */
import type { RunResult } from '../../experiment/run-result.ts'
import { formatDuration, formatNumber } from '../figures.ts'
import { valueOf } from '../metric-lookup.ts'
import { categorical, COLOURS } from '../palette.ts'
import { NONE, type Table } from '../table.ts'
import { layered, type Chart, type Layer } from './chart.ts'
import { logDuration } from './duration-axis.ts'
import { latenciesByFlow, latenciesOfAll, lowEnd, type FlowLatencies } from './latency-bins.ts'

const HEIGHT = 210
/** Points nearer than this factor to the last one are left out; the eye cannot part them. */
const SPACING = 1.04
/** A percentile is judged when at least so many records lie beyond it. */
const NEEDED_BEYOND = 10
/** More lines than this nobody tells apart; the table has them all. */
const MOST_CURVES = 6

const TICKS = [1, 2, 10, 100, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8]
const TICK_LABEL =
  "datum.value < 1.5 ? '0' : datum.value < 5 ? '50 %' : datum.value < 50 ? '90 %' : datum.value < 500 ? '99 %' : " +
  "datum.value < 5000 ? '99.9 %' : " +
  "datum.value < 5e4 ? '99.99 %' : datum.value < 5e5 ? '99.999 %' : '1 − 1/' + format(datum.value, '~s')"

interface Point {
  readonly flow: string
  /** One over the share of records beyond. */
  readonly rarity: number
  readonly latency: number
  /** Drawn plain; and drawn faint. The point where one becomes the other is both, so that the line does not break. */
  readonly judged: boolean
  readonly faint: boolean
  readonly percentile: string
  readonly value: string
}

/** Null when percentiles cannot be judged, as in a run whose backlog grows: a curve would pretend that they can. */
export function latencyPercentiles(result: RunResult): Chart | null {
  const flows = latenciesByFlow(result)
  if (flows.length === 0 || valueOf(result, 'latency.p50') === null) return null
  const all = latenciesOfAll(flows)
  const several = flows.length > 1
  const curves = several ? [...flows, all] : [all]
  const largest = new Set(flows.toSorted((a, b) => b.count - a.count).slice(0, MOST_CURVES))
  const drawn = flows.filter((flow) => largest.has(flow))
  const shown = several ? [...drawn, all] : [all]
  const colour = colours(
    flows.map(({ flow }) => flow),
    drawn.map(({ flow }) => flow),
  )
  const title = 'Latency by percentile'
  return {
    id: 'latency-percentiles',
    title,
    reading: 'Each further nine has the same room. Faint where fewer than ten records lie beyond: do not rely on it.',
    panels: [
      {
        height: HEIGHT + (several ? 80 : 50),
        spec: layered({ height: HEIGHT, data: { values: shown.flatMap(curve) }, layer: lines(shown, colour) }, title),
      },
    ],
    table: table(curves),
  }
}

/** A flow has the same colour in every chart, drawn here or not. */
function colours(flows: readonly string[], drawn: readonly string[]): { domain: readonly string[]; range: readonly string[] } {
  if (flows.length === 1) return { domain: ['all'], range: [COLOURS.blue.light] }
  const { range } = categorical(flows)
  return { domain: [...drawn, 'all'], range: [...drawn.map((flow) => range[flows.indexOf(flow)]!), COLOURS.ink.light] }
}

function curve({ flow, count, weights, max }: FlowLatencies): Point[] {
  const points: Point[] = []
  let done = 0
  let last = 0
  const add = (rarity: number, latency: number): void => {
    last = rarity
    const percentile = `${percent(1 - 1 / rarity)} %`
    const judged = rarity <= count / NEEDED_BEYOND
    points.push({
      flow,
      rarity: short(rarity),
      latency: short(latency),
      judged,
      faint: !judged,
      percentile,
      value: formatDuration(latency),
    })
  }
  add(1, weights[0]!.value)
  for (const { value, count: here } of weights) {
    done += here
    if (done === count) break
    const rarity = count / (count - done)
    if (rarity >= last * SPACING) add(rarity, value)
  }
  if (count > 1) add(count, max)
  return points.map((point, index) => (point.judged && points[index + 1]?.judged === false ? { ...point, faint: true } : point))
}

/** A page need not carry more digits than a screen can show. */
function short(value: number): number {
  return Number(value.toPrecision(5))
}

function percent(share: number): string {
  return String(Number((100 * share).toFixed(share > 0.9999 ? 5 : share > 0.99 ? 3 : 1)))
}

function lines(curves: readonly FlowLatencies[], colour: object): Layer[] {
  const count = Math.max(...curves.map((of) => of.count))
  const from = Math.min(...curves.map(lowEnd))
  const to = Math.max(...curves.map(({ max }) => max)) * 1.05
  const x = {
    field: 'rarity',
    type: 'quantitative',
    scale: { type: 'log', domain: [1, Math.max(10, count)], nice: false },
    axis: {
      values: TICKS.filter((tick) => tick <= Math.max(10, count)),
      labelExpr: TICK_LABEL,
      title: 'share of records that are as fast',
      grid: true,
    },
  }
  const encoding = {
    x,
    y: { field: 'latency', ...logDuration(from, to, null) },
    color: { field: 'flow', type: 'nominal', scale: colour, legend: curves.length > 1 ? { symbolType: 'stroke' } : null },
  }
  const tooltip = ['flow', 'percentile', 'value'].map((field) => ({ field, title: field, type: 'nominal' }))
  return [
    { transform: [{ filter: 'datum.judged' }], mark: { type: 'line', strokeWidth: 2, interpolate: 'step-before' }, encoding },
    {
      transform: [{ filter: 'datum.faint' }],
      mark: { type: 'line', strokeWidth: 1.5, opacity: 0.4, interpolate: 'step-before' },
      encoding,
    },
    { name: 'point', mark: { type: 'point', filled: true, size: 110, opacity: 0 }, encoding: { ...encoding, tooltip } },
  ]
}

function table(curves: readonly FlowLatencies[]): Table {
  const percentiles = [25, 50, 75, 90, 95, 99, 99.5, 99.9, 99.99]
  return {
    title: 'Latency by percentile',
    columns: [{ label: 'percentile' }, ...curves.map(({ flow }) => ({ label: flow, figure: true as const }))],
    rows: [
      ...percentiles.map((p) => [
        `${p} %`,
        ...curves.map((of) => (of.count * (1 - p / 100) < NEEDED_BEYOND ? NONE : formatDuration(quantile(of, p / 100)))),
      ]),
      ['records', ...curves.map(({ count }) => formatNumber(count))],
    ],
    notes: ['A percentile needs ten records beyond it.'],
  }
}

function quantile({ weights, count, max }: FlowLatencies, share: number): number {
  let done = 0
  for (const { value, count: here } of weights) {
    done += here
    if (done >= share * count) return value
  }
  return max
}
