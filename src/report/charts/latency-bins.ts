/** Latency histograms of a result, merged by flow and put into bins that are equally wide on a logarithmic axis. */
import type { HistogramResult, RunResult } from '../../experiment/run-result.ts'
import { bucketBounds } from '../../measurement/buckets.ts'

/** Steps to an octave and the factor of one step: powers of two, written out so that every machine has the same bits. */
const STEPS: readonly number[] = [2, 1.4142135623730951, 1.189207115002721, 1.0905077326652577, 1.0442737824274138, 1.0218971486541166]
const ENOUGH_BINS = 40

/** What a bucket holds, at its middle; nanoseconds below 1 count as 1, which a logarithmic axis can show. */
export interface Weight {
  readonly value: number
  readonly count: number
}

export interface FlowLatencies {
  readonly flow: string
  readonly count: number
  readonly max: number
  /** In ascending order of value. */
  readonly weights: readonly Weight[]
}

/** Latencies at the sinks that count, by flow. */
export function latenciesByFlow(result: RunResult): FlowLatencies[] {
  const sides = new Set(result.sinks.filter(({ side }) => side).map(({ name }) => name))
  const counted = result.histograms.filter(({ metric, sink, count }) => metric === 'latency' && count > 0 && !sides.has(sink))
  return [...Map.groupBy(counted, ({ flow }) => flow)].map(([flow, histograms]) => merged(flow, histograms))
}

/** Of all flows together. */
export function latenciesOfAll(flows: readonly FlowLatencies[]): FlowLatencies {
  const counts = new Map<number, number>()
  for (const { weights } of flows) for (const { value, count } of weights) counts.set(value, (counts.get(value) ?? 0) + count)
  return {
    flow: 'all',
    count: flows.reduce((sum, { count }) => sum + count, 0),
    max: Math.max(...flows.map(({ max }) => max)),
    weights: inOrder(counts),
  }
}

/** Of a thousand records, the fastest one. */
const FASTEST_SHARE = 0.001

/**
 * Where an axis of latencies starts: at the smallest, unless a few records that met an idle pipeline lie so far below all others that they
 * would take half of it. The first bin then holds them too.
 */
export function lowEnd({ weights, count }: FlowLatencies): number {
  const smallest = weights[0]!.value
  let done = 0
  for (const { value, count: here } of weights) {
    done += here
    if (done >= FASTEST_SHARE * count) return value > 4 * smallest ? value : smallest
  }
  return smallest
}

function merged(flow: string, histograms: readonly HistogramResult[]): FlowLatencies {
  const counts = new Map<number, number>()
  for (const { buckets, min, max } of histograms) {
    for (const [bucket, count] of buckets) {
      const [from, to] = bucketBounds(bucket)
      const value = Math.max(1, Math.min(max ?? to, Math.max(min ?? from, (from + to) / 2)))
      counts.set(value, (counts.get(value) ?? 0) + count)
    }
  }
  return {
    flow,
    count: histograms.reduce((sum, { count }) => sum + count, 0),
    max: Math.max(1, ...histograms.map(({ max }) => max ?? 1)),
    weights: inOrder(counts),
  }
}

/** Latencies of a histogram without its extremes, under a name. */
export function latenciesOf(name: string, { count, buckets }: Pick<HistogramResult, 'count' | 'buckets'>): FlowLatencies {
  const weights = buckets.map(([bucket, count]) => {
    const [from, to] = bucketBounds(bucket)
    return { value: Math.max(1, (from + to) / 2), count }
  })
  return { flow: name, count, max: weights.at(-1)?.value ?? 1, weights }
}

/** The latency that this share of the records does not exceed. */
export function quantile({ weights, count, max }: FlowLatencies, share: number): number {
  let done = 0
  for (const { value, count: here } of weights) {
    done += here
    if (done >= share * count) return value
  }
  return max
}

function inOrder(counts: ReadonlyMap<number, number>): Weight[] {
  return [...counts].map(([value, count]) => ({ value, count })).sort((a, b) => a.value - b.value)
}

/** Edges of bins from below the smallest to above the largest value, each a fixed factor above the one before. */
export function logEdges(min: number, max: number): number[] {
  for (const factor of STEPS) {
    const edges = [min / factor]
    while (edges.at(-1)! <= max) edges.push(edges.at(-1)! * factor)
    if (edges.length > ENOUGH_BINS || factor === STEPS.at(-1)) return edges
  }
  return [min, max]
}

/** How many records fall between each edge and the next. */
export function binned(weights: readonly Weight[], edges: readonly number[]): number[] {
  const counts = Array.from({ length: edges.length - 1 }, () => 0)
  let bin = 0
  for (const { value, count } of weights) {
    while (bin < counts.length - 1 && value >= edges[bin + 1]!) bin++
    counts[bin]! += count
  }
  return counts
}
