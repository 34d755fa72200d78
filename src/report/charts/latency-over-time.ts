/** The largest latency of what was completed in each bin of time. */
import type { RunResult } from '../../experiment/run-result.ts'
import { formatDuration } from '../figures.ts'
import { valueOf } from '../metric-lookup.ts'
import { COLOURS } from '../palette.ts'
import { NONE } from '../table.ts'
import { hover, layered, textOver, type Chart, type Layer } from './chart.ts'
import { linearDuration, logDuration } from './duration-axis.ts'
import { CHART_POINTS, maxOver, resampledBins, shading, TABLE_ROWS, timeChannel, timeScale } from './time-axis.ts'

const HEIGHT = 180
/** From this ratio of largest to smallest on, small values would vanish on a linear axis. */
const WIDE_RANGE = 100

export function latencyOverTime(result: RunResult): Chart | null {
  const scale = timeScale(result)
  const { latencyMax } = result.series
  const bins = resampledBins(result, scale, CHART_POINTS).map((bin) => {
    const latency = maxOver(latencyMax, bin)
    return {
      ...bin,
      latency: latency === null ? null : Math.max(1, latency),
      largest: latency === null ? 'none completed' : formatDuration(latency),
    }
  })
  const seen = bins.flatMap(({ latency }) => (latency === null ? [] : [latency]))
  if (seen.length === 0) return null
  const smallest = Math.min(...seen)
  const largest = Math.max(...seen)
  const kind = largest > WIDE_RANGE * smallest ? logDuration(smallest / 1.2, largest * 1.2, null) : linearDuration(null)
  const x = timeChannel('middle', scale, result)
  const title = 'Largest latency over time'
  const layer = [
    ...shading(result, scale),
    {
      mark: { type: 'line', stroke: COLOURS.blue.light, strokeWidth: 1.5, interpolate: 'step', invalid: 'break-paths-show-path-domains' },
      encoding: { x, y: { field: 'latency', ...kind } },
    },
    ...reference(valueOf(result, 'latency.p99')),
    hover(['time', 'largest']),
  ]
  const at = bins.find(({ latency }) => latency === largest)
  return {
    id: 'latency-over-time',
    title,
    reading: `Of the records completed at each time; the worst, ${formatDuration(largest)}, around ${at?.time.split(' – ')[0] ?? '?'}.`,
    panels: [{ height: HEIGHT + 56, spec: layered({ height: HEIGHT, data: { values: bins }, layer }, title) }],
    table: {
      title,
      columns: [{ label: 'time' }, { label: 'largest latency', figure: true }],
      rows: resampledBins(result, scale, TABLE_ROWS).map((bin) => {
        const latency = maxOver(latencyMax, bin)
        return [bin.time, latency === null ? NONE : formatDuration(latency)]
      }),
      notes: [],
    },
  }
}

/** The 99th percentile of the whole run, to see when the worst 1 % happened. */
function reference(p99: number | null): Layer[] {
  if (p99 === null) return []
  const data = { values: [{ p99: Math.max(1, p99), label: `p99 ${formatDuration(p99)}` }] }
  const y = { field: 'p99', type: 'quantitative' }
  return [
    { data, mark: { type: 'rule', stroke: COLOURS.vermillion.light, strokeDash: [4, 3] }, encoding: { y } },
    ...textOver(
      { align: 'right', baseline: 'bottom', dx: -2, dy: -4, fill: COLOURS.vermillion.light },
      { data, encoding: { y, x: { value: { expr: 'width' } }, text: { field: 'label' } } },
    ),
  ]
}
