/** What a process that may explain a trace implements. */
import type { ObservedArrivals } from './observed-arrivals.ts'

/**
 * Log-likelihood of each block's arrivals, given all that came before them (densities per second). The same function is maximised over
 * the blocks to learn from and read off on those that were held back.
 */
export type BlockLikelihood = (parameters: readonly number[]) => Float64Array

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
  /** How many parameters it has: of two that explain equally well, the one with fewer is simpler. */
  freedom(arrivals: ObservedArrivals): number
  /** Where to begin looking, in the coordinates of `likelihood`, which are free of bounds; several when there may be several maxima. */
  starts?(arrivals: ObservedArrivals): readonly (readonly number[])[]
  /** The best coordinates for the blocks to learn from, where the process has a way of its own to find them. */
  estimate?(arrivals: ObservedArrivals, learns: readonly boolean[]): readonly number[]
  likelihood(arrivals: ObservedArrivals): BlockLikelihood
  /** What coordinates mean. */
  parameters(coordinates: readonly number[], arrivals: ObservedArrivals): readonly FittedParameter[]
  /** The process as a scenario's `arrivals:` has it: plain data for YAML. */
  scenario(coordinates: readonly number[], arrivals: ObservedArrivals): Readonly<Record<string, unknown>>
  /** Why it cannot be fitted to these arrivals; undefined when it can. */
  unfit?(arrivals: ObservedArrivals): string | undefined
}
