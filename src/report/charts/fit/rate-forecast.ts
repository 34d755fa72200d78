/** The last of the trace, and what it is likely to go on with. */
import type { TraceFit } from '../../../experiment/trace-fit.ts'
import { formatDuration, formatRate } from '../../figures.ts'
import { COLOURS } from '../../palette.ts'
import { COUNT_LABEL, layered, type Chart } from '../chart.ts'
import { scaleUpTo, TABLE_ROWS } from '../time-axis.ts'

const HEIGHT = 200

export function rateForecast({ forecast }: TraceFit): Chart | null {
  if (forecast === null) return null
  const { step, history, next, model } = forecast
  const scale = scaleUpTo((history.length + next.length) * step * 1e9)
  const at = (index: number): number => ((index + 0.5) * step * 1e9) / scale.size
  const past = history.map((rate, i) => ({ time: at(i - history.length), rate }))
  const ahead = next.map(({ median, within80: [low80, high80], within95: [low95, high95] }, i) => ({
    time: at(i),
    median,
    low80,
    high80,
    low95,
    high95,
    when: formatDuration((i + 1) * step * 1e9),
    is: formatRate(median),
    between: `${formatRate(low95)} – ${formatRate(high95)}`,
  }))
  const x = { field: 'time', type: 'quantitative', title: `time from the end of the trace (${scale.unit})`, scale: { nice: false } }
  const y = { type: 'quantitative', axis: { labelExpr: `${COUNT_LABEL} + '/s'` } }
  const layer = [
    {
      data: { values: ahead },
      mark: { type: 'area', color: COLOURS.sky.light, opacity: 0.25 },
      encoding: { x, y: { ...y, field: 'low95' }, y2: { field: 'high95' } },
    },
    {
      data: { values: ahead },
      mark: { type: 'area', color: COLOURS.sky.light, opacity: 0.45 },
      encoding: { x, y: { ...y, field: 'low80' }, y2: { field: 'high80' } },
    },
    {
      data: { values: past },
      mark: { type: 'line', color: COLOURS.ink.light, strokeWidth: 1 },
      encoding: { x, y: { ...y, field: 'rate' } },
    },
    {
      data: { values: ahead },
      mark: { type: 'line', color: COLOURS.blue.light, strokeWidth: 2 },
      encoding: {
        x,
        y: { ...y, field: 'median' },
        tooltip: [
          { field: 'when', title: 'ahead', type: 'nominal' },
          { field: 'is', title: 'median', type: 'nominal' },
          { field: 'between', title: '95 %', type: 'nominal' },
        ],
      },
    },
  ]
  const every = Math.max(1, Math.floor(next.length / TABLE_ROWS))
  return {
    id: 'rate-forecast',
    title: 'Forecast',
    reading: `By ${model}, of intervals of ${formatDuration(step * 1e9)}. Shaded: 80 and 95 %, as if the coefficients were known.`,
    panels: [{ height: HEIGHT + 50, spec: layered({ height: HEIGHT, layer }, 'Forecast of the rate') }],
    wide: true,
    table: {
      title: 'Forecast',
      columns: [{ label: 'ahead' }, { label: 'median', figure: true }, { label: '95 %', figure: true }],
      rows: ahead.flatMap(({ when, is, between }, i) => (i % every === 0 ? [[when, is, between]] : [])),
      notes: [],
    },
  }
}
