/** Welch's plot: means over the pilot's seeds, smoothed, and where the warm-up was cut off. */
import type { Comparison, WarmupResult } from '../../../experiment/comparison.ts'
import { formatCount, formatDuration, formatNumber } from '../../figures.ts'
import { nameOfId, shortName } from '../../comparison-lookup.ts'
import { COLOURS } from '../../palette.ts'
import { COUNT_LABEL, layered, textOver, type Chart, type Layer, type Panel } from '../chart.ts'
import { linearDuration } from '../duration-axis.ts'
import { scaleUpTo, timeChannel, type TimeScale } from '../time-axis.ts'
import { legendHeight } from './legend.ts'
import { chosenVariants, leftOut, variantColours } from './chosen-variants.ts'

const HEIGHT = 150
const MOST_PANELS = 4
/** Half of the moving average's window, as a share of the series. */
const WINDOW = 1 / 40

type Pilot = NonNullable<WarmupResult['pilot']>
type Series = Pilot['series'][number]

/** Null when there was no pilot. */
export function welchPlot(comparison: Comparison): Chart | null {
  const { warmup } = comparison.method
  if (warmup === null || warmup.pilot === null || warmup.pilot.series.length === 0) return null
  const { pilot } = warmup
  const scale = scaleUpTo(Math.max(...pilot.series.map(({ values }) => values.length * pilot.binWidth)))
  const ids = new Set(chosenVariants(comparison).map(({ result }) => result.id))
  const groups = [...Map.groupBy(pilot.series, ({ series }) => series)].slice(0, MOST_PANELS)
  const title = 'Where the warm-up ends'
  return {
    id: 'welch-plot',
    title,
    reading: describe(comparison, warmup, pilot),
    panels: groups.flatMap(([name, series]) => {
      const drawn = series.filter((one) => ids.has(one.variant) || isDecisive(warmup, one))
      return drawn.length === 0 ? [] : [panel(comparison, warmup, name, drawn, scale)]
    }),
    table: {
      title,
      columns: [
        { label: 'variant' },
        { label: 'series' },
        { label: 'its own cut', figure: true },
        { label: 'mean after the warm-up', figure: true },
      ],
      rows: pilot.series.map(({ variant, series, cut, values }) => {
        const after = values.slice(Math.min(values.length - 1, Math.ceil(warmup.time / pilot.binWidth)))
        const mean = after.reduce((sum, value) => sum + value, 0) / Math.max(1, after.length)
        return [
          nameOfId(comparison, variant),
          series,
          formatDuration(cut),
          series === 'latency' ? formatDuration(mean) : formatNumber(mean),
        ]
      }),
      notes: [],
    },
    wide: true,
  }
}

function isDecisive({ decisive }: WarmupResult, { variant, series }: Series): boolean {
  return decisive?.variant === variant && decisive.series === series
}

function describe(comparison: Comparison, { time, decisive, tooShort }: WarmupResult, pilot: Pilot): string {
  const by = decisive === null ? 'no series asks for any' : `as ${decisive.series} under ${nameOfId(comparison, decisive.variant)} asks for`
  const short = tooShort ? ' The best cut of some series lies in its second half: the run is too short to tell.' : ''
  return `All figures leave out the first ${formatDuration(time)}, ${by}.${short} n\u00a0=\u00a0${formatCount(pilot.seeds, 'pilot seed')}; MSER-5 on means over seeds, drawn as moving averages.${leftOut(comparison, chosenVariants(comparison))}`
}

function panel(comparison: Comparison, { time }: WarmupResult, name: string, series: readonly Series[], scale: TimeScale): Panel {
  const { binWidth } = comparison.method.warmup!.pilot!
  const values = series.flatMap(({ variant, values }) =>
    smoothed(values).map((value, index) => ({
      variant: nameOfId(comparison, variant),
      middle: Number((((index + 0.5) * binWidth) / scale.size).toPrecision(5)),
      value: Number(value.toPrecision(5)),
    })),
  )
  const isDuration = name === 'latency'
  const y: Layer = isDuration ? linearDuration(null) : { type: 'quantitative', scale: { domainMin: 0 }, axis: { labelExpr: COUNT_LABEL } }
  const known = comparison.variants.filter(({ id }) => series.some(({ variant }) => variant === id))
  const chosen = known.map((result) => ({ name: shortName(comparison, result), result }))
  const layer = [
    ...cutLine(time, scale),
    {
      data: { values },
      mark: { type: 'line', strokeWidth: 1.75 },
      encoding: {
        x: timeChannel('middle', scale, { clock: { kind: 'virtual' } }),
        y: { field: 'value', ...y },
        ...variantColours(comparison, chosen),
      },
    },
    ...cutLabel(time, scale),
  ]
  return {
    caption: name,
    height: HEIGHT + 46 + legendHeight(chosen.map(({ name }) => name)),
    spec: layered({ height: HEIGHT, layer }, `Welch's plot of ${name}`),
  }
}

function cutLine(time: number, { size }: TimeScale): Layer[] {
  const data = { values: [{ from: 0, to: time / size }] }
  const x = { field: 'from', type: 'quantitative' }
  return [
    { data, mark: { type: 'rect', fill: COLOURS.shade.light }, encoding: { x, x2: { field: 'to' } } },
    { data, mark: { type: 'rule', stroke: COLOURS.ink.light, strokeDash: [4, 3] }, encoding: { x: { ...x, field: 'to' } } },
  ]
}

function cutLabel(time: number, { size, end }: TimeScale): Layer[] {
  const right = time < end / 2
  const data = { values: [{ to: time / size, label: `measured from ${formatDuration(time)}` }] }
  return textOver(
    { align: right ? 'left' : 'right', baseline: 'bottom', dx: right ? 5 : -5, dy: -5, fill: COLOURS.text.light },
    { data, encoding: { x: { field: 'to', type: 'quantitative' }, y: { value: HEIGHT }, text: { field: 'label' } } },
  )
}

/** A moving average, narrower at the start, as Welch has it. */
function smoothed(values: readonly number[]): number[] {
  const half = Math.max(1, Math.round(values.length * WINDOW))
  return values.slice(0, Math.max(1, values.length - half)).map((_, index) => {
    const reach = Math.min(half, index)
    const window = values.slice(index - reach, index + reach + 1)
    return window.reduce((sum, value) => sum + value, 0) / window.length
  })
}
