/** Whether busy stretches follow busy stretches: autocorrelations of counts. */
import type { SourceSummary } from '../../../experiment/traffic-summary.ts'
import { formatDuration, formatNumber } from '../../figures.ts'
import { COLOURS } from '../../palette.ts'
import { NONE } from '../../table.ts'
import { layered, type Chart } from '../chart.ts'

const HEIGHT = 150

type Correlated = SourceSummary & { readonly correlations: NonNullable<SourceSummary['correlations']> }

export function countCorrelations(given: readonly SourceSummary[]): Chart | null {
  const sources = given.filter((source): source is Correlated => source.correlations !== null && source.correlations.values.length > 3)
  if (sources.length === 0) return null
  const panels = sources.map(({ name, correlations }) => {
    const bound = chance(correlations.bins)
    const values = correlations.values.map((value, i) => ({
      lag: i + 1,
      value,
      after: formatDuration((i + 1) * correlations.bin),
      is: formatNumber(Number(value.toPrecision(2))),
    }))
    const y = { type: 'quantitative', scale: { domainMax: 1, domainMin: Math.min(-0.2, ...correlations.values) } }
    const layer = [
      {
        data: { values: [{ low: -bound, high: bound }] },
        mark: { type: 'rect', fill: COLOURS.shade.light },
        encoding: { y: { ...y, field: 'low' }, y2: { field: 'high' } },
      },
      {
        mark: { type: 'bar', color: COLOURS.blue.light, width: 4 },
        encoding: {
          x: {
            field: 'lag',
            type: 'quantitative',
            title: `lag (bins of ${formatDuration(correlations.bin)})`,
            scale: { domain: [0, values.length + 1], nice: false },
          },
          y: { ...y, field: 'value' },
          tooltip: [
            { field: 'after', title: 'after', type: 'nominal' },
            { field: 'is', title: 'correlation', type: 'nominal' },
          ],
        },
      },
    ]
    return { caption: name, height: HEIGHT + 50, spec: layered({ height: HEIGHT, data: { values }, layer }, `Correlations of ${name}`) }
  })
  const lags = Math.max(...sources.map(({ correlations }) => correlations.values.length))
  return {
    id: 'count-correlations',
    title: 'Correlation of counts',
    reading: `${sources.map(reading).join('; ')}. Shaded: chance.`,
    panels,
    wide: true,
    table: {
      title: 'Correlation of counts',
      columns: [
        { label: 'lag' },
        ...sources.map(({ name, correlations }) => ({ label: `${name} (${formatDuration(correlations.bin)})`, figure: true as const })),
      ],
      rows: Array.from({ length: lags }, (_, i) => [
        String(i + 1),
        ...sources.map(({ correlations }) => {
          const value = correlations.values[i]
          return value === undefined ? NONE : formatNumber(Number(value.toPrecision(2)))
        }),
      ]),
      notes: [],
    },
  }
}

/** Twice the standard error of white noise's. */
function chance(bins: number): number {
  return 2 / Math.sqrt(bins)
}

function reading({ name, correlations: { values, bin, bins } }: Correlated): string {
  const last = values.findIndex((value) => Math.abs(value) < chance(bins))
  if (last === 0) return `${name}: counts of neighbouring bins of ${formatDuration(bin)} have nothing to do with one another`
  return `${name}: counts go together for ${last < 0 ? 'over ' : 'about '}${formatDuration((last < 0 ? values.length : last) * bin)}`
}
