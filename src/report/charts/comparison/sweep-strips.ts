/** Strips above a sweep, one for each rival of the reference, which say who wins where along the axis, in the colour of the winner's line. */
import type { Axis, Crossover } from '../../../experiment/comparison.ts'
import { COLOURS } from '../../palette.ts'
import type { Layer } from '../chart.ts'

/** Height of a strip and the gap below it. */
const STRIP = 10
const GAP = 3
/** Room below the strips for the axis' topmost label, which may stand half above the plot. */
const FOOT = 5

export interface StripOf {
  readonly crossover: Crossover
  /** Colours of the variant's and of the reference's line. */
  readonly variant: string
  readonly reference: string
  readonly names: readonly [variant: string, reference: string]
}

/** The room that strips take above the plot. */
export function stripsHeight(found: readonly StripOf[]): number {
  return found.length === 0 ? 0 : found.length * (STRIP + GAP) + FOOT
}

/** A strip for each crossover, with its rival's colour before it; every value of the axis stands for what lies halfway to its neighbours. */
export function strips(found: readonly StripOf[], { values, numeric }: Pick<Axis, 'values' | 'numeric'>, x: Layer): Layer[] {
  const numbers = numeric?.values ?? []
  const sorted = numbers.toSorted((a, b) => a - b)
  const edge = (setting: string, step: -1 | 1): number => {
    const at = numbers[values.indexOf(setting)] ?? sorted[0]!
    const next = sorted[sorted.indexOf(at) + step]
    if (next === undefined) return at
    return numeric?.scale === 'log' && at > 0 && next > 0 ? Math.sqrt(at * next) : (at + next) / 2
  }
  const top = (row: number): number => -FOOT - (row + 1) * (STRIP + GAP)
  const pieces = found.flatMap(({ crossover, variant, reference, names }, row) =>
    crossover.ranges.map(({ from, to, winner }) => ({
      from: edge(from, -1),
      to: edge(to, 1),
      top: top(row),
      bottom: top(row) + STRIP,
      colour: winner === null ? COLOURS.idle.light : winner === 'variant' ? variant : reference,
      wins: winner === null ? 'neither is shown to' : winner === 'variant' ? names[0] : names[1],
      against: winner === 'reference' ? names[0] : names[1],
      where: from === to ? from : `${from} to ${to}`,
    })),
  )
  if (pieces.length === 0) return []
  const keys = found.map(({ variant }, row) => ({ colour: variant, middle: top(row) + STRIP / 2 }))
  return [
    {
      data: { values: keys },
      mark: { type: 'point', shape: 'square', filled: true, opacity: 1, size: STRIP * STRIP },
      encoding: {
        x: { value: -12 },
        y: { field: 'middle', type: 'quantitative', scale: null, axis: null },
        fill: { field: 'colour', type: 'nominal', scale: null },
      },
    },
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
