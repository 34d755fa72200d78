/** Declares an operator, so that the types of its options follow from the descriptor. */
import type { OperatorType } from '../engine/ports.ts'
import type { Options } from '../registry/option.ts'

export function defineOperator<const Declared extends Options>(type: OperatorType<Declared>): OperatorType<Declared> {
  return type
}
