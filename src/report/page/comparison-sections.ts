/** The parts of a comparison's page below its answer: verdicts, objectives, charts, and all other metrics. */
import type { Comparison, VariantResult } from '../../experiment/comparison.ts'
import { chosenVariants } from '../charts/comparison/chosen-variants.ts'
import { familyOf, shortName } from '../comparison-lookup.ts'
import { metricTable, objectivesTable, otherKeys, verdictTable } from '../comparison-metric-tables.ts'
import { html, type Markup } from './markup.ts'
import { pageTable } from './page-table.ts'
import { verdictTableMarkup } from './verdict-table.ts'

/** Longer tables of objectives are folded away; the sentence above says what they say. */
const MOST_ROWS = 8

/** More are folded away but for those that differ most. */
const MOST_VARIANTS = 20

/** Every judged metric in the variants that matter most; those of all others are folded away. */
export function verdictSection(comparison: Comparison): Markup | null {
  if (familyOf(comparison).length === 0) return null
  const drawn = chosenVariants(comparison).map(({ result }) => result)
  const all = comparison.variants
  const chosen =
    all.length <= MOST_VARIANTS ? all : all.filter((variant) => drawn.some((one) => one === variant || one.reference === variant.id))
  const rest =
    chosen.length === all.length
      ? null
      : html`<details><summary>All ${all.length} variants</summary>${verdictTableMarkup(verdictTable(comparison, all))}</details>`
  return html`<section><h2>${all.length > 1 ? 'Verdicts' : 'Estimates'}</h2>${verdictTableMarkup(verdictTable(comparison, chosen))}${rest}</section>`
}

/** Which variants meet the scenario's objectives. */
export function objectivesSection(comparison: Comparison): Markup | null {
  const table = objectivesTable(comparison)
  if (table.rows.length === 0) return null
  const meeting = comparison.variants.filter(({ meets }) => meets === true)
  const binding = comparison.variants.filter(({ meets }) => meets !== null)
  const shown =
    comparison.variants.length <= MOST_ROWS
      ? pageTable(table, 'fit')
      : html`<details><summary>All ${comparison.variants.length} variants</summary>${pageTable(table, 'fit')}</details>`
  const said = binding.length === 0 ? 'None of them is binding.' : meetsText(comparison, meeting, binding)
  return html`<section><h2>Objectives</h2><p class="lead">${said}</p>${shown}</section>`
}

function meetsText(comparison: Comparison, meeting: readonly VariantResult[], binding: readonly VariantResult[]): string {
  if (meeting.length === 0) return 'No variant meets every binding objective.'
  if (meeting.length === binding.length)
    return meeting.length === 1 ? 'It is met.' : `All ${meeting.length} variants meet every binding objective.`
  const named = meeting.slice(0, 5).map((variant) => shortName(comparison, variant))
  const more = meeting.length > named.length ? ` and ${meeting.length - named.length} more` : ''
  return `${meeting.length} of ${binding.length} variants ${meeting.length === 1 ? 'meets' : 'meet'} every binding objective: ${named.join('; ')}${more}.`
}

const SECTIONS: readonly (readonly [title: string, charts: (id: string) => boolean])[] = [
  ['Along the parameters', (id) => id.startsWith('sweep-')],
  ['Differences', (id) => ['verdict-map', 'verdict-forest', 'paired-differences'].includes(id)],
  ['Latency', (id) => ['latency-ecdf', 'quantile-shift'].includes(id)],
  ['Over time', (id) => ['throughput', 'latency-over-time', 'queues-over-time'].includes(id)],
  ['Stages', (id) => id === 'stage-shares'],
  ['Warm-up', (id) => id === 'welch-plot'],
]

/** The charts, by what they are about. */
export function chartSections(figures: ReadonlyMap<string, Markup>): Markup[] {
  return SECTIONS.flatMap(([title, belongs]) => {
    const present = [...figures].flatMap(([id, figure]) => (belongs(id) ? [figure] : []))
    return present.length === 0 ? [] : [html`<section><h2>${title}</h2><div class="figures">${present}</div></section>\n`]
  })
}

/** Metrics that nobody asked about: figures and intervals, but no verdict. */
export function otherMetrics(comparison: Comparison): Markup | null {
  const keys = otherKeys(comparison)
  if (keys.length === 0) return null
  return html`<section><h2>All other metrics</h2>
<p class="note">Nobody asked about these, so they are not judged: among so many, some differ by chance. Each interval holds by itself; in brackets, the difference as a share of the reference.</p>
<details><summary>${keys.length} metrics</summary>${pageTable(metricTable(comparison, keys))}</details></section>`
}
