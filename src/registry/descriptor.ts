/**
 * Descriptors: what is said of every pluggable thing (operator, strategy, arrival process, distribution) in one place.
 * Listing, explaining, validating, the JSON Schema and the reference tables all read these and nothing else.
 */
import type { Options } from './option.ts'

/** The kinds of things that a scenario can pick by name. */
export const KINDS = [
  'arrivals',
  'modifier',
  'distribution',
  'key',
  'disorder',
  'watermark',
  'operator',
  'scheduling',
  'windowing',
] as const
export type Kind = (typeof KINDS)[number]

export interface Descriptor<Declared extends Options = Options> {
  readonly kind: Kind
  /** In kebab-case; the name in scenario files. */
  readonly name: string
  /** One line. */
  readonly summary: string
  /** The paper, book or system that the method comes from. */
  readonly source: string
  readonly options: Declared
  /** The option that a bare value sets: `poisson: 3/s`. */
  readonly main?: keyof Declared & string
  /** Why results may depend on timing when this is used; absent when they never do. */
  readonly timingDependent?: string
}

/** The member of a registry with this name, if there is one. */
export function find<Entry>(registry: Readonly<Record<string, Entry>>, name: string): Entry | undefined {
  return Object.hasOwn(registry, name) ? registry[name] : undefined
}
