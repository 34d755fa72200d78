/** The parts of a report's page, from top to bottom. */
import type { RunResult } from '../../experiment/run-result.ts'
import { formatCount, formatDuration, formatRate } from '../figures.ts'
import { checkersText, clockText, intervalText, labels, lossText, rates } from '../labels.ts'
import { valueOf } from '../metric-lookup.ts'
import { checkerTable, latencyTable, linkTable, nodeTable, objectiveTable, sinkTable, sourceTable, stageTable } from '../result-tables.ts'
import type { Table } from '../table.ts'
import { alert } from './alert.ts'
import { MARK } from './mark.ts'
import { html, type Markup } from './markup.ts'
import { pageTable } from './page-table.ts'

/** What was run, and on what grounds its figures stand. */
export function header(result: RunResult): Markup {
  const { scenario, variant, seed } = result
  const facts: readonly (readonly [string, string])[] = [
    ['variant', variant.id === '' ? 'as in the scenario' : variant.id],
    ['seed', String(seed)],
    ['clock', clockText(result)],
    ['figures cover', intervalText(result)],
    ['analysis', scenario.analysis],
  ]
  const badges = labels(result).map(({ text, meaning, tone }) => html`<li class="${tone}" title="${meaning}">${text}</li>`)
  return html`<header>
<p class="eyebrow">${MARK}<span>Wavetank run report</span></p>
<h1>${scenario.name}</h1>
${scenario.about === '' ? null : html`<p class="about">${scenario.about}</p>`}
<ul class="labels" aria-label="Grounds">${badges}</ul>
<dl class="facts">${facts.map(([term, text]) => html`<div><dt>${term}</dt><dd>${text}</dd></div>`)}</dl>
</header>`
}

/** What spoils the figures, before any of them. */
export function alerts(result: RunResult): Markup {
  const { outcome, checkers } = result
  const { overload, status } = outcome
  const broken = checkers.filter(({ violation }) => violation !== null)
  const loss = lossText(result)
  return html`${overload === null ? null : alert(overload.kind === 'growing' ? 'bad' : 'warn', OVERLOADED[overload.kind], overload.text)}
${status === 'drained' ? null : alert('warn', 'Not drained', 'The run ended with work left to do: the drain limit came first.')}
${loss === undefined ? null : alert('warn', 'Not everything got through', loss)}
${broken.map(({ name, violation }) => alert('bad', `Checker ${name} failed`, violation ?? ''))}`
}

const OVERLOADED = { growing: 'Overloaded', transient: 'Overloaded for a while' } as const

/** The figures that everybody looks for first. */
export function keyFigures(result: RunResult): Markup {
  const { offered, achieved } = rates(result)
  const latency = (name: string): string | null => {
    const value = valueOf(result, `latency.${name}`)
    return value === null ? null : formatDuration(value)
  }
  const tiles: readonly (readonly [string, string | null])[] = [
    ['offered', formatRate(offered)],
    ['achieved', formatRate(achieved)],
    ['median latency', latency('p50')],
    ['99 % within', latency('p99')],
    ['slowest', latency('max')],
  ]
  return html`<dl class="tiles">${tiles.map(([term, figure]) => html`<div><dt>${term}</dt>${bigFigure(figure)}</div>`)}</dl>`
}

function bigFigure(figure: string | null): Markup {
  if (figure === null) return html`<dd class="none">not judged</dd>`
  const [, number = figure, unit = ''] = /^([\d.,]+)(.*)$/.exec(figure) ?? []
  return html`<dd>${number}<span>${unit.replace('/s', 'per s')}</span></dd>`
}

/** The sections, each with its charts and tables. */
export function sections(result: RunResult, figures: ReadonlyMap<string, Markup>): Markup {
  const chart = (...ids: readonly string[]): Markup | null => {
    const present = ids.flatMap((id) => figures.get(id) ?? [])
    return present.length === 0 ? null : html`<div class="figures">${present}</div>`
  }
  const held = checkersText(result)
  const checkers = held === undefined ? null : html`<p class="note">${held}.</p>${pageTable(checkerTable(result), 'fit')}`
  const objectives = result.objectives.length === 0 ? null : pageTable(objectiveTable(result), 'fit')
  return html`${objectives === null ? null : html`<section><h2>Objectives</h2>${objectives}</section>`}
<section><h2>Latency</h2>${pageTable(latencyTable(result))}${chart('latency-histogram', 'latency-percentiles')}</section>
<section><h2>Over time</h2>${chart('throughput', 'latency-over-time', 'queue-depth', 'tail-places')}</section>
<section><h2>Stages</h2>${pageTable(stageTable(result))}${chart('stage-shares')}
<div class="beside">${[sourceTable(result), sinkTable(result), nodeTable(result), linkTable(result)].map(titled)}</div></section>
${checkers === null ? null : html`<section><h2>Checkers</h2>${checkers}</section>`}
${notes(result)}${aboutRun(result)}`
}

function titled(table: Table): Markup | null {
  return table.rows.length === 0 ? null : html`<div><h3>${table.title}</h3>${pageTable(table)}</div>`
}

function notes({ outcome }: RunResult): Markup | null {
  const timing = outcome.timingDependent.map((reason) => `Results may depend on timing: ${reason}.`)
  const sentences = [...outcome.notes, ...timing]
  return sentences.length === 0
    ? null
    : html`<section><h2>Notes</h2><ul class="notes">${sentences.map((note) => html`<li>${note}</li>`)}</ul></section>`
}

/** What one needs to make the run again, and to tell whether another run was the same. */
function aboutRun(result: RunResult): Markup {
  const { versions, variant, digests } = result
  const listed = (values: Readonly<Record<string, unknown>>): string =>
    Object.entries(values)
      .map(([name, value]) => `${name} = ${String(value)}`)
      .join(', ')
  const facts: readonly (readonly [term: string, text: string, code?: 'code'])[] = [
    ['strategies', listed(variant.strategies)],
    ['parameters', listed(variant.parameters)],
    ['versions', `Wavetank ${versions.wavetank}, price list ${versions.priceList}, ${result.schema}`],
    ['workload', listed(digests.workload.sources), 'code'],
    ['output', listed(digests.output), 'code'],
    ['trace', `${digests.trace.digest} over ${formatCount(digests.trace.events, 'event')}`, 'code'],
  ]
  return html`<section class="run"><h2>About this run</h2>
${labels(result).map(({ meaning }) => html`<p class="note">${meaning}</p>`)}
<dl>${facts.filter(([, text]) => text !== '').map(([term, text, code]) => html`<dt>${term}</dt><dd class="${code}">${text}</dd>`)}</dl>
<details><summary>The scenario as it was run</summary><pre>${JSON.stringify(result.scenario.resolved, null, 2)}</pre></details></section>`
}
