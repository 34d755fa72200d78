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
  const bins = resampledBins(result, scale, CHART_POINTS).flatMap((bin) => {
    const latency = maxOver(latencyMax, bin)
    return latency === null ? [] : [{ ...bin, latency: Math.max(1, latency), largest: formatDuration(latency) }]
  })
  if (bins.length === 0) return null
  const smallest = Math.min(...bins.map(({ latency }) => latency))
  const largest = Math.max(...bins.map(({ latency }) => latency))
  const wide = largest > WIDE_RANGE * smallest
  const y = { field: 'latency', ...(wide ? logDuration(smallest / 1.2, largest * 1.2, null) : linearDuration(null)) }
  const title = 'Largest latency over time'
  const layer = [
    ...shading(result, scale),
    ...columns(timeChannel('from', scale, result), y, wide ? smallest / 1.2 : 0),
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

/** A column for each bin in which something was completed; alone or not, it can be seen. */
function columns(x: Layer, y: Layer, floor: number): Layer[] {
  const encoding = { x, x2: { field: 'to' }, y }
  return [
    { mark: { type: 'rect', fill: COLOURS.blue.light, fillOpacity: 0.28 }, encoding: { ...encoding, y2: { datum: floor } } },
    { mark: { type: 'rule', stroke: COLOURS.blue.light, strokeWidth: 1.75 }, encoding },
  ]
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
