/**
 * Options: how a pluggable thing declares what can be set on it, and with which bounds.
 *
 * One declaration serves scenario validation, the JSON Schema, `wavetank explain` and the reference tables.
 * Values are normalised when a scenario is read: durations are nanoseconds, rates are per second, sizes are bytes,
 * bandwidths are bytes per second, ratios are plain numbers. What an option's value looks like after that is the
 * type parameter of `Option`.
 */

import type { Pick } from './pick.ts'

/** What kind of value an option takes. Bounds are in the normalised unit and inclusive unless named `above`. */
export type OptionType =
  | { readonly kind: 'integer'; readonly min?: number; readonly max?: number }
  | { readonly kind: 'number'; readonly min?: number; readonly max?: number; readonly above?: number }
  | { readonly kind: 'ratio'; readonly min: number; readonly max: number }
  | { readonly kind: 'duration'; readonly min?: number; readonly max?: number; readonly above?: number }
  | { readonly kind: 'rate'; readonly min?: number; readonly above?: number; readonly max?: number }
  | { readonly kind: 'size'; readonly min?: number; readonly max?: number }
  | { readonly kind: 'bandwidth'; readonly above?: number }
  | { readonly kind: 'boolean' }
  | { readonly kind: 'choice'; readonly of: readonly string[] }
  | { readonly kind: 'text' }
  /** A path relative to the scenario's folder, or in a package; normalised to `FilePath`. */
  | { readonly kind: 'path' }
  /** A number or a text, kept as written. */
  | { readonly kind: 'scalar' }
  /** An expression over the fields of a record; normalised to `Expression` of expressions/. */
  | { readonly kind: 'expression'; readonly result: 'number' | 'boolean' | 'any' }
  /** A distribution by the pick rule, a constant, or an expression; normalised to `Quantity`. */
  | { readonly kind: 'quantity'; readonly unit: Unit }
  /** A number in the unit of the quantity around it: the mean of an exponential service time is a duration. */
  | { readonly kind: 'measure'; readonly min?: number; readonly max?: number; readonly above?: number }
  | { readonly kind: 'list'; readonly of: OptionType; readonly min?: number }
  /** Free keys, all with the same type of value. */
  | { readonly kind: 'map'; readonly of: OptionType }
  /** Fixed keys, each an option of its own; a bare value sets `main`. */
  | { readonly kind: 'group'; readonly options: Options; readonly main?: string }
  /** Exactly one of a few: a name, or a map with one name; null takes no value. Normalised to `Choice`. */
  | { readonly kind: 'one-of'; readonly alternatives: Readonly<Record<string, Option | null>> }
  /** A thing of another registry by the pick rule; normalised to `Pick`. */
  | { readonly kind: 'pick'; readonly of: PickedKind }
  /** How far a window reaches: a duration, or a number of records (`60 records`). Normalised to `Extent`. */
  | { readonly kind: 'extent' }
  /** The name of a field of the record, of `key`, or `none`. */
  | { readonly kind: 'field' }
  /** `sum(tokens)`, `count()`: normalised to `Aggregation`. */
  | { readonly kind: 'aggregation' }

/** The kinds of things that an option may pick. */
export type PickedKind = 'arrivals' | 'modifier'

/** The unit that a quantity's values have: plain numbers, nanoseconds, or bytes. */
export type Unit = 'none' | 'duration' | 'size'

/** A file: as the scenario names it, and where it is on this machine. Results carry the first only. */
export interface FilePath {
  readonly written: string
  readonly absolute: string
}

/** Which of several alternatives was taken, with its value if it has one. */
export interface Choice {
  readonly name: string
  readonly value?: unknown
}

/** A stretch of a stream, in nanoseconds of event time or in records. */
export interface Extent {
  readonly unit: 'time' | 'records'
  readonly size: number
}

/** An aggregate function applied to an expression over the record's fields; `count` has no argument. */
export interface Aggregation {
  readonly function: 'count' | 'sum' | 'mean' | 'min' | 'max'
  /** An `Expression` of expressions/, opaque here. */
  readonly argument?: unknown
}

export interface Option<Value = unknown> {
  readonly type: OptionType
  readonly doc: string
  /** The normalised value when the option is left out. An option without default must be given, unless `optional`. */
  readonly default?: Value
  /** May be left out, and has then no value. */
  readonly optional?: true
  /** Carries the value's type; never set. */
  readonly value?: Value
}

export type Options = Readonly<Record<string, Option>>

/** The plain object that a factory is given for the declared options. */
export type OptionValues<Declared extends Options> = {
  readonly [Name in keyof Declared]: Declared[Name] extends Option<infer Value> ? Value : never
}

interface Common<Value> {
  readonly doc: string
  readonly default?: Value
}

/** A whole number. */
export function integer(spec: Common<number> & { min?: number; max?: number }): Option<number> {
  const { doc, default: fallback, ...bounds } = spec
  return option({ kind: 'integer', ...bounds }, doc, fallback)
}

/** Any finite number within the bounds; `above` is exclusive. */
export function number(spec: Common<number> & { min?: number; max?: number; above?: number }): Option<number> {
  const { doc, default: fallback, ...bounds } = spec
  return option({ kind: 'number', ...bounds }, doc, fallback)
}

/** A share, written as a number (`0.05`) or in percent (`5 %`). Bounds default to 0 and 1. */
export function ratio(spec: Common<number> & { min?: number; max?: number }): Option<number> {
  return option({ kind: 'ratio', min: spec.min ?? 0, max: spec.max ?? 1 }, spec.doc, spec.default)
}

/** A duration, normalised to nanoseconds. */
export function duration(spec: Common<number> & { min?: number; max?: number; above?: number }): Option<number> {
  const { doc, default: fallback, ...bounds } = spec
  return option({ kind: 'duration', ...bounds }, doc, fallback)
}

/** A number in the unit of the quantity around it. */
export function measure(spec: Common<number> & { min?: number; max?: number; above?: number }): Option<number> {
  const { doc, default: fallback, ...bounds } = spec
  return option({ kind: 'measure', ...bounds }, doc, fallback)
}

/** A rate, normalised to events per second; above 0 unless there is a `min`. */
export function rate(spec: Common<number> & { min?: number; max?: number }): Option<number> {
  const { doc, default: fallback, ...bounds } = spec
  return option({ kind: 'rate', ...(bounds.min === undefined ? { above: 0 } : {}), ...bounds }, doc, fallback)
}

/** A size, normalised to bytes. */
export function size(spec: Common<number> & { min?: number; max?: number }): Option<number> {
  const { doc, default: fallback, ...bounds } = spec
  return option({ kind: 'size', ...bounds }, doc, fallback)
}

/** A bandwidth, normalised to bytes per second; above 0. */
export function bandwidth(spec: Common<number>): Option<number> {
  return option({ kind: 'bandwidth', above: 0 }, spec.doc, spec.default)
}

export function boolean(spec: Common<boolean>): Option<boolean> {
  return option({ kind: 'boolean' }, spec.doc, spec.default)
}

/** One of a few words. */
export function choice<const Word extends string>(spec: Common<NoInfer<Word>> & { of: readonly Word[] }): Option<Word> {
  return option({ kind: 'choice', of: spec.of }, spec.doc, spec.default)
}

export function text(spec: Common<string>): Option<string> {
  return option({ kind: 'text' }, spec.doc, spec.default)
}

/** A file's path: relative to the scenario's folder, or `package:NAME/PATH`, a file of an installed package. */
export function path(spec: { doc: string }): Option<FilePath> {
  return { type: { kind: 'path' }, doc: spec.doc }
}

/** A thing of another registry, with its options. */
export function pick(spec: { doc: string; of: PickedKind }): Option<Pick> {
  return { type: { kind: 'pick', of: spec.of }, doc: spec.doc }
}

/** Exactly one of a few, each with a value of its own; null takes none. */
export function oneOf(alternatives: Readonly<Record<string, Option | null>>, spec: { doc: string }): Option<Choice> {
  return { type: { kind: 'one-of', alternatives }, doc: spec.doc }
}

/** Several values of one type. */
export function list<Value>(of: Option<Value>, spec: Common<readonly Value[]> & { min?: number }): Option<readonly Value[]> {
  const bounds = spec.min === undefined ? {} : { min: spec.min }
  return option({ kind: 'list', of: of.type, ...bounds }, spec.doc, spec.default)
}

/** Free keys, all with the same type of value. */
export function map<Value>(of: Option<Value>, spec: { doc: string }): Option<Readonly<Record<string, Value>>> {
  return { type: { kind: 'map', of: of.type }, doc: spec.doc }
}

/** Fixed keys, each an option of its own. */
export function group<Declared extends Options>(
  options: Declared,
  spec: { doc: string; main?: keyof Declared & string },
): Option<OptionValues<Declared>> {
  return { type: { kind: 'group', options, ...(spec.main === undefined ? {} : { main: spec.main }) }, doc: spec.doc }
}

/** Makes an option that may be left out. */
export function optional<Value>(of: Option<Value>): Option<Value | undefined> {
  return { type: of.type, doc: of.doc, optional: true }
}

/** An option of a type that has no shorthand here. */
export function option<Value>(type: OptionType, doc: string, fallback: Value | undefined): Option<Value> {
  return fallback === undefined ? { type, doc } : { type, doc, default: fallback }
}
