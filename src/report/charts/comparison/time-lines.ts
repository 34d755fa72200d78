/** Lines over simulated time, one for each variant: what charts of throughput, latency and queues share. */
import type { Comparison, VariantResult } from '../../../experiment/comparison.ts'
import { layered, hover, type Layer, type Panel } from '../chart.ts'
import { CHART_POINTS, resampledBins, scaleUpTo, shading, timeChannel, type Bin, type Binning, type TimeScale } from '../time-axis.ts'
import { chosenVariants, variantColours, type ChosenVariant } from './chosen-variants.ts'
import { legendHeight } from './legend.ts'

export interface TimeLines {
  readonly caption?: string
  readonly description: string
  readonly height: number
  /** The mean over a bin; null where there is nothing. */
  readonly value: (variant: VariantResult, bin: Bin) => number | null
  readonly format: (value: number) => string
  readonly y: Layer
  readonly withLegend: boolean
  /** Says the time below it; else the panel stands above one that does. */
  readonly withTime: boolean
}

/** The time that the variants' series cover. */
export function seriesScale({ variants }: Comparison): TimeScale {
  return scaleUpTo(Math.max(...variants.map(({ series }) => series.completionRate.length * series.binWidth)))
}

/** The bins of a variant's series. */
export function binning({ series }: VariantResult): Binning {
  return { start: 0, bins: series.completionRate.length, binWidth: series.binWidth }
}

/** A panel of lines, with the warm-up shaded. */
export function timeLines(comparison: Comparison, lines: TimeLines): Panel {
  const { caption, description, height, y, withLegend, withTime } = lines
  const scale = seriesScale(comparison)
  const chosen = chosenVariants(comparison)
  const channel = timeChannel('middle', scale, { clock: { kind: 'virtual' } })
  const x = withTime ? channel : { ...channel, axis: { ...(channel['axis'] as object), title: null, labels: false } }
  const values = chosen.flatMap(({ name, result }) =>
    resampledBins({ series: binning(result) }, scale, CHART_POINTS / 2).map((bin) => ({
      variant: name,
      middle: short(bin.middle),
      value: shortOrNull(lines.value(result, bin)),
    })),
  )
  const layer = [
    ...shading({ interval: warmup(comparison, scale) }, scale, withLegend),
    {
      data: { values },
      mark: { type: 'line', strokeWidth: 1.5, clip: true },
      encoding: { x, y: { field: 'value', type: 'quantitative', ...y }, ...variantColours(comparison, chosen, withLegend) },
    },
    pointed(chosen, scale, lines),
  ]
  const room = (withTime ? 46 : 16) + (withLegend ? legendHeight(chosen.map(({ name }) => name)) : 0)
  return { ...(caption === undefined ? {} : { caption }), height: height + room, spec: layered({ height, layer }, description) }
}

/** What all variants have in each bin, for the one pointed at. */
function pointed(chosen: readonly ChosenVariant[], scale: TimeScale, { value, format }: TimeLines): Layer {
  const bins = resampledBins({ series: binning(chosen[0]!.result) }, scale, CHART_POINTS / 3)
  const values = bins.map((bin) => {
    const said = chosen.map(({ result }, index) => {
      const here = value(result, bin)
      return [`v${index}`, here === null ? '–' : format(here)] as const
    })
    return { from: bin.from, to: bin.to, time: bin.time, ...Object.fromEntries(said) }
  })
  return hover([{ field: 'time', title: 'time' }, ...chosen.map(({ name }, index) => ({ field: `v${index}`, title: name }))], values)
}

function warmup({ variants }: Comparison, { end }: TimeScale): { from: number; to: number } {
  return { from: Math.max(...variants.map(({ series }) => series.firstMeasuredBin * series.binWidth)), to: end }
}

function short(value: number): number {
  return Number(value.toPrecision(5))
}

function shortOrNull(value: number | null): number | null {
  return value === null ? null : short(value)
}
