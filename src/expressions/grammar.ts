/**
 * Checks that values and operators alternate and that brackets match, and rewrites an expression for mathjs.
 *
 * mathjs parses precedence well, but reads more languages than one: units, percentages, matrices, ranges, comments, inches. It is
 * therefore given nothing but operators, brackets and placeholders: the token with number 3 is `v3`. Three things come of it: a node's
 * placeholder says where it stands in the text (mathjs keeps no positions), nothing that is written reaches mathjs as a name, and its
 * readings of names and numbers cannot differ from ours.
 */
import { didYouMean } from '../registry/suggestion.ts'
import { ExpressionError } from './expression.ts'
import { arityOf, CONSTANTS, FUNCTIONS } from './names.ts'
import type { Token } from './tokens.ts'

const DEEPEST = 100
const QUOTE_IT = 'Inside { } YAML cuts an unquoted text at a comma: quote the expression.'

/** A bracket that is open, or the whole text. */
interface Level {
  readonly open: 'text' | 'group' | 'call' | 'list'
  readonly at: number
  /** Brackets that were opened for a `not`. */
  nots: number
  /** A `?` that waits for its `:`. */
  condition: Token | undefined
}

/** The expression in placeholders. Throws an `ExpressionError` where the grammar is broken. */
export function rewrite(tokens: readonly Token[]): string {
  return new Rewriting(tokens).run()
}

class Rewriting {
  readonly #tokens: readonly Token[]
  readonly #pieces: string[] = []
  readonly #levels: Level[] = [{ open: 'text', at: 0, nots: 0, condition: undefined }]
  #index = 0
  #depth = 0
  /** Whether a value comes next, and not an operator. */
  #wantsValue = true

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens
  }

  run(): string {
    if (this.#tokens.length === 0) throw new ExpressionError('The expression is empty. If YAML took it for something else, quote it.', 0)
    for (; this.#index < this.#tokens.length; this.#index++) {
      const token = this.#tokens[this.#index]!
      if (this.#wantsValue) this.#value(token)
      else this.#operator(token)
    }
    this.#end()
    return this.#pieces.join(' ')
  }

  get #level(): Level {
    return this.#levels.at(-1)!
  }

  get #previous(): Token | undefined {
    return this.#tokens[this.#index - 1]
  }

  get #next(): Token | undefined {
    return this.#tokens[this.#index + 1]
  }

  #value(token: Token): void {
    if (token.kind === 'name' && token.text === 'not') this.#not(token)
    else if (token.kind === 'name' && isSign(this.#next, '(')) this.#call(token)
    else if (token.kind !== 'sign' && !isOperatorWord(token)) this.#leaf(token)
    else if (token.text === '(') this.#open('group', token, '(')
    else if (token.text === '[') this.#list(token)
    else if (token.text === '-' || token.text === '+') this.#pieces.push(token.text)
    else throw this.#missingValue(token)
  }

  #leaf(token: Token): void {
    if (isName(token, 'if')) throw new ExpressionError('"if" is a function: write if(condition, a, b).', token.at)
    this.#pieces.push(`v${this.#index}`)
    // A number before a name is a quantity: 20 ms. mathjs multiplies them, tighter than / does.
    const next = this.#next
    const quantity = token.kind === 'number' && next?.kind === 'name' && !/^(?:and|or|not|in|mod|to|xor)$/.test(next.text)
    this.#wantsValue = quantity && !isSign(this.#tokens[this.#index + 2], '(')
  }

  #not(token: Token): void {
    this.#deeper(token)
    this.#level.nots++
    this.#pieces.push('not', '(')
  }

  #call(token: Token): void {
    if (arityOf(token.text) === undefined) {
      if (CONSTANTS.has(token.text)) throw new ExpressionError(`${quoted(token)} is a constant, not a function.`, token.at)
      if (isOperatorWord(token)) throw this.#missingValue(token)
      throw new ExpressionError(`There is no function ${quoted(token)}.${didYouMean(token.text, FUNCTIONS.keys())}`, token.at)
    }
    this.#pieces.push(`v${this.#index}`)
    this.#index++
    this.#open('call', token, '(')
  }

  #list(token: Token): void {
    const after = this.#previous
    if (after === undefined || !isName(after, 'in')) throw new ExpressionError('A list can only stand right of "in".', token.at)
    this.#open('list', token, '[')
  }

  #open(open: Level['open'], token: Token, bracket: string): void {
    this.#deeper(token)
    this.#levels.push({ open, at: this.#tokens[this.#index]!.at, nots: 0, condition: undefined })
    this.#pieces.push(bracket)
  }

  #deeper(token: Token): void {
    if (++this.#depth > DEEPEST) throw new ExpressionError(`The expression is nested more than ${DEEPEST} deep.`, token.at)
  }

  #operator(token: Token): void {
    if (token.text === ')' && token.kind === 'sign') this.#close(token, ')')
    else if (token.text === ']' && token.kind === 'sign') this.#close(token, ']')
    else this.#infix(token)
  }

  #infix(token: Token): void {
    if (token.kind === 'number' || token.kind === 'text') throw this.#missingOperator(token)
    if (token.kind === 'name' && !isOperatorWord(token)) throw this.#missingOperator(token)
    this.#wantsValue = true
    switch (token.text) {
      case '(':
      case '[':
      case 'not':
        throw this.#missingOperator(token)
      case ',':
        return this.#comma(token)
      case '?':
        return this.#question(token)
      case ':':
        return this.#colon(token)
      case '%':
        return this.#remainder(token)
      case 'in':
        if (!isSign(this.#next, '[')) throw new ExpressionError('"in" needs a list on its right, as in [1, 2].', token.at)
        break
      case 'and':
      case 'or':
        this.#endNots()
    }
    if (isSign(this.#previous, ']') && /^(?:[-+*/^]|mod)$/.test(token.text)) {
      throw new ExpressionError(`${quoted(token)} cannot follow a list.`, token.at)
    }
    this.#pieces.push(token.text)
  }

  #comma(token: Token): void {
    if (this.#level.open === 'text' || this.#level.open === 'group') {
      throw new ExpressionError('A comma can only stand between the arguments of a function or the members of a list.', token.at)
    }
    this.#endPart()
    this.#pieces.push(',')
  }

  #question(token: Token): void {
    this.#endNots()
    if (this.#level.condition !== undefined)
      throw new ExpressionError('Put the inner condition in brackets: a ? (b ? c : d) : e.', token.at)
    this.#level.condition = token
    this.#pieces.push('?')
  }

  #colon(token: Token): void {
    if (this.#level.condition === undefined) throw new ExpressionError('":" belongs to a "?", and there is none before it.', token.at)
    this.#endNots()
    this.#level.condition = undefined
    this.#pieces.push(':')
  }

  #remainder(token: Token): void {
    const next = this.#next
    const divides = next !== undefined && (isSign(next, '(') || next.kind === 'number' || (next.kind === 'name' && !isOperatorWord(next)))
    if (!divides) {
      const rule = '"%" is the remainder of a division and needs a value on its right'
      if (isSign(next, '-')) throw new ExpressionError(`${rule}. With a negative one, write mod(a, b).`, token.at)
      const share = this.#previous?.kind === 'number' ? `: write ${numberOf(this.#previous) / 100}` : ''
      throw new ExpressionError(`${rule}. It is not percent${share}.`, token.at)
    }
    this.#pieces.push('mod')
  }

  #close(token: Token, bracket: ')' | ']'): void {
    const { open } = this.#level
    if (open === 'text') throw new ExpressionError(`${quoted(token)} closes nothing. ${QUOTE_IT}`, token.at)
    if ((open === 'list') !== (bracket === ']')) {
      throw new ExpressionError(`${quoted(token)} does not match the "${open === 'list' ? '[' : '('}" before it. ${QUOTE_IT}`, token.at)
    }
    this.#endPart()
    this.#levels.pop()
    this.#depth--
    this.#pieces.push(bracket)
  }

  #end(): void {
    if (this.#wantsValue) {
      const last = this.#tokens.at(-1)!
      const advice = this.#levels.length > 1 ? ` ${QUOTE_IT}` : ''
      throw new ExpressionError(`A value is missing after ${quoted(last)}.${advice}`, last.at + last.text.length)
    }
    const level = this.#level
    if (level.open !== 'text') {
      throw new ExpressionError(`"${level.open === 'list' ? '[' : '('}" is never closed. ${QUOTE_IT}`, level.at)
    }
    this.#endPart()
  }

  /** What a `not` is applied to ends here: comparisons bind tighter, everything else looser. */
  #endNots(): void {
    const level = this.#level
    this.#depth -= level.nots
    for (; level.nots > 0; level.nots--) this.#pieces.push(')')
  }

  #endPart(): void {
    this.#endNots()
    const { condition } = this.#level
    if (condition !== undefined)
      throw new ExpressionError('This "?" has no ":" after it. Write if(condition, a, b) or condition ? a : b.', condition.at)
  }

  #missingValue(token: Token): ExpressionError {
    const previous = this.#previous
    const where = previous === undefined ? `before ${quoted(token)}` : `between ${quoted(previous)} and ${quoted(token)}`
    const advice = (token.text === ')' || token.text === ']') && this.#levels.length === 1 ? ` ${QUOTE_IT}` : ''
    return new ExpressionError(`A value is missing ${where}.${advice}`, token.at)
  }

  #missingOperator(token: Token): ExpressionError {
    if (isName(token, 'to'))
      return new ExpressionError('Units are not converted with "to": durations are nanoseconds, sizes are bytes.', token.at)
    if (isName(token, 'not') && this.#next?.text === 'in')
      return new ExpressionError('Write "not x in [..]" for "x not in [..]".', token.at)
    if (isName(token, 'xor')) return new ExpressionError('Write "!=" for "xor".', token.at)
    if (isSign(token, '['))
      return new ExpressionError('There are no lists to take a member of: "[" can only stand right of "in".', token.at)
    return new ExpressionError(`An operator is missing between ${quoted(this.#previous!)} and ${quoted(token)}.`, token.at)
  }
}

/** The value of a number token. */
export function numberOf(token: Token): number {
  return Number(token.text.replaceAll('_', ''))
}

function isSign(token: Token | undefined, text: string): boolean {
  return token?.kind === 'sign' && token.text === text
}

function isName(token: Token, text: string): boolean {
  return token.kind === 'name' && token.text === text
}

/** Words that stand between values or before one. `mod` before a bracket is a function where a value is expected. */
function isOperatorWord(token: Token): boolean {
  return token.kind === 'name' && /^(?:and|or|not|in|mod)$/.test(token.text)
}

function quoted(token: Token): string {
  return JSON.stringify(token.text.length > 40 ? `${token.text.slice(0, 40)}…` : token.text)
}
