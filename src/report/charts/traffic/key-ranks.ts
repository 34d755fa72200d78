/** How often keys come, by rank, both on logarithmic axes: Zipf's law is a straight line. */
import type { SourceSummary } from '../../../experiment/traffic-summary.ts'
import { formatNumber, formatShare } from '../../figures.ts'
import { COLOURS } from '../../palette.ts'
import { NONE } from '../../table.ts'
import { layered, type Chart } from '../chart.ts'

const HEIGHT = 180
const TABLE_RANKS = [1, 2, 3, 5, 10, 20, 50, 100, 200]

export function keyRanks(given: readonly SourceSummary[]): Chart | null {
  const sources = given.filter(({ keys }) => keys.counts.length > 1)
  if (sources.length === 0) return null
  const panels = sources.map(({ name, keys, count }) => {
    const values = keys.counts.map((one, i) => ({ rank: i + 1, share: one / count, of: formatShare(one / count) }))
    const log = { type: 'quantitative', scale: { type: 'log', nice: false } }
    const layer = [
      {
        mark: { type: 'line', color: COLOURS.blue.light, strokeWidth: 1.5, point: { filled: true, size: 14, color: COLOURS.blue.light } },
        encoding: {
          x: { ...log, field: 'rank', title: 'rank of the key', axis: { tickCount: 4, labelExpr: "format(datum.value, '~g')" } },
          y: { ...log, field: 'share', axis: { tickCount: 4, labelExpr: "format(datum.value, '~%')" } },
          tooltip: [
            { field: 'rank', title: 'rank', type: 'quantitative' },
            { field: 'of', title: 'of the records', type: 'nominal' },
          ],
        },
      },
    ]
    return { caption: name, height: HEIGHT + 50, spec: layered({ height: HEIGHT, data: { values }, layer }, `Keys of ${name}`) }
  })
  return {
    id: 'key-ranks',
    title: 'Keys by rank',
    reading: `${sources.map(({ name, keys, count }) => `${name}: the most frequent of ${keys.others > 0 ? 'over ' : ''}${formatNumber(keys.distinct)} keys has ${formatShare(keys.counts[0]! / count)} of the records`).join('; ')}.`,
    panels,
    wide: true,
    table: {
      title: 'Keys by rank',
      columns: [{ label: 'rank' }, ...sources.map(({ name }) => ({ label: name, figure: true as const }))],
      rows: TABLE_RANKS.map((rank) => [
        String(rank),
        ...sources.map(({ keys, count }) => {
          const found = keys.counts[rank - 1]
          return found === undefined ? NONE : formatShare(found / count)
        }),
      ]),
      notes: [],
    },
  }
}
