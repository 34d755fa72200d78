/** The top of a comparison's page: what was asked, what was found, and what spoils it. */
import type { Comparison } from '../../experiment/comparison.ts'
import { findingOf } from '../comparison-finding.ts'
import { nameOfId, referenceName, shortName } from '../comparison-lookup.ts'
import { sample } from '../charts/comparison/grounds.ts'
import { formatDuration, formatShare } from '../figures.ts'
import type { Label } from '../labels.ts'
import { alert } from './alert.ts'
import { MARK } from './mark.ts'
import { html, unbroken, type Markup } from './markup.ts'

/** Bullets of a finding above the fold; the table has the rest. */
const MOST_BULLETS = 5

/** The scenario's question, and the answer. */
export function comparisonHeader(comparison: Comparison): Markup {
  const { scenario } = comparison
  const { headline, more } = findingOf(comparison)
  const badges = comparisonLabels(comparison).map(({ text, meaning, tone }) => html`<li class="${tone}" title="${meaning}">${text}</li>`)
  const count = warnings(comparison).length
  const hint =
    count === 0 ? null : html`<p class="hint"><a href="#alerts">${count === 1 ? 'One warning' : `${count} warnings`} below</a></p>`
  return html`<header>
<p class="eyebrow">${MARK}<span>Wavetank comparison</span></p>
<h1>${scenario.name}</h1>
${scenario.about === '' ? null : html`<p class="about">${scenario.about}</p>`}
<div class="finding" role="region" aria-label="Finding"><p class="headline">${unbroken(headline)}</p>
${more.length === 0 ? null : html`<ul>${more.slice(0, MOST_BULLETS).map((text) => html`<li>${unbroken(text)}</li>`)}</ul>`}${hint}</div>
<ul class="labels" aria-label="Grounds">${badges}</ul>
<dl class="facts">${facts(comparison)
    .filter(([, text]) => text !== '')
    .map(([term, text]) => html`<div><dt>${term}</dt><dd>${text}</dd></div>`)}</dl>
</header>`
}

function facts(comparison: Comparison): (readonly [string, string])[] {
  const { method, scenario, variants } = comparison
  return [
    ['variants', String(variants.length)],
    ['varied', comparison.axes.map(({ name }) => name).join(', ')],
    ['reference', referenceName(comparison)],
    ['rests on', sample(comparison)],
    ['confidence', formatShare(method.confidence)],
    ['margin', `± ${formatShare(method.margin)}`],
    ['analysis', scenario.analysis],
  ]
}

/** What must be said about every figure of a comparison. */
export function comparisonLabels({ quick, versions, variants }: Comparison): Label[] {
  const measured = variants.some(({ estimates }) => estimates.some((estimate) => estimate.class === 'measured'))
  const found: Label[] = [
    measured
      ? { text: 'measured', meaning: 'Times were measured on a wall clock; service stages and links are timers.', tone: 'muted' }
      : { text: 'modelled', meaning: 'Times are simulated: work was counted and priced, not timed.', tone: 'muted' },
  ]
  if (!measured && versions.priceListProvisional) {
    const meaning = `Prices (${versions.priceList}) are estimates, not calibrated on any machine: compare with them, do not plan by them.`
    found.push({ text: 'provisional prices', meaning, tone: 'warn' })
  }
  if (quick) found.push({ text: 'quick', meaning: 'Only a tenth of the duration was run.', tone: 'warn' })
  return found
}

interface Warning {
  readonly tone: 'bad' | 'warn'
  readonly title: string
  readonly text: string
}

/** Troubles of one kind in many variants are one warning. */
function warnings(comparison: Comparison): Warning[] {
  const { method, notes, variants } = comparison
  const found: Warning[] = notes.map((text) => ({ tone: 'warn', title: 'Note', text }))
  if (method.warmup?.tooShort === true) {
    const text = `The best cut of some series lies in its second half: figures after ${formatDuration(method.warmup.time)} may still hold part of the start. Run longer.`
    found.push({ tone: 'bad', title: 'The run is too short', text })
  }
  if (method.stopping?.reached === false) {
    const { worst, budget, precision } = method.stopping
    const least =
      worst === null
        ? ''
        : ` Least precise: ${worst.metric} in ${nameOfId(comparison, worst.variant)}${worst.precision === null ? '' : `, ± ${formatShare(worst.precision)}`}.`
    found.push({
      tone: 'warn',
      title: 'Not as precise as asked for',
      text: `± ${formatShare(precision)} was not reached within ${budget} seeds.${least}`,
    })
  }
  const troubled = variants.filter(({ troubles }) => troubles.length > 0)
  for (const [text, group] of Map.groupBy(troubled, ({ troubles }) => troubles.join(' '))) {
    const names = group.map((variant) => shortName(comparison, variant))
    const title = `Trouble in ${names.length > 3 ? `${names.length} variants` : names.join(', ')}`
    found.push({ tone: 'bad', title, text: names.length > 3 ? `${text} In: ${names.join('; ')}.` : text })
  }
  return found
}

/** What spoils the figures. */
export function comparisonAlerts(comparison: Comparison): Markup | null {
  const found = warnings(comparison)
  if (found.length === 0) return null
  return html`<section id="alerts"><h2>Warnings</h2>${found.map(({ tone, title, text }) => alert(tone, title, text))}</section>`
}
