/** Axes of differences in a metric's own unit, with 0 among the ticks. */
import type { Estimate } from '../../../experiment/comparison.ts'
import { durationUnit } from '../../figures.ts'
import type { Layer } from '../chart.ts'

const COUNT = "format(abs(datum.value), abs(datum.value) < 1000 ? ',.4~g' : '~s')"

/** Scale and axis of a channel on which all these differences and 0 can be seen. */
export function signedAxis(values: readonly number[], unit: Estimate['unit']): Layer {
  const from = Math.min(0, ...values)
  const to = Math.max(0, ...values)
  const room = 0.03 * (to - from) || 1
  return {
    type: 'quantitative',
    scale: { domain: [from - room, to + room], nice: false },
    axis: {
      title: null,
      labelExpr: label(Math.max(-from, to), unit),
      ...ticks(Math.max(-from, to), unit, from - room, to + room),
      grid: true,
    },
  }
}

/** Durations have ticks at round numbers of their unit; d3 knows only round numbers. */
function ticks(largest: number, unit: Estimate['unit'], from: number, to: number): Layer {
  if (unit !== 'ns') return { tickCount: { expr: 'width < 420 ? 4 : 7' } }
  const [, size] = durationUnit(largest)
  const step = roundStep((to - from) / size / 6) * size
  const first = Math.ceil(from / step)
  const last = Math.floor(to / step)
  return { values: Array.from({ length: last - first + 1 }, (_, index) => (first + index) * step) }
}

function roundStep(least: number): number {
  const decade = 10 ** Math.floor(Math.log10(least))
  return [1, 2, 5, 10].map((step) => step * decade).find((step) => step >= least * 0.999) ?? decade
}

function label(largest: number, unit: Estimate['unit']): string {
  const sign = "(datum.value > 0 ? '+' : '−')"
  const [name, size] = unit === 'ns' ? durationUnit(largest) : ['', 1]
  const shown: Readonly<Record<Estimate['unit'], string>> = {
    ns: `format(abs(datum.value) / ${size}, ',.4~g') + ' ${name}'`,
    'per second': `${COUNT} + '/s'`,
    bytes: `${COUNT} + 'B'`,
    share: "format(100 * abs(datum.value), '~r') + ' pp'",
    count: COUNT,
  }
  return `abs(datum.value) < 1e-9 ? '0' : ${sign} + ${shown[unit]}`
}
