/** Declares a windowing strategy, so that the types of its options follow from the descriptor. */
import type { WindowingType } from '../../engine/ports.ts'
import type { Options } from '../../registry/option.ts'

export function defineWindowing<const Declared extends Options>(type: WindowingType<Declared>): WindowingType<Declared> {
  return type
}
