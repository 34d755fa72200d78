/** A fit as tables and sentences, for a terminal and for the page. */
import type { StretchFit, TraceFit } from '../experiment/trace-fit.ts'
import { formatCount, formatDuration, formatNumber, formatRate, formatShare } from './figures.ts'
import { printable } from './printable.ts'
import { NONE, type Cell, type Table } from './table.ts'
import { painter, renderTable, wrap } from './text-table.ts'
import { dispersionTable, rateTable, trafficFindings } from './traffic-table.ts'

/** The text, with a newline at the end. */
export function renderFit(given: TraceFit, { width, colour }: { readonly width: number; readonly colour: boolean }): string {
  const found = printable(given)
  const paint = painter(colour)
  const sentences = (texts: readonly string[]): string => texts.flatMap((text) => wrap(text, width)).join('\n')
  const blocks = [
    `${paint('bold', found.trace.file)}  ${paint('dim', fitFacts(found).join(' · '))}`,
    sentences(fitNotes(found)),
    ...[...fitTables(found)].map((table) => renderTable(table, width, paint)),
    sentences(fitFindings(found)),
    paint('bold', 'For a scenario'),
    scenarioLines(given).join('\n'),
  ]
  return `${blocks.filter((block) => block !== '').join('\n\n')}\n`
}

/** The piece of a scenario, line by line, since the ends of lines are not printable. */
export function scenarioLines({ scenario }: TraceFit): string[] {
  return scenario.trimEnd().split('\n').map(printable)
}

export function fitFacts({ trace }: TraceFit): string[] {
  const { records, counted, length } = trace
  return counted === null
    ? [formatCount(records, 'record'), formatDuration(length)]
    : [`counts of ${formatCount(records, 'interval')} of ${formatDuration(counted.interval)}`, formatDuration(length)]
}

/** What was guessed, left out and found odd: sentences. */
export function fitNotes({ trace }: TraceFit): string[] {
  return trace.notes.map(sentence)
}

/** What it comes to, the proposal first. */
export function fitFindings(found: TraceFit): string[] {
  const { proposal, shape, arrivals } = found
  const [first, ...others] = proposal.why
  return [
    `Proposed: ${proposal.process}. ${sentence(first!)}`,
    ...others.map(sentence),
    ...(found.fits.length === 0 || !proposal.fits ? [] : ['It fits: what it leaves of the arrivals is no more than chance would leave.']),
    ...trafficFindings({ sources: [arrivals] }),
    shapeText(shape),
    ...(found.simulated === null ? [] : trafficFindings({ sources: [found.simulated] })),
    ...(found.forecast === null ? [] : [forecastText(found.forecast)]),
  ]
}

/** Every table of which there are rows. */
export function fitTables(found: TraceFit): Table[] {
  const sources = found.simulated === null ? [found.arrivals] : [found.arrivals, found.simulated]
  return [
    rateTable({ sources }),
    dispersionTable({ sources }),
    ...found.fits.map(processTable),
    ...found.fits.map((fit) => parameterTable(fit, fit.chosen)),
    fieldTable(found),
    correlationTable(found),
    keyTable(found),
    forecastTable(found),
  ].filter(({ rows }) => rows.length > 0)
}

/** Processes, the best first. */
function processTable({ of, arrivals, from, to, processes, chosen, refused }: StretchFit): Table {
  const least = Math.min(...processes.map(({ bic }) => bic))
  const where = of === 'a stretch' ? `, from ${formatDuration(from)} to ${formatDuration(to)}` : ''
  return {
    title: `Processes, fitted to ${of} (${formatCount(arrivals, 'arrival')}${where})`,
    columns: [
      { label: 'process' },
      { label: 'held back', figure: true, roomy: true },
      { label: 'behind the best', figure: true },
      { label: 'parameters', figure: true },
      { label: 'BIC', figure: true, roomy: true },
      { label: 'off by', figure: true },
      { label: 'p', figure: true },
      { label: 'dependence p', figure: true },
      { label: '' },
    ],
    rows: processes.map(({ name, score, behind, freedom, bic, residuals, isTie }): Cell[] => [
      name,
      score.toFixed(4),
      behind === null ? NONE : `${behind.value.toFixed(4)} ± ${behind.halfWidth.toFixed(4)}`,
      String(freedom),
      bic === least ? 'least' : `+${formatNumber(Math.round(bic - least))}`,
      formatShare(residuals.distribution.distance),
      probability(residuals.distribution.p),
      probability(residuals.independence.p),
      name === chosen ? { text: 'proposed', tone: 'good' } : isTie ? { text: 'as good', tone: 'muted' } : { text: 'worse', tone: 'warn' },
    ]),
    notes: [
      'Held back: log-likelihood in nats an arrival, of every second of 20 blocks of time, learnt from the others; intervals of 95 % over blocks.',
      'Off by: the largest difference between shares of residuals and of what they should be (Kolmogorov and Smirnov). Dependence: Ljung–Box, 20 lags.',
      ...refused.map(({ name, reason }) => `${name} was not fitted: ${reason}.`),
    ],
  }
}

function parameterTable({ processes }: StretchFit, chosen: string): Table {
  const { parameters } = processes.find(({ name }) => name === chosen)!
  return {
    title: `Parameters of ${chosen}`,
    columns: [{ label: 'parameter' }, { label: 'value', figure: true }, { label: 'standard error', figure: true }],
    rows: parameters.map(({ name, value, unit, standardError }) => [
      name,
      measure(value, unit),
      standardError === null ? NONE : measure(standardError, unit),
    ]),
    notes: [],
  }
}

function fieldTable({ records }: TraceFit): Table {
  return {
    title: 'Fields',
    columns: [
      { label: 'column' },
      { label: 'taken for' },
      { label: 'values', figure: true },
      { label: 'off by', figure: true },
      { label: '' },
    ],
    rows: (records?.columns ?? []).map(({ name, kind, distribution, distinct, reason, scenario }): Cell[] => [
      name,
      distribution?.name ?? kind,
      distinct === null ? 'many' : formatNumber(distinct),
      distribution === null ? NONE : formatShare(distribution.distance),
      reason ??
        (kind === 'constant'
          ? `always ${String(scenario)}`
          : distribution !== null && isEmpirical(scenario)
            ? 'too far off: quantiles instead'
            : ''),
    ]),
    notes: ['Off by: the largest difference between shares of the distribution and of the column.'],
  }
}

function isEmpirical(scenario: unknown): boolean {
  return typeof scenario === 'object' && scenario !== null && 'empirical' in scenario
}

function correlationTable({ records }: TraceFit): Table {
  return {
    title: 'Rank correlations',
    columns: [{ label: 'fields' }, { label: 'rank', figure: true }, { label: 'by chance', figure: true }],
    rows: (records?.correlations ?? []).map(({ fields, rank, standardError }) => [
      fields.join(' and '),
      rank.toFixed(3),
      `± ${(2 * standardError).toFixed(3)}`,
    ]),
    notes: ['Spearman’s; by chance: where independent columns stay 95 times in 100.'],
  }
}

function keyTable({ records }: TraceFit): Table {
  const key = records?.key ?? null
  return {
    title: 'Key',
    columns: [
      { label: 'column' },
      { label: 'keys', figure: true },
      { label: 'zipf exponent', figure: true },
      { label: 'standard error', figure: true },
      { label: 'most frequent', figure: true },
    ],
    rows:
      key === null
        ? []
        : [
            [
              key.column,
              formatNumber(key.keys),
              key.exponent.toFixed(3),
              key.standardError === null ? NONE : key.standardError.toFixed(3),
              formatShare(key.topShare),
            ],
          ],
    notes: [],
  }
}

/** Steps of a forecast that are shown in a table. */
const STEPS_SHOWN = 12

function forecastTable({ forecast }: TraceFit): Table {
  const every = Math.max(1, Math.ceil((forecast?.next.length ?? 0) / STEPS_SHOWN))
  return {
    title: 'Forecast',
    columns: [
      { label: 'ahead', figure: true },
      { label: 'median', figure: true },
      { label: '80 %', figure: true },
      { label: '95 %', figure: true },
    ],
    rows: (forecast?.next ?? []).flatMap(({ median, within80, within95 }, i) =>
      (i + 1) % every === 0
        ? [
            [
              formatDuration((i + 1) * forecast!.step * 1e9),
              formatRate(median),
              within80.map(formatRate).join(' – '),
              within95.map(formatRate).join(' – '),
            ],
          ]
        : [],
    ),
    notes: forecast === null ? [] : [`By ${forecast.model}, of intervals of ${formatDuration(forecast.step * 1e9)}.`],
  }
}

function forecastText({ next, step }: NonNullable<TraceFit['forecast']>): string {
  const last = next.at(-1)!
  return sentence(
    `in ${formatDuration(next.length * step * 1e9)} the rate is ${formatRate(last.median)}, and 95 times in 100 between ${last.within95.map(formatRate).join(' and ')}`,
  )
}

function shapeText({ first, last, kpss, seasons }: TraceFit['shape']): string {
  const level =
    kpss === null
      ? 'too short to say whether its level holds'
      : kpss.p <= 0.05
        ? `its level does not hold (KPSS p ${kpss.p <= 0.01 ? '≤ 0.01' : `= ${kpss.p.toFixed(2)}`})`
        : 'its level holds, as far as chance lets one see'
  const strong = seasons.filter(({ strength }) => strength > 0.64)
  const season =
    seasons.length === 0
      ? ''
      : strong.length === 0
        ? `; no season is strong (${seasons.map(({ period, strength }) => `${formatDuration(period * 1e9)}: ${strength.toFixed(2)}`).join(', ')})`
        : `; it has a season of ${strong.map(({ period, strength }) => `${formatDuration(period * 1e9)} (strength ${strength.toFixed(2)})`).join(' and of ')}`
  return sentence(
    `the rate of the trace goes from ${formatRate(first)} in its first fifth to ${formatRate(last)} in its last; ${level}${season}`,
  )
}

function measure(value: number, unit: string): string {
  if (unit === 's') return formatDuration(value * 1e9)
  if (unit === '/s') return formatRate(value)
  // An autoregression of nearly 1 tells by its distance from it.
  return Math.abs(1 - value) < 0.01 ? String(Number(value.toPrecision(6))) : formatNumber(Number(value.toPrecision(3)))
}

function probability(p: number): Cell {
  const text = p < 0.001 ? '<0.001' : p.toFixed(3)
  return p < 0.01 ? { text, tone: 'warn' } : text
}

/** With a capital and a full stop. */
function sentence(text: string): string {
  return `${text.slice(0, 1).toUpperCase()}${text.slice(1)}${/[.!?]$/.test(text) ? '' : '.'}`
}
