/** What a kind of key implements: the keys of a source's records. */
import type { Descriptor } from '../../registry/descriptor.ts'
import type { Options, OptionValues } from '../../registry/option.ts'
import type { OptionProblem } from '../arrivals/arrival-process.ts'

/** Keys are a pure function of the record: asked twice, or in another order, they are the same. */
export interface KeyGenerator {
  /** The key of a record, from its number, the two words of its identity, and its intended time in nanoseconds. */
  key(record: number, identityLow: number, identityHigh: number, intendedTime: number): number
}

export interface KeyContext {
  readonly seed: number
  /** Name of the source. */
  readonly source: string
}

export interface KeyType<Declared extends Options = Options> {
  readonly descriptor: Descriptor<Declared>
  create(options: OptionValues<Declared>, context: KeyContext): KeyGenerator
  /** Whether the keys are the same whatever the seed. */
  readonly deterministic: boolean
  /** What is wrong with the options together; each alone is within its bounds. */
  problems?(options: OptionValues<Declared>): readonly OptionProblem[]
}

/** Declares a kind of key, so that the types of its options follow from the descriptor. */
export function defineKey<const Declared extends Options>(type: KeyType<Declared>): KeyType<Declared> {
  return type
}
