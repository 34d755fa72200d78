/** How many rows waited at each stage in every variant, over time. */
import type { Comparison, VariantResult } from '../../../experiment/comparison.ts'
import { formatNumber } from '../../figures.ts'
import { referenceOf, shortName } from '../../comparison-lookup.ts'
import { COUNT_LABEL, type Chart } from '../chart.ts'
import { meanOver, resampledBins, TABLE_ROWS } from '../time-axis.ts'
import { chosenVariants, leftOut } from './chosen-variants.ts'
import { grounds } from './grounds.ts'
import { binning, seriesScale, timeLines } from './time-lines.ts'

const HEIGHT = 110
const MOST_PANELS = 4

interface Queue {
  readonly stage: string
  readonly deepest: number
  readonly in: string
}

/** Null when hardly anything ever waited. */
export function queuesOverTime(comparison: Comparison): Chart | null {
  const queues = worthDrawing(comparison)
  if (queues.length === 0) return null
  const scale = seriesScale(comparison)
  const title = 'Queues over time'
  const deepest = queues.reduce((a, b) => (b.deepest > a.deepest ? b : a))
  return {
    id: 'queues-over-time',
    title,
    reading:
      `The deepest is the queue of ${deepest.stage} under ${deepest.in}, about ${formatNumber(Math.round(deepest.deepest))} rows. ` +
      `${grounds(comparison, 'means over seeds')}${leftOut(comparison, chosenVariants(comparison))}`,
    panels: queues.map(({ stage }, index) =>
      timeLines(comparison, {
        caption: stage,
        description: `Rows waiting at ${stage}`,
        height: HEIGHT,
        value: (variant, bin) => meanOver(depths(variant, stage), bin),
        format: formatNumber,
        y: { scale: { domainMin: 0 }, axis: { tickCount: 3, labelExpr: COUNT_LABEL } },
        withLegend: index === 0,
        withTime: index === queues.length - 1,
      }),
    ),
    table: {
      title,
      columns: [
        { label: 'stage' },
        { label: 'time' },
        ...comparison.variants.map((variant) => ({ label: shortName(comparison, variant), figure: true as const })),
      ],
      rows: queues.flatMap(({ stage }) =>
        resampledBins({ series: binning(referenceOf(comparison)) }, scale, TABLE_ROWS / 2).map((bin) => [
          stage,
          bin.time,
          ...comparison.variants.map((variant) => formatNumber(meanOver(depths(variant, stage), bin))),
        ]),
      ),
      notes: [],
    },
  }
}

function depths({ series }: VariantResult, stage: string): readonly number[] {
  return series.queueDepth.find((queue) => queue.stage === stage)?.values ?? []
}

/** Those in which a row or more waited in some variant, the deepest if there are many, in the order of the pipeline. */
function worthDrawing(comparison: Comparison): Queue[] {
  const queues = referenceOf(comparison).series.queueDepth.map(({ stage }): Queue => {
    const peaks = chosenVariants(comparison).map(({ name, result }) => ({
      name,
      peak: depths(result, stage).reduce((most, value) => Math.max(most, value), 0),
    }))
    const highest = peaks.reduce((a, b) => (b.peak > a.peak ? b : a))
    return { stage, deepest: highest.peak, in: highest.name }
  })
  const deep = queues.filter(({ deepest }) => deepest >= 1).toSorted((a, b) => b.deepest - a.deepest)
  const kept = new Set(deep.slice(0, MOST_PANELS))
  return queues.filter((queue) => kept.has(queue))
}
