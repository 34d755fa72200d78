/** What a trace is like, which process its arrivals may come from, and what its records contain: a document, and a scenario to go on with. */
import { candidates, fitArrivals, type FitResult, type FittedProcess } from '../traffic/fitting/fit-arrivals.ts'
import { fitRecords, type FittedRecords } from '../traffic/fitting/fit-records.ts'
import { observedCounts, observedTimes, type ObservedArrivals } from '../traffic/fitting/observed-arrivals.ts'
import { rateShape, type CountGrid, type RateShape } from '../traffic/fitting/rate-shape.ts'
import { perSecond } from '../traffic/fitting/scenario-text.ts'
import type { TraceObserved } from '../traffic/fitting/trace-observation.ts'
import type { Counts, Instants } from '../traffic/fitting/trace-series.ts'
import { ArrivalStatistics } from '../traffic/statistics/arrival-statistics.ts'
import { KeyStatistics } from '../traffic/statistics/key-statistics.ts'
import { VERSION } from '../version.ts'
import { countSummary } from './count-summary.ts'
import { trafficText } from './fit-scenario.ts'
import { forecastTrace, type TraceForecast } from './trace-forecast.ts'
import { summaryOf, type SourceSummary } from './traffic-summary.ts'

export const FIT_SCHEMA = 'wavetank/fit/1'

export interface TraceFit {
  readonly schema: typeof FIT_SCHEMA
  readonly version: string
  readonly trace: {
    readonly file: string
    readonly records: number
    /** Nanoseconds from the first record to the last, or of all intervals. */
    readonly length: number
    /** The column of counts, and nanoseconds of their interval; null where each record is one arrival. */
    readonly counted: { readonly column: string; readonly interval: number } | null
    /** What was guessed, left out or found odd: sentences. */
    readonly notes: readonly string[]
  }
  readonly arrivals: SourceSummary
  readonly shape: RateShape
  /** What processes were fitted to; the first is the whole trace, or a stretch of it that is small enough for processes that look at every gap. */
  readonly fits: readonly StretchFit[]
  readonly proposal: {
    readonly process: string
    readonly scenario: Readonly<Record<string, unknown>>
    /** Whether its residuals are what they should be. */
    readonly fits: boolean
    /** Why it is proposed, and what is wrong with it: sentences. */
    readonly why: readonly string[]
  }
  readonly records: FittedRecords | null
  /** The `traffic:` section of a scenario. */
  readonly scenario: string
  readonly simulated: SourceSummary | null
  readonly forecast: TraceForecast | null
}

export interface StretchFit {
  readonly of: 'the whole trace' | 'a stretch' | 'counts of the whole trace'
  /** Nanoseconds since the first record. */
  readonly from: number
  readonly to: number
  readonly arrivals: number
  readonly processes: readonly FittedProcess[]
  readonly chosen: string
  readonly refused: FitResult['refused']
}

export interface FitOptions {
  readonly file: string
  readonly notes: readonly string[]
  /** The column that holds the key. */
  readonly key?: string | undefined
  /** Nanoseconds to look ahead. */
  readonly forecast?: number | undefined
}

/** More arrivals than these take minutes where every gap is looked at again and again. */
const MOST_INSTANTS = 50_000
/** Residuals as far off as this come by chance once in a hundred times. */
const REFUTED = 0.01
/** Gaps that differ by less than this are even. */
const EVEN = 1e-6

/**
 * @throws RangeError when there is too little to fit, or too little to forecast from
 */
export function fitTrace(series: Instants | Counts, { columns }: Pick<TraceObserved, 'columns'>, options: FitOptions): TraceFit {
  const seen = series.kind === 'instants' ? instantsSeen(series) : countsSeen(series)
  const { fits, proposal } = seen.evenly === undefined ? judged(seen) : evenly(seen.evenly)
  const records = series.kind === 'instants' && columns.length > 0 ? fitRecords(columns, series.times.length, options.key) : null
  const { grid, length } = seen
  const forecast =
    options.forecast === undefined
      ? null
      : forecastTrace(
          (step) => seen.countsOf(step),
          length / 1e9,
          options.forecast / 1e9,
          series.kind === 'counts' ? series.width / 1e9 : 0,
        )
  return {
    schema: FIT_SCHEMA,
    version: VERSION,
    trace: {
      file: options.file,
      records: series.kind === 'instants' ? series.times.length : series.counts.length,
      length,
      counted: series.kind === 'instants' ? null : { column: series.column, interval: series.width },
      notes: options.notes,
    },
    arrivals: seen.summary,
    shape: rateShape(grid, (step) => seen.countsOf(step), series.kind === 'counts' ? series.width / 1e9 : 0),
    fits,
    proposal,
    records,
    scenario: trafficText(proposal.scenario, records, `Fitted to ${options.file.replaceAll(/[^ -~]/g, '?')}`),
    simulated: null,
    forecast,
  }
}

interface Seen {
  readonly summary: SourceSummary
  readonly length: number
  readonly grid: CountGrid
  countsOf(step: number): Float64Array
  /** What the candidates are fitted to, the arrivals where there are enough of them. */
  readonly stretches: readonly { readonly of: StretchFit['of']; readonly from: number; readonly observed: ObservedArrivals }[]
  /** The rate of arrivals whose gaps are all the same. */
  readonly evenly?: number | undefined
}

function instantsSeen({ times }: Instants): Seen {
  const isLong = times.length > MOST_INSTANTS
  const whole = observedTimes(times, !isLong)
  const length = times.at(-1)!
  const arrivals = new ArrivalStatistics(length)
  for (const time of times) arrivals.add(time)
  const summary = summaryOf('trace', 'trace', { arrivals, keys: new KeyStatistics(), bytes: 0 }, null, length)
  const from = Math.floor((times.length - MOST_INSTANTS) / 2)
  return {
    summary: { ...summary, bytes: null },
    length,
    grid: { counts: whole.counts, width: whole.width },
    countsOf(step) {
      const counts = new Float64Array(Math.floor(length / 1e9 / step))
      for (const time of times) {
        const part = Math.floor(time / 1e9 / step)
        if (part < counts.length) counts[part]!++
      }
      return counts
    },
    stretches: isLong
      ? [
          { of: 'counts of the whole trace', from: 0, observed: whole },
          { of: 'a stretch', from: times[from]!, observed: observedTimes(times.subarray(from, from + MOST_INSTANTS)) },
        ]
      : [{ of: 'the whole trace', from: 0, observed: whole }],
    evenly: summary.gaps.variation !== null && summary.gaps.variation < EVEN ? summary.rate : undefined,
  }
}

function countsSeen({ counts, width }: Counts): Seen {
  const seconds = width / 1e9
  const observed = observedCounts(counts, seconds)
  return {
    summary: countSummary('trace', counts, seconds),
    length: counts.length * width,
    grid: { counts, width: seconds },
    countsOf(step) {
      const by = Math.max(1, Math.round(step / seconds))
      return Float64Array.from({ length: Math.floor(counts.length / by) }, (_, part) =>
        counts.subarray(part * by, (part + 1) * by).reduce((sum, one) => sum + one, 0),
      )
    },
    stretches: [{ of: 'the whole trace', from: 0, observed }],
    evenly: counts.every((count) => count === counts[0]) ? counts[0]! / seconds : undefined,
  }
}

function evenly(rate: number): Pick<TraceFit, 'fits' | 'proposal'> {
  const why = ['every gap, or every count, is the same: arrivals are constant, and there is nothing to fit']
  return { fits: [], proposal: { process: 'constant', scenario: { constant: perSecond(rate) }, fits: true, why } }
}

function judged({ stretches }: Seen): Pick<TraceFit, 'fits' | 'proposal'> {
  const results = stretches.map(({ of, from, observed }) => {
    const among = of === 'counts of the whole trace' ? candidates.filter((candidate) => 'countDistribution' in candidate) : candidates
    return { of, from, observed, result: fitArrivals(observed, among) }
  })
  const fits = results.map(({ of, from, observed, result }): StretchFit => ({
    of,
    from,
    to: from + observed.span * 1e9,
    arrivals: Math.round(observed.rate * observed.span),
    processes: result.ranked,
    chosen: result.chosen.name,
    refused: result.refused,
  }))
  const [first, second] = results
  // Where counts of the whole say that the rate holds, the gaps of a stretch say the rest.
  const proposed = second !== undefined && first!.result.chosen.name === 'poisson' ? second : first!
  return { fits, proposal: proposalOf(proposed.result, proposed.of, second !== undefined) }
}

function proposalOf({ chosen, ranked }: FitResult, of: StretchFit['of'], isPart: boolean): TraceFit['proposal'] {
  const { distribution, independence, of: residuals } = chosen.residuals
  const why: string[] = []
  const best = ranked[0]!
  const ties = ranked.filter(({ isTie, name }) => isTie && name !== chosen.name).map(({ name }) => name)
  if (best !== chosen) why.push(`it foretells what was held back as well as ${listed(ties)}, but for chance, and has the better BIC`)
  else if (ties.length === 0) why.push('it foretells what was held back better than any other, and not by chance')
  else
    why.push(
      `it foretells what was held back best; ${listed(ties)} may be as good but for chance, and ${ties.length > 1 ? 'have' : 'has'} the worse BIC`,
    )
  if (isPart)
    why.push(
      of === 'a stretch'
        ? 'counts over the whole trace go at a constant rate, so that the process is that of a stretch in its middle, where every gap was looked at'
        : 'the rate goes up and down over the trace, so that the process is one of counts; in a stretch in its middle, where every gap was looked at, it may be another',
    )
  const wrong: string[] = []
  if (distribution.p < REFUTED)
    wrong.push(
      `its ${residuals} are not distributed as those of the trace: shares are off by up to ${(distribution.distance * 100).toPrecision(2)} % (p ${pText(distribution.p)})`,
    )
  if (independence.p < REFUTED)
    wrong.push(`what it leaves of the ${residuals} still depends on what came before (Ljung–Box p ${pText(independence.p)})`)
  if (wrong.length > 0) why.push(`nothing fits: of ${chosen.name}, the best that was tried, ${wrong.join('; and ')}`)
  return { process: chosen.name, scenario: chosen.scenario, fits: wrong.length === 0, why }
}

function listed(names: readonly string[]): string {
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`
}

function pText(p: number): string {
  return p < 0.001 ? '< 0.001' : `= ${Number(p.toPrecision(2))}`
}
