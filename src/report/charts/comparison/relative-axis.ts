/** The axis of differences as shares of the reference: linear while they are alike, of ratios when some are many times the reference. */
import type { Layer } from '../chart.ts'

/** From this multiple of the reference on, ratios are read better than shares. */
const WIDE = 3
/** Intervals are drawn at most this many times as far out as the differences themselves. */
const FURTHEST = 2
const RATIOS = [0.001, 0.01, 0.03, 0.1, 0.2, 0.5, 1, 2, 5, 10, 30, 100, 1_000, 10_000]

interface Span {
  readonly value: number
  readonly halfWidth: number | null
}

export interface RelativeAxis {
  /** Where a share of the reference lies on the axis. */
  readonly at: (share: number) => number
  /** Scale and axis of the channel. */
  readonly channel: Layer
}

/** An axis on which all these differences, 0 and the margin can be seen. */
export function relativeAxis(spans: readonly Span[], margin: number): RelativeAxis {
  const values = spans.map(({ value }) => value)
  const reach = FURTHEST * Math.max(margin, ...values.map(Math.abs))
  const ends = spans.flatMap(({ value, halfWidth }) => [
    Math.max(value - (halfWidth ?? 0), Math.min(value, -reach)),
    Math.min(value + (halfWidth ?? 0), Math.max(value, reach)),
  ])
  const from = Math.min(-margin * 1.5, ...ends)
  const to = Math.max(margin * 1.5, ...ends)
  return Math.max(...values) >= WIDE - 1 ? ratioAxis(from, to) : shareAxis(from, to)
}

function shareAxis(from: number, to: number): RelativeAxis {
  const room = 0.03 * (to - from)
  const channel = {
    type: 'quantitative',
    scale: { domain: [from - room, to + room], nice: false, zero: false, clamp: true },
    axis: { labelExpr: SHARE_LABEL, title: null, tickCount: { expr: 'width < 420 ? 4 : 7' }, grid: true },
  }
  return { at: (share) => share, channel }
}

const SHARE_LABEL = "datum.value === 0 ? '0' : (datum.value > 0 ? '+' : '−') + format(abs(100 * datum.value), '~r') + ' %'"

function ratioAxis(from: number, to: number): RelativeAxis {
  const low = Math.max(RATIOS[0]!, 1 + from)
  const domain = [low / 1.1, (1 + to) * 1.1]
  const channel = {
    type: 'quantitative',
    scale: { type: 'log', domain, nice: false, clamp: true },
    axis: { values: RATIOS.filter((ratio) => ratio >= domain[0]! && ratio <= domain[1]!), labelExpr: RATIO_LABEL, title: null, grid: true },
  }
  return { at: (share) => Math.max(low, 1 + share), channel }
}

const RATIO_LABEL =
  "datum.value === 1 ? '0' : datum.value < 1 ? '−' + format(100 * (1 - datum.value), '~r') + ' %' : '× ' + format(datum.value, '~r')"
