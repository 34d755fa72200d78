/** What a distribution is: a description, and a factory of samplers. */
import type { Descriptor } from '../registry/descriptor.ts'
import type { Options, OptionValues } from '../registry/option.ts'
import type { Stream } from './stream.ts'

/** A distribution with its parameters set. It holds no state: a draw is a function of where the stream stands. */
export interface Sampler {
  /** One draw; takes as many numbers of the stream as it needs. */
  sample(stream: Stream): number
  /** The least value that a draw does not exceed with probability p, for p strictly between 0 and 1; the inverse of the distribution function. */
  quantile(p: number): number
  /** The expectation; Infinity where it does not exist. */
  readonly mean: number
  /** The variance; Infinity where it does not exist. */
  readonly variance: number
}

export interface Distribution<Declared extends Options = Options> {
  readonly descriptor: Descriptor<Declared>
  /** @throws RangeError when the options are each within bounds, but make no sense together. */
  create(options: OptionValues<Declared>): Sampler
}

/** Declares a distribution, so that the types of its options follow from the descriptor. */
export function defineDistribution<const Declared extends Options>(distribution: Distribution<Declared>): Distribution<Declared> {
  return distribution
}
