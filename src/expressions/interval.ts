/**
 * Bounds of an expression while its fields stay within bounds: interval arithmetic (Moore, Interval analysis, 1966).
 *
 * What comes out holds the value for every choice of the fields, up to rounding; it may be wider than it need be, less so the narrower the
 * fields are. Conditions are intervals too: 0 for false, 1 for true. Where there may be no number, the bounds are infinite.
 */
import { cos, exp, log, pow, sin } from '../random/elementary.ts'
import { remainder } from './arithmetic.ts'
import type { BinaryNode, BinaryOperator, CallNode, ExpressionNode, FunctionName } from './expression.ts'
import { log10, log2, round, roundTo } from './functions.ts'

export interface Interval {
  readonly low: number
  readonly high: number
}

type Fields = (name: string) => Interval

const ANYTHING: Interval = { low: -Infinity, high: Infinity }
const EITHER: Interval = { low: 0, high: 1 }
const TRUE: Interval = { low: 1, high: 1 }
const FALSE: Interval = { low: 0, high: 0 }
const ARITHMETIC: readonly BinaryOperator[] = ['+', '-', '*', '/', '^', 'mod']
const PI = 3.141592653589793

/** The bounds of a node. Texts have none, so that what compares them may be either. */
export function intervalOf(node: ExpressionNode, fields: Fields): Interval {
  switch (node.kind) {
    case 'number':
      return { low: node.value, high: node.value }
    case 'boolean':
      return node.value ? TRUE : FALSE
    case 'field':
      return fields(node.name)
    case 'unary': {
      const { low, high } = intervalOf(node.operand, fields)
      if (node.operator === 'not') return { low: 1 - high, high: 1 - low }
      return node.operator === '-' ? { low: -high, high: -low } : { low, high }
    }
    case 'binary':
      return binary(node, fields)
    case 'if': {
      const condition = intervalOf(node.condition, fields)
      if (condition.low === 1) return intervalOf(node.whenTrue, fields)
      if (condition.high === 0) return intervalOf(node.whenFalse, fields)
      return hull([intervalOf(node.whenTrue, fields), intervalOf(node.whenFalse, fields)])
    }
    case 'call':
      return call(node, fields)
    default:
      return node.kind === 'in' ? EITHER : ANYTHING
  }
}

function binary(node: BinaryNode, fields: Fields): Interval {
  const a = intervalOf(node.left, fields)
  const b = intervalOf(node.right, fields)
  if (isAnything(a) || isAnything(b)) return ARITHMETIC.includes(node.operator) ? ANYTHING : EITHER
  switch (node.operator) {
    case '+':
      return checked(a.low + b.low, a.high + b.high)
    case '-':
      return checked(a.low - b.high, a.high - b.low)
    case '*':
      return corners(a, b, (x, y) => x * y)
    case '/':
      return b.low > 0 || b.high < 0 ? corners(a, b, (x, y) => x / y) : ANYTHING
    case '^':
      return power(a, b)
    case 'mod':
      return modulo(a, b)
    case 'and':
      return { low: Math.min(a.low, b.low), high: Math.min(a.high, b.high) }
    case 'or':
      return { low: Math.max(a.low, b.low), high: Math.max(a.high, b.high) }
    case '<':
      return a.high < b.low ? TRUE : a.low >= b.high ? FALSE : EITHER
    case '<=':
      return a.high <= b.low ? TRUE : a.low > b.high ? FALSE : EITHER
    case '>':
      return a.low > b.high ? TRUE : a.high <= b.low ? FALSE : EITHER
    case '>=':
      return a.low >= b.high ? TRUE : a.high < b.low ? FALSE : EITHER
    default:
      return EITHER
  }
}

/** Whether there may be no number at all, which what is made of it inherits. */
function isAnything({ low, high }: Interval): boolean {
  return low === -Infinity && high === Infinity
}

/** Where a function is monotone in each argument, its extremes are at the corners. */
function corners(a: Interval, b: Interval, of: (x: number, y: number) => number): Interval {
  const all = [of(a.low, b.low), of(a.low, b.high), of(a.high, b.low), of(a.high, b.high)]
  return checked(Math.min(...all), Math.max(...all))
}

function checked(low: number, high: number): Interval {
  return Number.isNaN(low) || Number.isNaN(high) ? ANYTHING : { low, high }
}

function hull(of: readonly Interval[]): Interval {
  return checked(Math.min(...of.map(({ low }) => low)), Math.max(...of.map(({ high }) => high)))
}

function power(a: Interval, b: Interval): Interval {
  if (a.low > 0) return corners(a, b, pow)
  if (b.low !== b.high || !Number.isInteger(b.low) || b.low < 0) return a.low >= 0 && b.low > 0 ? corners(a, b, pow) : ANYTHING
  const ends = corners(a, b, pow)
  return b.low % 2 === 0 && b.low > 0 && a.low < 0 && a.high > 0 ? { low: 0, high: ends.high } : ends
}

function modulo(a: Interval, b: Interval): Interval {
  if (!(b.low > 0 || b.high < 0)) return ANYTHING
  const size = b.low
  // A step of rounding may lie between a quotient and its remainder, so near the seam both sides count.
  const first = Math.floor(a.low / size)
  const isWithin = b.low === b.high && first === Math.floor(a.high / size) && remainder(a.low, size) <= remainder(a.high, size)
  if (isWithin) return { low: remainder(a.low, size), high: remainder(a.high, size) }
  return { low: Math.min(0, b.low), high: Math.max(0, b.high) }
}

const RISING: Readonly<Partial<Record<FunctionName, (x: number) => number>>> = {
  sign: Math.sign,
  floor: Math.floor,
  ceil: Math.ceil,
  sqrt: Math.sqrt,
  exp,
  log,
  log2,
  log10,
}

function call(node: CallNode, fields: Fields): Interval {
  const parts = node.arguments.map((part) => intervalOf(part, fields))
  if (parts.some(isAnything)) return ANYTHING
  const [a, b, c] = parts as [Interval, Interval, Interval]
  const rising = RISING[node.function]
  if (rising !== undefined) return checked(rising(a.low), rising(a.high))
  switch (node.function) {
    case 'min':
      return least(parts)
    case 'max':
      return most(parts)
    case 'clamp':
      return least([most([a, b]), c])
    case 'abs':
      return { low: a.low > 0 ? a.low : a.high < 0 ? -a.high : 0, high: Math.max(-a.low, a.high) }
    case 'round': {
      const digits = b?.low ?? 0
      return digits === 0 ? { low: round(a.low), high: round(a.high) } : { low: roundTo(a.low, digits), high: roundTo(a.high, digits) }
    }
    case 'sin':
      return wave(a, sin, PI / 2)
    case 'cos':
      return wave(a, cos, 0)
    default:
      return ANYTHING
  }
}

function least(parts: readonly Interval[]): Interval {
  return checked(Math.min(...parts.map(({ low }) => low)), Math.min(...parts.map(({ high }) => high)))
}

function most(parts: readonly Interval[]): Interval {
  return checked(Math.max(...parts.map(({ low }) => low)), Math.max(...parts.map(({ high }) => high)))
}

/** A wave of amplitude 1 with a crest at `crest` and every 2π from there. */
function wave(a: Interval, of: (x: number) => number, crest: number): Interval {
  if (!(a.high - a.low < 2 * PI)) return { low: -1, high: 1 }
  const ends = [of(a.low), of(a.high)]
  const low = reaches(a, crest + PI) ? -1 : Math.min(...ends)
  return { low, high: reaches(a, crest) ? 1 : Math.max(...ends) }
}

/** Whether one of the points at + 2πk may lie in an interval; a hair's breadth beside it counts as inside. */
function reaches({ low, high }: Interval, at: number): boolean {
  const slack = 1e-9 * (1 + Math.abs(low) + Math.abs(high))
  const next = at + Math.ceil((low - slack - at) / (2 * PI)) * 2 * PI
  return next <= high + slack
}
