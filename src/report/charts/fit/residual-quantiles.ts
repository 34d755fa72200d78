/** Residuals of every process against what they should be: on the diagonal where the process is right. */
import type { TraceFit } from '../../../experiment/trace-fit.ts'
import { formatShare } from '../../figures.ts'
import { COLOURS } from '../../palette.ts'
import { layered, type Chart } from '../chart.ts'

const HEIGHT = 200
/** Processes shown; the others are in the table of processes. */
const MOST = 4

export function residualQuantiles({ fits }: TraceFit): Chart | null {
  const fit = fits.at(-1)
  if (fit === undefined) return null
  const shown = fit.processes.slice(0, MOST)
  const axis = (field: string, title: string) => ({
    field,
    type: 'quantitative',
    title,
    scale: { domain: [0, 1], nice: false },
    axis: { format: '%', tickCount: 5 },
  })
  const panels = shown.map(({ name, residuals }) => ({
    caption: name === fit.chosen ? `${name} (proposed)` : name,
    height: HEIGHT + 50,
    spec: layered(
      {
        height: HEIGHT,
        data: {
          values: residuals.quantiles.map(([share, residual]) => ({
            share,
            residual,
            is: formatShare(residual),
            should: formatShare(share),
          })),
        },
        layer: [
          {
            data: { values: [{ from: 0, to: 1 }] },
            mark: { type: 'rule', stroke: COLOURS.muted.light, strokeDash: [4, 3] },
            encoding: {
              x: axis('from', `residual of ${residuals.of} by the process`),
              x2: { field: 'to' },
              y: axis('from', ''),
              y2: { field: 'to' },
            },
          },
          {
            mark: { type: 'line', color: COLOURS.blue.light, strokeWidth: 1.8 },
            encoding: {
              x: axis('share', `residual of ${residuals.of} by the process`),
              y: { ...axis('residual', ''), axis: { format: '%', tickCount: 5, title: null } },
              tooltip: [
                { field: 'should', title: 'by the process', type: 'nominal' },
                { field: 'is', title: 'in the trace', type: 'nominal' },
              ],
            },
          },
        ],
      },
      `Residuals of ${name}`,
    ),
  }))
  return {
    id: 'residual-quantiles',
    title: 'Residuals against what they should be',
    reading: `Dashed: where residuals are if the process is right. Largest distance: ${shown.map(({ name, residuals }) => `${name} ${formatShare(residuals.distribution.distance)}`).join(', ')}.`,
    panels,
    wide: true,
    table: {
      title: 'Quantiles of residuals',
      columns: [{ label: 'by the process' }, ...shown.map(({ name }) => ({ label: name, figure: true as const }))],
      rows: shown[0]!.residuals.quantiles.flatMap(([share], i) =>
        (i + 1) % 5 === 0 ? [[formatShare(share), ...shown.map(({ residuals }) => formatShare(residuals.quantiles[i]![1]))]] : [],
      ),
      notes: ['Gaps: 1 − exp of minus the intensity integrated over them. Counts: their distribution function given the past.'],
    },
  }
}
