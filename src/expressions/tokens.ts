/** Cuts the text of an expression into tokens, and refuses every character that has no meaning in one. */
import { ExpressionError } from './expression.ts'

export interface Token {
  readonly kind: 'number' | 'text' | 'name' | 'sign'
  /** As written; a text without its quotes. */
  readonly text: string
  readonly at: number
}

const LONGEST_TEXT = 2_000

const BLANKS = /\s+/y
const NUMBER = /(?:\d+(?:_\d+)*(?:\.\d+(?:_\d+)*)?|\.\d+(?:_\d+)*)(?:[eE][+-]?\d+)?/y
const NAME = /[\p{L}_$][\p{L}\p{N}_$]*/uy
const TEXT = /"([^"]*)"|'([^']*)'/y
const REFUSED = /===|!==|&&|\|\||\*\*|\?\?|\?\.(?!\d)|<<|>>|=>|\.[*/^]|[=&|!~;.{}#"'`@\\]/y
const SIGN = /[=!<>]=|[-+*/^%<>()[\],?:]/y

/** What to write instead of the signs that other languages have. */
const INSTEAD: ReadonlyMap<string, string> = new Map([
  ['=', '"=" would assign, and an expression cannot: compare with "==".'],
  ['===', 'Compare with "==".'],
  ['!==', 'Compare with "!=".'],
  ['&&', 'Write "and" for "&&".'],
  ['&', 'Write "and" for "&".'],
  ['||', 'Write "or" for "||".'],
  ['|', 'Write "or" for "|".'],
  ['!', 'Write "not" for "!"; there are no factorials.'],
  ['**', 'Write "^" for "**".'],
  ['=>', 'An expression cannot define functions.'],
  [';', 'An expression is one value: ";" has no place in it.'],
  ['.', 'There is nothing to reach with a ".": fields are named alone.'],
  ['?.', 'There is nothing to reach with a ".": fields are named alone.'],
  ['{', 'An expression has no maps. If "{" belongs to YAML, quote the expression.'],
  ['}', 'An expression has no maps. If "}" belongs to YAML, quote the expression.'],
  ['#', 'An expression has no comments.'],
  ['"', 'The text that starts here has no closing quote.'],
  ["'", 'The text that starts here has no closing quote.'],
])

/** The tokens of a text of at most 2,000 characters; throws an `ExpressionError` at the first character that has no meaning. */
export function tokens(text: string): Token[] {
  if (text.length > LONGEST_TEXT) {
    throw new ExpressionError(`The expression has ${text.length} characters; at most ${LONGEST_TEXT} are allowed.`, LONGEST_TEXT)
  }
  const found: Token[] = []
  let at = 0
  while (at < text.length) {
    const blanks = match(BLANKS, text, at)
    if (blanks === undefined) {
      const token = tokenAt(text, at)
      found.push(token)
      at += token.text.length + (token.kind === 'text' ? 2 : 0)
    } else {
      at += blanks.length
    }
  }
  return found
}

function tokenAt(text: string, at: number): Token {
  const number = match(NUMBER, text, at)
  if (number !== undefined) return { kind: 'number', text: number, at }
  const name = match(NAME, text, at)
  if (name !== undefined) return { kind: 'name', text: name, at }
  const quoted = match(TEXT, text, at)
  if (quoted !== undefined) return { kind: 'text', text: quoted.slice(1, -1), at }
  const refused = match(REFUSED, text, at)
  const sign = match(SIGN, text, at)
  if (sign !== undefined && (refused === undefined || refused.length <= sign.length)) return { kind: 'sign', text: sign, at }
  const wrong = refused ?? String.fromCodePoint(text.codePointAt(at)!)
  throw new ExpressionError(INSTEAD.get(wrong) ?? `${shown(wrong)} has no meaning in an expression.`, at)
}

function match(pattern: RegExp, text: string, at: number): string | undefined {
  pattern.lastIndex = at
  return pattern.exec(text)?.[0]
}

/** In quotes where it can be seen, by its number where it perhaps cannot. */
function shown(sign: string): string {
  if (/^[!-~]+$/.test(sign)) return JSON.stringify(sign)
  return `The character U+${sign.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')}`
}
