/**
 * Trees to closures. No code is generated from text; what does not depend on the row is computed once, here.
 */
import { arithmetic, comparison } from './arithmetic.ts'
import { check } from './check.ts'
import {
  booleanCode,
  booleanConstant,
  numberCode,
  numberConstant,
  textConstant,
  type BooleanCode,
  type Code,
  type NumberCode,
  type TextCode,
} from './code.ts'
import {
  fieldsOf,
  type BinaryNode,
  type Expression,
  type ExpressionNode,
  type FieldType,
  type IfNode,
  type InNode,
  type UnaryNode,
} from './expression.ts'
import { functionCode } from './functions.ts'

/** Reads a field of a row. `read` is called without its object. */
export type FieldReader =
  | { readonly type: 'number'; readonly read: (row: number) => number }
  | { readonly type: 'boolean'; readonly read: (row: number) => boolean }
  | { readonly type: 'text'; readonly read: (row: number) => string }

/** An expression ready to be evaluated on rows. `constant` is its value, where that is the same for every row. */
export type Compiled = NumberCode | BooleanCode | TextCode

type Readers = ReadonlyMap<string, FieldReader>

/** Lists longer than this are looked up by hash. */
const LONGEST_SCANNED = 8

/**
 * Compiles an expression over fields that `resolve` finds by name; it is called once for each name in the expression, and may throw.
 * Throws an `ExpressionError` where types do not fit (see `check`).
 */
export function compile(expression: Expression, resolve: (name: string) => FieldReader): Compiled {
  const readers = new Map<string, FieldReader>()
  const types = new Map<string, FieldType>()
  for (const name of fieldsOf(expression)) {
    const reader = resolve(name)
    readers.set(name, reader)
    types.set(name, reader.type)
  }
  check(expression, types)
  return codeFor(expression.tree, readers)
}

function codeFor(node: ExpressionNode, readers: Readers): Code {
  switch (node.kind) {
    case 'number':
      return numberConstant(node.value)
    case 'boolean':
      return booleanConstant(node.value)
    case 'text':
      return textConstant(node.value)
    case 'field':
      return fieldCode(readers.get(node.name)!)
    case 'unary':
      return unary(node, readers)
    case 'binary':
      return binary(node, readers)
    case 'if':
      return conditional(node, readers)
    case 'in':
      return membership(node, readers)
    case 'call':
      return functionCode(
        node.function,
        node.arguments.map((argument) => numberFor(argument, readers)),
      )
  }
}

// The types have been checked before: these only say so to the compiler.
function numberFor(node: ExpressionNode, readers: Readers): NumberCode {
  return codeFor(node, readers) as NumberCode
}

function booleanFor(node: ExpressionNode, readers: Readers): BooleanCode {
  return codeFor(node, readers) as BooleanCode
}

function fieldCode(reader: FieldReader): Code {
  switch (reader.type) {
    case 'number':
      return { type: 'number', evaluate: reader.read }
    case 'boolean':
      return { type: 'boolean', evaluate: reader.read }
    case 'text':
      return { type: 'text', evaluate: reader.read }
  }
}

function unary(node: UnaryNode, readers: Readers): Code {
  if (node.operator === 'not') {
    const operand = booleanFor(node.operand, readers)
    const value = operand.evaluate
    return booleanCode((row) => !value(row), [operand])
  }
  const operand = numberFor(node.operand, readers)
  const value = operand.evaluate
  return node.operator === '+' ? operand : numberCode((row) => -value(row), [operand])
}

function binary(node: BinaryNode, readers: Readers): Code {
  const { operator, left, right } = node
  switch (operator) {
    case 'and':
    case 'or':
      return logic(operator, booleanFor(left, readers), booleanFor(right, readers))
    case '==':
    case '!=':
      return equality(operator, codeFor(left, readers), codeFor(right, readers))
    case '<':
    case '<=':
    case '>':
    case '>=':
      return comparison(operator, numberFor(left, readers), numberFor(right, readers))
    default:
      return arithmetic(operator, numberFor(left, readers), numberFor(right, readers))
  }
}

/** A constant side decides, or leaves the other one. Expressions have no side effects, so that it does not matter which side it is. */
function logic(operator: 'and' | 'or', a: BooleanCode, b: BooleanCode): BooleanCode {
  const decisive = operator === 'or'
  if (a.constant === decisive || b.constant === decisive) return booleanConstant(decisive)
  if (a.constant !== undefined) return b
  if (b.constant !== undefined) return a
  const first = a.evaluate
  const second = b.evaluate
  return { type: 'boolean', evaluate: operator === 'and' ? (row) => first(row) && second(row) : (row) => first(row) || second(row) }
}

function equality(operator: '==' | '!=', a: Code, b: Code): BooleanCode {
  if (a.type === 'number' && b.type === 'number') return comparison(operator, a, b)
  const constant = b.constant
  const first = a.evaluate
  const second = b.evaluate
  if (operator === '==') {
    return booleanCode(constant === undefined ? (row) => first(row) === second(row) : (row) => first(row) === constant, [a, b])
  }
  return booleanCode(constant === undefined ? (row) => first(row) !== second(row) : (row) => first(row) !== constant, [a, b])
}

function conditional(node: IfNode, readers: Readers): Code {
  const condition = booleanFor(node.condition, readers)
  const yes = codeFor(node.whenTrue, readers)
  const no = codeFor(node.whenFalse, readers)
  if (condition.constant !== undefined) return condition.constant ? yes : no
  const decide = condition.evaluate
  const first: (row: number) => unknown = yes.evaluate
  const second: (row: number) => unknown = no.evaluate
  return { type: yes.type, evaluate: (row: number) => (decide(row) ? first(row) : second(row)) } as Code
}

function membership(node: InNode, readers: Readers): BooleanCode {
  const value = codeFor(node.value, readers)
  const list = node.list.map((item) => codeFor(item, readers))
  const find: (row: number) => unknown = value.evaluate
  const constants = list.map((item) => item.constant)
  if (constants.includes(undefined)) return booleanCode(amongComputed(find, list), [value, ...list])
  // A set would find NaN in a list, to which nothing is equal.
  const members = constants.filter((constant) => !Number.isNaN(constant))
  return booleanCode(members.length > LONGEST_SCANNED ? amongMany(find, members) : amongFew(find, members), [value])
}

function amongFew(find: (row: number) => unknown, members: readonly unknown[]): (row: number) => boolean {
  return (row) => {
    const value = find(row)
    for (let i = 0; i < members.length; i++) if (members[i] === value) return true
    return false
  }
}

function amongMany(find: (row: number) => unknown, members: readonly unknown[]): (row: number) => boolean {
  const set = new Set(members)
  return (row) => set.has(find(row))
}

function amongComputed(find: (row: number) => unknown, list: readonly Code[]): (row: number) => boolean {
  const members: readonly ((row: number) => unknown)[] = list.map((item) => item.evaluate)
  return (row) => {
    const value = find(row)
    for (let i = 0; i < members.length; i++) if (members[i]!(row) === value) return true
    return false
  }
}
