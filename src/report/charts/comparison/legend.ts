/** Legends with so many entries in a row as fit on the narrowest page. */
import type { Layer } from '../chart.ts'

const NARROW = 340
/** Width of a letter, and of all else in an entry, in pixels. */
const LETTER = 6.3
const ENTRY = 38
const ROW = 17
const OFFSET = 20

function columns(names: readonly string[]): number {
  const longest = Math.max(...names.map(({ length }) => length))
  return Math.max(1, Math.min(names.length, Math.floor(NARROW / (longest * LETTER + ENTRY))))
}

/** A legend above the plot, with so much room left below it. */
export function wrappedLegend(names: readonly string[], below = 0): Layer {
  return {
    symbolType: 'stroke',
    symbolSize: 160,
    columns: columns(names),
    labelLimit: NARROW - ENTRY,
    offset: OFFSET + below,
    rowPadding: 3,
  }
}

/** The room that it takes; none for a single name. */
export function legendHeight(names: readonly string[]): number {
  return names.length < 2 ? 0 : Math.ceil(names.length / columns(names)) * ROW + OFFSET
}
