/** Quantities at the source: a constant, a draw, or an expression over what the record has so far. */
import type { Expression } from '../expressions/expression.ts'
import { createSampler } from '../random/index.ts'
import { RecordDraws } from '../random/record-draws.ts'
import type { Quantity } from '../registry/pick.ts'
import { compileHere, type ContentContext, type Value } from './contents.ts'
import { TrafficError } from './traffic-error.ts'

/** No delay at all. */
export const ON_TIME: Quantity = { kind: 'constant', value: 0 }

/**
 * A quantity's value for the record in a row. A draw is a function of (seed, `stream`, identity of the record) and of nothing else.
 * `what` names the quantity in messages. Values are not checked here: see `finite`.
 */
export function createQuantity(quantity: Quantity, what: string, stream: string, context: ContentContext): Value {
  const { cursor } = context
  switch (quantity.kind) {
    case 'constant': {
      const { value } = quantity
      return () => value
    }
    case 'draw': {
      const sampler = createSampler(quantity)
      const draws = new RecordDraws(context.seed, stream, (at) => sampler.sample(at))
      return () => draws.at(cursor.identityLow, cursor.identityHigh)
    }
    case 'expression': {
      const compiled = compileHere(quantity.expression as Expression, what, context)
      if (compiled.type !== 'number')
        throw new TrafficError(context.source, what, undefined, `the expression is a ${compiled.type}, and a number is needed`)
      return compiled.evaluate
    }
  }
}

/** Passes finite values on, and throws `TrafficError` for others. */
export function finite(value: Value, what: string, context: ContentContext): Value {
  const { cursor, source } = context
  return (row) => {
    const found = value(row)
    if (found - found !== 0) throw new TrafficError(source, what, cursor.record, `the value is ${found}, and must be a finite number`)
    return found
  }
}

/** Passes finite values from 0 on, rounded to whole numbers, and throws `TrafficError` for others. */
export function wholeFromZero(value: Value, what: string, context: ContentContext): Value {
  const { cursor, source } = context
  return (row) => {
    const found = value(row)
    if (!(found >= 0 && found < Infinity)) {
      throw new TrafficError(source, what, cursor.record, `the value is ${found}, and must be a finite number that is not negative`)
    }
    return Math.round(found)
  }
}
