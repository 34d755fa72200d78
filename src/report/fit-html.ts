/** What a fit found, as one page. */
import type { TraceFit } from '../experiment/trace-fit.ts'
import { fitCharts } from './charts/fit/index.ts'
import { fitFacts, fitFindings, fitNotes, fitTables, scenarioLines } from './fit-table.ts'
import { renderDocument } from './page/document.ts'
import { figure } from './page/figure.ts'
import { MARK } from './page/mark.ts'
import { html } from './page/markup.ts'
import { pageTable } from './page/page-table.ts'
import { printable } from './printable.ts'

/** The page's text; `runtime` is the program that draws the charts, as built by `npm run build`. */
export function renderFitHtml(given: TraceFit, runtime: string): Promise<string> {
  const found = printable(given)
  const charts = fitCharts(found)
  const [first, ...others] = fitFindings(found)
  const notes = fitNotes(found)
  const body = html`<header>
<p class="eyebrow">${MARK}<span>Wavetank fit</span></p>
<h1>${found.trace.file}</h1>
<div class="finding" role="region" aria-label="Finding"><p class="headline">${first}</p>
<ul>${others.map((text) => html`<li>${text}</li>`)}</ul></div>
<ul class="labels" aria-label="Grounds">${fitFacts(found).map((text) => html`<li>${text}</li>`)}</ul>
</header>
${notes.length === 0 ? null : html`<section><h2>What was guessed and found odd</h2><ul>${notes.map((text) => html`<li>${text}</li>`)}</ul></section>`}
<section><h2>For a scenario</h2><pre>${scenarioLines(given).join('\n')}</pre></section>
${fitTables(found).map((table) => html`<section><h2>${table.title}</h2>${pageTable(table)}</section>`)}
${charts.map((chart) => html`<section>${figure(chart)}</section>`)}`
  return renderDocument({ title: `${found.trace.file}: fit`, kind: 'comparison', body, charts, runtime })
}
