/**
 * How often a check of the same code would cry wolf, and how small a regression it would see: an A/A test. The runs of twice as many seeds
 * are dealt out to two sides at random, again and again; no side is worse in truth, so every alarm is a false one. Pairs are of different
 * seeds here, as if a change had reshuffled every event and moved nothing. A real check pairs a seed with itself and spreads less; where
 * nothing has changed it compares value for value, and cannot be wrong at all.
 * Randomisation: Fisher 1935.
 */
import { Stream } from '../random/stream.ts'
import { baselineOf } from './baseline.ts'
import { checkAgainst, type CheckOptions, type CheckRow } from './check.ts'
import type { ComparisonPlan } from './compare.ts'
import type { Experiment } from './conduct.ts'
import type { MetricValue } from './run-result.ts'
import { simultaneous } from './statistics/interval.ts'
import { criticalT } from './statistics/student-t.ts'

export interface MetricAlarms {
  readonly variant: string
  readonly metric: string
  readonly unit: MetricValue['unit']
  /** Over all runs; null where a run has no value. What follows is null then, and where it is 0. */
  readonly mean: number | null
  /** Of the interval of a difference, on average, as a share of the mean. */
  readonly halfWidth: number | null
  readonly regressed: number
  readonly improved: number
  readonly inconclusive: number
  /** The smallest regression that is found 95 times in 100, as a share of the mean. */
  readonly finds: number | null
}

export interface FalseAlarms {
  /** Seeds a side, and how often they were dealt out. */
  readonly seeds: number
  readonly trials: number
  /** Trials in which anything had regressed. */
  readonly alarms: number
  readonly metrics: readonly MetricAlarms[]
}

/** 95 % of a normal distribution lie below this many standard deviations. */
const NINETY_FIFTH = 1.6448536269514722

/**
 * @param experiment an even number of replications, at least 4
 * @param trials how often they are dealt out
 */
export function falseAlarms(plan: ComparisonPlan, experiment: Experiment, trials: number, options: CheckOptions): FalseAlarms {
  const runs = experiment.replications[0]!.length
  const seeds = runs / 2
  const byMetric = new Map<string, CheckRow[]>()
  let alarms = 0
  for (let trial = 0; trial < trials; trial++) {
    const order = shuffled(runs, trial)
    const side = (numbers: readonly number[]): Experiment => ({
      ...experiment,
      replications: experiment.replications.map((all) => numbers.map((number) => all[number]!)),
    })
    const { rows } = checkAgainst(baselineOf(plan, side(order.slice(0, seeds)), ''), plan, side(order.slice(seeds)), options)
    const gated = rows.filter(({ gate }) => gate !== 'none')
    for (const row of gated) {
      const name = `${row.variant} ${row.metric}`
      byMetric.set(name, [...(byMetric.get(name) ?? []), row])
    }
    if (gated.some(({ verdict }) => verdict === 'regressed')) alarms++
  }
  const confidence = simultaneous(options.confidence, byMetric.size)
  return {
    seeds,
    trials,
    alarms,
    metrics: [...byMetric.values()].map((rows) => alarmsOf(rows, criticalT(confidence, seeds - 1))),
  }
}

function alarmsOf(rows: readonly CheckRow[], critical: number): MetricAlarms {
  const { variant, metric, unit } = rows[0]!
  const count = (verdict: CheckRow['verdict']): number => rows.filter((row) => row.verdict === verdict).length
  const mean = meanOf(rows.flatMap(({ base, head }) => [base, head]))
  // Where all values are the same there is no difference, and so no interval to be unsure about.
  const isKnown = mean !== null && mean !== 0
  const halfWidth = isKnown ? meanOf(rows.map(({ difference }) => (difference === null ? 0 : difference.relativeHalfWidth))) : null
  const margin = isKnown ? meanOf(rows.map((row) => row.margin)) : null
  return {
    variant,
    metric,
    unit,
    mean,
    halfWidth,
    regressed: count('regressed'),
    improved: count('improved'),
    inconclusive: count('inconclusive'),
    // The interval must lie beyond the margin, with room for where the estimate falls.
    finds: halfWidth === null || margin === null ? null : margin / Math.abs(mean!) + halfWidth * (1 + NINETY_FIFTH / critical),
  }
}

function meanOf(values: readonly (number | null)[]): number | null {
  let sum = 0
  for (const value of values) {
    if (value === null) return null
    sum += value
  }
  return values.length === 0 ? null : sum / values.length
}

/** The numbers below `count` in random order (Fisher and Yates; Durstenfeld 1964). */
function shuffled(count: number, trial: number): number[] {
  const draws = new Stream(0, 'false-alarms').at(trial, 0)
  const numbers = Array.from({ length: count }, (_, index) => index)
  for (let last = count - 1; last > 0; last--) {
    const other = Math.floor(draws.uniform() * (last + 1))
    ;[numbers[last], numbers[other]] = [numbers[other]!, numbers[last]!]
  }
  return numbers
}
