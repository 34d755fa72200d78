/** The table of verdicts: its rows stand in groups, a metric each. */
import type { VerdictGroup, VerdictTable } from '../comparison-metric-tables.ts'
import { html, type Markup } from './markup.ts'
import { bodyRow, headRow } from './page-table.ts'

export function verdictTableMarkup({ columns, groups, notes }: VerdictTable): Markup {
  return html`<div class="scroll" role="region" aria-label="Verdicts" tabindex="0"><table class="full verdicts">
<thead>${headRow(columns)}</thead>
${groups.map((group) => html`<tbody>${title(group, columns.length)}${group.rows.map((row) => bodyRow(row, columns))}</tbody>\n`)}
</table></div>${notes.map((note) => html`<p class="note">${note}</p>`)}`
}

function title({ key, direction }: VerdictGroup, columns: number): Markup {
  return html`<tr><th class="group" scope="rowgroup" colspan="${columns}">${key} <span>${direction}</span></th></tr>\n`
}
