/** Reading variants and figures out of a comparison. */
import type { Comparison, Estimate, VariantResult } from '../experiment/comparison.ts'

/** As scenarios write it: `latency.p50{flow=chat}`. */
export function metricKey({ metric, selector }: Pick<Estimate, 'metric' | 'selector'>): string {
  const parts = Object.entries(selector).map(([name, value]) => `${name}=${value}`)
  return parts.length === 0 ? metric : `${metric}{${parts.join(',')}}`
}

/** The variant that all others are compared with. */
export function referenceOf({ variants }: Comparison): VariantResult {
  return variants.find(({ isReference }) => isReference) ?? variants[0]!
}

/** All variants but the reference. */
export function othersOf(comparison: Comparison): VariantResult[] {
  const reference = referenceOf(comparison)
  return comparison.variants.filter((variant) => variant !== reference)
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

/** What a variant is called where its axes need not be: `priority, 3/s` for `scheduling=priority,chatRate=3/s`. */
export function shortName({ axes }: Pick<Comparison, 'axes'>, { id, settings }: Pick<VariantResult, 'id' | 'settings'>): string {
  const values = axes.map(({ name, kind }) => (kind === 'parameter' && axes.length > 1 ? `${name}=${settings[name]}` : settings[name]))
  const full = axes.map(({ name }) => `${name}=${settings[name]}`)
  return values.length > 0 && id === full.join(',') && values.every((value) => value !== undefined && value !== '') ? values.join(', ') : id
}
