/** Mean latency of what each variant completed, over time. */
import type { Comparison, VariantResult } from '../../../experiment/comparison.ts'
import { formatDuration } from '../../figures.ts'
import { referenceOf, shortName } from '../../comparison-lookup.ts'
import { NONE } from '../../table.ts'
import type { Chart } from '../chart.ts'
import { linearDuration, logDuration } from '../duration-axis.ts'
import { resampledBins, TABLE_ROWS, type Bin } from '../time-axis.ts'
import { chosenVariants, leftOut } from './chosen-variants.ts'
import { grounds } from './grounds.ts'
import { binning, seriesScale, timeLines } from './time-lines.ts'

const HEIGHT = 190
/** From this ratio of largest to smallest on, small values would vanish on a linear axis. */
const WIDE_RANGE = 100

/** Null when nothing was ever completed. */
export function latencyOverTime(comparison: Comparison): Chart | null {
  const scale = seriesScale(comparison)
  const drawn = chosenVariants(comparison).flatMap(({ result }) => result.series.latencyMean.filter((value) => value !== null))
  if (drawn.length === 0) return null
  const smallest = Math.max(
    1,
    drawn.reduce((a, b) => Math.min(a, b)),
  )
  const largest = drawn.reduce((a, b) => Math.max(a, b))
  const { type: _, ...y } = largest > WIDE_RANGE * smallest ? logDuration(smallest / 1.2, largest * 1.2, null) : linearDuration(null)
  const title = 'Mean latency over time'
  return {
    id: 'latency-over-time',
    title,
    reading: `${describe(comparison)} ${grounds(comparison, 'means over seeds')}${leftOut(comparison, chosenVariants(comparison))}`,
    panels: [
      timeLines(comparison, {
        description: title,
        height: HEIGHT,
        value: meanIn,
        format: formatDuration,
        y,
        withLegend: true,
        withTime: true,
      }),
    ],
    table: {
      title,
      columns: [
        { label: 'time' },
        ...comparison.variants.map((variant) => ({ label: shortName(comparison, variant), figure: true as const })),
      ],
      rows: resampledBins({ series: binning(referenceOf(comparison)) }, scale, TABLE_ROWS).map((bin) => [
        bin.time,
        ...comparison.variants.map((variant) => {
          const value = meanIn(variant, bin)
          return value === null ? NONE : formatDuration(value)
        }),
      ]),
      notes: [],
    },
  }
}

function meanIn({ series }: VariantResult, { first, last }: Bin): number | null {
  const known = series.latencyMean.slice(first, last).filter((value) => value !== null)
  return known.length === 0 ? null : known.reduce((sum, value) => sum + value, 0) / known.length
}

/** Which variant has the highest peak, and when. */
function describe(comparison: Comparison): string {
  const scale = seriesScale(comparison)
  const peaks = chosenVariants(comparison).flatMap(({ name, result }) =>
    resampledBins({ series: binning(result) }, scale, TABLE_ROWS).flatMap((bin) => {
      const value = meanIn(result, bin)
      return value === null ? [] : [{ name, value, time: bin.time }]
    }),
  )
  const highest = peaks.reduce((a, b) => (b.value > a.value ? b : a))
  return `Of the records completed at each time; the highest is ${highest.name}, ${formatDuration(highest.value)} around ${highest.time.split(' – ')[0] ?? ''}.`
}
