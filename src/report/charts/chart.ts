/** What a chart is: its title, what to see in it, its panels as Vega-Lite specs, and the table behind it. */
import type { Config, TopLevelSpec } from 'vega-lite'
import { COLOURS } from '../palette.ts'
import type { Table } from '../table.ts'
import { withoutSeparators } from './expression-text.ts'

export interface Chart {
  /** In kebab-case. */
  readonly id: string
  readonly title: string
  /** What it shows in this run, as one sentence. */
  readonly reading: string
  /** Small multiples; most charts have one panel without a caption. */
  readonly panels: readonly Panel[]
  readonly table: Table
  /** Takes the page's whole width. */
  readonly wide?: true
}

export interface Panel {
  readonly caption?: string
  /** Height of the plot and its axes, for the page to keep free until it is drawn. */
  readonly height: number
  readonly spec: TopLevelSpec
}

/** One layer of a spec, and a spec made of layers, as loose data: the compiler checks them. */
export type Layer = Readonly<Record<string, unknown>>

export const FONT = 'ui-sans-serif, system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", "Noto Sans", Arial, sans-serif'

const config: Config = {
  font: FONT,
  background: 'transparent',
  aria: false,
  padding: { left: 0, right: 2, top: 4, bottom: 4 },
  view: { stroke: null },
  axis: {
    domain: false,
    gridColor: COLOURS.grid.light,
    labelColor: COLOURS.muted.light,
    labelFontSize: 11,
    labelPadding: 6,
    labelOverlap: 'greedy',
    labelSeparation: 8,
    tickColor: COLOURS.rule.light,
    ticks: false,
    titleColor: COLOURS.muted.light,
    titleFontSize: 11,
    titleFontWeight: 'normal',
    titlePadding: 8,
  },
  axisX: { grid: false, domain: true, domainColor: COLOURS.rule.light, ticks: true, tickSize: 4, labelPadding: 4 },
  // The same room on the left in every chart, so that charts above one another share their time axis.
  axisY: { title: null, tickCount: 4, minExtent: 38 },
  legend: {
    orient: 'top',
    title: null,
    direction: 'horizontal',
    labelColor: COLOURS.text.light,
    labelFontSize: 11.5,
    labelLimit: 140,
    symbolSize: 80,
    symbolType: 'square',
    symbolOpacity: 1,
    symbolStrokeWidth: 2,
    offset: 18,
    padding: 0,
    columnPadding: 14,
  },
  text: { fontSize: 11, fill: COLOURS.text.light },
}

type Rows = readonly object[]

interface Layered {
  readonly height: number
  /** What layers without data of their own draw. */
  readonly data?: { readonly values: Rows }
  readonly layer: readonly Layer[]
}

/** A spec of layers in the report's look; as wide as the page gives it. */
export function layered(spec: Layered, description: string): TopLevelSpec {
  return {
    $schema: 'https://vega.github.io/schema/vega-lite/v6.json',
    description,
    width: 520,
    autosize: { type: 'fit-x', contains: 'padding' },
    config,
    ...spec,
  } as unknown as TopLevelSpec
}

/** Text that can be read over lines: with a rim in the colour of the page. */
export function textOver(mark: Layer, rest: Layer): Layer[] {
  const rim = { stroke: COLOURS.paper.light, fill: COLOURS.paper.light, strokeWidth: 4, strokeJoin: 'round' }
  return [
    { ...rest, mark: { type: 'text', ...mark, ...rim } },
    { ...rest, mark: { type: 'text', ...mark } },
  ]
}

/** Labels of an axis of counts: `500`, `1.5k`. */
export const COUNT_LABEL = "format(datum.value, abs(datum.value) < 1000 ? ',.4~g' : '~s')"

/** Data for a mark that is drawn once, at a place that is not in the data. */
export const ONCE = { values: [{}] }

/** Bands over the whole height, from `from` to `to`, that say these figures when pointed at. */
export function hover(tooltip: readonly (string | { readonly field: string; readonly title: string })[], values?: Rows): Layer {
  return {
    name: 'hover',
    ...(values === undefined ? {} : { data: { values } }),
    mark: { type: 'rect', fill: COLOURS.ink.light, fillOpacity: 0 },
    encoding: {
      x: { field: 'from', type: 'quantitative' },
      x2: { field: 'to' },
      y: { value: 0 },
      y2: { value: { expr: 'height' } },
      tooltip: tooltip.map((said) =>
        typeof said === 'string'
          ? { field: said, title: said, type: 'nominal' }
          : { ...said, title: withoutSeparators(said.title), type: 'nominal' },
      ),
    },
  }
}
