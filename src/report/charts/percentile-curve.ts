/** Latency by percentile as a line, on an axis that gives each further nine of the tail the same room. */
import { formatDuration } from '../figures.ts'
import type { Layer } from './chart.ts'
import type { FlowLatencies } from './latency-bins.ts'

/** A percentile is judged when at least so many records lie beyond it. */
export const NEEDED_BEYOND = 10
/** Points nearer than this factor to the last one are left out; the eye cannot part them. */
const SPACING = 1.04

const TICKS = [1, 2, 10, 100, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8]
const TICK_LABEL =
  "datum.value < 1.5 ? '0' : datum.value < 5 ? '50 %' : datum.value < 50 ? '90 %' : datum.value < 500 ? '99 %' : " +
  "datum.value < 5000 ? '99.9 %' : " +
  "datum.value < 5e4 ? '99.99 %' : datum.value < 5e5 ? '99.999 %' : '1 − 1/' + format(datum.value, '~s')"

interface Point {
  /** One over the share of records beyond. */
  readonly rarity: number
  readonly latency: number
  /** Drawn plain; and drawn faint. The point where one becomes the other is both, so that the line does not break. */
  readonly judged: boolean
  readonly faint: boolean
  readonly percentile: string
  readonly value: string
}

/** The points of a line, those with too few records beyond them marked as faint. */
export function percentileCurve({ count, weights, max }: FlowLatencies): Point[] {
  const points: Point[] = []
  let done = 0
  let last = 0
  const add = (rarity: number, latency: number): void => {
    last = rarity
    const percentile = `${percent(1 - 1 / rarity)} %`
    const judged = rarity <= count / NEEDED_BEYOND
    points.push({
      rarity: short(rarity),
      latency: short(latency),
      judged,
      faint: !judged,
      percentile,
      value: formatDuration(latency),
    })
  }
  add(1, weights[0]!.value)
  for (const { value, count: here } of weights) {
    done += here
    if (done === count) break
    const rarity = count / (count - done)
    if (rarity >= last * SPACING) add(rarity, value)
  }
  if (count > 1) add(count, max)
  return points.map((point, index) => (point.judged && points[index + 1]?.judged === false ? { ...point, faint: true } : point))
}

/** A page need not carry more digits than a screen can show. */
function short(value: number): number {
  return Number(value.toPrecision(5))
}

function percent(share: number): string {
  return String(Number((100 * share).toFixed(share > 0.9999 ? 5 : share > 0.99 ? 3 : 1)))
}

/** The x channel of percentiles, for so many records. */
export function rarityChannel(count: number): Layer {
  return {
    field: 'rarity',
    type: 'quantitative',
    scale: { type: 'log', domain: [1, Math.max(10, count)], nice: false },
    axis: {
      values: TICKS.filter((tick) => tick <= Math.max(10, count)),
      labelExpr: TICK_LABEL,
      title: 'share of records that are as fast',
      grid: true,
    },
  }
}

/** Lines of such points, faint where they are, and the points that say their figures. */
export function percentileLines(encoding: Layer, name: string): Layer[] {
  const tooltip = [name, 'percentile', 'value'].map((field) => ({ field, title: field, type: 'nominal' }))
  return [
    { transform: [{ filter: 'datum.judged' }], mark: { type: 'line', strokeWidth: 2, interpolate: 'step-before' }, encoding },
    {
      transform: [{ filter: 'datum.faint' }],
      mark: { type: 'line', strokeWidth: 1.5, opacity: 0.4, interpolate: 'step-before' },
      encoding,
    },
    { name: 'point', mark: { type: 'point', filled: true, size: 110, opacity: 0 }, encoding: { ...encoding, tooltip } },
  ]
}
