/** Checks the types of an expression against the fields of a record. */
import { didYouMean } from '../registry/suggestion.ts'
import {
  ExpressionError,
  type BinaryNode,
  type CallNode,
  type Expression,
  type ExpressionNode,
  type FieldType,
  type InNode,
} from './expression.ts'
import { arityOf, CONSTANTS } from './names.ts'

type Fields = ReadonlyMap<string, FieldType>

/** The decimals that a double can show. */
const MOST_DIGITS = 15
/** More fields than this are not listed in a message. */
const MOST_LISTED = 12

/**
 * The type of an expression's value. Throws an `ExpressionError` at the first name that is no field, at a constant that is also
 * a field's name, and where a value of one type stands in the place of another. Parameters must have been substituted.
 */
export function check(expression: Expression, fields: Fields): FieldType {
  return typeOf(expression.tree, fields)
}

function typeOf(node: ExpressionNode, fields: Fields): FieldType {
  switch (node.kind) {
    case 'number':
      if (node.name !== undefined && fields.has(node.name)) {
        throw new ExpressionError(`"${node.name}" is a constant here and also the name of a field: rename the field.`, node.at)
      }
      return 'number'
    case 'text':
    case 'boolean':
      return node.kind
    case 'field':
      return fields.get(node.name) ?? unknown(node.name, node.at, fields)
    case 'unary': {
      const type = node.operator === 'not' ? 'boolean' : 'number'
      return expect(type, node.operand, node.operator, fields)
    }
    case 'binary':
      return binary(node, fields)
    case 'if':
      expect('boolean', node.condition, 'if', fields)
      return same(node.whenTrue, node.whenFalse, 'The branches of "if" must have the same type', fields)
    case 'in':
      return membership(node, fields)
    case 'call':
      return call(node, fields)
  }
}

function binary(node: BinaryNode, fields: Fields): FieldType {
  const { operator, left, right } = node
  if (operator === '==' || operator === '!=') {
    same(left, right, `"${operator}" needs the same type on both sides`, fields)
    return 'boolean'
  }
  const logic = operator === 'and' || operator === 'or'
  const type = logic ? 'boolean' : 'number'
  expect(type, left, operator, fields)
  expect(type, right, operator, fields)
  return logic || operator.startsWith('<') || operator.startsWith('>') ? 'boolean' : 'number'
}

function membership(node: InNode, fields: Fields): FieldType {
  // The value's type is found once: found again for each member, nested lists would take exponential time.
  const type = typeOf(node.value, fields)
  for (const item of node.list) {
    agree(type, typeOf(item, fields), '"in" needs a list of the same type as the value on its left', item)
  }
  return 'boolean'
}

function call(node: CallNode, fields: Fields): FieldType {
  for (const argument of node.arguments) expect('number', argument, node.function, fields)
  const digits = node.function === 'round' ? node.arguments[1] : undefined
  if (
    digits !== undefined &&
    !(digits.kind === 'number' && Number.isInteger(digits.value) && digits.value >= 0 && digits.value <= MOST_DIGITS)
  ) {
    throw new ExpressionError(`The digits to round to must be a whole number from 0 to ${MOST_DIGITS}, written out.`, digits.at)
  }
  return 'number'
}

function expect(type: FieldType, node: ExpressionNode, user: string, fields: Fields): FieldType {
  const actual = typeOf(node, fields)
  if (actual !== type) throw new ExpressionError(`"${user}" needs ${plural(type)}, and this is ${singular(actual)}.`, node.at)
  return actual
}

function same(first: ExpressionNode, second: ExpressionNode, rule: string, fields: Fields): FieldType {
  const type = typeOf(first, fields)
  agree(type, typeOf(second, fields), rule, second)
  return type
}

function agree(type: FieldType, other: FieldType, rule: string, node: ExpressionNode): void {
  if (type !== other) throw new ExpressionError(`${rule}: ${singular(type)} and ${singular(other)} are not.`, node.at)
}

function unknown(name: string, at: number, fields: Fields): never {
  if (name.startsWith('$')) throw new ExpressionError(`There is no parameter "${name}".${didYouMean(name, fields.keys())}`, at)
  if (arityOf(name) !== undefined && name !== 'if') throw new ExpressionError(`"${name}" is a function: write ${name}(..).`, at)
  // Every name of one letter is near to every other.
  const hint = name.length === 1 ? '' : didYouMean(name, [...fields.keys(), ...CONSTANTS.keys()])
  throw new ExpressionError(`There is no field "${name}".${hint === '' ? listed(fields) : hint}`, at)
}

function listed(fields: Fields): string {
  if (fields.size === 0) return ' No field is known here.'
  return fields.size > MOST_LISTED ? '' : ` The fields are ${[...fields.keys()].join(', ')}.`
}

function plural(type: FieldType): string {
  return type === 'number' ? 'numbers' : type === 'boolean' ? 'conditions' : 'texts'
}

function singular(type: FieldType): string {
  return type === 'number' ? 'a number' : type === 'boolean' ? 'a condition' : 'a text'
}
