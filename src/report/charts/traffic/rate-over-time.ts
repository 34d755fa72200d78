/** Records a second, over time. */
import type { SourceSummary, TrafficSummary } from '../../../experiment/traffic-summary.ts'
import { formatDuration, formatRate } from '../../figures.ts'
import { COLOURS } from '../../palette.ts'
import { NONE } from '../../table.ts'
import { COUNT_LABEL, layered, type Chart } from '../chart.ts'
import { scaleUpTo, TABLE_ROWS } from '../time-axis.ts'

const HEIGHT = 150

export function rateOverTime(sources: readonly SourceSummary[], { length }: Pick<TrafficSummary, 'length'>): Chart | null {
  if (sources.length === 0) return null
  const scale = scaleUpTo(length)
  // A source of which only the beginning was drawn has fewer parts of the same width.
  const parts = Math.max(...sources.map(({ rates }) => rates.length))
  const longest = sources.find(({ rates }) => rates.length === parts)!
  const width = length / parts
  const panels = sources.map((source) => {
    const values = source.rates.map((rate, i) => ({
      time: ((i + 0.5) * width) / scale.size,
      rate,
      at: formatDuration((i + 0.5) * width),
      drawn: formatRate(rate),
    }))
    const x = {
      field: 'time',
      type: 'quantitative',
      title: `time (${scale.unit})`,
      scale: { domain: [0, length / scale.size], nice: false },
    }
    const y = { type: 'quantitative', scale: { domainMin: 0 }, axis: { labelExpr: `${COUNT_LABEL} + '/s'` } }
    const layer = [
      {
        mark: {
          type: 'area',
          line: { color: COLOURS.blue.light, strokeWidth: 1.2 },
          color: COLOURS.sky.light,
          opacity: 0.45,
          interpolate: 'step',
        },
        encoding: {
          x,
          y: { ...y, field: 'rate' },
          tooltip: [
            { field: 'at', title: 'time', type: 'nominal' },
            { field: 'drawn', title: 'rate', type: 'nominal' },
          ],
        },
      },
      {
        data: { values: [{ mean: source.rate }] },
        mark: { type: 'rule', stroke: COLOURS.ink.light, strokeDash: [3, 3] },
        encoding: { y: { ...y, field: 'mean' } },
      },
    ]
    return {
      caption: source.name,
      height: HEIGHT + 50,
      spec: layered({ height: HEIGHT, data: { values }, layer }, `Rate of ${source.name}`),
    }
  })
  const every = Math.max(1, Math.floor(parts / TABLE_ROWS))
  return {
    id: 'rate-over-time',
    title: 'Rate over time',
    reading: reading(sources),
    panels,
    wide: true,
    table: {
      title: 'Rate over time',
      columns: [{ label: 'time' }, ...sources.map(({ name }) => ({ label: name, figure: true as const }))],
      rows: longest.rates.flatMap((_, i) =>
        i % every === 0
          ? [[formatDuration(i * width), ...sources.map(({ rates }) => (rates[i] === undefined ? NONE : formatRate(rates[i])))]]
          : [],
      ),
      notes: [],
    },
  }
}

function reading(sources: readonly SourceSummary[]): string {
  const texts = sources.map(
    ({ name, rates, rate }) =>
      `${name} goes from ${formatRate(Math.min(...rates))} to ${formatRate(Math.max(...rates))} around ${formatRate(rate)}`,
  )
  return `${texts.join('; ')}. Dashed: the mean.`
}
