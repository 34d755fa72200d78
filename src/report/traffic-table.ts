/** What a scenario sends, as tables for a terminal and for the page. */
import type { SourceSummary, TrafficSummary } from '../experiment/traffic-summary.ts'
import { formatBytes, formatCount, formatDuration, formatNumber, formatRate, formatShare } from './figures.ts'
import { printable } from './printable.ts'
import { NONE, type Cell, type Table } from './table.ts'
import { painter, renderTable, wrap } from './text-table.ts'

/** The text, with a newline at the end. */
export function renderTraffic(given: TrafficSummary, { width, colour }: { readonly width: number; readonly colour: boolean }): string {
  const summary = printable(given)
  const paint = painter(colour)
  const blocks = [
    `${paint('bold', summary.scenario.name)}  ${paint('dim', trafficFacts(summary).join(' · '))}`,
    ...[rateTable(summary), dispersionTable(summary), keyTable(summary)].map((table) => renderTable(table, width, paint)),
    trafficFindings(summary)
      .flatMap((text) => wrap(text, width))
      .join('\n'),
  ]
  return `${blocks.filter((block) => block !== '').join('\n\n')}\n`
}

export function trafficFacts({ seed, length, quick }: TrafficSummary): string[] {
  return [`seed ${seed}`, formatDuration(length), 'drawn, not run', ...(quick ? ['quick: a tenth of the duration'] : [])]
}

/** How many, how fast, how evenly. */
export function rateTable({ sources }: Pick<TrafficSummary, 'sources'>): Table {
  return {
    title: 'Arrivals',
    columns: [
      { label: 'source' },
      { label: 'process' },
      { label: 'records', figure: true },
      { label: 'asked', figure: true },
      { label: 'drawn', figure: true },
      { label: 'gap CV', figure: true },
      { label: 'largest gap', figure: true },
    ],
    rows: sources.map(({ name, arrivals, count, asked, rate, gaps }) => [
      name,
      arrivals,
      formatNumber(count),
      asked === null ? NONE : formatRate(asked),
      formatRate(rate),
      gaps.variation === null ? NONE : figure(gaps.variation),
      gaps.largest === null ? NONE : formatDuration(gaps.largest),
    ]),
    notes: ['Gap CV: standard deviation of gaps ÷ mean; 1 is Poisson, above it bursts.'],
  }
}

/** Scales of which the terminal shows the dispersion. */
const SCALES = 6

/** Variance of counts ÷ mean, on scales from short to long. */
export function dispersionTable({ sources }: Pick<TrafficSummary, 'sources'>): Table {
  const all = [...new Set(sources.flatMap(({ dispersion }) => dispersion.map(({ window }) => window)))].sort((a, b) => a - b)
  const step = Math.max(1, Math.ceil(all.length / SCALES))
  const scales = all.filter((_, index) => (all.length - 1 - index) % step === 0)
  return {
    title: 'Index of dispersion of counts',
    columns: [
      { label: 'source' },
      ...scales.map((window) => ({ label: formatDuration(window), figure: true as const })),
      { label: 'lag 1', figure: true },
    ],
    rows: sources.map(({ name, dispersion, correlations }): Cell[] => [
      name,
      ...scales.map((window) => {
        const found = dispersion.find((one) => one.window === window)
        return found === undefined ? NONE : figure(found.value)
      }),
      correlations === null ? NONE : figure(correlations.values[0] ?? NaN),
    ]),
    notes: ['1 on every scale is Poisson. Lag 1: correlation of counts of neighbouring bins.'],
  }
}

export function keyTable({ sources }: TrafficSummary): Table {
  return {
    title: 'Keys and sizes',
    columns: [
      { label: 'source' },
      { label: 'keys', figure: true },
      { label: 'most frequent', figure: true },
      { label: 'first ten', figure: true },
      { label: 'bytes a record', figure: true },
    ],
    rows: sources.map(({ name, keys, count, bytes }) => [
      name,
      `${keys.others > 0 ? 'over ' : ''}${formatNumber(keys.distinct)}`,
      count === 0 ? NONE : formatShare((keys.counts[0] ?? 0) / count),
      count === 0 ? NONE : formatShare(keys.counts.slice(0, 10).reduce((sum, one) => sum + one, 0) / count),
      bytes === null ? NONE : formatBytes(bytes),
    ]),
    notes: [],
  }
}

/** What is worth saying of each source, in a sentence. */
export function trafficFindings({ sources }: Pick<TrafficSummary, 'sources'>): string[] {
  return sources.map((source) => `${source.name}: ${burstiness(source)}${source.gaps.tied > 0 ? `; ${tied(source)}` : ''}.`)
}

function burstiness({ count, dispersion }: SourceSummary): string {
  const widest = dispersion.at(-1)
  if (count === 0) return 'nothing arrives'
  if (widest === undefined) return `${formatCount(count, 'record')}, too few to say how they vary`
  const most = dispersion.reduce((a, b) => (b.value > a.value ? b : a))
  const [low, high] = poissonBand(widest.windows)
  if (dispersion.every(({ windows, value }) => within(value, poissonBand(windows))))
    return 'counts vary as those of a Poisson process, on every scale'
  if (most.value > poissonBand(most.windows)[1])
    return `counts vary up to ${figure(most.value)} times as much as those of a Poisson process, on a scale of ${formatDuration(most.window)}`
  return widest.value < low && high > 0
    ? 'counts are more even than those of a Poisson process'
    : 'counts are not those of a Poisson process on every scale'
}

function tied({ gaps, count }: SourceSummary): string {
  return `${formatShare(gaps.tied / Math.max(1, count - 1))} arrive at the same instant as the one before`
}

function within(value: number, [low, high]: readonly [number, number]): boolean {
  return value >= low && value <= high
}

/** Where the index of dispersion of a Poisson process lies, 99.9 times in 100, over so many windows (chi-square, by Wilson and Hilferty 1931). */
export function poissonBand(windows: number): readonly [low: number, high: number] {
  const freedom = windows - 1
  const spread = 2 / (9 * freedom)
  const at = (z: number): number => {
    const root = 1 - spread + z * Math.sqrt(spread)
    return Math.max(0, root * root * root)
  }
  return [at(-3.29), at(3.29)]
}

function figure(value: number): string {
  return Number.isFinite(value) ? formatNumber(Number(value.toPrecision(3))) : '–'
}
