/** What the differences between a variant and the reference are worth, paired by seed. */
import type { Difference, Estimate } from './comparison.ts'
import { binSeries, type Estimated } from './estimates.ts'
import type { Replication } from './replication.ts'
import { batchMeans } from './statistics/batch-means.ts'
import { holm } from './statistics/holm.ts'
import { pairedP, sectioned, varianceReduction } from './statistics/interval.ts'
import { seedsToSettle, verdict } from './statistics/verdict.ts'

/** How differences are judged. */
export interface Judging {
  /** Of a difference outside the family, and of each within it. */
  readonly confidence: number
  readonly familyConfidence: number
  readonly familySize: number
  /** As a share of the reference. */
  readonly margin: number
  readonly inFamily: (estimate: Estimated) => boolean
}

/** A variant's estimates and the runs behind them. */
export interface Estimates {
  readonly estimates: readonly Estimated[]
  readonly replications: readonly Replication[]
}

/**
 * The estimates of all variants with their differences to their references; p-values are adjusted over the whole family.
 * @param references by variant, the number of its reference, which may be its own
 */
export function withDifferences(variants: readonly Estimates[], references: readonly number[], judging: Judging): Estimate[][] {
  const compared = variants.map((variant, number) =>
    variant.estimates.map((estimate, index): Estimate => {
      const inFamily = judging.inFamily(estimate)
      const reference = references[number]!
      const difference = reference === number ? null : differenceOf(variant, variants[reference]!, index, judging, inFamily)
      return { ...estimate, inFamily, difference }
    }),
  )
  const tested = compared.flat().filter(({ difference }) => difference !== null && difference.p !== null)
  const adjusted = new Map(
    holm(
      tested.map(({ difference }) => difference!.p!),
      judging.familySize,
    ).map((p, index) => [tested[index], p]),
  )
  return compared.map((estimates) =>
    estimates.map((estimate) => {
      const pHolm = adjusted.get(estimate)
      return pHolm === undefined ? estimate : { ...estimate, difference: { ...estimate.difference!, pHolm } }
    }),
  )
}

/** The difference of metric number `index` between two variants; null where either has no value, or runs cannot be paired. */
function differenceOf(variant: Estimates, reference: Estimates, index: number, judging: Judging, inFamily: boolean): Difference | null {
  const a = variant.estimates[index]!
  const b = reference.estimates.find(
    ({ metric, selector }) => metric === a.metric && JSON.stringify(selector) === JSON.stringify(a.selector),
  )
  if (b === undefined || a.value === null || b.value === null) return null
  const pairs = paired(variant, reference, a, b)
  const confidence = inFamily ? judging.familyConfidence : judging.confidence
  const value = a.value - b.value
  const differences = pairs?.map(([from, to]) => to - from) ?? []
  const bothFixed = a.n === 1 && b.n === 1 && a.halfWidth === null && b.halfWidth === null && isFixed(variant) && isFixed(reference)
  const identical = value === 0 && isIdentical(variant, reference, a, b)
  const halfWidth = bothFixed || identical ? 0 : differences.length < 2 ? null : sectioned(value, differences, confidence).halfWidth
  const scale = Math.abs(b.value)
  const margin = judging.margin * scale
  const judged = inFamily && a.direction !== 'none' && halfWidth !== null
  const word = judged ? verdict({ value, halfWidth }, margin, a.direction, identical) : null
  const sign = a.direction === 'higher' ? -1 : 1
  // Batches of one run are no seeds.
  const ofSeeds = variant.replications.length === differences.length
  return {
    value,
    halfWidth,
    relative: scale === 0 ? null : { value: value / scale, halfWidth: halfWidth === null ? null : halfWidth / scale },
    verdict: word ?? (inFamily && a.direction !== 'none' ? 'inconclusive' : null),
    seedsToSettle: word === 'inconclusive' && ofSeeds ? seedsToSettle({ value, halfWidth }, differences.length, margin, confidence) : null,
    p: inFamily && !bothFixed ? pairedP(differences) : null,
    pHolm: null,
    worse: ofSeeds ? differences.filter((one) => one * sign > 0).length : 0,
    better: ofSeeds ? differences.filter((one) => one * sign < 0).length : 0,
    varianceReduction:
      pairs === null || variant.replications.length === 1
        ? null
        : varianceReduction(
            pairs.map(([from]) => from),
            pairs.map(([, to]) => to),
          ),
  }
}

/** Values of the same seed, reference first; of a deterministic variant, its one value beside each of the other's. Null where any is missing. */
function paired(variant: Estimates, reference: Estimates, a: Estimated, b: Estimated): readonly (readonly [number, number])[] | null {
  if (variant.replications.length === 1 && a.n > 1) return pairedBatches(variant, reference, a)
  const n = Math.max(a.values.length, b.values.length)
  const pairs = Array.from({ length: n }, (_, seed) => [at(b.values, seed), at(a.values, seed)] as const)
  return pairs.every((pair): pair is readonly [number, number] => pair[0] !== null && pair[1] !== null) ? pairs : null
}

/** Every value is the same; and of a percentile, which is known to a bucket of its histogram, the mean of what it is taken from too. */
function isIdentical(variant: Estimates, reference: Estimates, a: Estimated, b: Estimated): boolean {
  const same = (x: Estimated | undefined, y: Estimated | undefined): boolean =>
    x !== undefined && y !== undefined && x.values.length === y.values.length && x.values.every((value, seed) => value === y.values[seed])
  if (!/\.p[\d.]+$/.test(a.metric)) return same(a, b)
  const meanOf = ({ estimates }: Estimates): Estimated | undefined =>
    estimates.find(
      (one) => one.metric === a.metric.replace(/\.p[\d.]+$/, '.mean') && JSON.stringify(one.selector) === JSON.stringify(a.selector),
    )
  return same(a, b) && same(meanOf(variant), meanOf(reference))
}

function at(values: readonly (number | null)[], seed: number): number | null {
  return (values.length === 1 ? values[0] : values[seed]) ?? null
}

/** With batch means, batches of the same stretch of time are paired, as long as the differences need to be uncorrelated. */
function pairedBatches(variant: Estimates, reference: Estimates, a: Estimated): readonly (readonly [number, number])[] | null {
  const metric = { name: a.metric, selector: a.selector }
  const to = binSeries(variant.replications[0]!, metric)
  const from = binSeries(reference.replications[0]!, metric)
  if (to === undefined || from === undefined || to.length !== from.length) return null
  const { batches, tooShort } = batchMeans(
    to.map((value, bin) => value - from[bin]!),
    0.95,
  )
  // Correlated batches would make the interval too narrow.
  return tooShort ? null : batches.map((difference) => [0, difference] as const)
}

function isFixed({ replications, estimates }: Estimates): boolean {
  return replications.length > 1 && estimates.every(({ n }) => n === 1)
}
