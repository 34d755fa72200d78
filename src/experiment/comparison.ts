/**
 * The result of an experiment: variants on the same seeds, what each metric is in each, and what the differences to the reference
 * are worth. Byte-stable like a run's result: no timestamp, path, host or Node version, whatever the number of threads.
 * Times are nanoseconds. A figure that cannot be judged is null, with the reason beside it.
 */
import type { Direction, MetricClass, MetricValue } from './run-result.ts'

export const COMPARISON_SCHEMA = 'wavetank/comparison/1'

export interface Comparison {
  readonly schema: typeof COMPARISON_SCHEMA
  readonly versions: { readonly wavetank: string; readonly priceList: string; readonly priceListProvisional: boolean }
  readonly scenario: { readonly name: string; readonly about: string; readonly analysis: 'terminating' | 'steady-state' }
  /** A tenth of the scenario's duration was run. */
  readonly quick: boolean
  readonly method: Method
  /** What varies, in order: strategy kinds, then parameters. */
  readonly axes: readonly Axis[]
  /**
   * The first is the reference. Where both choices (strategies, named variants) and conditions (`vary`) differ, a variant is compared
   * under its own conditions: with the variant that makes the first one's choices under them.
   */
  readonly variants: readonly VariantResult[]
  /** Where along a numeric axis another variant wins; empty without such an axis. */
  readonly crossovers: readonly Crossover[]
  /** Sentences that a reader must see, the gravest first. */
  readonly notes: readonly string[]
}

export interface Method {
  /** Of each interval by itself, and of the family's together. */
  readonly confidence: number
  /** A difference within ± this share of the reference does not matter. */
  readonly margin: number
  readonly seeds: { readonly first: number; readonly count: number }
  /** `replications`: over seeds, after deleting the warm-up. `batch means`: over batches of one long run. */
  readonly intervals: 'replications' | 'batch means'
  /** Differences that are judged together: (variants − references) × metrics of the family. */
  readonly family: {
    readonly size: number
    readonly metrics: readonly string[]
    readonly from: 'objectives and metrics' | 'default'
    /** Confidence of each difference in the family, so that all hold together (Bonferroni). */
    readonly confidence: number
  }
  readonly warmup: WarmupResult | null
  readonly stopping: StoppingResult | null
}

/** The common warm-up of a steady-state analysis. */
export interface WarmupResult {
  readonly by: 'MSER-5' | 'scenario'
  readonly time: number
  /** True when the best cut of some series lies in its second half: the run is too short to tell. */
  readonly tooShort: boolean
  /** The series that asked for the longest warm-up; null when the scenario gave it. */
  readonly decisive: { readonly variant: string; readonly series: string } | null
  /** Means over the pilot's seeds, for Welch's plot; empty when the scenario gave the warm-up. */
  readonly pilot: {
    readonly seeds: number
    readonly binWidth: number
    readonly series: readonly {
      readonly variant: string
      readonly series: string
      readonly cut: number
      readonly values: readonly number[]
    }[]
  } | null
}

/** How `--precision` ended. */
export interface StoppingResult {
  readonly precision: number
  readonly reached: boolean
  /** Most replications that were allowed. */
  readonly budget: number
  /** What was least precise at the end. */
  readonly worst: { readonly variant: string; readonly metric: string; readonly precision: number | null } | null
}

/** Something that differs between variants. */
export interface Axis {
  readonly name: string
  /** `variant`: names that the scenario gives. */
  readonly kind: 'variant' | 'strategy' | 'parameter'
  readonly values: readonly string[]
  /** Numbers and their unit, for a parameter whose values are numbers of one unit: it can be drawn as an axis. */
  readonly numeric: { readonly unit: string; readonly values: readonly number[]; readonly scale: 'linear' | 'log' } | null
}

export interface VariantResult {
  /** Names only what varies, `scheduling=priority,chatRate=3/s`, or what the scenario calls it. */
  readonly id: string
  /** What it is compared with; null for a reference. */
  readonly reference: string | null
  readonly isReference: boolean
  /** By axis. */
  readonly settings: Readonly<Record<string, string>>
  readonly strategies: Readonly<Record<string, string>>
  readonly parameters: Readonly<Record<string, string | number | boolean>>
  /** Every replication gave the same bytes: n = 1, and no interval. */
  readonly deterministic: boolean
  /** Runs that did not drain or whose backlog grew, as sentences; with seeds. */
  readonly troubles: readonly string[]
  readonly estimates: readonly Estimate[]
  readonly objectives: readonly ObjectiveEstimate[]
  /** Null when no objective is binding. */
  readonly meets: boolean | null
  /** Latency of all main sinks, pooled over seeds: [bucket, count] as in a run's result. */
  readonly latency: { readonly count: number; readonly buckets: readonly (readonly [number, number])[] }
  /** Difference of latency quantiles to the reference, with pointwise intervals; empty for the reference. */
  readonly shift: readonly { readonly share: number; readonly difference: number; readonly halfWidth: number | null }[]
  /** Means over seeds, by equal bins of time. */
  readonly series: {
    readonly binWidth: number
    readonly firstMeasuredBin: number
    readonly completionRate: readonly number[]
    /** Mean latency of the records completed in the bin; null where none was in any run. */
    readonly latencyMean: readonly (number | null)[]
    readonly queueDepth: readonly { readonly stage: string; readonly values: readonly number[] }[]
  }
  /** Means over seeds; shares of the measured interval. */
  readonly stages: readonly { readonly name: string; readonly busy: number; readonly idle: number; readonly backPressured: number }[]
  /** By seed, in order. */
  readonly workloads: readonly string[]
}

export type Verdict = 'better' | 'worse' | 'equivalent' | 'identical' | 'inconclusive'

/** A metric in a variant. */
export interface Estimate {
  readonly metric: string
  readonly selector: Readonly<Record<string, string>>
  readonly unit: MetricValue['unit']
  readonly direction: Direction
  readonly class: MetricClass
  /** Named by an objective or under `metrics:`: only these are judged. */
  readonly inFamily: boolean
  readonly value: number | null
  /** Of a t-interval at the method's confidence; null where there is none. */
  readonly halfWidth: number | null
  readonly n: number
  /** By seed, in order; with batch means, by batch. */
  readonly values: readonly (number | null)[]
  /** Why value or half-width is null, or what to know about them. */
  readonly reason?: string
  /** To the reference; null for the reference itself and where either is null. */
  readonly difference: Difference | null
}

/** Variant minus reference, paired by seed. */
export interface Difference {
  readonly value: number
  /** Simultaneous within the family, else of the difference by itself; null where there is none. */
  readonly halfWidth: number | null
  /** The same as shares of the reference; null when that is 0. */
  readonly relative: { readonly value: number; readonly halfWidth: number | null } | null
  /** Null outside the family. */
  readonly verdict: Verdict | null
  /** Seeds that would settle an inconclusive verdict; null when none would, or nothing is to be settled. */
  readonly seedsToSettle: number | null
  /** Two-sided p-value of the paired t-test, and adjusted by Holm over the family; null outside it. */
  readonly p: number | null
  readonly pHolm: number | null
  /** Seeds in which the variant does worse, and better, by the metric's direction. */
  readonly worse: number
  readonly better: number
  /** How many times smaller the variance is than with independent seeds; null when it cannot be told. */
  readonly varianceReduction: number | null
}

export interface ObjectiveEstimate {
  readonly text: string
  readonly level: 'error' | 'warn' | 'off'
  readonly line: number
  /** By the estimate; null with the reason when it cannot be judged. */
  readonly met: boolean | null
  /** The whole interval lies on the same side of the bound. */
  readonly sure: boolean
  readonly value: number | null
  readonly unit: MetricValue['unit']
  readonly reason?: string
}

/** From `from` on (to `to`, or the end) `winner` beats the reference in a metric; null: neither is shown to win. */
export interface Crossover {
  readonly axis: string
  readonly metric: string
  /** The other axes' settings that are compared, as `scheduling=priority`. */
  readonly variant: string
  readonly reference: string
  readonly ranges: readonly { readonly from: string; readonly to: string; readonly winner: 'variant' | 'reference' | null }[]
}
