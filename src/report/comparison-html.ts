/** A comparison's report as one page: the answer first, then what it rests on. */
import type { Comparison } from '../experiment/comparison.ts'
import { comparisonCharts } from './charts/comparison/index.ts'
import { comparisonAlerts, comparisonHeader } from './page/comparison-header.ts'
import { comparisonMethod } from './page/comparison-method.ts'
import { chartSections, otherMetrics, objectivesSection, verdictSection } from './page/comparison-sections.ts'
import { renderDocument } from './page/document.ts'
import { figure } from './page/figure.ts'
import { html } from './page/markup.ts'

/** The page's text; `runtime` is the program that draws the charts, as built by `npm run build`. */
export function renderComparisonHtml(comparison: Comparison, runtime: string): Promise<string> {
  const charts = comparisonCharts(comparison)
  const figures = new Map(charts.map((chart) => [chart.id, figure(chart)]))
  const body = html`${comparisonHeader(comparison)}
${verdictSection(comparison)}
${objectivesSection(comparison)}
${comparisonAlerts(comparison)}
${chartSections(figures)}
${otherMetrics(comparison)}
${comparisonMethod(comparison)}`
  return renderDocument({ title: `${comparison.scenario.name}: comparison`, kind: 'comparison', body, charts, runtime })
}
