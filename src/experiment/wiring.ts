/** Wires a run: from a scenario, a variant and a seed to what an engine is built from, and to what a recorder must know. */
import type { EnginePlan, SchedulingPlan, StagePlan } from '../engine/plan.ts'
import { firstPlaces } from '../engine/plan.ts'
import type { RowWriter, SchedulingType, WindowingType } from '../engine/ports.ts'
import type { RecorderPlan } from '../measurement/recorder.ts'
import { operatorNamed } from '../operators/index.ts'
import type { Pick } from '../registry/pick.ts'
import type { Scenario, Stage } from '../scenario/scenario.ts'
import { scheduling } from '../strategies/scheduling/index.ts'
import { windowing } from '../strategies/windowing/index.ts'
import { RecordSchema } from '../structures/record-table.ts'
import type { ArrivalProcess } from '../traffic/arrivals/arrival-process.ts'
import { createArrivals, createSource, type SourceContext } from '../traffic/source.ts'
import { traceOf } from '../traffic/source-properties.ts'
import type { SourceSpec } from '../traffic/source-spec.ts'
import type { Trace } from '../traffic/trace.ts'
import type { Variant } from './variant.ts'

/** Traces that were read for a scenario, by name of the source that asked for them. */
export type Traces = ReadonlyMap<string, Trace>

export interface Wiring {
  readonly plan: EnginePlan
  readonly stopTime: number
}

/** How much of a scenario to run: all of it, or the tenth that `--quick` means. */
export type Extent = 'whole' | 'quick'

/**
 * Builds the plan of a run.
 * @param writers where file sinks write, by stage name; a sink without one only measures
 */
export function wire(
  scenario: Scenario,
  variant: Variant,
  seed: number,
  traces: Traces,
  extent: Extent,
  writers: ReadonlyMap<string, RowWriter>,
): Wiring {
  const ofStages = firstPlaces(scenario.stages.map((stage) => operatorNamed(stage.operator.name))).at(-1)!
  const schema = new RecordSchema(scenario.fields, ofStages + scenario.links.length + 1)
  const epochMs = epochOf(scenario, traces)
  const flows = new Map(scenario.flows.map((flow, number) => [flow.name, number]))
  const contextOf = ({ name }: SourceSpec): SourceContext => ({ seed, schema, flows, epochMs, trace: traces.get(name) })
  const stopTime = stopTimeOf(scenario, extent, () => scenario.sources.map((spec) => createArrivals(spec, contextOf(spec))))
  const sources = scenario.sources.map((spec) => createSource(spec, contextOf(spec)))
  return {
    stopTime,
    plan: {
      seed,
      schema,
      flows: scenario.flows.map((flow) => ({ ...flow, deadline: flow.deadline ?? Infinity })),
      sources: scenario.sources.map((spec, number) => ({ name: spec.name, traffic: sources[number]!, stopTime })),
      stages: scenario.stages.map((stage) => stagePlan(scenario, stage, variant, writers)),
      nodes: scenario.nodes.map((node) => ({
        name: node.name,
        workers: node.workers,
        scheduling: schedulingPlan(node.scheduling ?? variant.scheduling),
      })),
      links: scenario.links.map((link) => ({ ...link, from: nodeNumber(scenario, link.from), to: nodeNumber(scenario, link.to) })),
    },
  }
}

/** What the recorder must know of a plan. */
export function recorderPlan(
  scenario: Scenario,
  { plan, stopTime }: Wiring,
  tasks: RecorderPlan['tasks'],
  interval: RecorderPlan['interval'],
): RecorderPlan {
  const eventTime = eventTimeMatters(scenario)
  const columnsOf = (names: readonly string[]): Int32Array => Int32Array.from(names, (name) => plan.schema.indexOf(name))
  return {
    interval,
    stopTime,
    sources: scenario.sources.map((source) => ({ columns: columnsOf(source.fields.map(({ name }) => name)) })),
    flows: plan.flows.length,
    links: plan.links.length,
    stages: scenario.stages.map((stage, number) => ({
      isSink: plan.stages[number]!.operator.runsOn === 'sink',
      side: isSideSink(stage),
      eventTime: eventTime[number]!,
      columns: columnsOf(stage.fields),
    })),
    tasks,
    places: plan.schema.places,
  }
}

/** A sink that is fed by side outputs only: what reaches it is not what the pipeline is for. */
export function isSideSink(stage: Stage): boolean {
  return stage.from.every((input) => input.output !== 'main')
}

/** By stage: whether event time differs from arrival on the same clock: there is disorder or a window before it, and no trace with a calendar of its own. */
function eventTimeMatters(scenario: Scenario): boolean[] {
  const byName = new Map<string, { differs: boolean; ownCalendar: boolean }>()
  for (const spec of scenario.sources) {
    const ownCalendar = traceOf(spec) !== undefined
    byName.set(spec.name, { differs: spec.disorder !== undefined, ownCalendar })
  }
  return scenario.stages.map((stage) => {
    const inputs = stage.from.map((input) => byName.get(input.name)!)
    const differs = stage.operator.name === 'window' || inputs.some((input) => input.differs)
    const ownCalendar = inputs.some((input) => input.ownCalendar)
    byName.set(stage.name, { differs, ownCalendar })
    return differs && !ownCalendar
  })
}

function stagePlan(scenario: Scenario, stage: Stage, variant: Variant, writers: ReadonlyMap<string, RowWriter>): StagePlan {
  const operator = operatorNamed(stage.operator.name)
  const chosen = stage.windowing ?? variant.windowing
  const output = writers.get(stage.name)
  return {
    name: stage.name,
    operator,
    options: stage.operator.options,
    node: nodeNumber(scenario, stage.node),
    parallelism: stage.parallelism,
    capacity: stage.queue.capacity,
    dropTail: stage.queue.full === 'drop-tail',
    inputs: stage.from.map((input) => inputPlan(scenario, input)),
    scheduling: schedulingPlan(stage.scheduling ?? variant.scheduling),
    ...(operator.usesWindowing === true ? { windowing: { type: windowingNamed(chosen.name), options: chosen.options } } : {}),
    ...(output === undefined ? {} : { output }),
  }
}

function inputPlan(scenario: Scenario, input: { readonly name: string; readonly output: string }) {
  const source = scenario.sources.findIndex((one) => one.name === input.name)
  if (source >= 0) return { from: 'source' as const, index: source, output: 0 }
  const index = scenario.stages.findIndex((one) => one.name === input.name)
  const operator = operatorNamed(scenario.stages[index]!.operator.name)
  return { from: 'stage' as const, index, output: input.output === 'main' ? 0 : 1 + operator.outputs.indexOf(input.output) }
}

function nodeNumber(scenario: Scenario, name: string): number {
  return scenario.nodes.findIndex((node) => node.name === name)
}

function schedulingPlan(pick: Pick): SchedulingPlan {
  const type = (scheduling as unknown as Readonly<Record<string, SchedulingType>>)[pick.name]
  if (type === undefined) throw new RangeError(`unknown scheduling strategy: ${pick.name}`)
  return { type, options: pick.options }
}

function windowingNamed(name: string): WindowingType {
  const type = (windowing as unknown as Readonly<Record<string, WindowingType>>)[name]
  if (type === undefined) throw new RangeError(`unknown windowing strategy: ${name}`)
  return type
}

/** Where time 0 lies: what the scenario says, else midnight before the earliest trace, else 1970. */
function epochOf(scenario: Scenario, traces: Traces): number {
  if (scenario.epoch !== undefined) return scenario.epoch
  let earliest = Infinity
  for (const trace of traces.values()) earliest = Math.min(earliest, trace.epochMs)
  return Number.isFinite(earliest) ? earliest : 0
}

/**
 * When the sources stop: after a time, after so many records over all sources, or after their last record.
 * Records are counted in order of arrival, whatever the pipeline does, so counting takes a pass over the arrivals.
 */
function stopTimeOf(scenario: Scenario, extent: Extent, create: () => ArrivalProcess[]): number {
  const { duration } = scenario
  const share = extent === 'quick' ? 0.1 : 1
  if (duration.kind === 'time') return Math.max(1, Math.round(duration.time * share))
  const processes = create()
  if (duration.kind === 'end-of-traffic') {
    let end = 0
    for (const process of processes) for (let time = process.next(); time < Infinity; time = process.next()) end = Math.max(end, time)
    return Math.max(1, Math.ceil(end * share)) + 1
  }
  const next = processes.map((process) => process.next())
  let last = 0
  for (let left = Math.max(1, Math.round(duration.records * share)); left > 0; left--) {
    const earliest = next.reduce((best, time, number) => (time < next[best]! ? number : best), 0)
    if (next[earliest] === Infinity) break
    last = next[earliest]!
    next[earliest] = processes[earliest]!.next()
  }
  return last + 1
}
