/** Rows of a chart, a variant each: its name stands above what is drawn, so that a long one needs no room beside it. */
import { COLOURS } from '../../palette.ts'
import { textOver, type Layer } from '../chart.ts'

/** Height of a row; the middle of what is drawn lies this far below the middle of the row, and of the name above it. */
export const ROW = 36
export const BELOW = 7
const ABOVE = -9

/** The channel that holds a row's number. */
export function rowChannel(rows: number): Layer {
  return { field: 'row', type: 'quantitative', scale: { domain: [rows - 0.5, -0.5], nice: false, zero: false }, axis: null }
}

/** Names on the left and words on the right; names give way where there is no room for both. */
export function rowTexts(values: readonly object[], y: Layer, words: number): Layer[] {
  const text = { dy: ABOVE, baseline: 'middle' }
  const named = { ...text, align: 'left', fontSize: 12, fill: COLOURS.ink.light, limit: { expr: `max(60, width - ${words})` } }
  const said = { ...text, align: 'right', fontSize: 11 }
  const right = { y, x: { value: { expr: 'width' } }, text: { field: 'words' } }
  const [rim] = textOver(said, { data: { values }, encoding: right })
  const color = { field: 'colour', type: 'nominal', scale: null }
  return [
    ...textOver(named, { data: { values }, encoding: { y, x: { value: 0 }, text: { field: 'variant' } } }),
    rim!,
    { data: { values }, mark: { type: 'text', ...said }, encoding: { ...right, color } },
  ]
}
