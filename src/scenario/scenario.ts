/**
 * A scenario as frozen plain data: what reading a scenario file gives when there are no problems.
 *
 * It survives structured clone and JSON. Times are nanoseconds, rates per second, sizes bytes, bandwidths bytes per second.
 * Expressions are parsed (`Expression` of expressions/) and are compiled where a run starts. Everything named in it exists:
 * references are resolved to names that are in the same scenario, and every option of every pick is set.
 */
import type { Pick } from '../registry/pick.ts'
import type { Field, SourceSpec } from '../traffic/source-spec.ts'

export interface Scenario {
  readonly format: 1
  readonly name: string
  readonly about: string
  readonly analysis: 'terminating' | 'steady-state'
  /** Nanoseconds at the start that no figure covers; `auto` is decided by the experiment. 0 in a terminating analysis. */
  readonly warmup: number | 'auto'
  readonly duration: Duration
  /** How long the engine may run on after the sources have stopped, in nanoseconds. */
  readonly drain: number
  /** Where simulated time 0 lies, in milliseconds since 1970-01-01 UTC; windows align to it. Undefined: decided by the traces, else 0. */
  readonly epoch?: number
  readonly seed: number
  readonly replications: number
  /** Parameters with the values in force, as written. */
  readonly parameters: Readonly<Record<string, string | number | boolean>>
  /** Every flow, declared ones first, then those that sources introduce, in file order. */
  readonly flows: readonly Flow[]
  readonly sources: readonly SourceSpec[]
  /** In an order in which every stage comes after what it reads from; otherwise as in the file. */
  readonly stages: readonly Stage[]
  /** Every field that any record may have, in order of first appearance, with its type. */
  readonly fields: readonly Field[]
  readonly nodes: readonly Node[]
  readonly links: readonly Link[]
  /** Candidates for each strategy kind; the first is the reference and what `run` takes. */
  readonly strategies: { readonly scheduling: readonly Candidate[]; readonly windowing: readonly Candidate[] }
  /** Parameters to sweep, with the values to take, as written. `compare` uses them. */
  readonly vary: Readonly<Record<string, readonly (string | number | boolean)[]>>
  /** Variants listed one by one: what each sets, and what it is called. Empty: the product of all candidates and values. */
  readonly variants: readonly {
    readonly as?: string
    readonly strategies: Readonly<Partial<Record<string, Candidate>>>
    readonly parameters: Readonly<Record<string, string | number | boolean>>
  }[]
  /** Combinations that are left out of the product: names of strategies and values of parameters that together are not wanted. */
  readonly exclude: readonly Readonly<Record<string, readonly string[]>>[]
  /** What a comparison judges, beside the metrics of objectives. */
  readonly metrics: readonly { readonly metric: string; readonly selector: Readonly<Record<string, string>> }[]
  /** What is held to a baseline: variants by id (none: the first), and on how many seeds, where those are not `replications`. */
  readonly check?: { readonly variants: readonly string[]; readonly replications?: number }
  readonly objectives: readonly Objective[]
  /** Modules with what is not built in: as written, and their URLs. */
  readonly plugins?: readonly { readonly written: string; readonly absolute: string }[]
}

export type Duration =
  | { readonly kind: 'time'; readonly time: number }
  | { readonly kind: 'records'; readonly records: number }
  | { readonly kind: 'end-of-traffic' }

/** A class or tenant of traffic. */
export interface Flow {
  readonly name: string
  /** 1 is served first. */
  readonly priority: number
  readonly weight: number
  /** How long after its intended time a record should be done, in nanoseconds. */
  readonly deadline?: number
}

/** A strategy that may be taken, with the id under which reports show it. */
export interface Candidate extends Pick {
  readonly id: string
}

export interface Stage {
  readonly name: string
  /** Where it reads: a source or a stage, and of a stage the output (`main`, `late`). */
  readonly from: readonly { readonly name: string; readonly output: string }[]
  readonly operator: Pick
  readonly node: string
  /** Parallel tasks. */
  readonly parallelism: number
  readonly queue: { readonly capacity: number; readonly full: 'block' | 'drop-tail' }
  /** Strategies set on the stage itself; they win over those of the scenario. */
  readonly windowing?: Candidate
  readonly scheduling?: Candidate
  /** Fields that a record has when it leaves by the main output. */
  readonly fields: readonly string[]
}

export interface Node {
  readonly name: string
  readonly workers: number
  readonly scheduling?: Candidate
}

export interface Link {
  readonly name: string
  readonly from: string
  readonly to: string
  /** Bytes per second; when none is given, Number.MAX_SAFE_INTEGER: JSON has no Infinity. */
  readonly bandwidth: number
  /** Nanoseconds. */
  readonly delay: number
}

/** One sentence that a run's figures must satisfy: METRIC{selector} OP VALUE. */
export interface Objective {
  readonly text: string
  readonly metric: string
  readonly selector: Readonly<Record<string, string>>
  readonly operator: '<' | '<=' | '>' | '>=' | '==' | '!='
  /** In the metric's unit (nanoseconds, per second, bytes, a share of 1, or a count). */
  readonly value: number
  /** With a baseline: the value is added to it (`add`), or is the share by which it may differ (`share`). */
  readonly baseline?: 'add' | 'share'
  readonly level: 'error' | 'warn' | 'off'
  /** With a baseline: a difference below this, in the metric's unit, is met whatever its share. */
  readonly floor?: number
  /** The last day, as YYYY-MM-DD, on which `check` only warns of a miss. */
  readonly until?: string
  /** Line in the scenario file, from 1. */
  readonly line: number
}
