/** How a comparison was made: what one needs to judge its intervals, and to make it again. */
import type { Comparison } from '../../experiment/comparison.ts'
import { sample } from '../charts/comparison/grounds.ts'
import { nameOfId, othersOf, referenceOf, rivalOf, shortName } from '../comparison-lookup.ts'
import { formatCount, formatDuration, formatShare } from '../figures.ts'
import { VERDICT_LOOKS } from '../verdict-look.ts'
import { comparisonLabels } from './comparison-header.ts'
import { html, type Markup } from './markup.ts'
import { pageTable } from './page-table.ts'

/** The method, by its parts. */
export function comparisonMethod(comparison: Comparison): Markup {
  const { versions } = comparison
  const facts: readonly (readonly [string, string | null])[] = [
    ['seeds', sample(comparison)],
    ['intervals', intervals(comparison)],
    ['judged', family(comparison)],
    ['margin', margin(comparison)],
    ['verdicts', verdicts()],
    ['warm-up', warmup(comparison)],
    ['stopping', stopping(comparison)],
    ['same workload', workload(comparison)],
    ['versions', `Wavetank ${versions.wavetank}, price list ${versions.priceList}, ${comparison.schema}`],
  ]
  return html`<section class="run"><h2>Method</h2>
${comparisonLabels(comparison).map(({ meaning }) => html`<p class="note">${meaning}</p>`)}
<dl>${facts.map(([term, text]) => (text === null ? null : html`<dt>${term}</dt><dd>${text}</dd>`))}</dl>
<details><summary>Variants and workload digests</summary>${pageTable(variantTable(comparison))}</details></section>`
}

function intervals({ method }: Comparison): string {
  const over =
    method.intervals === 'replications'
      ? 'over independent replications, one for each seed; differences are paired by seed'
      : 'over batches of one long run; differences are paired by batch'
  return `Student t at ${formatShare(method.confidence)}, ${over}.`
}

function family({ method }: Comparison): string {
  const { size, metrics, from, confidence } = method.family
  if (metrics.length === 0) return 'Nothing: no metric is named.'
  const source = from === 'default' ? 'as the scenario names none' : 'as the scenario’s objectives and metrics name them'
  const bonferroni =
    size > 1 ? ` Each interval is at ${formatConfidence(confidence)}, so that all ${size} differences hold together (Bonferroni).` : ''
  return `${metrics.join(', ')}, ${source}.${bonferroni} Nothing else gets a verdict.`
}

/** `99.58 %`: a family's confidence needs more digits than other shares. */
function formatConfidence(share: number): string {
  return `${Number((100 * share).toFixed(3))} %`
}

function margin({ method }: Comparison): string {
  return `A difference within ± ${formatShare(method.margin)} of the reference does not matter.`
}

function verdicts(): string {
  return `${Object.entries(VERDICT_LOOKS)
    .map(([verdict, { meaning }]) => `${verdict}: ${meaning}`)
    .join('; ')}.`
}

function warmup(comparison: Comparison): string | null {
  const { warmup } = comparison.method
  if (warmup === null) return null
  if (warmup.by === 'scenario') return `The first ${formatDuration(warmup.time)}, as the scenario says.`
  const decisive =
    warmup.decisive === null
      ? 'no series asks for any'
      : `the longest that any series asks for: ${warmup.decisive.series} in ${nameOfId(comparison, warmup.decisive.variant)}`
  const pilot = warmup.pilot === null ? '' : ` over a pilot of ${formatCount(warmup.pilot.seeds, 'seed')}`
  return `The first ${formatDuration(warmup.time)} in every variant, by MSER-5${pilot}; ${decisive}.`
}

function stopping({ method }: Comparison): string {
  const { stopping } = method
  if (stopping === null) return 'A fixed number of seeds.'
  const end = stopping.reached ? 'reached' : 'not reached'
  return `As many seeds as ± ${formatShare(stopping.precision)} needs, at most ${stopping.budget}: ${end} after ${method.seeds.count}.`
}

/** Common random numbers: the same seed gave every variant the same workload, or not. */
function workload(comparison: Comparison): string {
  const others = othersOf(comparison)
  const equal = others.filter((variant) => same(variant.workloads, rivalOf(comparison, variant).workloads))
  const arrivals = others.filter((variant) =>
    same(variant.workloads.map(withoutDemands), rivalOf(comparison, variant).workloads.map(withoutDemands)),
  )
  if (others.length === 0) return 'There is nothing to share.'
  if (equal.length === others.length)
    return 'In each seed every variant had the same workload as its reference (equal digests): common random numbers.'
  if (arrivals.length === others.length)
    return 'In each seed every variant had the same arrivals and contents as its reference (equal digests); service demands are scaled by what varies.'
  if (equal.length === 0) return 'Each variant had a workload of its own, as what varies changes it; seeds are still paired.'
  return `${equal.length} of ${others.length} variants had the reference’s workload in each seed (equal digests); what varies changes that of the others.`
}

/** The part of a workload that the sources make. */
function withoutDemands(workload: string): string {
  return workload.replace(/ ?demands:\S*$/, '')
}

function same(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((digest, index) => digest === b[index])
}

function variantTable(comparison: Comparison): Parameters<typeof pageTable>[0] {
  const reference = referenceOf(comparison)
  const listed = (values: Readonly<Record<string, unknown>>): string =>
    Object.entries(values)
      .map(([name, value]) => `${name} = ${String(value)}`)
      .join(', ')
  return {
    title: 'Variants',
    columns: [
      { label: 'variant' },
      { label: 'id' },
      { label: 'strategies' },
      { label: 'parameters' },
      { label: 'replications' },
      { label: 'workload, first seed' },
    ],
    rows: comparison.variants.map((variant) => [
      shortName(comparison, variant),
      variant.id,
      listed(variant.strategies),
      listed(variant.parameters),
      variant.deterministic ? 'all the same' : 'differ',
      `${variant.workloads[0] ?? '–'}${same(variant.workloads, reference.workloads) ? '' : ' (differs)'}`,
    ]),
    notes: [],
  }
}
