/** The values of the metrics' catalogue in one run. */
import { metrics, PERCENTILES, type Metric, type Selector } from '../measurement/metrics.ts'
import type { MeasuredInterval } from '../measurement/interval.ts'
import type { SinkFigures } from '../measurement/recorder.ts'
import type { Scenario } from '../scenario/scenario.ts'
import { Histogram } from '../structures/histogram.ts'
import type { LinkResult, MetricValue, NodeResult, SourceResult, StageResult } from './run-result.ts'
import { isSideSink } from './wiring.ts'

/** A percentile needs this many records beyond it. */
const BEYOND = 10

/** Why a run at full speed has no figures that rest on time. */
export const AT_FULL_SPEED = 'at full speed records are not due at any time, so nothing that rests on time means anything'

export interface Figures {
  readonly scenario: Scenario
  readonly interval: MeasuredInterval
  /** By stage. */
  readonly histograms: readonly (SinkFigures | undefined)[]
  readonly sources: readonly SourceResult[]
  readonly stages: readonly StageResult[]
  readonly nodes: readonly NodeResult[]
  readonly links: readonly LinkResult[]
  /** Why latencies would mislead. */
  readonly unjudgeable: string | undefined
  /** On the wall clock, what varies is measured. */
  readonly measured: boolean
  /** At full speed time means nothing, nor do shares and averages of it. */
  readonly timeless: boolean
}

/** One value of a metric, without what the catalogue says about it. */
interface Value {
  readonly selector: Readonly<Partial<Record<Selector, string>>>
  readonly value: number | null
  readonly count?: number
  readonly reason?: string
}

/** Every metric of the catalogue for the run as a whole and for each selector, in the catalogue's order. */
export function metricValues(figures: Figures): MetricValue[] {
  const latencies = new Latencies(figures)
  return metrics.flatMap((metric) =>
    valuesOf(metric, figures, latencies)
      .map((found) => timed(metric, found, figures.timeless))
      .map(({ selector, value, count, reason }) => ({
        name: metric.name,
        selector: selector as Readonly<Record<string, string>>,
        value,
        unit: metric.unit,
        direction: metric.direction,
        class: figures.measured && metric.class === 'replicated' ? ('measured' as const) : metric.class,
        ...(count === undefined ? {} : { count }),
        ...(reason === undefined ? {} : { reason }),
      })),
  )
}

/** Figures that rest on time are null where time means nothing. */
function timed(metric: Metric, found: Value, timeless: boolean): Value {
  if (!timeless || metric.class === 'exact' || found.value === null || metric.name === 'offered') return found
  return { ...found, value: null, reason: AT_FULL_SPEED }
}

function valuesOf(metric: Metric, figures: Figures, latencies: Latencies): Value[] {
  const { name } = metric
  if (name.startsWith('latency.')) return latencies.values('latency', name.slice('latency.'.length))
  if (name.startsWith('eventTimeLatency.')) return latencies.values('eventTimeLatency', name.slice('eventTimeLatency.'.length))
  const { sources, stages, nodes, links } = figures
  const seconds = (figures.interval.to - figures.interval.from) / 1e9
  const perStage = (value: (stage: StageResult) => number | null, reason?: string): Value[] =>
    stages.map((stage) => {
      const found = value(stage)
      return { selector: { stage: stage.name }, value: found, ...(found === null && reason !== undefined ? { reason } : {}) }
    })
  const withTotal = (values: Value[]): Value[] => [
    { selector: {}, value: values.reduce((sum, { value }) => sum + (value ?? 0), 0) },
    ...values,
  ]
  switch (name) {
    case 'offered':
      return withTotal(sources.map((source) => ({ selector: { source: source.name }, value: source.offeredRate, count: source.offered })))
    case 'throughput':
      return latencies.throughput(seconds)
    case 'dropped':
      return withTotal(perStage((stage) => stage.dropped))
    case 'dropShare':
      return perStage((stage) => (stage.dropped + stage.taken === 0 ? null : stage.dropped / (stage.dropped + stage.taken)), 'no row came')
    case 'late':
      return withTotal(perStage((stage) => stage.late))
    case 'firings':
      return perStage((stage) => stage.firings)
    case 'busy':
      return perStage((stage) => stage.busy)
    case 'idle':
      return perStage((stage) => stage.idle)
    case 'backPressured':
      return perStage((stage) => stage.backPressured)
    case 'queue.mean':
      return perStage((stage) => stage.queueMean)
    case 'queue.max':
      return perStage((stage) => stage.queueMax)
    case 'wait.mean':
      return perStage((stage) => stage.waitMean, 'no row was taken')
    case 'backlog.max':
      return sources.map((source) => ({ selector: { source: source.name }, value: source.backlogMax }))
    case 'utilisation':
      return [
        ...nodes.map((node) => ({ selector: { node: node.name }, value: node.utilisation })),
        ...links.map((link) => ({ selector: { link: link.name }, value: link.utilisation })),
      ]
    case 'bytes':
      return links.map((link) => ({ selector: { link: link.name }, value: link.bytes }))
    case 'stateBytes.max':
      return perStage((stage) => stage.stateBytesMax)
    default:
      throw new RangeError(`metric ${name} is in the catalogue, but nothing measures it`)
  }
}

interface Sink {
  readonly name: string
  readonly side: boolean
  readonly figures: SinkFigures
}

/** Latencies of the run as a whole (all sinks but side ones), of each flow, and of each sink. */
class Latencies {
  readonly #figures: Figures
  readonly #sinks: readonly Sink[]

  constructor(figures: Figures) {
    this.#figures = figures
    this.#sinks = figures.scenario.stages.flatMap((stage, number) => {
      const sink = figures.histograms[number]
      return sink === undefined ? [] : [{ name: stage.name, side: isSideSink(stage), figures: sink }]
    })
  }

  values(metric: 'latency' | 'eventTimeLatency', statistic: string): Value[] {
    return this.#selections(metric).map(({ selector, histogram }) => ({
      selector,
      ...statisticOf(histogram, statistic, this.#figures.unjudgeable),
    }))
  }

  throughput(seconds: number): Value[] {
    const main = this.#sinks.filter((sink) => !sink.side)
    const count = (sinks: readonly Sink[], flow?: number): number =>
      sinks.reduce(
        (sum, { figures }) => sum + (flow === undefined ? figures.completed.reduce((a, b) => a + b, 0) : figures.completed[flow]!),
        0,
      )
    return [
      { selector: {}, value: count(main) / seconds, count: count(main) },
      ...this.#figures.scenario.flows.map((flow, number) => ({
        selector: { flow: flow.name },
        value: count(main, number) / seconds,
        count: count(main, number),
      })),
      ...this.#sinks.map((sink) => ({ selector: { sink: sink.name }, value: count([sink]) / seconds, count: count([sink]) })),
    ]
  }

  #selections(metric: 'latency' | 'eventTimeLatency'): { selector: Value['selector']; histogram: Histogram }[] {
    const main = this.#sinks.filter((sink) => !sink.side)
    const of = (sinks: readonly Sink[], flow?: number): Histogram =>
      merged(sinks.flatMap(({ figures }) => (flow === undefined ? figures[metric] : figures[metric].slice(flow, flow + 1))))
    if (metric === 'eventTimeLatency' && !this.#sinks.some(({ figures }) => figures.eventTimeLatency.length > 0)) return []
    return [
      { selector: {}, histogram: of(main) },
      ...this.#figures.scenario.flows.map((flow, number) => ({ selector: { flow: flow.name }, histogram: of(main, number) })),
      ...this.#sinks.map((sink) => ({ selector: { sink: sink.name }, histogram: of([sink]) })),
    ]
  }
}

function merged(histograms: readonly Histogram[]): Histogram {
  const all = new Histogram()
  for (const histogram of histograms) all.merge(histogram)
  return all
}

function statisticOf(histogram: Histogram, statistic: string, unjudgeable: string | undefined): Omit<Value, 'selector'> {
  const { count } = histogram
  if (count === 0) return { value: null, count, reason: 'no record' }
  if (unjudgeable !== undefined) return { value: null, count, reason: unjudgeable }
  if (statistic === 'mean') return { value: histogram.sum / count, count }
  if (statistic === 'max') return { value: histogram.max, count }
  const percent = PERCENTILES.find((p) => `p${p}` === statistic)!
  const share = percent / 100
  // 1 − 0.9 is not a tenth in binary: rounding keeps 100 records enough for the 90th percentile.
  const needed = Math.round(BEYOND / (1 - share))
  if (count < needed) return { value: null, count, reason: 'fewer than ten records lie beyond it' }
  return { value: histogram.quantile(share), count }
}
