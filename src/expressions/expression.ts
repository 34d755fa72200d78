/**
 * Expressions over the fields of a record, as plain data.
 *
 * A tree survives structured clone and JSON, so that it travels to worker threads inside a scenario; it is compiled where the run starts.
 * Numbers are doubles (durations in nanoseconds, sizes in bytes). From the loosest to the tightest, operators bind as follows:
 * `c ? a : b` · `or` · `and` · `not` · `== != < <= > >=` · `in` · `+ -` · `* / % mod` · a number before its unit · unary `-` ·
 * `^` (from the right).
 */

export type FieldType = 'number' | 'boolean' | 'text'

export type UnaryOperator = '-' | '+' | 'not'
export type ArithmeticOperator = '+' | '-' | '*' | '/' | '^' | 'mod'
export type OrderOperator = '<' | '<=' | '>' | '>='
export type EqualityOperator = '==' | '!='
export type LogicOperator = 'and' | 'or'
export type BinaryOperator = ArithmeticOperator | OrderOperator | EqualityOperator | LogicOperator

/** What is called by name; `if`, `mod` and `pow` become nodes of their own. */
export type FunctionName =
  | 'min'
  | 'max'
  | 'clamp'
  | 'abs'
  | 'sign'
  | 'floor'
  | 'ceil'
  | 'round'
  | 'sqrt'
  | 'exp'
  | 'log'
  | 'log2'
  | 'log10'
  | 'sin'
  | 'cos'

/** Where in the text something starts: an index. */
interface Placed {
  readonly at: number
}

export interface NumberNode extends Placed {
  readonly kind: 'number'
  readonly value: number
  /** The constant's name, where it was written by name: `ms`. */
  readonly name?: string
}
export interface TextNode extends Placed {
  readonly kind: 'text'
  readonly value: string
}
export interface BooleanNode extends Placed {
  readonly kind: 'boolean'
  readonly value: boolean
}
/** A field, or with a `$` before it a parameter of the scenario that has not been substituted yet. */
export interface FieldNode extends Placed {
  readonly kind: 'field'
  readonly name: string
}
export interface UnaryNode extends Placed {
  readonly kind: 'unary'
  readonly operator: UnaryOperator
  readonly operand: ExpressionNode
}
export interface BinaryNode extends Placed {
  readonly kind: 'binary'
  readonly operator: BinaryOperator
  readonly left: ExpressionNode
  readonly right: ExpressionNode
}
export interface IfNode extends Placed {
  readonly kind: 'if'
  readonly condition: ExpressionNode
  readonly whenTrue: ExpressionNode
  readonly whenFalse: ExpressionNode
}
export interface InNode extends Placed {
  readonly kind: 'in'
  readonly value: ExpressionNode
  readonly list: readonly ExpressionNode[]
}
export interface CallNode extends Placed {
  readonly kind: 'call'
  readonly function: FunctionName
  readonly arguments: readonly ExpressionNode[]
}

export type ExpressionNode = NumberNode | TextNode | BooleanNode | FieldNode | UnaryNode | BinaryNode | IfNode | InNode | CallNode

export interface Expression {
  /** As written. */
  readonly text: string
  readonly tree: ExpressionNode
}

/** What is wrong with an expression, and where in its text. */
export class ExpressionError extends Error {
  /** Index into the text of the expression. */
  readonly position: number

  constructor(message: string, position: number) {
    super(message)
    this.name = 'ExpressionError'
    this.position = position
  }
}

/** The nodes directly below a node, in the order of the text. */
export function children(node: ExpressionNode): readonly ExpressionNode[] {
  switch (node.kind) {
    case 'unary':
      return [node.operand]
    case 'binary':
      return [node.left, node.right]
    case 'if':
      return [node.condition, node.whenTrue, node.whenFalse]
    case 'in':
      return [node.value, ...node.list]
    case 'call':
      return node.arguments
    default:
      return []
  }
}

/** The names of all fields that an expression reads, and of parameters (with their `$`) that are still in it. */
export function fieldsOf(expression: Expression): Set<string> {
  const names = new Set<string>()
  const visit = (node: ExpressionNode): void => {
    if (node.kind === 'field') names.add(node.name)
    for (const child of children(node)) visit(child)
  }
  visit(expression.tree)
  return names
}

/**
 * What an expression costs, for the meter of `map` and `filter`: the operations that one evaluation takes at most. These are operators,
 * calls (one less than their arguments, at least one), a comparison for each member of a list, and one for `if`, of which both branches
 * count. What depends on no field is computed once and costs nothing.
 */
export function complexity(expression: Expression): number {
  return operations(expression.tree) ?? 0
}

/** Undefined for what is the same for every row. */
function operations(node: ExpressionNode): number | undefined {
  if (node.kind === 'field') return 0
  const below = children(node).map(operations)
  if (below.every((count) => count === undefined)) return undefined
  return below.reduce<number>((sum, count) => sum + (count ?? 0), own(node))
}

function own(node: ExpressionNode): number {
  if (node.kind === 'in') return node.list.length
  if (node.kind === 'call') return Math.max(1, node.arguments.length - 1)
  return node.kind === 'unary' && node.operator === '+' ? 0 : 1
}
