/** What a scenario sends, without running it: every source drawn to its end, and what its arrivals and keys are like. */
import type { TrafficSource } from '../engine/ports.ts'
import type { Scenario } from '../scenario/scenario.ts'
import { RecordTable } from '../structures/record-table.ts'
import { meanRate } from '../traffic/source-properties.ts'
import { ArrivalStatistics, type CountCorrelations, type DispersionAt } from '../traffic/statistics/arrival-statistics.ts'
import { KeyStatistics } from '../traffic/statistics/key-statistics.ts'
import { VERSION } from '../version.ts'
import type { Variant } from './variant.ts'
import { wire, type Traces } from './wiring.ts'

export const TRAFFIC_SCHEMA = 'wavetank/traffic/1'
/** Points of the rate over time, and of a gap's distribution. */
export const PARTS = 256
/** Keys by rank that are shown. */
const RANKS = 200

export interface TrafficSummary {
  readonly schema: typeof TRAFFIC_SCHEMA
  readonly version: string
  readonly scenario: { readonly name: string; readonly about: string }
  readonly seed: number
  readonly quick: boolean
  /** Nanoseconds that the sources send for. */
  readonly length: number
  readonly sources: readonly SourceSummary[]
}

export interface SourceSummary {
  readonly name: string
  readonly arrivals: string
  readonly count: number
  /** Records a second: in the long run by the scenario (null when that is not known), and as drawn. */
  readonly asked: number | null
  readonly rate: number
  readonly gaps: {
    /** Nanoseconds; null with fewer than two. */
    readonly mean: number | null
    readonly variation: number | null
    readonly largest: number | null
    readonly tied: number
    /** Shares and the gaps below which they lie, in nanoseconds. */
    readonly quantiles: readonly (readonly [share: number, gap: number])[]
  }
  readonly dispersion: readonly DispersionAt[]
  readonly correlations: CountCorrelations | null
  /** Records a second, in equal parts of the length. */
  readonly rates: readonly number[]
  readonly keys: {
    readonly distinct: number
    /** Records of keys that were not counted, because there were too many. */
    readonly others: number
    /** Records of the most frequent keys. */
    readonly counts: readonly number[]
  }
  /** Bytes of a record on average. */
  readonly bytes: number | null
}

const SHARES = [...Array.from({ length: 19 }, (_, i) => (i + 1) / 20), 0.97, 0.98, 0.99, 0.995, 0.999, 0.9999]

export interface DrawOptions {
  readonly scenario: Scenario
  readonly variant: Variant
  readonly seed: number
  readonly traces: Traces
  readonly quick: boolean
  /** Called with every record: its source, and the row it is in. */
  readonly onRecord?: (source: string, table: RecordTable, row: number) => void
  readonly signal?: AbortSignal
}

/** Draws every record of every source, one source after the other. Throws what a source throws, or the signal's reason. */
export async function drawTraffic(options: DrawOptions): Promise<TrafficSummary> {
  const { scenario, variant, seed, traces, quick } = options
  const { plan, stopTime } = wire(scenario, variant, seed, traces, quick ? 'quick' : 'whole', new Map())
  const table = new RecordTable(plan.schema)
  const sources: SourceSummary[] = []
  for (const [number, { name, traffic: source }] of plan.sources.entries()) {
    const seen = await drawSource(source, name, table, stopTime, options)
    const spec = scenario.sources[number]!
    const asked = meanRate(spec, traces.get(name)) ?? null
    sources.push(summaryOf(name, spec.arrivals.name, seen, asked, stopTime))
  }
  return {
    schema: TRAFFIC_SCHEMA,
    version: VERSION,
    scenario: { name: scenario.name, about: scenario.about },
    seed,
    quick,
    length: stopTime,
    sources,
  }
}

/** Records between two looks at the signal, less one. */
const SLICE = 2 ** 16 - 1

export interface Seen {
  readonly arrivals: ArrivalStatistics
  readonly keys: KeyStatistics
  /** Of all records together. */
  readonly bytes: number
}

async function drawSource(
  source: TrafficSource,
  name: string,
  table: RecordTable,
  stopTime: number,
  { onRecord, signal }: DrawOptions,
): Promise<Seen> {
  const arrivals = new ArrivalStatistics(stopTime)
  const keys = new KeyStatistics()
  let bytes = 0
  for (let time = source.nextTime(); time < stopTime; time = source.nextTime()) {
    const row = table.allocate()
    source.fill(table, row)
    arrivals.add(time)
    keys.add(table.key(row))
    bytes += table.bytes(row)
    onRecord?.(name, table, row)
    table.free(row)
    if ((arrivals.count & SLICE) === 0) {
      await new Promise((resolve) => setImmediate(resolve))
      signal?.throwIfAborted()
    }
  }
  return { arrivals, keys, bytes }
}

/** What was seen of one source. `asked`: its rate in the long run, where that is known. */
export function summaryOf(
  name: string,
  process: string,
  { arrivals, keys, bytes }: Seen,
  asked: number | null,
  stopTime: number,
): SourceSummary {
  const { gaps, count } = arrivals
  const { distinct, others, counts } = keys.result()
  const seconds = stopTime / PARTS / 1e9
  const known = gaps.count > 1
  const quantiles = known ? gaps.quantiles(SHARES) : []
  return {
    name,
    arrivals: process,
    count,
    asked,
    rate: arrivals.rate,
    gaps: {
      mean: known ? gaps.sum / gaps.count : null,
      variation: arrivals.gapVariation ?? null,
      largest: known ? gaps.max : null,
      tied: arrivals.ties,
      // A share needs ten gaps beyond it.
      quantiles: SHARES.flatMap((share, i) => (gaps.count * (1 - share) >= 10 ? [[share, quantiles[i]!] as const] : [])),
    },
    dispersion: arrivals.dispersion(),
    correlations: arrivals.correlations() ?? null,
    rates: Array.from(arrivals.counts(PARTS), (part) => part / seconds),
    keys: { distinct, others, counts: counts.slice(0, RANKS) },
    bytes: count === 0 ? null : bytes / count,
  }
}
