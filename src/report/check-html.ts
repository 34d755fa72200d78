/** A check's report as one page: whether it passed, what moved, and what to do. */
import type { CheckDocument, CheckedScenario } from '../experiment/check-document.ts'
import { baseDivergenceLines } from './base-text.ts'
import {
  checkHeadline,
  checkNotes,
  checkTable,
  countsText,
  isJudged,
  nextCommands,
  notCheckedText,
  objectivesTable,
} from './check-table.ts'
import { formatShare } from './figures.ts'
import type { Table } from './table.ts'
import { alert } from './page/alert.ts'
import { renderDocument } from './page/document.ts'
import { MARK } from './page/mark.ts'
import { html, type Markup } from './page/markup.ts'
import { pageTable } from './page/page-table.ts'
import { unsteadyLines } from './unsteady-text.ts'

const TONES: Readonly<Record<CheckDocument['verdict'], string>> = { passed: '', failed: 'bad', 'not judged': 'warn' }

/** The page's text. */
export function renderCheckHtml(document: CheckDocument): Promise<string> {
  const body = html`<header>
<p class="eyebrow">${MARK}<span>Wavetank check</span></p>
<h1>${checkHeadline(document)}</h1>
<div class="finding ${TONES[document.verdict]}" role="region" aria-label="Finding"><p class="headline">${countsText(document)}</p></div>
${notCheckedText(document).map((text) => html`<p class="note">${text}</p>`)}
</header>
${document.scenarios.map(scenario)}
<p class="note">The same seeds ran on both sides. Intervals hold together at ${formatShare(document.confidence)} in each scenario; within ± ${formatShare(document.margin)} a difference does not matter. All figures are modelled.</p>`
  // No charts, so no program.
  return renderDocument({ title: 'check', kind: 'comparison', body, charts: [], runtime: '' })
}

function scenario(one: CheckedScenario): Markup {
  if (!isJudged(one)) {
    const details = one.unsteady === undefined ? [] : unsteadyLines(one.unsteady)
    return html`<section><h2>${one.scenario}</h2>${alert('bad', 'Not judged', [one.problem ?? 'it did not run', ...details].join(' '))}</section>`
  }
  const objectives = objectivesTable(one)
  const commands = nextCommands(one)
  const lines = one.base === undefined ? [] : baseDivergenceLines(one.base)
  return html`<section><h2>${one.scenario}</h2>
${pageTable(verdictSecond(checkTable(one, Infinity)))}
${objectives.rows.length === 0 ? null : html`<div class="stack"><h3>Objectives</h3>${pageTable(objectives)}</div>`}
${checkNotes(one).map((note) => html`<p class="note">${note}</p>`)}
${lines.length === 0 ? null : html`<pre>${lines.join('\n')}</pre>`}
${commands.length === 0 ? null : html`<pre>${commands.join('\n')}</pre>`}
</section>`
}

/** Beside the name, so that a narrow page shows it without scrolling. */
function verdictSecond(table: Table): Table {
  const moved = <Value>(row: readonly Value[]): Value[] => [...row.slice(0, 1), ...row.slice(-1), ...row.slice(1, -1)]
  return { ...table, columns: moved(table.columns), rows: table.rows.map(moved) }
}
