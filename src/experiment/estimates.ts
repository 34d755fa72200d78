/** What each metric is in a variant: estimates over its replications, with intervals. */
import { mean } from 'simple-statistics'
import { PERCENTILES } from '../measurement/metrics.ts'
import { Histogram } from '../structures/histogram.ts'
import type { Estimate } from './comparison.ts'
import type { Replication } from './replication.ts'
import type { HistogramResult, MetricValue } from './run-result.ts'
import { batchMeans } from './statistics/batch-means.ts'
import { effectiveSize, isTooShort } from './statistics/effective-size.ts'
import { meanInterval, sectioned } from './statistics/interval.ts'

/** A percentile needs this many records beyond it. */
const BEYOND = 10

export const DETERMINISTIC = 'deterministic, n = 1: every seed gives the same'
/** How a warning about coverage begins. */
export const TOO_SHORT = 'the runs may be too short for this interval'
const ONE_SEED = 'one replication has no interval'

/** An estimate before it is compared. */
export type Estimated = Omit<Estimate, 'difference' | 'inFamily'>

/** Name and selector of a metric, as objectives write them. */
export function metricLabel(metric: string, selector: Readonly<Record<string, string>>): string {
  const parts = Object.entries(selector).map(([name, value]) => `${name}=${value}`)
  return parts.length === 0 ? metric : `${metric}{${parts.join(',')}}`
}

/** Whether all replications are byte for byte the same, as with a trace and nothing that is drawn. */
export function isDeterministic(replications: readonly Replication[]): boolean {
  if (replications.length < 2) return false
  const text = ({ metrics, histograms, digests }: Replication): string => JSON.stringify([metrics, histograms, digests.trace.digest])
  const first = text(replications[0]!)
  return replications.every((one) => text(one) === first)
}

/**
 * Estimates of every metric, in the catalogue's order.
 * @param steady of a steady-state analysis: one long run then gives intervals by batch means, where it has a series
 */
export function estimatesOf(replications: readonly Replication[], confidence: number, steady: boolean): Estimated[] {
  const batches = steady && replications.length === 1
  const deterministic = isDeterministic(replications)
  const used = deterministic ? replications.slice(0, 1) : replications
  const pools = new Pools(used, steady)
  return used[0]!.metrics.map((metric, index) => {
    const values = used.map(({ metrics }) => metrics[index]!.value)
    const base = { metric: metric.name, selector: metric.selector, unit: metric.unit, direction: metric.direction, class: metric.class }
    if (batches && metric.value !== null) {
      const series = binSeries(used[0]!, metric)
      if (series !== undefined) return { ...base, ...fromBatches(metric.value, series, confidence) }
    }
    const { value, halfWidth, reason } = over(metric, values, pools, used, confidence)
    const why = reason ?? (deterministic ? DETERMINISTIC : value !== null && used.length < 2 ? ONE_SEED : pools.tooShort(metric))
    return { ...base, value, halfWidth, n: used.length, values, ...(why === undefined ? {} : { reason: why }) }
  })
}

function over(
  metric: MetricValue,
  values: readonly (number | null)[],
  pools: Pools,
  used: readonly Replication[],
  confidence: number,
): { readonly value: number | null; readonly halfWidth: number | null; readonly reason?: string } {
  const known = values.filter((value) => value !== null)
  const share = percentileOf(metric.name)
  const missing = values.length - known.length
  const why = used.flatMap(({ metrics }) => metrics.find((one) => sameMetric(one, metric))?.reason ?? [])[0]
  if (share === undefined || pools.unjudged(metric)) {
    if (missing === 0) return meanInterval(known, confidence)
    return {
      value: null,
      halfWidth: null,
      reason: missing === values.length ? (why ?? 'no run has it') : `${missing} of ${values.length} runs: ${why ?? 'no value'}`,
    }
  }
  const pool = pools.of(metric)
  if (pool.count * (1 - share) < BEYOND - 1e-9 * pool.count)
    return { value: null, halfWidth: null, reason: 'fewer than ten records lie beyond it in all runs together' }
  const value = pool.quantile(share)
  if (missing > 0)
    return { value, halfWidth: null, reason: `no interval: in ${missing} of ${values.length} runs fewer than ten records lie beyond it` }
  return sectioned(value, known, confidence)
}

function fromBatches(
  value: number,
  series: readonly number[],
  confidence: number,
): Pick<Estimated, 'value' | 'halfWidth' | 'n' | 'values' | 'reason'> {
  const { batches, tooShort } = batchMeans(series, confidence)
  const { halfWidth } = sectioned(value, batches, confidence)
  return {
    value,
    halfWidth,
    n: batches.length,
    values: batches,
    reason: tooShort
      ? `${batches.length} batch means, still correlated: the run is too short for this interval`
      : `${batches.length} batch means of one run`,
  }
}

/** A stationary series of a run's bins whose mean is the metric, for metrics that have one. */
export function binSeries(
  { series }: Replication,
  { name, selector }: Pick<MetricValue, 'name' | 'selector'>,
): readonly number[] | undefined {
  const isWhole = Object.keys(selector).length === 0
  const from = series.firstMeasuredBin
  const found =
    name === 'latency.mean' && isWhole
      ? linearised(series.latencyMean.slice(from), series.completionRate.slice(from))
      : name === 'throughput' && isWhole
        ? series.completionRate.slice(from)
        : name === 'queue.mean'
          ? series.queueDepth.find(({ stage }) => stage === selector['stage'])?.values.slice(from)
          : undefined
  const values = found?.filter((value) => value !== null)
  return values === undefined || values.length < series.bins - from || values.length < 20 ? undefined : values
}

/**
 * A mean over records is a quotient of two sums over bins, so bins with many records count more: R + (sᵢ − R nᵢ) / n̄ are values whose plain
 * mean is R, and whose spread is that of the quotient (the ratio estimator, linearised: Cochran, Sampling Techniques, 1977, §6.4).
 */
function linearised(means: readonly (number | null)[], counts: readonly number[]): number[] {
  const sums = means.map((value, bin) => (value ?? 0) * counts[bin]!)
  const count = counts.length === 0 ? 0 : mean([...counts])
  if (count === 0) return []
  const ratio = mean(sums) / count
  return sums.map((sum, bin) => ratio + (sum - ratio * counts[bin]!) / count)
}

/** The share below a percentile of latency; undefined for any other metric. */
function percentileOf(name: string): number | undefined {
  const percent = PERCENTILES.find((p) => name.endsWith(`.p${p}`))
  return percent === undefined ? undefined : percent / 100
}

function sameMetric(a: Pick<MetricValue, 'name' | 'selector'>, b: Pick<MetricValue, 'name' | 'selector'>): boolean {
  return a.name === b.name && metricLabel('', a.selector) === metricLabel('', b.selector)
}

/** Of a run, for telling how independent its records are. */
const SECTIONS = 10

/** Mean latencies of equal stretches of a run's measured interval; empty when any has no record. */
function sectionMeans({ series }: Replication): number[] {
  const { firstMeasuredBin: from, bins, completionRate, latencyMean } = series
  const width = Math.floor((bins - from) / SECTIONS)
  const means = Array.from({ length: width === 0 ? 0 : SECTIONS }, (_, section) => {
    let [sum, rate] = [0, 0]
    for (let bin = from + section * width; bin < from + (section + 1) * width; bin++) {
      sum += (latencyMean[bin] ?? 0) * completionRate[bin]!
      rate += completionRate[bin]!
    }
    return sum / rate
  })
  return means.some(Number.isNaN) ? [] : means
}

/** Histograms of all replications together, made when they are first asked for. */
class Pools {
  readonly #replications: readonly Replication[]
  readonly #steady: boolean
  readonly #made = new Map<string, Histogram>()

  constructor(replications: readonly Replication[], steady: boolean) {
    this.#replications = replications
    this.#steady = steady
  }

  /** Percentiles are not judged in some run, though it has records: it did not drain, or its backlog grows. */
  unjudged(metric: MetricValue): boolean {
    return this.#replications.some(({ metrics }) => {
      const found = metrics.find((one) => sameMetric(one, { name: metric.name.replace(/\.p[\d.]+$/, '.mean'), selector: metric.selector }))
      return found?.value === null && (found.count ?? 0) > 0
    })
  }

  /** A sentence when runs are too short for the interval of a latency to hold as often as it says. */
  tooShort(metric: MetricValue): string | undefined {
    if (!/^(?:latency|eventTimeLatency)\.(?:mean|p[\d.]+)$/.test(metric.name)) return undefined
    const pool = this.of(metric)
    const mean = { name: metric.name.replace(/\.p[\d.]+$/, '.mean'), selector: metric.selector }
    const means = this.#replications.map(({ metrics }) => metrics.find((one) => sameMetric(one, mean))?.value ?? null)
    if (pool.count === 0 || means.includes(null)) return undefined
    const sections =
      this.#steady && Object.keys(metric.selector).length === 0 && metric.name.startsWith('latency.')
        ? this.#replications.flatMap(sectionMeans)
        : []
    // Sections of the runs tell more than the runs, which agree by chance when they are few.
    const size = effectiveSize(
      pool.count / means.length,
      sections.length > 0 ? sections : (means as number[]),
      pool.variance(),
      sections.length > 0 ? SECTIONS : 1,
    )
    if (size === undefined || !isTooShort(size, percentileOf(metric.name))) return undefined
    return `${TOO_SHORT}: each is worth about ${Math.max(1, Math.round(size))} independent records`
  }

  of({ name, selector }: MetricValue): Histogram {
    const metric = name.slice(0, name.indexOf('.')) as HistogramResult['metric']
    const key = metricLabel(metric, selector)
    let pool = this.#made.get(key)
    if (pool === undefined) {
      pool = new Histogram()
      for (const replication of this.#replications) addSelected(pool, replication, metric, selector)
      this.#made.set(key, pool)
    }
    return pool
  }
}

/** Adds a run's histograms that a selector means: of the main sinks, of a flow at these, or of one sink. */
export function addSelected(
  pool: Histogram,
  { histograms, sinks }: Replication,
  metric: HistogramResult['metric'],
  selector: MetricValue['selector'],
): void {
  const side = new Set(sinks.filter((sink) => sink.side).map(({ name }) => name))
  for (const histogram of histograms) {
    if (histogram.metric !== metric) continue
    const wanted = selector['sink'] === undefined ? !side.has(histogram.sink) : histogram.sink === selector['sink']
    if (wanted && (selector['flow'] === undefined || selector['flow'] === histogram.flow)) pool.add(histogram)
  }
}
