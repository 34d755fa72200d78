/** Puts values in the place of names. */
import { ExpressionError, type Expression, type ExpressionNode } from './expression.ts'

type Values = ReadonlyMap<string, number | string | boolean>

/**
 * The expression with constants in the place of the fields that `values` names: a scenario's parameters, with their `$`. The text stays
 * as written. Throws an `ExpressionError` for a number that is not finite, since it would not survive JSON.
 */
export function substitute(expression: Expression, values: Values): Expression {
  return { text: expression.text, tree: replaced(expression.tree, values) }
}

function replaced(node: ExpressionNode, values: Values): ExpressionNode {
  const inner = (child: ExpressionNode): ExpressionNode => replaced(child, values)
  switch (node.kind) {
    case 'field':
      return constant(node.name, node.at, values) ?? node
    case 'unary':
      return { ...node, operand: inner(node.operand) }
    case 'binary':
      return { ...node, left: inner(node.left), right: inner(node.right) }
    case 'if':
      return { ...node, condition: inner(node.condition), whenTrue: inner(node.whenTrue), whenFalse: inner(node.whenFalse) }
    case 'in':
      return { ...node, value: inner(node.value), list: node.list.map(inner) }
    case 'call':
      return { ...node, arguments: node.arguments.map(inner) }
    default:
      return node
  }
}

function constant(name: string, at: number, values: Values): ExpressionNode | undefined {
  const value = values.get(name)
  if (value === undefined) return undefined
  if (typeof value === 'string') return { kind: 'text', value, at }
  if (typeof value === 'boolean') return { kind: 'boolean', value, at }
  if (!Number.isFinite(value)) throw new ExpressionError(`"${name}" is ${value}, which is not a number that can be used here.`, at)
  return { kind: 'number', value, at }
}
