/** Latency by percentile, on an axis that gives each further nine of the tail the same room. */
import type { RunResult } from '../../experiment/run-result.ts'
import { formatDuration, formatNumber } from '../figures.ts'
import { valueOf } from '../metric-lookup.ts'
import { categorical, COLOURS } from '../palette.ts'
import { NONE, type Table } from '../table.ts'
import { layered, type Chart, type Layer } from './chart.ts'
import { logDuration } from './duration-axis.ts'
import { latenciesByFlow, latenciesOfAll, lowEnd, quantile, type FlowLatencies } from './latency-bins.ts'
import { NEEDED_BEYOND, percentileCurve, percentileLines, rarityChannel } from './percentile-curve.ts'

const HEIGHT = 210
/** More lines than this nobody tells apart; the table has them all. */
const MOST_CURVES = 6

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
        spec: layered(
          {
            height: HEIGHT,
            data: { values: shown.flatMap((of) => percentileCurve(of).map((point) => ({ ...point, flow: of.flow }))) },
            layer: lines(shown, colour),
          },
          title,
        ),
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

function lines(curves: readonly FlowLatencies[], colour: object): Layer[] {
  const count = Math.max(...curves.map((of) => of.count))
  const from = Math.min(...curves.map(lowEnd))
  const to = Math.max(...curves.map(({ max }) => max)) * 1.05
  const encoding = {
    x: rarityChannel(count),
    y: { field: 'latency', ...logDuration(from, to, null) },
    color: { field: 'flow', type: 'nominal', scale: colour, legend: curves.length > 1 ? { symbolType: 'stroke' } : null },
  }
  return percentileLines(encoding, 'flow')
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
