/** What arrived and what was completed, over time. */
import type { RunResult } from '../../experiment/run-result.ts'
import { formatRate } from '../figures.ts'
import { rates } from '../labels.ts'
import { COLOURS } from '../palette.ts'
import { COUNT_LABEL, hover, layered, type Chart, type Layer } from './chart.ts'
import { CHART_POINTS, meanOver, resampledBins, shading, TABLE_ROWS, timeChannel, timeScale } from './time-axis.ts'

const HEIGHT = 180

export function throughput(result: RunResult): Chart {
  const scale = timeScale(result)
  const { arrivalRate, completionRate } = result.series
  const bins = resampledBins(result, scale, CHART_POINTS).map((bin) => {
    const arrived = meanOver(arrivalRate, bin)
    const completed = meanOver(completionRate, bin)
    return { ...bin, arrived, completed, arrivals: formatRate(arrived), completions: formatRate(completed) }
  })
  const x = timeChannel('middle', scale, result)
  const range = { domain: ['arrivals', 'completions'], range: [COLOURS.sky.light, COLOURS.blue.light] }
  const y = (field: string): Layer => ({
    field,
    type: 'quantitative',
    scale: { domainMin: 0, ...(rates(result).offered === 0 ? { domainMax: 1 } : {}) },
    axis: { labelExpr: `${COUNT_LABEL} + '/s'` },
  })
  const colour = (name: string): Layer => ({ datum: name, type: 'nominal', scale: range })
  const title = 'Throughput'
  const layer = [
    ...shading(result, scale),
    {
      mark: { type: 'area', opacity: 0.45, interpolate: 'step' },
      encoding: { x, y: y('arrived'), color: colour('arrivals') },
    },
    {
      mark: { type: 'line', strokeWidth: 1.5, interpolate: 'step' },
      encoding: { x, y: y('completed'), color: colour('completions') },
    },
    hover(['time', 'arrivals', 'completions']),
  ]
  return {
    id: 'throughput',
    title,
    reading: describe(result),
    panels: [{ height: HEIGHT + 80, spec: layered({ height: HEIGHT, data: { values: bins }, layer }, title) }],
    table: {
      title,
      columns: [{ label: 'time' }, { label: 'arrivals', figure: true }, { label: 'completions', figure: true }],
      rows: resampledBins(result, scale, TABLE_ROWS).map((bin) => [
        bin.time,
        formatRate(meanOver(arrivalRate, bin)),
        formatRate(meanOver(completionRate, bin)),
      ]),
      notes: [],
    },
  }
}

function describe(result: RunResult): string {
  const { offered, achieved } = rates(result)
  if (offered === 0) return 'Nothing arrived.'
  return `${formatRate(offered)} were offered, and ${formatRate(achieved)} of records and results reached a sink.`
}
