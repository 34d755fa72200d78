/** What an arrival process implements: when the records of a source should arrive. */
import type { Descriptor } from '../../registry/descriptor.ts'
import type { FilePath, Options, OptionValues } from '../../registry/option.ts'
import type { Trace, TraceOptions } from '../trace.ts'

/** A cursor over the arrivals of one source in one run. */
export interface ArrivalProcess {
  /** Intended time of the next arrival in whole nanoseconds since the start of the run; never decreases. Infinity after the last. */
  next(): number
  /** Event time of a record in nanoseconds since the epoch, for processes that know one; otherwise it is the intended time. */
  eventTime?(record: number): number
}

export interface ArrivalContext {
  readonly seed: number
  /** Name of the source. */
  readonly source: string
  /** Where time 0 lies, in milliseconds since 1970-01-01 UTC. */
  readonly epochMs: number
  /** The trace that `trace` asked for. */
  readonly trace?: Trace | undefined
  /** How many processes this one is inside of, which keeps their draws apart; 0 when left out. */
  readonly level?: number
}

/** Nanoseconds of arrivals that a double holds exactly: 104 days. Whatever would arrive later does not. */
export const LONGEST = Number.MAX_SAFE_INTEGER

export interface OptionProblem {
  /** Path from the options to the one at fault. */
  readonly path: readonly string[]
  readonly message: string
}

export interface ArrivalType<Declared extends Options = Options> {
  readonly descriptor: Descriptor<Declared>
  create(options: OptionValues<Declared>, context: ArrivalContext): ArrivalProcess
  /**
   * Arrivals per second in the long run; undefined when that takes a trace that was not given, when one record is all there is,
   * or when there is no closed form.
   */
  meanRate(options: OptionValues<Declared>, trace?: Trace): number | undefined
  /** Whether the arrivals come to an end by themselves. */
  finite(options: OptionValues<Declared>): boolean
  /** Whether the arrivals are the same whatever the seed, so that replications say nothing about them. */
  deterministic(options: OptionValues<Declared>): boolean
  /** Why there is no steady state, where there is none: a sentence without full stop. */
  unsteady?(options: OptionValues<Declared>): string | undefined
  /** The trace to read, for processes that need one, and how. */
  trace?(options: OptionValues<Declared>): { readonly file: FilePath; readonly options: TraceOptions } | undefined
  /** What is wrong with the options together; each alone is within its bounds. */
  problems?(options: OptionValues<Declared>): readonly OptionProblem[]
}

/** Finds an arrival process by its name. */
export type ArrivalLookup = (name: string) => ArrivalType

/** An arrival process that is made of others. It finds them by a function that the registry gives it, so that it need not know the registry. */
export interface ComposedArrivalType<Declared extends Options = Options> {
  readonly descriptor: Descriptor<Declared>
  compose(named: ArrivalLookup): Omit<ArrivalType<Declared>, 'descriptor'>
}

/** Declares an arrival process that is made of others. */
export function defineComposedArrivals<const Declared extends Options>(type: ComposedArrivalType<Declared>): ComposedArrivalType<Declared> {
  return type
}

/** Declares an arrival process, so that the types of its options follow from the descriptor. */
export function defineArrivals<const Declared extends Options>(type: ArrivalType<Declared>): ArrivalType<Declared> {
  return type
}
