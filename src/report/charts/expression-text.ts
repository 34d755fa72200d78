/** Texts inside Vega's expressions. */

/** A value as a literal: no text can end it, and no line separator, which expressions do not allow in literals, is left in it. */
export function expressionLiteral(value: string | number | readonly (string | number)[]): string {
  return JSON.stringify(value).replaceAll('\u2028', '\\u2028').replaceAll('\u2029', '\\u2029')
}

/** A text that the compiler will put into a literal by itself. */
export function withoutSeparators(text: string): string {
  return text.replaceAll(/[\u2028\u2029]/g, ' ')
}
