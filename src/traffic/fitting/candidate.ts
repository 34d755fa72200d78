/** What a process that may explain a trace implements. */
import type { ObservedArrivals } from './observed-arrivals.ts'

/**
 * Log-likelihood of each block's arrivals, given all that came before them (densities per second). The same function is maximised over
 * the blocks to learn from and read off on those that were held back.
 * @param hazards of a process that looks at gaps: receives the intensity integrated over each
 */
export type BlockLikelihood = (parameters: readonly number[], hazards?: Float64Array) => Float64Array

/** The probability of at most so many arrivals in an interval, given what came in those before it. */
export type CountDistribution = (interval: number, most: number) => number

/** A parameter of a process, as it is reported. */
export interface FittedParameter {
  readonly name: string
  readonly value: number
  /** What the value is in: `/s`, `s`, or nothing. */
  readonly unit: string
}

export interface Candidate {
  /** Of the arrival process in scenarios. */
  readonly name: string
  /** What it says about traffic, for people. */
  readonly meaning: string
  /** Whether its likelihood is one of gaps where instants are known, rather than one of counts. */
  readonly looksAtGaps: boolean
  /** How many parameters it has: of two that explain equally well, the one with fewer is simpler. */
  freedom(arrivals: ObservedArrivals): number
  /** Where to begin looking, in the coordinates of `likelihood`, which are free of bounds; several when there may be several maxima. */
  starts?(arrivals: ObservedArrivals): readonly (readonly number[])[]
  /** The best coordinates for the blocks to learn from, where the process has a way of its own to find them; undefined where it has none for these arrivals. */
  estimate?(arrivals: ObservedArrivals, learns: readonly boolean[]): readonly number[] | undefined
  likelihood(arrivals: ObservedArrivals): BlockLikelihood
  /** What coordinates mean. */
  parameters(coordinates: readonly number[], arrivals: ObservedArrivals): readonly FittedParameter[]
  /** The process as a scenario's `arrivals:` has it: plain data for YAML. */
  scenario(coordinates: readonly number[], arrivals: ObservedArrivals): Readonly<Record<string, unknown>>
  /** Of a process that looks at counts. Intervals are asked for in order. */
  countDistribution?(coordinates: readonly number[], arrivals: ObservedArrivals): CountDistribution
  /** Why it cannot be fitted to these arrivals; undefined when it can. */
  unfit?(arrivals: ObservedArrivals): string | undefined
}
