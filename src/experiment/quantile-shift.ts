/** Latency as a whole: pooled over seeds, and how its quantiles differ from the reference's. */
import { Histogram } from '../structures/histogram.ts'
import type { VariantResult } from './comparison.ts'
import { addSelected } from './estimates.ts'
import type { Replication } from './replication.ts'
import { sectioned } from './statistics/interval.ts'

const SHARES = [
  0.01, 0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5, 0.55, 0.6, 0.65, 0.7, 0.75, 0.8, 0.85, 0.9, 0.95, 0.98, 0.99, 0.995, 0.999,
]
/** A quantile needs this many records beyond it. */
const BEYOND = 10

/** Latency of all main sinks over all replications. */
export function pooledLatency(replications: readonly Replication[]): VariantResult['latency'] {
  const pool = pooled(replications)
  return { count: pool.count, buckets: pool.entries() }
}

/** Variant minus reference, by share of records; the interval of each is by sectioning over seeds, and holds for that share alone. */
export function quantileShift(
  variant: readonly Replication[],
  reference: readonly Replication[],
  confidence: number,
): VariantResult['shift'] {
  const [to, from] = [pooled(variant), pooled(reference)]
  const [tos, froms] = [variant.map(ownQuantiles), reference.map(ownQuantiles)]
  const smallest = Math.min(...[...tos, ...froms].map(({ count }) => count))
  const [toAll, fromAll] = [quantiles(to), quantiles(from)]
  return SHARES.flatMap((share, index) => {
    if (Math.min(to.count, from.count) * (1 - share) < BEYOND) return []
    const difference = toAll[index]! - fromAll[index]!
    const enough = smallest * (1 - share) >= BEYOND && tos.length === froms.length
    const differences = enough ? tos.map((one, seed) => one.values[index]! - froms[seed]!.values[index]!) : []
    return [{ share, difference, halfWidth: sectioned(difference, differences, confidence).halfWidth }]
  })
}

function pooled(replications: readonly Replication[]): Histogram {
  const pool = new Histogram()
  for (const replication of replications) addSelected(pool, replication, 'latency', {})
  return pool
}

interface OwnQuantiles {
  readonly count: number
  readonly values: readonly number[]
}

/** A reference's runs are asked by every variant. */
const known = new WeakMap<Replication, OwnQuantiles>()

function ownQuantiles(replication: Replication): OwnQuantiles {
  let found = known.get(replication)
  if (found === undefined) {
    const histogram = pooled([replication])
    found = { count: histogram.count, values: quantiles(histogram) }
    known.set(replication, found)
  }
  return found
}

function quantiles(histogram: Histogram): number[] {
  return histogram.quantiles(SHARES)
}
