/** On what grounds a comparison's figures stand, in the few words that fit under a chart. */
import type { Comparison } from '../../../experiment/comparison.ts'
import { formatCount, formatShare } from '../../figures.ts'
import { referenceOf } from '../../comparison-lookup.ts'

/** `n = 10 (seeds 7 to 16)`, and the method. */
export function grounds(comparison: Comparison, method: string): string {
  return `${sample(comparison)}; ${method}.`
}

/** How many values each figure rests on, and from which seeds. */
export function sample(comparison: Comparison): string {
  const { method } = comparison
  const n = referenceOf(comparison).estimates.reduce((most, estimate) => Math.max(most, estimate.n), 0)
  const seeds = seedsText(method.seeds)
  if (method.intervals === 'batch means') return `n\u00a0=\u00a0${n} batches of one run (${seeds})`
  if (n === 1 && method.seeds.count > 1) return `n\u00a0=\u00a01, as all of ${seeds} give the same`
  return `n\u00a0=\u00a0${n || method.seeds.count} (${seeds})`
}

/** `seeds 7 to 16`. */
export function seedsText({ first, count }: Comparison['method']['seeds']): string {
  return count === 1 ? `seed ${first}` : `seeds ${first} to ${first + count - 1}`
}

const NO_INTERVALS = 'no intervals, as there is one value of each'

/** Whether any figure has one. */
export function hasIntervals({ variants }: Comparison): boolean {
  return variants.some(({ estimates }) => estimates.some(({ halfWidth }) => halfWidth !== null))
}

/** How the intervals that are judged were made. */
export function simultaneous(comparison: Comparison): string {
  const { method } = comparison
  if (!hasIntervals(comparison)) return NO_INTERVALS
  const paired = method.intervals === 'replications' ? 'paired by seed' : 'paired by batch'
  const together = method.family.size > 1 ? `, all ${method.family.size} together (Bonferroni)` : ''
  return `${paired}, t\u2011intervals at ${formatShare(method.confidence)}${together}`
}

/** How intervals of a single figure were made. */
export function pointwise(comparison: Comparison): string {
  const { method } = comparison
  if (!hasIntervals(comparison)) return NO_INTERVALS
  return `bands are t\u2011intervals at ${formatShare(method.confidence)}, each by itself`
}

/** `± 5 % of the reference does not matter`. */
export function marginText({ method }: Comparison): string {
  return `within ± ${formatShare(method.margin)} of the reference`
}

/** `3 of 17 variants`. */
export function countOf(part: number, whole: number, one: string): string {
  return `${part} of ${formatCount(whole, one)}`
}
