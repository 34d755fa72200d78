/** Series over simulated time: their axis, their resampling, and the shading of what no figure covers. */
import type { RunResult, SeriesResult } from '../../experiment/run-result.ts'
import { formatDuration } from '../figures.ts'
import { COLOURS } from '../palette.ts'
import type { Layer } from './chart.ts'

/** The most points of a line that a screen can show. */
export const CHART_POINTS = 300
/** The most rows of the table behind a chart that anybody reads. */
export const TABLE_ROWS = 40

const UNITS: readonly (readonly [name: string, nanoseconds: number, upTo: number])[] = [
  ['ms', 1e6, 2e9],
  ['s', 1e9, 180e9],
  ['min', 60e9, 10_800e9],
  ['h', 3_600e9, 259_200e9],
  ['days', 86_400e9, Infinity],
]

export interface TimeScale {
  readonly unit: string
  readonly size: number
  readonly end: number
}

/** Equal bins of time. */
export type Binning = Pick<SeriesResult, 'start' | 'bins' | 'binWidth'>

/** The unit in which the run's time reads best. */
export function timeScale({ series, interval }: RunResult): TimeScale {
  return scaleUpTo(Math.max(interval.to, series.start + series.bins * series.binWidth))
}

/** The unit in which times up to this one read best. */
export function scaleUpTo(end: number): TimeScale {
  const [unit, size] = UNITS.find(([, , upTo]) => end < upTo) ?? ['days', 86_400e9]
  return { unit, size, end }
}

/** The x channel of a chart over time; data must be in the scale's unit. */
export function timeChannel(field: string, { unit, size, end }: TimeScale, result: Pick<RunResult, 'clock'>): Layer {
  const title = result.clock.kind === 'virtual' ? `simulated time (${unit})` : `time (${unit})`
  return {
    field,
    type: 'quantitative',
    scale: { domain: [0, end / size], nice: false },
    axis: { title, tickCount: 8, titleAnchor: 'end', titlePadding: 4 },
  }
}

export interface Bin {
  /** Edges in the scale's unit. */
  readonly from: number
  readonly to: number
  readonly middle: number
  /** `3 min – 3.1 min`. */
  readonly time: string
  /** Bins [first, last) of the series. */
  readonly first: number
  readonly last: number
}

/** At most `limit` bins, each some neighbouring bins of the series. */
export function resampledBins({ series }: { readonly series: Binning }, { size }: TimeScale, limit: number): Bin[] {
  const step = Math.max(1, Math.ceil(series.bins / limit))
  return Array.from({ length: Math.ceil(series.bins / step) }, (_, index) => {
    const first = index * step
    const last = Math.min(series.bins, first + step)
    const from = series.start + first * series.binWidth
    const to = series.start + last * series.binWidth
    const time = `${formatDuration(from)} – ${formatDuration(to)}`
    return { from: from / size, to: to / size, middle: (from + to) / 2 / size, time, first, last }
  })
}

/** The mean of a series over a bin. */
export function meanOver(values: readonly number[], { first, last }: Bin): number {
  let sum = 0
  for (let i = first; i < last; i++) sum += values[i] ?? 0
  return sum / (last - first)
}

/** The largest value of a series over a bin; null when there is none. */
export function maxOver(values: readonly (number | null)[], { first, last }: Bin): number | null {
  let max: number | null = null
  for (let i = first; i < last; i++) {
    const value = values[i] ?? null
    if (value !== null && (max === null || value > max)) max = value
  }
  return max
}

/** Shading of the warm-up, and of the time after the sources stopped; goes below the marks. */
export function shading(
  { interval }: { readonly interval: Pick<RunResult['interval'], 'from' | 'to'> },
  { size, end }: TimeScale,
  labelled = true,
): Layer[] {
  const spans = [
    ...(interval.from > 0 ? [{ from: 0, to: interval.from / size, label: 'warm-up' }] : []),
    ...(end > interval.to * 1.001 ? [{ from: interval.to / size, to: end / size, label: 'drain' }] : []),
  ]
  if (spans.length === 0) return []
  const labels = labelled ? spans.filter(({ from, to }) => to - from > (0.07 * end) / size) : []
  const x = { field: 'from', type: 'quantitative' }
  return [
    { data: { values: spans }, mark: { type: 'rect', fill: COLOURS.shade.light }, encoding: { x, x2: { field: 'to' } } },
    {
      data: { values: labels },
      mark: { type: 'text', align: 'left', baseline: 'bottom', dy: -4, fill: COLOURS.muted.light, fontSize: 10.5 },
      encoding: { x, y: { value: 0 }, text: { field: 'label' } },
    },
  ]
}
