/** Strips above a sweep that say who wins where along the axis, in the colour of the winner's line. */
import type { Axis, Crossover } from '../../../experiment/comparison.ts'
import { COLOURS } from '../../palette.ts'
import type { Layer } from '../chart.ts'

/** Height of a strip and the gap below it. */
const STRIP = 10
const GAP = 3

export interface StripOf {
  readonly crossover: Crossover
  /** Colours of the variant's and of the reference's line. */
  readonly variant: string
  readonly reference: string
  readonly names: readonly [variant: string, reference: string]
}

/** The room that strips take above the plot. */
export function stripsHeight(found: readonly StripOf[]): number {
  return found.length * (STRIP + GAP)
}

/** A strip for each crossover; every value of the axis stands for what lies halfway to its neighbours. */
export function strips(found: readonly StripOf[], { values, numeric }: Pick<Axis, 'values' | 'numeric'>, x: Layer): Layer[] {
  const numbers = numeric?.values ?? []
  const sorted = numbers.toSorted((a, b) => a - b)
  const edge = (setting: string, step: -1 | 1): number => {
    const at = numbers[values.indexOf(setting)] ?? sorted[0]!
    const next = sorted[sorted.indexOf(at) + step]
    if (next === undefined) return at
    return numeric?.scale === 'log' && at > 0 && next > 0 ? Math.sqrt(at * next) : (at + next) / 2
  }
  const pieces = found.flatMap(({ crossover, variant, reference, names }, row) =>
    crossover.ranges.map(({ from, to, winner }) => ({
      from: edge(from, -1),
      to: edge(to, 1),
      top: -(row + 1) * (STRIP + GAP),
      bottom: -(row + 1) * (STRIP + GAP) + STRIP,
      colour: winner === null ? COLOURS.idle.light : winner === 'variant' ? variant : reference,
      wins: winner === null ? 'neither is shown to' : winner === 'variant' ? names[0] : names[1],
      against: winner === 'reference' ? names[0] : names[1],
      where: from === to ? from : `${from} to ${to}`,
    })),
  )
  if (pieces.length === 0) return []
  return [
    {
      data: { values: pieces },
      mark: { type: 'rect' },
      encoding: {
        x: { ...x, field: 'from' },
        x2: { field: 'to' },
        y: { field: 'top', type: 'quantitative', scale: null, axis: null },
        y2: { field: 'bottom' },
        fill: { field: 'colour', type: 'nominal', scale: null },
        tooltip: ['wins', 'against', 'where'].map((field) => ({ field, title: field, type: 'nominal' })),
      },
    },
  ]
}
