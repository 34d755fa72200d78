/** A variant: a scenario with every strategy chosen. Parameters are in the scenario already, as reading it put them there. */
import type { Candidate, Scenario } from '../scenario/scenario.ts'

export interface Variant {
  /** The name that an experiment gives it; undefined: `variantId` makes one. */
  readonly id?: string
  readonly scheduling: Candidate
  readonly windowing: Candidate
}

/** What `run` takes: the first of every list. */
export function referenceVariant(scenario: Scenario): { readonly scheduling: Candidate; readonly windowing: Candidate } {
  return { scheduling: scenario.strategies.scheduling[0]!, windowing: scenario.strategies.windowing[0]! }
}

/** Names only what varies, as `scheduling=priority`; `default` when nothing does. */
export function variantId(scenario: Scenario, variant: Variant): string {
  if (variant.id !== undefined) return variant.id
  const parts: string[] = []
  if (scenario.strategies.scheduling.length > 1) parts.push(`scheduling=${variant.scheduling.id}`)
  if (scenario.strategies.windowing.length > 1) parts.push(`windowing=${variant.windowing.id}`)
  return parts.join(',') || 'default'
}

/**
 * The variant of an id such as `scheduling=priority,windowing=recompute`; what is left out is the reference's.
 * Throws a RangeError that lists the candidates when it names one that the scenario does not have.
 */
export function variantOf(scenario: Scenario, id: string): Variant {
  const chosen: { -readonly [Kind in 'scheduling' | 'windowing']: Candidate } = { ...referenceVariant(scenario) }
  if (id === 'default') return referenceVariant(scenario)
  for (const part of id.split(',')) {
    const at = part.indexOf('=')
    const kind = part.slice(0, at).trim()
    const name = part.slice(at + 1).trim()
    if (kind !== 'scheduling' && kind !== 'windowing')
      throw new RangeError(`unknown strategy kind in variant: ${part}; write scheduling=NAME or windowing=NAME`)
    const candidates = scenario.strategies[kind]
    const candidate = candidates.find((one) => one.id === name)
    if (candidate === undefined)
      throw new RangeError(`unknown variant: ${part}; the scenario has ${candidates.map((one) => `${kind}=${one.id}`).join(', ')}`)
    chosen[kind] = candidate
  }
  return chosen
}
