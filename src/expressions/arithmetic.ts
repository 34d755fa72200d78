/**
 * Closures for operators on numbers. Every operator has a closure of its own for a constant on either side: a call less a row.
 * Division and remainder follow IEEE 754: 1 / 0 is Infinity, and mod(1, 0) is NaN.
 */
import { pow } from '../random/elementary.ts'
import { booleanCode, numberCode, type BooleanCode, type BooleanOf, type NumberCode, type NumberOf } from './code.ts'
import type { ArithmeticOperator, EqualityOperator, OrderOperator } from './expression.ts'

interface Forms<Result> {
  readonly both: (a: NumberOf, b: NumberOf) => Result
  readonly left: (a: number, b: NumberOf) => Result
  readonly right: (a: NumberOf, b: number) => Result
}

const ARITHMETIC: Readonly<Record<ArithmeticOperator, Forms<NumberOf>>> = {
  '+': {
    both: (a, b) => (row) => a(row) + b(row),
    left: (a, b) => (row) => a + b(row),
    right: (a, b) => (row) => a(row) + b,
  },
  '-': {
    both: (a, b) => (row) => a(row) - b(row),
    left: (a, b) => (row) => a - b(row),
    right: (a, b) => (row) => a(row) - b,
  },
  '*': {
    both: (a, b) => (row) => a(row) * b(row),
    left: (a, b) => (row) => a * b(row),
    right: (a, b) => (row) => a(row) * b,
  },
  '/': {
    both: (a, b) => (row) => a(row) / b(row),
    left: (a, b) => (row) => a / b(row),
    right: (a, b) => (row) => a(row) / b,
  },
  '^': {
    both: (a, b) => (row) => pow(a(row), b(row)),
    left: (a, b) => (row) => pow(a, b(row)),
    right: (a, b) => (row) => pow(a(row), b),
  },
  mod: {
    both: (a, b) => (row) => remainder(a(row), b(row)),
    left: (a, b) => (row) => remainder(a, b(row)),
    right: (a, b) => (row) => remainder(a(row), b),
  },
}

const COMPARISONS: Readonly<Record<OrderOperator | EqualityOperator, Forms<BooleanOf>>> = {
  '<': {
    both: (a, b) => (row) => a(row) < b(row),
    left: (a, b) => (row) => a < b(row),
    right: (a, b) => (row) => a(row) < b,
  },
  '<=': {
    both: (a, b) => (row) => a(row) <= b(row),
    left: (a, b) => (row) => a <= b(row),
    right: (a, b) => (row) => a(row) <= b,
  },
  '>': {
    both: (a, b) => (row) => a(row) > b(row),
    left: (a, b) => (row) => a > b(row),
    right: (a, b) => (row) => a(row) > b,
  },
  '>=': {
    both: (a, b) => (row) => a(row) >= b(row),
    left: (a, b) => (row) => a >= b(row),
    right: (a, b) => (row) => a(row) >= b,
  },
  '==': {
    both: (a, b) => (row) => a(row) === b(row),
    left: (a, b) => (row) => a === b(row),
    right: (a, b) => (row) => a(row) === b,
  },
  '!=': {
    both: (a, b) => (row) => a(row) !== b(row),
    left: (a, b) => (row) => a !== b(row),
    right: (a, b) => (row) => a(row) !== b,
  },
}

/** Code for `a operator b`. */
export function arithmetic(operator: ArithmeticOperator, a: NumberCode, b: NumberCode): NumberCode {
  return numberCode(formFor(ARITHMETIC[operator], a, b), [a, b])
}

/** Code for a comparison of two numbers; all but `!=` are false for NaN. */
export function comparison(operator: OrderOperator | EqualityOperator, a: NumberCode, b: NumberCode): BooleanCode {
  return booleanCode(formFor(COMPARISONS[operator], a, b), [a, b])
}

function formFor<Result>(forms: Forms<Result>, a: NumberCode, b: NumberCode): Result {
  if (b.constant !== undefined) return forms.right(a.evaluate, b.constant)
  if (a.constant !== undefined) return forms.left(a.constant, b.evaluate)
  return forms.both(a.evaluate, b.evaluate)
}

/**
 * What is left of x divided by y, with the sign of y (Knuth's mod): always in [0, y) for a positive y.
 * Exact, but where it must be added to y.
 */
export function remainder(x: number, y: number): number {
  const rest = x % y
  if (rest === 0) return 0
  if (rest < 0 === y < 0) return rest
  // An infinite divisor, or a rest too small to change it: the sum is y itself, which is not a remainder of y.
  const sum = rest + y
  return sum === y ? 0 : sum
}
