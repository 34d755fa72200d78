/** A source of records as plain data: what a scenario says under `traffic:`, with names resolved and expressions parsed. */
import type { Expression, FieldType } from '../expressions/expression.ts'
import type { Pick, Quantity } from '../registry/pick.ts'

export interface Field {
  readonly name: string
  readonly type: FieldType
}

/** A stream of records that enters the pipeline. */
export interface SourceSpec {
  readonly name: string
  /** The flow of its records: one for all, or the flow that a text field names. */
  readonly flow: { readonly kind: 'fixed'; readonly flow: string } | { readonly kind: 'field'; readonly field: string }
  /** Of a source that follows another one, that one's. */
  readonly arrivals: Pick
  readonly after?: After
  readonly key: KeyContent
  /** In order of evaluation: an expression sees the fields before it. */
  readonly fields: readonly FieldContent[]
  /** Rank correlations between fields that are drawn, by pairs or groups; fields that are not together in any are independent. */
  readonly correlations?: readonly Correlation[]
  /** Size of a record; undefined: 8 bytes a number, 1 a boolean, the UTF-8 length of a text, and 8 for the key. */
  readonly bytes?: Quantity
  /** How long before its arrival a record's event time lies. */
  readonly disorder?: Disorder
  readonly watermark: Pick
}

/** Which source another one follows, and how. */
export interface After {
  readonly parent: SourceSpec
  /** From a record to what follows it; not negative. */
  readonly delay: Quantity
  /** Of a record to be followed. */
  readonly probability: number
}

/** Delays as they are, or by one of the registry of models (bounded, late …). */
export type Disorder = Quantity | ({ readonly kind: 'pick' } & Pick)

/** Spearman's rank correlation, from −1 to 1, of every two of some fields. */
export interface Correlation {
  readonly fields: readonly string[]
  readonly rank: number
}

/** What the key of a record is made of; a pick is one of the registry of keys (uniform, zipf, sequence …). */
export type KeyContent =
  | ({ readonly kind: 'pick' } & Pick)
  | { readonly kind: 'constant'; readonly value: number | string }
  | { readonly kind: 'column'; readonly column: string }
  /** That of the record that this one follows. */
  | { readonly kind: 'copied' }
  | { readonly kind: 'expression'; readonly expression: Expression }

export interface FieldContent extends Field {
  readonly content:
    | { readonly kind: 'quantity'; readonly quantity: Quantity }
    | { readonly kind: 'expression'; readonly expression: Expression }
    | { readonly kind: 'column'; readonly column: string }
    /** A draw from all values of a column of the trace. */
    | { readonly kind: 'empirical'; readonly column: string; readonly interpolated: boolean }
    /** Values (all of the field's type) with weights that sum to 1. */
    | { readonly kind: 'choice'; readonly values: readonly (number | string | boolean)[]; readonly weights: readonly number[] }
    | { readonly kind: 'constant'; readonly value: number | string | boolean }
    /** The field of the same name of the record that this one follows. */
    | { readonly kind: 'copied' }
}
