/** How many rows waited at each stage, and how many were due at each source but not taken, over time. */
import type { RunResult } from '../../experiment/run-result.ts'
import { formatNumber } from '../figures.ts'
import { COLOURS } from '../palette.ts'
import { COUNT_LABEL, hover, layered, type Chart, type Panel } from './chart.ts'
import { CHART_POINTS, maxOver, meanOver, resampledBins, shading, TABLE_ROWS, timeChannel, timeScale, type TimeScale } from './time-axis.ts'

const HEIGHT = 84
const MOST_PANELS = 8

interface Depth {
  readonly name: string
  readonly kind: 'stage' | 'source'
  readonly values: readonly number[]
  readonly peak: number
}

export function queueDepth(result: RunResult): Chart | null {
  const { queueDepth: stages, backlog: sources } = result.series
  const depths: Depth[] = [
    ...sources.map(({ source, values }) => depth(source, 'source', values)),
    ...stages.map(({ stage, values }) => depth(stage, 'stage', values)),
  ]
  if (depths.length === 0) return null
  const scale = timeScale(result)
  const drawn = worthDrawing(depths)
  const title = 'Queues and backlog'
  return {
    id: 'queue-depth',
    title,
    reading: describe(depths, drawn),
    panels: drawn.map((each, index) => panel(each, result, scale, index === drawn.length - 1)),
    table: {
      title,
      columns: [
        { label: 'time' },
        ...drawn.map(({ name, kind }) => ({ label: kind === 'source' ? `backlog of ${name}` : name, figure: true as const })),
      ],
      rows: (drawn.length === 0 ? [] : resampledBins(result, scale, TABLE_ROWS)).map((bin) => [
        bin.time,
        ...drawn.map(({ values }) => formatNumber(meanOver(values, bin))),
      ]),
      notes: [],
    },
  }
}

function depth(name: string, kind: Depth['kind'], values: readonly number[]): Depth {
  return { name, kind, values, peak: values.reduce((max, value) => Math.max(max, value), 0) }
}

/** Those in which a row or more waited, the deepest ones if there are many, in the order of the pipeline. */
function worthDrawing(depths: readonly Depth[]): Depth[] {
  const deepest = depths.filter(({ peak }) => peak >= 1).toSorted((a, b) => b.peak - a.peak)
  const kept = new Set(deepest.slice(0, MOST_PANELS))
  return depths.filter((depth) => kept.has(depth))
}

function describe(depths: readonly Depth[], drawn: readonly Depth[]): string {
  const deepest = depths.reduce((a, b) => (b.peak > a.peak ? b : a))
  if (drawn.length === 0) return 'Hardly anything ever waited.'
  const quiet = depths.filter((depth) => depth.kind === 'stage' && !drawn.includes(depth)).map(({ name }) => name)
  const rest = quiet.length === 0 ? '' : ` Less, if anything, waited at ${quiet.join(', ')}.`
  const where = deepest.kind === 'source' ? `the backlog of source ${deepest.name}` : `the queue of ${deepest.name}`
  return `Each with its own scale; ${where} is the deepest, about ${formatNumber(Math.round(deepest.peak))} rows.${rest}`
}

function panel({ name, kind, values }: Depth, result: RunResult, scale: TimeScale, last: boolean): Panel {
  const bins = resampledBins(result, scale, CHART_POINTS).map((bin) => {
    const mean = meanOver(values, bin)
    return { ...bin, mean, rows: formatNumber(mean), most: formatNumber(maxOver(values, bin) ?? 0) }
  })
  const channel = timeChannel('middle', scale, result)
  const x = last ? channel : { ...channel, axis: { ...(channel['axis'] as object), title: null, labels: false } }
  const y = { field: 'mean', type: 'quantitative', axis: { tickCount: 3, labelExpr: COUNT_LABEL } }
  const colour = kind === 'source' ? COLOURS.vermillion.light : COLOURS.blue.light
  const layer = [
    ...shading(result, scale, false),
    {
      mark: { type: 'area', fill: colour, fillOpacity: 0.28, interpolate: 'step', line: { stroke: colour, strokeWidth: 1.25 } },
      encoding: { x, y },
    },
    hover(['time', 'rows', 'most']),
  ]
  const caption = kind === 'source' ? `${name}: due, not yet taken` : name
  return {
    caption,
    height: HEIGHT + (last ? 46 : 16),
    spec: layered({ height: HEIGHT, data: { values: bins }, layer }, `Rows waiting: ${caption}`),
  }
}
