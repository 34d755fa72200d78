/** What a model of disorder implements: how long before its arrival a record's event time lies. */
import type { Descriptor } from '../../registry/descriptor.ts'
import type { Options, OptionValues } from '../../registry/option.ts'
import type { OptionProblem } from '../arrivals/arrival-process.ts'
import type { ContentContext, Value } from '../contents.ts'

export interface DisorderModel<Declared extends Options = Options> {
  readonly descriptor: Descriptor<Declared>
  /**
   * The delay in nanoseconds of the record that the cursor is at: a pure function of the record, whose key and fields are in its row.
   * Values are not checked here.
   */
  create(options: OptionValues<Declared>, context: ContentContext): Value
  /** Whether the delays are the same whatever the seed, given the same records. */
  deterministic(options: OptionValues<Declared>): boolean
  /** What is wrong with the options together; each alone is within its bounds. */
  problems?(options: OptionValues<Declared>): readonly OptionProblem[]
}

/** Declares a model of disorder, so that the types of its options follow from the descriptor. */
export function defineDisorder<const Declared extends Options>(model: DisorderModel<Declared>): DisorderModel<Declared> {
  return model
}
