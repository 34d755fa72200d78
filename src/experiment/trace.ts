/** The trace of a run, read as it runs: what its digest covers, event by event. Only for looking; figures come from `run`. */
import { TraceLog, type LoggedEvent, type TraceKind } from '../measurement/trace-log.ts'
import { hashText, hex32 } from '../structures/hash.ts'
import { TEXT_KEY, type RecordSchema } from '../structures/record-table.ts'
import { VirtualHost } from '../simulation/virtual-host.ts'
import { identityHigh } from '../traffic/source.ts'
import type { RunOptions } from './run.ts'
import { wire } from './wiring.ts'

/** An event by names, so that runs of different pipelines can be compared. */
export interface TraceEvent {
  readonly kind: TraceKind
  readonly stage: string
  /** Which of the stage's tasks, from 0 on. */
  readonly task: number
  /** Nanoseconds. */
  readonly time: number
  /** `jobs #17` for the seventeenth record of a source, else the hexadecimal identity; null where a window fires. */
  readonly record: string | null
  readonly key: string | number | null
}

/** What waits at a task. */
export interface QueueLength {
  readonly stage: string
  readonly task: number
  readonly waiting: number
}

/** Events that follow one another. */
export interface TraceChunk {
  /** Events of the run before these; `waits` are not counted. */
  readonly first: number
  /** Before the first of these. */
  readonly queues: readonly QueueLength[]
  readonly events: readonly TraceEvent[]
}

export type TracedRun = Pick<RunOptions, 'scenario' | 'variant' | 'seed' | 'traces' | 'quick'>

/** Events of the event loop between two chunks. */
const SLICE = 20_000

/**
 * Runs a scenario in simulated time and gives the events from a time on, in chunks, for as long as somebody wants more.
 * @param from nanoseconds
 */
export async function* traceOf(traced: TracedRun, from: number, signal?: AbortSignal): AsyncGenerator<TraceChunk, void> {
  const { scenario, variant, seed, traces, quick } = traced
  const { plan, stopTime } = wire(scenario, variant, seed, traces, quick === true ? 'quick' : 'whole', new Map())
  const places = plan.stages.flatMap(({ name, parallelism }) => Array.from({ length: parallelism }, (_, task) => ({ stage: name, task })))
  const log = new TraceLog(places.length, from)
  const host = new VirtualHost(plan, log)
  const sources = new Map(scenario.sources.map(({ name }) => [identityHigh(hashText(name), 0), name]))
  const named = ({ kind, place, time, ...record }: LoggedEvent): TraceEvent => {
    const at = kind === 'arrives' ? { stage: plan.stages[place]!.name, task: 0 } : places[place]!
    if (kind === 'fires') return { kind, ...at, time, record: null, key: null }
    return { kind, ...at, time, record: recordOf(record, sources), key: keyOf(record.key, plan.schema) }
  }
  for (let goesOn = true; goesOn;) {
    goesOn = host.run(stopTime + scenario.drain, SLICE)
    const { first, waiting, events } = log.take()
    if (events.length > 0)
      yield { first, queues: places.map((place, number) => ({ ...place, waiting: waiting[number]! })), events: events.map(named) }
    await new Promise((resolve) => setImmediate(resolve))
    signal?.throwIfAborted()
  }
}

function recordOf(
  { identityLow, identityHigh: high }: Pick<LoggedEvent, 'identityLow' | 'identityHigh'>,
  sources: ReadonlyMap<number, string>,
): string {
  const source = sources.get(high)
  return source === undefined ? hex32(high) + hex32(identityLow) : `${source} #${(identityLow >>> 0) + 1}`
}

function keyOf(key: number, schema: RecordSchema): string | number {
  return key >= TEXT_KEY ? schema.dictionary.text(key - TEXT_KEY) : key
}
