/** A check's report as one page: whether it passed, what moved, and what to do. */
import type { CheckDocument, CheckedScenario } from '../experiment/check-document.ts'
import { acceptCommand, checkFinding, checkTable, objectivesTable, partingNotes, problemText, reproduceCommand } from './check-table.ts'
import { formatShare } from './figures.ts'
import { alert } from './page/alert.ts'
import { renderDocument } from './page/document.ts'
import { html, type Markup } from './page/markup.ts'
import { waves } from './page/mark.ts'
import { pageTable } from './page/page-table.ts'

/** The page's text. It has no charts, so `runtime` may be empty. */
export function renderCheckHtml(document: CheckDocument, runtime: string): Promise<string> {
  const body = html`<header class="report">
<p class="mark">${waves()} Wavetank check</p>
<h1>${checkFinding(document).headline}</h1>
<section class="finding"><p>${checkFinding(document).more}</p></section>
</header>
${document.scenarios.map(scenario)}
<footer><p class="note">Intervals hold together at ${formatShare(document.confidence)} in each scenario; within ± ${formatShare(document.margin)} of the baseline a difference does not matter. All figures are modelled.</p></footer>`
  return renderDocument({ title: 'check', kind: 'comparison', body, charts: [], runtime })
}

function scenario(one: CheckedScenario): Markup {
  const { check, problem } = one
  if (check === null || problem !== null)
    return html`<section><h2>${one.scenario}</h2>${alert('bad', 'Not judged', problemText(one).join(' '))}</section>`
  const objectives = objectivesTable(check)
  return html`<section><h2>${one.scenario}</h2>
${pageTable(checkTable(check, Infinity))}
${objectives.rows.length === 0 ? null : html`<h3>Objectives</h3>${pageTable(objectives, 'fit')}`}
${partingNotes(check).map((note) => html`<p class="note">${note}</p>`)}
<p class="note">Again: <code>${reproduceCommand(one)}</code><br>Accept: <code>${acceptCommand(one)}</code></p>
</section>`
}
