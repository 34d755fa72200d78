/** From what a recorder saw to the result of a run. */
import { COUNTS } from '../engine/meter.ts'
import type { Engine } from '../engine/engine.ts'
import { ACTIVITIES, firstPlaces, type EnginePlan } from '../engine/plan.ts'
import type { Checkers } from '../measurement/checkers.ts'
import type { MeasuredInterval } from '../measurement/interval.ts'
import type { Recorder } from '../measurement/recorder.ts'
import { timingDependence } from '../scenario/timing.ts'
import { priceList } from '../simulation/price-list.ts'
import type { Histogram } from '../structures/histogram.ts'
import { VERSION } from '../version.ts'
import { AT_FULL_SPEED, metricValues, type Figures } from './metric-values.ts'
import { judgeObjectives } from './objectives.ts'
import { overload } from './overload.ts'
import type { RunOptions } from './run.ts'
import {
  RESULT_SCHEMA,
  type HistogramResult,
  type LinkResult,
  type NodeResult,
  type Outcome,
  type RunResult,
  type SeriesResult,
  type SinkResult,
  type SourceResult,
  type StageResult,
  type TailResult,
} from './run-result.ts'
import { isSideSink } from './wiring.ts'
import { variantId } from './variant.ts'

/** A finished run. */
export interface Finished extends RunOptions {
  readonly plan: EnginePlan
  readonly recorder: Recorder
  readonly engine: Engine
  readonly checkers: Checkers | undefined
  readonly interval: MeasuredInterval
  readonly stopTime: number
  readonly end: number
  readonly drained: boolean
}

export function summarise(finished: Finished): RunResult {
  const { scenario, variant, recorder } = finished
  const series = seriesOf(finished)
  const stages = stagesOf(finished)
  const outcome = outcomeOf(finished, series, stages)
  const figures: Figures = {
    scenario,
    interval: finished.interval,
    histograms: recorder.sinks,
    sources: sourcesOf(finished),
    stages,
    nodes: nodesOf(finished),
    links: linksOf(finished),
    unjudgeable: reasonWithoutPercentiles(finished, outcome),
    measured: finished.wall !== undefined,
    timeless: finished.wall?.speed === 'max',
  }
  const metrics = metricValues(figures)
  return {
    schema: RESULT_SCHEMA,
    versions: { wavetank: VERSION, priceList: priceList.name, priceListProvisional: priceList.provisional },
    scenario: { name: scenario.name, about: scenario.about, analysis: scenario.analysis, resolved: withoutPaths(scenario) },
    variant: {
      id: variantId(scenario, variant),
      strategies: { scheduling: variant.scheduling.id, windowing: variant.windowing.id },
      parameters: scenario.parameters,
    },
    seed: finished.seed,
    clock: finished.wall === undefined ? { kind: 'virtual' } : { kind: 'wall', speed: finished.wall.speed },
    quick: finished.quick === true,
    interval: { from: finished.interval.from, to: finished.interval.to, end: finished.end },
    outcome,
    metrics,
    histograms: histogramsOf(finished),
    series,
    sources: figures.sources,
    stages,
    nodes: figures.nodes,
    links: figures.links,
    sinks: sinksOf(finished),
    tail: figures.unjudgeable === undefined ? tailOf(finished) : null,
    checkers: finished.checkers?.judgements() ?? [],
    objectives: judgeObjectives(scenario.objectives, metrics),
    digests: digestsOf(finished),
  }
}

/** Why percentiles would mislead; undefined when they do not. */
function reasonWithoutPercentiles({ scenario, drained, wall }: Finished, outcome: Outcome): string | undefined {
  if (!drained) return 'the pipeline did not drain, so the slowest records are missing'
  if (scenario.analysis === 'steady-state' && outcome.overload?.kind === 'growing')
    return 'the backlog grows, so there is no steady state to speak of'
  if (wall?.speed === 'max') return AT_FULL_SPEED
  return undefined
}

function outcomeOf(finished: Finished, series: SeriesResult, stages: readonly StageResult[]): Outcome {
  const { scenario, wall } = finished
  const notes: string[] = []
  for (const trace of new Set(finished.traces.values())) notes.push(...trace.notes)
  if (wall !== undefined) {
    notes.push('Measured on the wall clock, on one thread: service stages and links are timers, and workers are logical.')
    if (wall.speed === 'max') notes.push('At full speed service and link times are 0, and records do not wait for their time.')
    else if (wall.speed !== 1) notes.push(`Time ran ${wall.speed} times as fast as real time; operators did not.`)
  }
  if (scenario.warmup === 'auto' && finished.warmup === undefined)
    notes.push('Warm-up is left to a comparison of replications; a single run measures from the start.')
  return {
    status: finished.drained ? 'drained' : 'not-drained',
    overload: overload(series, stages, scenario.analysis),
    timingDependent: timingDependence(scenario),
    notes,
  }
}

function seriesOf({ recorder, interval, plan }: Finished): SeriesResult {
  const { bins, binWidth: width } = recorder
  const seconds = width / 1e9
  const backlog = recorder.sources.map((source, number) => {
    let waiting = 0
    return {
      source: plan.sources[number]!.name,
      values: Array.from({ length: bins }, (_, bin) => (waiting += source.due[bin]! - source.pulled[bin]!)),
    }
  })
  return {
    start: 0,
    binWidth: width,
    bins,
    firstMeasuredBin: Math.min(bins, Math.ceil(interval.from / width)),
    arrivalRate: Array.from({ length: bins }, (_, bin) => recorder.sources.reduce((sum, source) => sum + source.due[bin]!, 0) / seconds),
    completionRate: Array.from(recorder.completions, (count) => count / seconds),
    queueDepth: plan.stages.flatMap((stage, number) =>
      recorder.sinks[number] === undefined
        ? [{ stage: stage.name, values: Array.from(recorder.stages[number]!.queue.bins, (area) => area / width) }]
        : [],
    ),
    backlog,
    latencyMean: Array.from(recorder.completions, (count, bin) => (count === 0 ? null : recorder.latencySum[bin]! / count)),
    latencyMax: Array.from(recorder.latencyMax, (latency) => (latency < 0 ? null : latency)),
  }
}

function sourcesOf({ recorder, plan, interval }: Finished): SourceResult[] {
  const seconds = (interval.to - interval.from) / 1e9
  return recorder.sources.map((source, number) => ({
    name: plan.sources[number]!.name,
    offered: source.offered,
    total: source.total,
    bytes: source.bytes,
    offeredRate: source.offered / seconds,
    backlogMax: source.backlogMax,
  }))
}

function stagesOf({ scenario, recorder, engine, interval }: Finished): StageResult[] {
  const results: StageResult[] = []
  for (const [number, stage] of scenario.stages.entries()) {
    if (recorder.sinks[number] !== undefined) continue
    const figures = recorder.stages[number]!
    const tasks = engine.parts.stages[number]!
    const isService = tasks[0]!.isService
    const capacity = tasks.reduce((sum, task) => sum + task.concurrency, 0) * (interval.to - interval.from)
    const busy = Math.min(1, figures.busy / capacity)
    const backPressured = Math.min(1 - busy, figures.backPressured / capacity)
    results.push({
      name: stage.name,
      operator: stage.operator.name,
      node: stage.node,
      parallelism: stage.parallelism,
      servers: isService ? tasks[0]!.concurrency : null,
      taken: figures.taken,
      emitted: figures.emitted,
      dropped: figures.dropped,
      late: figures.late,
      firings: tasks[0]!.operator.stateBytes === undefined ? 0 : figures.firings,
      busy,
      idle: 1 - busy - backPressured,
      backPressured,
      queueMean: figures.queue.area / (interval.to - interval.from),
      queueMax: figures.queue.max,
      waitMean: figures.waits === 0 ? null : figures.waitTime / figures.waits,
      counts: Object.fromEntries(COUNTS.map((count, index) => [count, tasks.reduce((sum, task) => sum + task.counts[index]!, 0)])),
      stateBytesMax: tasks.reduce((sum, task) => sum + task.stateBytesMax, 0),
    })
  }
  return results
}

function nodesOf({ scenario, recorder, engine, interval }: Finished): NodeResult[] {
  return scenario.nodes.map((node) => {
    let busy = 0
    for (const [number, stage] of scenario.stages.entries()) {
      if (stage.node === node.name && !engine.parts.stages[number]![0]!.isService) busy += recorder.stages[number]!.busy
    }
    return { name: node.name, workers: node.workers, utilisation: Math.min(1, busy / (node.workers * (interval.to - interval.from))) }
  })
}

function linksOf({ scenario, recorder, interval }: Finished): LinkResult[] {
  return scenario.links.map((link, number) => {
    const { frames, bytes, busy } = recorder.links[number]!
    return { name: link.name, frames, bytes, utilisation: Math.min(1, busy / (interval.to - interval.from)) }
  })
}

function sinksOf({ scenario, recorder }: Finished): SinkResult[] {
  return scenario.stages.flatMap((stage, number) => {
    const sink = recorder.sinks[number]
    return sink === undefined ? [] : [{ name: stage.name, received: sink.received, bytes: sink.bytes, side: isSideSink(stage) }]
  })
}

function histogramsOf({ scenario, recorder }: Finished): HistogramResult[] {
  const results: HistogramResult[] = []
  const add = (metric: HistogramResult['metric'], sink: string, flow: string, histogram: Histogram): void => {
    if (histogram.count === 0) return
    const { count, sum, min, max } = histogram
    results.push({ metric, sink, flow, count, sum, min, max, buckets: histogram.entries() })
  }
  for (const [number, stage] of scenario.stages.entries()) {
    const sink = recorder.sinks[number]
    if (sink === undefined) continue
    for (const [flow, { name }] of scenario.flows.entries()) {
      add('latency', stage.name, name, sink.latency[flow]!)
      if (sink.eventTimeLatency.length > 0) add('eventTimeLatency', stage.name, name, sink.eventTimeLatency[flow]!)
    }
  }
  return results
}

function tailOf({ scenario, plan, recorder }: Finished): TailResult | null {
  const slowest = recorder.tail.slowest(0.01)
  if (slowest === null) return null
  const places: TailResult['places'][number][] = []
  const first = firstPlaces(plan.stages.map((stage) => stage.operator))
  for (const [number, { name }] of scenario.stages.entries()) {
    for (let place = first[number]!; place < first[number + 1]!; place++)
      places.push({ place: name, activity: ACTIVITIES[place - first[number]!]!, mean: slowest.means[place]! })
  }
  const links = first.at(-1)!
  for (const [number, link] of scenario.links.entries())
    places.push({ place: link.name, activity: 'link', mean: slowest.means[links + number]! })
  places.push({ place: 'sources', activity: 'backlog', mean: slowest.means[links + scenario.links.length]! })
  // Ties keep the order of the pipeline: sorting is stable.
  return { from: slowest.from, count: slowest.count, places: places.filter((place) => place.mean > 0).sort((a, b) => b.mean - a.mean) }
}

function digestsOf({ scenario, recorder }: Finished): RunResult['digests'] {
  const { trace } = recorder
  return {
    workload: {
      sources: Object.fromEntries(scenario.sources.map((source, number) => [source.name, recorder.sources[number]!.workload.text()])),
      demands: recorder.demands.text(),
    },
    output: Object.fromEntries(
      scenario.stages.flatMap((stage, number) =>
        recorder.sinks[number] === undefined ? [] : [[stage.name, recorder.sinks[number].output.text()]],
      ),
    ),
    trace: { digest: trace.text(), events: trace.events, rungs: trace.rungs() },
  }
}

/** A scenario as results carry it: no path of this machine. */
export function withoutPaths(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutPaths)
  if (typeof value !== 'object' || value === null) return value
  if ('absolute' in value && 'written' in value) return value.written
  // Expressions are shown as they were written.
  if ('tree' in value && 'text' in value) return value.text
  return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, withoutPaths(entry)]))
}
