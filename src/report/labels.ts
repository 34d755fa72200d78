/** What must be said about every figure of a run before any figure is: is it modelled or measured, and on what grounds. */
import type { RunResult } from '../experiment/run-result.ts'
import { formatCount, formatDuration } from './figures.ts'
import { metricOf, valueOf } from './metric-lookup.ts'
import type { Tone } from './table.ts'

export interface Label {
  readonly text: string
  /** What it means, in one sentence. */
  readonly meaning: string
  readonly tone: Tone
}

/** The labels of a run, the most general first. */
export function labels(result: RunResult): Label[] {
  const { clock, quick, versions } = result
  const found: Label[] = [
    clock.kind === 'virtual'
      ? { text: 'modelled', meaning: 'Times are simulated: work was counted and priced, not timed.', tone: 'muted' }
      : { text: 'measured', meaning: 'Times were measured on a wall clock; service stages and links are timers.', tone: 'muted' },
  ]
  if (clock.kind === 'virtual' && versions.priceListProvisional) {
    const meaning = `Prices (${versions.priceList}) are estimates, not calibrated on any machine: compare with them, do not plan by them.`
    found.push({ text: 'provisional prices', meaning, tone: 'warn' })
  }
  if (quick) found.push({ text: 'quick', meaning: 'Only a tenth of the duration was run.', tone: 'warn' })
  return found
}

/** `virtual clock`, `wall clock at twice the speed` … */
export function clockText({ clock }: RunResult): string {
  if (clock.kind === 'virtual') return 'virtual clock'
  if (clock.speed === 'max') return 'wall clock, as fast as it goes'
  return clock.speed === 1 ? 'wall clock' : `wall clock at ${clock.speed} × speed`
}

/** What interval the figures cover, in words. */
export function intervalText({ interval }: RunResult): string {
  const length = formatDuration(interval.to - interval.from)
  return interval.from > 0 ? `${length} after ${formatDuration(interval.from)} of warm-up` : length
}

/** Offered and achieved records per second. */
export function rates(result: RunResult): { readonly offered: number; readonly achieved: number } {
  const offered = valueOf(result, 'offered') ?? result.sources.reduce((sum, source) => sum + source.offeredRate, 0)
  return { offered, achieved: metricOf(result, 'throughput')?.value ?? 0 }
}

/** What full queues dropped and windows refused, as one sentence; undefined when nothing was lost. */
export function lossText({ stages }: RunResult): string | undefined {
  const lost = stages.flatMap(({ name, dropped, late }) => [
    ...(dropped > 0 ? [`${formatCount(dropped, 'record')} dropped at ${name}, whose queue was full`] : []),
    ...(late > 0 ? [`${formatCount(late, 'record')} too late for every window of ${name}`] : []),
  ])
  return lost.length === 0 ? undefined : `${lost.join('; ')}.`
}

/** `6 of 6 checkers held` and the like; undefined when none ran. */
export function checkersText({ checkers }: RunResult): string | undefined {
  if (checkers.length === 0) return undefined
  const held = checkers.filter(({ violation }) => violation === null).length
  const checks = checkers.reduce((sum, checker) => sum + checker.checks, 0)
  return `${held} of ${formatCount(checkers.length, 'checker')} held, ${formatCount(checks, 'check')}`
}
