/** How much counts vary, on every scale, beside what chance gives a Poisson process. */
import type { SourceSummary } from '../../../experiment/traffic-summary.ts'
import { formatDuration, formatNumber } from '../../figures.ts'
import { COLOURS } from '../../palette.ts'
import { NONE } from '../../table.ts'
import { poissonBand, trafficFindings } from '../../traffic-table.ts'
import { layered, type Chart } from '../chart.ts'

const HEIGHT = 200

export function dispersion(given: readonly SourceSummary[]): Chart | null {
  const sources = given.filter((source) => source.dispersion.length > 1)
  if (sources.length === 0) return null
  const panels = sources.map((source) => {
    const values = source.dispersion.map(({ window, windows, value }) => {
      const [low, high] = poissonBand(windows)
      return {
        window: window / 1e9,
        value: Math.max(value, 0.01),
        low: Math.max(low, 0.01),
        high,
        scale: formatDuration(window),
        index: formatNumber(Number(value.toPrecision(3))),
      }
    })
    const x = {
      field: 'window',
      type: 'quantitative',
      title: 'window (s)',
      scale: { type: 'log', nice: false },
      axis: { tickCount: 5, labelExpr: "format(datum.value, '~g')" },
    }
    const y = { type: 'quantitative', scale: { type: 'log', nice: false }, axis: { tickCount: 4, labelExpr: "format(datum.value, '~g')" } }
    const layer = [
      { mark: { type: 'area', color: COLOURS.shade.light }, encoding: { x, y: { ...y, field: 'low' }, y2: { field: 'high' } } },
      {
        mark: { type: 'line', color: COLOURS.blue.light, strokeWidth: 1.5, point: { filled: true, size: 30, color: COLOURS.blue.light } },
        encoding: {
          x,
          y: { ...y, field: 'value' },
          tooltip: [
            { field: 'scale', title: 'window', type: 'nominal' },
            { field: 'index', title: 'dispersion', type: 'nominal' },
          ],
        },
      },
    ]
    return {
      caption: source.name,
      height: HEIGHT + 50,
      spec: layered({ height: HEIGHT, data: { values }, layer }, `Dispersion of ${source.name}`),
    }
  })
  const windows = [...new Set(sources.flatMap((source) => source.dispersion.map(({ window }) => window)))].sort((a, b) => a - b)
  return {
    id: 'dispersion',
    title: 'Index of dispersion against scale',
    reading: `${trafficFindings({ sources }).join(' ')} Shaded: where a Poisson process stays 99.9 times in 100.`,
    panels,
    wide: true,
    table: {
      title: 'Index of dispersion',
      columns: [{ label: 'window' }, ...sources.map(({ name }) => ({ label: name, figure: true as const }))],
      rows: windows.map((window) => [
        formatDuration(window),
        ...sources.map((source) => {
          const found = source.dispersion.find((one) => one.window === window)
          return found === undefined ? NONE : formatNumber(Number(found.value.toPrecision(3)))
        }),
      ]),
      notes: ['Variance of counts ÷ their mean.'],
    },
  }
}
