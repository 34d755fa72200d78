/** Gaps against those of a Poisson process of the same rate: on the line where they are exponential. */
import type { SourceSummary } from '../../../experiment/traffic-summary.ts'
import { durationUnit, formatDuration, formatNumber, formatShare } from '../../figures.ts'
import { COLOURS } from '../../palette.ts'
import { NONE } from '../../table.ts'
import { layered, type Chart } from '../chart.ts'

const HEIGHT = 220

export function gapQuantiles(given: readonly SourceSummary[]): Chart | null {
  const sources = given.filter(({ gaps }) => gaps.quantiles.length > 2)
  if (sources.length === 0) return null
  const panels = sources.map(({ name, gaps }) => {
    const mean = gaps.mean!
    const points = gaps.quantiles.map(([share, gap]) => ({
      expected: -Math.log(1 - share) * mean,
      gap,
      share: `${formatNumber(share * 100)} %`,
      seen: formatDuration(gap),
    }))
    const [unit, size] = durationUnit(points.at(-1)!.gap)
    const most = Math.max(...points.map(({ expected, gap }) => Math.max(expected, gap))) / size
    const values = points.map((point) => ({ ...point, expected: point.expected / size, gap: point.gap / size }))
    const axis = (field: string, title: string) => ({
      field,
      type: 'quantitative',
      title: `${title} (${unit})`,
      scale: { domain: [0, most], nice: false },
    })
    const layer = [
      {
        data: { values: [{ from: 0, to: most }] },
        mark: { type: 'rule', stroke: COLOURS.muted.light, strokeDash: [4, 3] },
        encoding: { x: axis('from', 'exponential gap'), x2: { field: 'to' }, y: { ...axis('from', 'gap') }, y2: { field: 'to' } },
      },
      {
        mark: { type: 'line', color: COLOURS.blue.light, strokeWidth: 1.5, point: { filled: true, size: 30, color: COLOURS.blue.light } },
        encoding: {
          x: axis('expected', 'exponential gap'),
          y: { ...axis('gap', 'gap'), axis: { title: `gap (${unit})` } },
          tooltip: [
            { field: 'share', title: 'share below', type: 'nominal' },
            { field: 'seen', title: 'gap', type: 'nominal' },
          ],
        },
      },
    ]
    return { caption: name, height: HEIGHT + 50, spec: layered({ height: HEIGHT, data: { values }, layer }, `Gaps of ${name}`) }
  })
  return {
    id: 'gap-quantiles',
    title: 'Gaps against exponential ones',
    reading: `${sources.map(reading).join('; ')}. Dashed: gaps of a Poisson process of the same rate.`,
    panels,
    wide: true,
    table: {
      title: 'Gaps',
      columns: [{ label: 'share below' }, ...sources.map(({ name }) => ({ label: name, figure: true as const }))],
      rows: sources[0]!.gaps.quantiles.map(([share]) => [
        `${formatNumber(share * 100)} %`,
        ...sources.map(({ gaps }) => {
          const found = gaps.quantiles.find(([one]) => one === share)
          return found === undefined ? NONE : formatDuration(found[1])
        }),
      ]),
      notes: ['A share needs ten gaps beyond it.'],
    },
  }
}

function reading({ name, gaps }: SourceSummary): string {
  const [share, gap] = gaps.quantiles.at(-1)!
  const ratio = gap / (-Math.log(1 - share) * gaps.mean!)
  const against =
    ratio > 1.2 ? `${formatNumber(Number(ratio.toPrecision(2)))} times as long as` : ratio < 0.83 ? 'shorter than' : 'about as long as'
  return `${name}: the longest ${formatShare(1 - share)} of gaps are ${against} exponential ones`
}
