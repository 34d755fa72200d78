/** Intervals on means and quantiles over independent replications, and on differences that are paired by seed. */
import { mean, sampleVariance } from 'simple-statistics'
import { criticalT, twoSidedP } from './student-t.ts'

/** A figure and the half-width of its confidence interval; null where one replication says nothing of the spread. */
export interface Interval {
  readonly value: number
  readonly halfWidth: number | null
}

/** Confidence of each of `size` statements, so that all of them together hold with `confidence` (Bonferroni 1936). */
export function simultaneous(confidence: number, size: number): number {
  return 1 - (1 - confidence) / Math.max(1, size)
}

/** The mean of independent values with its t-interval. */
export function meanInterval(values: readonly number[], confidence: number): Interval {
  return sectioned(centreOf(values), values, confidence)
}

/** The mean; of equal values, that value, which a rounded sum may miss by a bit: then they would seem to spread. */
function centreOf(values: readonly number[]): number {
  return isConstant(values) ? values[0]! : mean([...values])
}

function isConstant(values: readonly number[]): boolean {
  return values.length > 0 && values.every((value) => value === values[0])
}

/**
 * An estimate from all replications together, with the interval by sectioning (Asmussen and Glynn 2007, III.5a): the spread of what each
 * replication says by itself around it. Around the mean of the values it is the t-interval.
 */
export function sectioned(estimate: number, values: readonly number[], confidence: number): Interval {
  const n = values.length
  if (n < 2) return { value: estimate, halfWidth: null }
  let squares = 0
  for (const value of values) squares += (value - estimate) * (value - estimate)
  return { value: estimate, halfWidth: criticalT(confidence, n - 1) * Math.sqrt(squares / (n * (n - 1))) }
}

/** Two-sided p-value of the t-test that paired differences have mean 0; null with fewer than two. */
export function pairedP(differences: readonly number[]): number | null {
  const n = differences.length
  if (n < 2) return null
  const variance = sampleVariance([...differences])
  const centre = centreOf(differences)
  if (variance === 0 || isConstant(differences)) return centre === 0 ? 1 : 0
  return twoSidedP(centre / Math.sqrt(variance / n), n - 1)
}

/** Differences that vary by less, as a share of the values, do so because they are rounded. */
const ROUNDING = 1e-13

/**
 * How many times smaller the variance of the paired difference is than that of independent seeds (Law 2015, 11.2); null when either is 0,
 * but for rounding.
 */
export function varianceReduction(reference: readonly number[], variant: readonly number[]): number | null {
  if (reference.length < 2) return null
  const paired = sampleVariance(reference.map((value, index) => variant[index]! - value))
  const independent = sampleVariance([...reference]) + sampleVariance([...variant])
  const rounded = ROUNDING * [...reference, ...variant].reduce((largest, value) => Math.max(largest, Math.abs(value)), 0)
  return paired <= rounded * rounded || independent === 0 ? null : independent / paired
}
