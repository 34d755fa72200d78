/** Tables on the page. */
import { textOf, toneOf, type Cell, type Column, type Table } from '../table.ts'
import { html, type Markup } from './markup.ts'

/** A table that scrolls sideways where it is wider than the page. */
export function pageTable({ title, columns, rows, notes }: Table, width: 'full' | 'fit' = 'full'): Markup {
  const labelled = columns.some(({ label }) => label !== '')
  return html`<div class="scroll" role="region" aria-label="${title}" tabindex="0"><table class="${width}">
${labelled ? html`<thead>${headRow(columns)}</thead>` : null}
<tbody>${rows.map((row) => bodyRow(row, columns))}</tbody>
</table></div>${notes.map((note) => html`<p class="note">${note}</p>`)}`
}

/** The row of labels. */
export function headRow(columns: readonly Column[]): Markup {
  return html`<tr>${columns.map(head)}</tr>`
}

/** A row whose first cell names it. */
export function bodyRow(row: readonly Cell[], columns: readonly Column[]): Markup {
  return html`<tr>${row.map((cell, index) => body(cell, columns[index], index))}</tr>\n`
}

function head({ label, figure }: Column): Markup {
  return label === '' ? html`<td></td>` : html`<th scope="col"${figure === true ? html` class="figure"` : null}>${label}</th>`
}

function body(cell: Cell, column: Column | undefined, index: number): Markup {
  const text = textOf(cell)
  const classes = [column?.figure === true ? 'figure' : '', toneOf(cell) ?? ''].filter((name) => name !== '').join(' ')
  const attributes = classes === '' ? null : html` class="${classes}"`
  return index === 0 && text !== '' && toneOf(cell) === undefined
    ? html`<th scope="row"${attributes}>${text}</th>`
    : html`<td${attributes}>${text}</td>`
}
