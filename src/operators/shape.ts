/** Checks the expressions of an operator's options against the fields that reach it. */
import type { Shape, ShapeProblem } from '../engine/ports.ts'
import { check } from '../expressions/check.ts'
import { ExpressionError, type Expression } from '../expressions/expression.ts'
import type { FieldType } from '../structures/record-table.ts'

/** Fields that every expression may read besides the record's own. */
export function readable(fields: ReadonlyMap<string, FieldType>): ReadonlyMap<string, FieldType> {
  return fields.has('key') ? fields : new Map([...fields, ['key', 'number']])
}

/** A shape whose fields are those that came in, once every expression (by path) has the type that is wanted. */
export function shapeOf(fields: ReadonlyMap<string, FieldType>, expressions: ReadonlyMap<string, Expression>, wanted: FieldType): Shape {
  const problems: ShapeProblem[] = []
  for (const [path, expression] of expressions) {
    const checked = typeOf(expression, fields, [path])
    if (typeof checked !== 'string') problems.push(checked)
    else if (checked !== wanted)
      problems.push({
        path: [path],
        message: `invalid expression: ${expression.text} is a ${checked}; expected a ${wanted === 'boolean' ? 'condition' : wanted}`,
      })
  }
  return { fields, problems }
}

/** The type of an expression over these fields, or what is wrong with it. */
export function typeOf(
  expression: Expression,
  fields: ReadonlyMap<string, FieldType>,
  path: readonly (string | number)[],
): FieldType | ShapeProblem {
  try {
    return check(expression, readable(fields))
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error
    return { path, message: error.message, position: error.position }
  }
}
