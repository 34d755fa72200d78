/** A run's report as one page. */
import type { RunResult } from '../experiment/run-result.ts'
import { charts } from './charts/index.ts'
import { renderDocument } from './page/document.ts'
import { figure } from './page/figure.ts'
import { html } from './page/markup.ts'
import { alerts, header, keyFigures, sections } from './page/sections.ts'

/** The page's text; `runtime` is the program that draws the charts, as built by `npm run build`. */
export function renderHtml(result: RunResult, runtime: string): Promise<string> {
  const drawn = charts(result)
  const figures = new Map(drawn.map((chart) => [chart.id, figure(chart)]))
  const body = html`${header(result)}
${alerts(result)}
${keyFigures(result)}
${sections(result, figures)}`
  return renderDocument({ title: result.scenario.name, kind: 'run', body, charts: drawn, runtime })
}
