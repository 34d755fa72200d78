/** What a modifier of arrivals implements: it makes one arrival process of another. */
import type { Descriptor } from '../../registry/descriptor.ts'
import type { Options, OptionValues } from '../../registry/option.ts'
import type { ArrivalProcess, OptionProblem } from '../arrivals/arrival-process.ts'

export interface ModifierContext {
  readonly seed: number
  /** Name of the stream of what it draws, which nothing else draws from. */
  readonly stream: string
}

export interface ModifierType<Declared extends Options = Options> {
  readonly descriptor: Descriptor<Declared>
  /** The process that comes out; it alone reads `arrivals`. */
  create(options: OptionValues<Declared>, arrivals: ArrivalProcess, context: ModifierContext): ArrivalProcess
  /** What the mean rate is multiplied by in the long run. */
  factor(options: OptionValues<Declared>): number
  /** Whether the same arrivals always come out as the same, whatever the seed. */
  readonly deterministic: boolean
  /** Whether every record stays in, so that record k is still record k. */
  keepsRecords(options: OptionValues<Declared>): boolean
  /** What is wrong with the options together; each alone is within its bounds. */
  problems?(options: OptionValues<Declared>): readonly OptionProblem[]
}

/** Declares a modifier, so that the types of its options follow from the descriptor. */
export function defineModifier<const Declared extends Options>(type: ModifierType<Declared>): ModifierType<Declared> {
  return type
}
