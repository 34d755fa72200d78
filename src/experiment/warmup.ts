/**
 * The warm-up of a steady-state analysis, by MSER-5 over a pilot: series of every variant, averaged over its seeds, and one cut for all,
 * the latest that any of them asks for.
 */
import type { WarmupResult } from './comparison.ts'
import type { Replication } from './replication.ts'
import { mser5 } from './statistics/mser5.ts'

/** Bins of the pilot's series: 200 batches of five, so that a cut is right within half a percent of the run. */
export const pilotBins = 1_000
const PILOT_SEEDS = 10
/** Points of a series in Welch's plot: a number that divides the length of every series. */
const PLOTTED = 100
/** How many bins may be joined; with more a series is too coarse to cut. */
const WIDTHS = [1, 2, 5, 10]

/** How many seeds the pilot takes. */
export function pilotSeeds(replications: number): number {
  return Math.min(PILOT_SEEDS, replications)
}

interface Series {
  readonly variant: string
  readonly series: string
  readonly values: readonly number[]
}

/** @param pilot by variant, its replications, whose series start at 0 and all have `pilotBins` bins */
export function warmupFrom(variants: readonly string[], pilot: readonly (readonly Replication[])[]): WarmupResult {
  const runs = pilot[0]![0]!.interval.to
  // Where work piles up without end there is no steady state to warm up to; what is run says so.
  const all = pilot.flatMap((replications, variant) => (isGrowing(replications) ? [] : seriesOf(variants[variant]!, replications)))
  const length = pilot.flat().reduce((longest, { series }) => Math.max(longest, series.binWidth * series.bins), runs)
  const cuts = all.map((one) => ({ ...one, ...mser5(one.values) }))
  let decisive: (typeof cuts)[number] | undefined
  for (const one of cuts) {
    if (one.cut === 0) continue
    if (decisive === undefined || one.cut / one.values.length > decisive.cut / decisive.values.length) decisive = one
  }
  const shown = cuts.filter((one) => one.series === 'latency' || one === decisive)
  return {
    by: 'MSER-5',
    // A cut that is not to be trusted leaves at least half of the run.
    time: decisive === undefined ? 0 : Math.round(Math.min(0.5, decisive.cut / decisive.values.length) * length),
    tooShort: cuts.some(({ tooShort }) => tooShort),
    decisive: decisive === undefined ? null : { variant: decisive.variant, series: decisive.series },
    pilot: {
      seeds: pilot[0]!.length,
      binWidth: length / PLOTTED,
      series: shown.map(({ variant, series, cut, values }) => ({
        variant,
        series,
        cut: Math.round((cut / values.length) * length),
        values: joinedBins(values, values.length / PLOTTED).map((value) => value ?? 0),
      })),
    },
  }
}

function isGrowing(replications: readonly Replication[]): boolean {
  return replications.filter(({ outcome }) => outcome.overload?.kind === 'growing').length > replications.length / 2
}

/** Mean latency, and the queue of every stage, over the seeds of a variant. */
function seriesOf(variant: string, replications: readonly Replication[]): Series[] {
  const { queueDepth } = replications[0]!.series
  return [
    { variant, series: 'latency', values: filled(replications.map(({ series }) => series.latencyMean)) },
    ...queueDepth.map(({ stage }, number) => ({
      variant,
      series: `queue of ${stage}`,
      values: filled(replications.map(({ series }) => series.queueDepth[number]!.values)),
    })),
  ].filter(({ values }) => values.length > 0)
}

/** Means by bin; bins are joined until there is a value in each, as far as that leaves enough of them. */
function filled(series: readonly (readonly (number | null)[])[]): readonly number[] {
  const means = series[0]!.map((_, bin) => meanOf(series.map((one) => one[bin] ?? null)))
  for (const width of WIDTHS) {
    const joined = joinedBins(means, width)
    if (joined.every((value) => value !== null)) return joined
  }
  return []
}

function joinedBins(means: readonly (number | null)[], width: number): (number | null)[] {
  return Array.from({ length: Math.floor(means.length / width) }, (_, bin) => meanOf(means.slice(bin * width, (bin + 1) * width)))
}

function meanOf(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null)
  return known.length === 0 ? null : known.reduce((sum, value) => sum + value, 0) / known.length
}
