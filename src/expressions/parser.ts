/** Text to tree: the grammar check, mathjs for precedence, and the translation of its tree into ours. */
import { ExpressionError, type BinaryOperator, type Expression, type ExpressionNode, type FunctionName } from './expression.ts'
import { numberOf, rewrite } from './grammar.ts'
import { loadMathParser, type MathNode } from './mathjs.ts'
import { arityOf, CONSTANTS } from './names.ts'
import { tokens, type Token } from './tokens.ts'

const DEEPEST = 100

const BINARY: ReadonlySet<string> = new Set(['+', '-', '*', '/', '^', 'mod', '==', '!=', '<', '<=', '>', '>=', 'and', 'or'])

/**
 * Loads what parsing needs, and gives the parser: a function from text to expression that throws an `ExpressionError` on everything that is
 * not a value over fields. Names of fields are not looked up here (see `check`).
 */
export async function loadExpressionParser(): Promise<(text: string) => Expression> {
  const mathParse = await loadMathParser()
  return (text) => {
    const found = tokens(text)
    const tree = mathParse(rewrite(found))
    // The grammar has been checked: only recursion that is too deep for mathjs is left to fail.
    if (tree === undefined) throw tooDeep(0)
    return { text, tree: new Translation(found).node(tree, 1) }
  }
}

class Translation {
  readonly #tokens: readonly Token[]

  constructor(found: readonly Token[]) {
    this.#tokens = found
  }

  node(from: MathNode, depth: number): ExpressionNode {
    if (depth > DEEPEST) throw tooDeep(this.#start(from))
    switch (from.type) {
      case 'ParenthesisNode':
        return this.node(from.content, depth)
      case 'SymbolNode':
        return leaf(this.#token(from))
      case 'OperatorNode':
        return this.#operator(from.op, from.args, depth)
      case 'FunctionNode':
        return this.#call(this.#token(from.fn), from.args, depth)
      case 'ConditionalNode':
        return this.#if([from.condition, from.trueExpr, from.falseExpr], this.#start(from.condition), depth)
      case 'RelationalNode':
        throw new ExpressionError('Comparisons cannot be chained: write a < b and b < c.', this.#start(from.params[1]!))
      default:
        throw new ExpressionError('This cannot stand in an expression.', this.#start(from))
    }
  }

  #operator(operator: string, operands: readonly MathNode[], depth: number): ExpressionNode {
    const [left, right] = operands
    const at = this.#start(left!)
    if (right === undefined) {
      if (operator !== '-' && operator !== '+' && operator !== 'not')
        throw new ExpressionError(`"${operator}" cannot stand in an expression.`, at)
      return { kind: 'unary', operator, operand: this.node(left!, depth + 1), at }
    }
    if (operator === 'in' && right.type === 'ArrayNode') {
      return { kind: 'in', value: this.node(left!, depth + 1), list: right.items.map((item) => this.node(item, depth + 1)), at }
    }
    if (!BINARY.has(operator)) throw new ExpressionError(`"${operator}" cannot stand in an expression.`, at)
    return this.#binary(operator as BinaryOperator, [left!, right], at, depth)
  }

  #binary(operator: BinaryOperator, operands: readonly MathNode[], at: number, depth: number): ExpressionNode {
    return { kind: 'binary', operator, left: this.node(operands[0]!, depth + 1), right: this.node(operands[1]!, depth + 1), at }
  }

  #if(parts: readonly MathNode[], at: number, depth: number): ExpressionNode {
    const [condition, whenTrue, whenFalse] = parts.map((part) => this.node(part, depth + 1))
    return { kind: 'if', condition: condition!, whenTrue: whenTrue!, whenFalse: whenFalse!, at }
  }

  #call(name: Token, from: readonly MathNode[], depth: number): ExpressionNode {
    const arity = arityOf(name.text)
    if (arity === undefined) throw new ExpressionError(`There is no function "${name.text}".`, name.at)
    if (from.length < arity.least || from.length > arity.most) {
      throw new ExpressionError(`"${name.text}" takes ${printArity(arity.least, arity.most)}, not ${from.length}.`, name.at)
    }
    if (name.text === 'if') return this.#if(from, name.at, depth)
    if (name.text === 'mod') return this.#binary('mod', from, name.at, depth)
    if (name.text === 'pow') return this.#binary('^', from, name.at, depth)
    return { kind: 'call', function: name.text as FunctionName, arguments: from.map((part) => this.node(part, depth + 1)), at: name.at }
  }

  #token(placeholder: MathNode): Token {
    const token = placeholder.type === 'SymbolNode' ? this.#tokens[Number(placeholder.name.slice(1))] : undefined
    if (token === undefined) throw new ExpressionError('This cannot stand in an expression.', 0)
    return token
  }

  /** Where the leftmost name or value of a node stands. A loop, since a chain of operators may be deeper than the stack. */
  #start(from: MathNode): number {
    let node = from
    for (;;) {
      const next = leftmost(node)
      if (next === undefined) return node.type === 'SymbolNode' ? this.#token(node).at : 0
      node = next
    }
  }
}

function leftmost(node: MathNode): MathNode | undefined {
  switch (node.type) {
    case 'ParenthesisNode':
      return node.content
    case 'OperatorNode':
      return node.args[0]
    case 'FunctionNode':
      return node.fn
    case 'ConditionalNode':
      return node.condition
    case 'RelationalNode':
      return node.params[0]
    case 'ArrayNode':
      return node.items[0]
    default:
      return undefined
  }
}

function leaf(token: Token): ExpressionNode {
  const { text, at } = token
  if (token.kind === 'text') return { kind: 'text', value: text, at }
  if (token.kind === 'number') {
    const value = numberOf(token)
    if (!Number.isFinite(value)) throw new ExpressionError(`${text} is too large for a number.`, at)
    return { kind: 'number', value, at }
  }
  if (text === 'true' || text === 'false') return { kind: 'boolean', value: text === 'true', at }
  const constant = CONSTANTS.get(text)
  return constant === undefined ? { kind: 'field', name: text, at } : { kind: 'number', value: constant, name: text, at }
}

function printArity(least: number, most: number): string {
  if (most === Infinity) return `${least} arguments or more`
  if (most === least) return most === 1 ? '1 argument' : `${most} arguments`
  return `${least} or ${most} arguments`
}

function tooDeep(at: number): ExpressionError {
  return new ExpressionError(`The expression is nested more than ${DEEPEST} deep.`, at)
}
