/** What a scenario sends, as one page. */
import type { TrafficSummary } from '../experiment/traffic-summary.ts'
import { trafficCharts } from './charts/traffic/index.ts'
import { renderDocument } from './page/document.ts'
import { figure } from './page/figure.ts'
import { MARK } from './page/mark.ts'
import { html } from './page/markup.ts'
import { pageTable } from './page/page-table.ts'
import { dispersionTable, keyTable, rateTable, trafficFacts, trafficFindings } from './traffic-table.ts'

/** The page's text; `runtime` is the program that draws the charts, as built by `npm run build`. */
export function renderTrafficHtml(summary: TrafficSummary, runtime: string): Promise<string> {
  const charts = trafficCharts(summary)
  const { scenario } = summary
  const [first, ...others] = trafficFindings(summary)
  const body = html`<header>
<p class="eyebrow">${MARK}<span>Wavetank traffic</span></p>
<h1>${scenario.name}</h1>
${scenario.about === '' ? null : html`<p class="about">${scenario.about}</p>`}
<div class="finding" role="region" aria-label="Finding"><p class="headline">${first ?? 'There is no source.'}</p>
${others.length === 0 ? null : html`<ul>${others.map((text) => html`<li>${text}</li>`)}</ul>`}</div>
<ul class="labels" aria-label="Grounds">${trafficFacts(summary).map((text) => html`<li>${text}</li>`)}</ul>
</header>
${[rateTable(summary), dispersionTable(summary), keyTable(summary)].map((table) => html`<section><h2>${table.title}</h2>${pageTable(table)}</section>`)}
${charts.map((chart) => html`<section>${figure(chart)}</section>`)}`
  return renderDocument({ title: `${scenario.name}: traffic`, kind: 'comparison', body, charts, runtime })
}
