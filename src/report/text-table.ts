/** Tables for a terminal. */
import { styleText } from 'node:util'
import CliTable from 'cli-table3'
import { textOf, toneOf, type Cell, type Column, type Table, type Tone } from './table.ts'

export type Style = Parameters<typeof styleText>[0]
export type Paint = (style: Style, text: string) => string

export const TONES: Readonly<Record<Tone, Style>> = { good: 'green', bad: 'red', warn: 'yellow', muted: 'dim' }

/** Puts text into a style, or leaves it alone where colours are not wanted. */
export function painter(colour: boolean): Paint {
  return (style, text) => (colour && text !== '' ? styleText(style, text, { validateStream: false }) : text)
}

/** A table with its title and notes, without the columns that need more room than there is. */
export function renderTable(table: Table, width: number, paint: Paint): string {
  const shown = table.columns.flatMap((column, index) => (column.roomy === true ? [] : [index]))
  const cells = table.rows.map((row) => shown.map((index) => row[index] ?? ''))
  const columns = shown.map((index) => table.columns[index]!)
  const gap = naturalWidth(cells, columns, GAP) > width ? GAP - 1 : GAP
  const grid = new CliTable({
    head: columns.map(({ label }, index) => paint('dim', index === 0 && label === '' ? '' : label)),
    colAligns: columns.map(({ figure }) => (figure === true ? 'right' : 'left')),
    chars: LIGHT,
    style: { head: [], border: [], compact: true, 'padding-left': 0, 'padding-right': gap },
  })
  const fitted = fit(cells, columns, width, gap)
  for (const row of fitted) grid.push(row.map((cell) => painted(cell, paint)))
  const lines = grid
    .toString()
    .split('\n')
    .map((line) => line.trimEnd())
  if (columns.every(({ label }) => label === '')) lines.shift()
  const reasons = table.notes.flatMap((note) => wrap(note, width)).map((line) => paint('dim', line))
  return [paint('bold', table.title), ...lines, ...reasons].join('\n')
}

/** Of a sentence: narrower, it is no longer read. */
const LEAST_ROOM = 16

/** Of a name: shorter, it cannot be told. */
const LEAST_NAME = 12

/** Blanks between columns; one less where the table would not fit. */
const GAP = 2

/** No lines but the room between columns. */
const LIGHT = Object.fromEntries(
  ['top', 'bottom', 'left', 'mid', 'right']
    .flatMap((side) => [side, `${side}-mid`, `${side}-left`, `${side}-right`, 'middle'])
    .map((line) => [line, '']),
)

/** Makes rows fit: a sentence in the last column is broken, then a name in the first, which else loses its middle. */
function fit(rows: readonly (readonly Cell[])[], columns: readonly Column[], width: number, gap: number): Cell[][] {
  const last = columns.length - 1
  const natural = naturalWidth(rows, columns, gap)
  const lastWidth = columnWidth(rows, columns, last)
  const sentence = columns[last]?.figure !== true
  const room = sentence ? Math.max(LEAST_ROOM, lastWidth - (natural - width)) : lastWidth
  const excess = natural - (lastWidth - Math.min(room, lastWidth)) - width
  const nameRoom = Math.max(LEAST_NAME, columnWidth(rows, columns, 0) - Math.max(0, excess))
  return rows.map((row) =>
    row.map((cell, index) => {
      if (index === last && sentence) return withText(cell, wrap(textOf(cell), room).join('\n'))
      return index === 0 ? withText(cell, named(textOf(cell), nameRoom)) : cell
    }),
  )
}

function naturalWidth(rows: readonly (readonly Cell[])[], columns: readonly Column[], gap: number): number {
  return columns.reduce((sum, _, index) => sum + columnWidth(rows, columns, index) + gap, -gap)
}

function columnWidth(rows: readonly (readonly Cell[])[], columns: readonly Column[], index: number): number {
  return Math.max(columns[index]!.label.length, ...rows.map((row) => textOf(row[index] ?? '').length))
}

/** A name in so much room: what it selects, in braces, takes a line of its own before anything goes. */
function named(text: string, room: number): string {
  const brace = text.indexOf('{')
  if (text.length <= room || brace <= 0) return shortened(text, room)
  return `${shortened(text.slice(0, brace), room)}\n${shortened(`  ${text.slice(brace)}`, room)}`
}

/** Of a text that is longer than this, the middle goes. */
function shortened(text: string, room: number): string {
  if (text.length <= room) return text
  return `${text.slice(0, Math.ceil((room - 1) / 2))}…${text.slice(text.length - Math.floor((room - 1) / 2))}`
}

function withText(cell: Cell, text: string): Cell {
  return typeof cell === 'string' ? text : { ...cell, text }
}

function painted(cell: Cell, paint: Paint): string {
  const tone = toneOf(cell)
  return tone === undefined ? textOf(cell) : paint(TONES[tone], textOf(cell))
}

/** Breaks a text into lines of at most `width` columns; a longer word gets a line of its own. */
export function wrap(text: string, width: number): string[] {
  const lines: string[] = []
  for (const word of text.split(/\s+/)) {
    const last = lines.at(-1)
    if (last !== undefined && last.length + 1 + word.length <= width) lines[lines.length - 1] = `${last} ${word}`
    else lines.push(word)
  }
  return lines
}
