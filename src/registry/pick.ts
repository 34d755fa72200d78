/** What a scenario says when it picks a pluggable thing, as plain data. */

/** A pluggable thing by name, with every option set. */
export interface Pick {
  readonly name: string
  readonly options: Readonly<Record<string, unknown>>
}

/**
 * A value that may vary from record to record: a constant, a draw from a distribution, or an expression over the record's fields.
 * The expression is an `Expression` of expressions/, kept opaque here so that this folder depends on nothing.
 */
export type Quantity =
  | { readonly kind: 'constant'; readonly value: number }
  | ({ readonly kind: 'draw' } & Pick)
  | { readonly kind: 'expression'; readonly expression: unknown }
