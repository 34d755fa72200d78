/** Reading variants and figures out of a comparison. */
import type { Comparison, Estimate, VariantResult } from '../experiment/comparison.ts'

/** As scenarios write it: `latency.p50{flow=chat}`. */
export function metricKey({ metric, selector }: Pick<Estimate, 'metric' | 'selector'>): string {
  const parts = Object.entries(selector).map(([name, value]) => `${name}=${value}`)
  return parts.length === 0 ? metric : `${metric}{${parts.join(',')}}`
}

/** The variant that the others are compared with, or the first of those. */
export function referenceOf({ variants }: Comparison): VariantResult {
  return variants.find(({ isReference }) => isReference) ?? variants[0]!
}

/** The variants that are compared with another. */
export function othersOf({ variants }: Comparison): VariantResult[] {
  return variants.filter(({ isReference }) => !isReference)
}

/** What a variant is compared with; for a reference, itself. */
export function rivalOf({ variants }: Comparison, variant: VariantResult): VariantResult {
  return variants.find(({ id }) => id === variant.reference) ?? variant
}

/** Whether all are compared with the same variant. */
export function hasOneReference({ variants }: Comparison): boolean {
  return variants.filter(({ isReference }) => isReference).length === 1
}

/** What the others are compared with, in words: one variant, or what several have in common. */
export function referenceName(comparison: Comparison): string {
  const references = comparison.variants.filter(({ isReference }) => isReference)
  const [first] = references
  if (first === undefined || references.length === 1) return shortName(comparison, referenceOf(comparison))
  const common = comparison.axes.filter(({ name }) => references.every(({ settings }) => settings[name] === first.settings[name]))
  const differing = comparison.axes.filter((axis) => !common.includes(axis)).map(({ name }) => name)
  const values = common.map(({ name }) =>
    saysLittle(first.settings[name] ?? '') ? `${name}=${first.settings[name]}` : first.settings[name],
  )
  return `${values.join(' · ')} at the same ${differing.join(' and ')}`
}

/** A metric that is judged, with its estimate in each variant. */
export interface FamilyMetric {
  readonly key: string
  readonly unit: Estimate['unit']
  readonly direction: Estimate['direction']
  readonly reference: Estimate
}

/** The metrics that are judged, in the order in which the experiment gives them. */
export function familyOf(comparison: Comparison): FamilyMetric[] {
  return referenceOf(comparison)
    .estimates.filter(({ inFamily }) => inFamily)
    .map((reference) => ({ key: metricKey(reference), unit: reference.unit, direction: reference.direction, reference }))
}

/** A variant's estimate of a metric. */
export function estimateOf({ estimates }: VariantResult, key: string): Estimate | undefined {
  return estimates.find((estimate) => metricKey(estimate) === key)
}

/**
 * What a variant is called in reports: `priority · 3/s` for `scheduling=priority,chatRate=3/s`. Plain numbers and truth values keep
 * the name of what they set, and a variant that the scenario has named keeps its name.
 */
export function shortName({ axes }: Pick<Comparison, 'axes'>, { id, settings }: Pick<VariantResult, 'id' | 'settings'>): string {
  const parts = axes.map(({ name }) => ({ name, value: settings[name] ?? '' }))
  if (id !== parts.map(({ name, value }) => `${name}=${value}`).join(',')) return id
  return parts.map(({ name, value }) => (saysLittle(value) ? `${name}=${value}` : value)).join(' · ')
}

/** The short name of the variant with this id. */
export function nameOfId(comparison: Comparison, id: string): string {
  const variant = comparison.variants.find((one) => one.id === id)
  return variant === undefined ? id : shortName(comparison, variant)
}

function saysLittle(value: string): boolean {
  return /^(?:[-+\d.,_e]*|true|false)$/.test(value)
}
