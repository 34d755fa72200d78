/** Closures that compute a value from a row: what an expression is compiled to. */

export interface Evaluation<Type extends string, Value> {
  readonly type: Type
  readonly evaluate: (row: number) => Value
  /** The value, where it is the same for every row. */
  readonly constant?: Value
}

export type NumberCode = Evaluation<'number', number>
export type BooleanCode = Evaluation<'boolean', boolean>
export type TextCode = Evaluation<'text', string>
export type Code = NumberCode | BooleanCode | TextCode

export type NumberOf = (row: number) => number
export type BooleanOf = (row: number) => boolean

/** Code that computes a number; evaluated once, here, where nothing in it depends on the row. */
export function numberCode(evaluate: NumberOf, parts: readonly Code[]): NumberCode {
  return parts.every(isConstant) ? numberConstant(evaluate(0)) : { type: 'number', evaluate }
}

/** Code that computes a condition; evaluated once, here, where nothing in it depends on the row. */
export function booleanCode(evaluate: BooleanOf, parts: readonly Code[]): BooleanCode {
  return parts.every(isConstant) ? booleanConstant(evaluate(0)) : { type: 'boolean', evaluate }
}

export function numberConstant(value: number): NumberCode {
  return { type: 'number', evaluate: () => value, constant: value }
}

export function booleanConstant(value: boolean): BooleanCode {
  return { type: 'boolean', evaluate: () => value, constant: value }
}

export function textConstant(value: string): TextCode {
  return { type: 'text', evaluate: () => value, constant: value }
}

function isConstant(code: Code): boolean {
  return code.constant !== undefined
}
