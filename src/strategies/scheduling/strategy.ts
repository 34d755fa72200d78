/** Declares a scheduling strategy, so that the types of its options follow from the descriptor. */
import type { SchedulingType } from '../../engine/ports.ts'
import type { Options } from '../../registry/option.ts'

export function defineScheduling<const Declared extends Options>(type: SchedulingType<Declared>): SchedulingType<Declared> {
  return type
}
