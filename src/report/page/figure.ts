/** A chart's place on the page, and the table behind it. */
import type { Chart, Panel } from '../charts/chart.ts'
import { html, unbroken, type Markup } from './markup.ts'
import { pageTable } from './page-table.ts'

/** The place where the page's program draws the chart, with what it shows in words and in figures. */
export function figure(chart: Chart): Markup {
  const drawn = chart.panels.map((panel, index) => plot(chart, panel, index))
  return html`<figure id="${chart.id}"${chart.wide === true ? html` class="wide"` : null}><figcaption><h3>${chart.title}</h3><p>${unbroken(chart.reading)}</p></figcaption>
${chart.wide === true && drawn.length > 1 ? html`<div class="panels">${drawn}</div>` : drawn}
${chart.table.rows.length === 0 ? null : html`<details><summary>Figures</summary>${pageTable(chart.table)}</details>`}</figure>`
}

function plot({ id, title, reading, wide }: Chart, { caption, height }: Panel, index: number): Markup {
  const label = `${caption === undefined ? title : `${title}: ${caption}`}. ${reading}`
  const place = html`${caption === undefined ? null : html`<p class="caption">${caption}</p>`}
<div class="chart room-${height}" data-chart="${id}-${index}" role="img" aria-label="${label}"><noscript>${WITHOUT_SCRIPT}</noscript></div>`
  return wide === true ? html`<div>${place}</div>` : place
}

const WITHOUT_SCRIPT = html`<p class="note">This chart is drawn by a script that the page carries; without it, see the figures below.</p>`
