/**
 * The result of one run: a versioned, byte-stable document. No timestamp, path, host or Node version is in it, and nothing
 * that depends on how fast the machine was, unless the run was on the wall clock, which `clock` says.
 * Times are nanoseconds. A figure that cannot be judged is null, with the reason beside it.
 */

export const RESULT_SCHEMA = 'wavetank/run-result/1'

export interface RunResult {
  readonly schema: typeof RESULT_SCHEMA
  readonly versions: { readonly wavetank: string; readonly priceList: string; readonly priceListProvisional: boolean }
  readonly scenario: {
    readonly name: string
    readonly about: string
    readonly analysis: 'terminating' | 'steady-state'
    readonly resolved: unknown
  }
  readonly variant: {
    readonly id: string
    readonly strategies: Readonly<Record<string, string>>
    readonly parameters: Readonly<Record<string, string | number | boolean>>
  }
  readonly seed: number
  readonly clock: { readonly kind: 'virtual' } | { readonly kind: 'wall'; readonly speed: number | 'max' }
  /** A tenth of the scenario's duration was run. */
  readonly quick: boolean
  readonly interval: Interval
  readonly outcome: Outcome
  /** In the catalogue's order, then by selector. */
  readonly metrics: readonly MetricValue[]
  /** Latency by sink and flow, as sparse log-linear histograms. */
  readonly histograms: readonly HistogramResult[]
  readonly series: SeriesResult
  readonly sources: readonly SourceResult[]
  readonly stages: readonly StageResult[]
  readonly nodes: readonly NodeResult[]
  readonly links: readonly LinkResult[]
  readonly sinks: readonly SinkResult[]
  /** Where the slowest 1 % of records spent their time; null when there are too few. */
  readonly tail: TailResult | null
  readonly checkers: readonly CheckerResult[]
  readonly objectives: readonly ObjectiveResult[]
  readonly digests: Digests
}

export interface Interval {
  /** Figures cover records whose intended time lies in [from, to), and time averages the same interval. */
  readonly from: number
  readonly to: number
  /** When the last event was handled. */
  readonly end: number
}

export interface Outcome {
  /** `drained`: all work done. `not-drained`: the drain limit came first. */
  readonly status: 'drained' | 'not-drained'
  /** Backlog grew without end (steady state) or for a while (terminating): said, never averaged away. */
  readonly overload: null | { readonly kind: 'growing' | 'transient'; readonly stage: string; readonly text: string }
  /** Reasons why output may depend on timing; empty when it cannot. */
  readonly timingDependent: readonly string[]
  /** Sentences that a reader must see. */
  readonly notes: readonly string[]
}

export type MetricClass = 'exact' | 'replicated' | 'measured'
export type Direction = 'lower' | 'higher' | 'none'

export interface MetricValue {
  readonly name: string
  /** Empty for the run as a whole; else flow, sink, source, stage, node or link. */
  readonly selector: Readonly<Record<string, string>>
  readonly value: number | null
  readonly unit: 'ns' | 'per second' | 'bytes' | 'share' | 'count'
  readonly direction: Direction
  readonly class: MetricClass
  /** How many observations it rests on. */
  readonly count?: number
  /** Why the value is null. */
  readonly reason?: string
}

export interface HistogramResult {
  readonly metric: 'latency' | 'eventTimeLatency'
  readonly sink: string
  readonly flow: string
  readonly count: number
  readonly sum: number
  readonly min: number | null
  readonly max: number | null
  /** [index, count] pairs in ascending order of the non-empty buckets; `bucketBounds` of structures/histogram.ts gives their edges. */
  readonly buckets: readonly (readonly [number, number])[]
}

/** Series over equal bins of time; every array has one entry a bin. */
export interface SeriesResult {
  readonly start: number
  readonly binWidth: number
  readonly bins: number
  /** The first bin that lies wholly after the warm-up. */
  readonly firstMeasuredBin: number
  /** Records that arrived (by intended time) and that reached a sink, per second. */
  readonly arrivalRate: readonly number[]
  readonly completionRate: readonly number[]
  /** Mean rows waiting, by stage. */
  readonly queueDepth: readonly { readonly stage: string; readonly values: readonly number[] }[]
  /** Records due but not yet pulled, by source, at the end of the bin. */
  readonly backlog: readonly { readonly source: string; readonly values: readonly number[] }[]
  /** Mean and largest latency of the records that were completed in the bin; null where none was. */
  readonly latencyMean: readonly (number | null)[]
  readonly latencyMax: readonly (number | null)[]
}

export interface SourceResult {
  readonly name: string
  /** Records due in the measured interval, and in the whole run. */
  readonly offered: number
  readonly total: number
  readonly bytes: number
  /** Records per second over the measured interval. */
  readonly offeredRate: number
  /** Longest time that a due record had to wait until the pipeline took it. */
  readonly backlogMax: number
}

export interface StageResult {
  readonly name: string
  readonly operator: string
  readonly node: string
  readonly parallelism: number
  /** Servers of a service stage, else null. */
  readonly servers: number | null
  /** Whole run: rows taken into service, emitted, dropped by the queue, late beyond the allowed lateness, window firings. */
  readonly taken: number
  readonly emitted: number
  readonly dropped: number
  readonly late: number
  readonly firings: number
  /** Shares of the measured interval, averaged over tasks (or servers); they sum to 1. */
  readonly busy: number
  readonly idle: number
  readonly backPressured: number
  /** Rows waiting: mean over the interval, and the largest number. */
  readonly queueMean: number
  readonly queueMax: number
  /** Mean time in the queue of the rows taken in the interval; null when none was. */
  readonly waitMean: number | null
  /** What the meter counted, whole run. */
  readonly counts: Readonly<Record<string, number>>
  /** State held at the end and at most, in bytes. */
  readonly stateBytesMax: number
}

export interface NodeResult {
  readonly name: string
  readonly workers: number
  readonly utilisation: number
}

export interface LinkResult {
  readonly name: string
  readonly frames: number
  readonly bytes: number
  /** Share of the interval in which it was sending. */
  readonly utilisation: number
}

export interface SinkResult {
  readonly name: string
  readonly received: number
  readonly bytes: number
  /** Fed by a side output only: left out of the overall latency and throughput. */
  readonly side: boolean
}

export interface TailResult {
  /** Records at or above this latency are in the tail. */
  readonly from: number
  readonly count: number
  /** Mean nanoseconds spent in each place, largest first; they sum to the tail's mean latency. */
  readonly places: readonly {
    readonly place: string
    readonly activity: 'backlog' | 'queue' | 'work' | 'blocked' | 'link' | 'window'
    readonly mean: number
  }[]
}

export interface CheckerResult {
  readonly name: string
  readonly checks: number
  /** Null when it held; else the first violation as a sentence. */
  readonly violation: string | null
}

export interface ObjectiveResult {
  readonly text: string
  readonly level: 'error' | 'warn' | 'off'
  readonly line: number
  /** Null: could not be judged, and `reason` says why. */
  readonly met: boolean | null
  readonly value: number | null
  readonly unit: MetricValue['unit']
  readonly reason?: string
}

export interface Digests {
  /** Per source: times and contents; and an order-free sum over (record, stage, service demand). */
  readonly workload: { readonly sources: Readonly<Record<string, string>>; readonly demands: string }
  /** Per sink, order-free. */
  readonly output: Readonly<Record<string, string>>
  readonly trace: {
    readonly digest: string
    readonly events: number
    /** The rolling digest at the end of each of up to 256 equal intervals of simulated time. */
    readonly rungs: { readonly interval: number; readonly digests: readonly string[] }
  }
}
