/** Tables as data: the terminal and the page print the same ones. */

export type Tone = 'good' | 'bad' | 'warn' | 'muted'

export type Cell = string | { readonly text: string; readonly tone: Tone }

export interface Column {
  readonly label: string
  /** Figures stand on the right, texts (the default) on the left. */
  readonly figure?: true
  /** Shown where there is room: on the page, not in the terminal. */
  readonly roomy?: true
}

export interface Table {
  readonly title: string
  readonly columns: readonly Column[]
  readonly rows: readonly (readonly Cell[])[]
  /** Sentences below the table, such as why a figure is missing. */
  readonly notes: readonly string[]
}

/** What stands where there is no figure. */
export const NONE: Cell = { text: '–', tone: 'muted' }

export function textOf(cell: Cell): string {
  return typeof cell === 'string' ? cell : cell.text
}

export function toneOf(cell: Cell): Tone | undefined {
  return typeof cell === 'string' ? undefined : cell.tone
}
