/** Closures for functions of numbers. What `Math` leaves to the JavaScript engine comes pinned from random/. */
import { cos, exp, log, sin } from '../random/elementary.ts'
import { numberCode, type NumberCode, type NumberOf } from './code.ts'
import type { FunctionName } from './expression.ts'

const LN2 = 0.6931471805599453
const LN10 = 2.302585092994046

type OneArgument = Exclude<FunctionName, 'min' | 'max' | 'clamp' | 'round'>

const ONE_ARGUMENT: Readonly<Record<OneArgument, (a: NumberOf) => NumberOf>> = {
  abs: (a) => (row) => Math.abs(a(row)),
  sign: (a) => (row) => Math.sign(a(row)),
  floor: (a) => (row) => Math.floor(a(row)),
  ceil: (a) => (row) => Math.ceil(a(row)),
  sqrt: (a) => (row) => Math.sqrt(a(row)),
  exp: (a) => (row) => exp(a(row)),
  log: (a) => (row) => log(a(row)),
  log2: (a) => (row) => log2(a(row)),
  log10: (a) => (row) => log10(a(row)),
  sin: (a) => (row) => sin(a(row)),
  cos: (a) => (row) => cos(a(row)),
}

/** Code for a function by name; the number of arguments has been checked. */
export function functionCode(name: FunctionName, parts: readonly NumberCode[]): NumberCode {
  switch (name) {
    case 'min':
      return parts.reduce(smaller)
    case 'max':
      return parts.reduce(larger)
    case 'clamp':
      return smaller(larger(parts[0]!, parts[1]!), parts[2]!)
    case 'round':
      return rounding(parts[0]!, parts[1]?.constant ?? 0)
    default:
      return numberCode(ONE_ARGUMENT[name](parts[0]!.evaluate), parts)
  }
}

function smaller(a: NumberCode, b: NumberCode): NumberCode {
  const first = a.evaluate
  const second = b.evaluate
  const bound = b.constant
  return numberCode(bound === undefined ? (row) => Math.min(first(row), second(row)) : (row) => Math.min(first(row), bound), [a, b])
}

function larger(a: NumberCode, b: NumberCode): NumberCode {
  const first = a.evaluate
  const second = b.evaluate
  const bound = b.constant
  return numberCode(bound === undefined ? (row) => Math.max(first(row), second(row)) : (row) => Math.max(first(row), bound), [a, b])
}

function rounding(part: NumberCode, digits: number): NumberCode {
  const value = part.evaluate
  return numberCode(digits === 0 ? (row) => round(value(row)) : (row) => roundTo(value(row), digits), [part])
}

/** The nearest whole number; halves go away from zero. */
export function round(x: number): number {
  return x < 0 ? -Math.round(-x) : Math.round(x)
}

/** x to `digits` decimals, exactly as its double is: 1.005 lies below its half and becomes 1. Halves go away from zero. */
export function roundTo(x: number, digits: number): number {
  // From 1e21 on `toFixed` gives up, and there are no decimals anyway.
  if (!(Math.abs(x) < 1e21)) return x
  const rounded = Number(Math.abs(x).toFixed(digits))
  return x < 0 ? -rounded : rounded
}

/** Binary logarithm, exact for powers of 2. */
export function log2(x: number): number {
  return wholeIfNear(log(x) / LN2)
}

/** Decimal logarithm, exact for powers of 10. */
export function log10(x: number): number {
  return wholeIfNear(log(x) / LN10)
}

/** The quotient of two logarithms is off by up to two units in the last place: so near to a whole number, it is meant to be one. */
function wholeIfNear(x: number): number {
  const whole = Math.round(x)
  return Math.abs(x - whole) <= 4.5e-16 * Math.abs(whole) ? whole : x
}
