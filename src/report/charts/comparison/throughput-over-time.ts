/** How many records each variant completed, over time. */
import type { Comparison } from '../../../experiment/comparison.ts'
import { formatRate } from '../../figures.ts'
import { referenceOf, shortName } from '../../comparison-lookup.ts'
import { COUNT_LABEL, type Chart } from '../chart.ts'
import { meanOver, resampledBins, TABLE_ROWS } from '../time-axis.ts'
import { chosenVariants, leftOut } from './chosen-variants.ts'
import { grounds } from './grounds.ts'
import { binning, seriesScale, timeLines } from './time-lines.ts'

const HEIGHT = 190

/** Null when nothing was ever completed. */
export function throughputOverTime(comparison: Comparison): Chart | null {
  const reference = referenceOf(comparison)
  const scale = seriesScale(comparison)
  if (comparison.variants.every(({ series }) => series.completionRate.every((rate) => rate === 0))) return null
  const title = 'Throughput'
  const panel = timeLines(comparison, {
    description: title,
    height: HEIGHT,
    value: ({ series }, bin) => meanOver(series.completionRate, bin),
    format: formatRate,
    y: { scale: { domainMin: 0 }, axis: { labelExpr: `${COUNT_LABEL} + '/s'` } },
    withLegend: true,
    withTime: true,
  })
  return {
    id: 'throughput',
    title,
    reading: `${describe(comparison)} ${grounds(comparison, 'means over seeds')}${leftOut(comparison, chosenVariants(comparison))}`,
    panels: [panel],
    table: {
      title,
      columns: [
        { label: 'time' },
        ...comparison.variants.map((variant) => ({ label: shortName(comparison, variant), figure: true as const })),
      ],
      rows: resampledBins({ series: binning(reference) }, scale, TABLE_ROWS).map((bin) => [
        bin.time,
        ...comparison.variants.map(({ series }) => formatRate(meanOver(series.completionRate, bin))),
      ]),
      notes: [],
    },
  }
}

function describe(comparison: Comparison): string {
  const rates = chosenVariants(comparison).map(({ name, result: { series } }) => {
    const measured = series.completionRate.slice(series.firstMeasuredBin)
    return { name, rate: measured.reduce((sum, value) => sum + value, 0) / Math.max(1, measured.length) }
  })
  const most = rates.reduce((a, b) => (b.rate > a.rate ? b : a))
  const least = rates.reduce((a, b) => (b.rate < a.rate ? b : a))
  const alike = formatRate(most.rate) === formatRate(least.rate)
  if (alike) return `After the warm-up, ${rates.length > 1 ? 'all complete' : `${most.name} completes`} ${formatRate(most.rate)}.`
  return `After the warm-up, ${most.name} completes most, ${formatRate(most.rate)}, and ${least.name} least, ${formatRate(least.rate)}.`
}
