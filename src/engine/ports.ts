/**
 * What the engine asks of the things that are plugged into it, and what it offers them.
 *
 * Guarantees to implementers:
 * - `now` and every other time is an integer number of nanoseconds since the scenario's epoch; nothing here may ask a clock.
 * - Calls never overlap, and no promise crosses a port.
 * - Rows are numbers of rows in the table at hand. An operator owns the row that it is given: it emits it or frees it.
 *   What it keeps it copies into state of its own.
 */
import type { Descriptor } from '../registry/descriptor.ts'
import type { Options, OptionValues } from '../registry/option.ts'
import type { FieldType, RecordSchema, RecordTable } from '../structures/record-table.ts'
import type { Meter } from './meter.ts'

// ── Operators ────────────────────────────────────────────────────────────────────────────────────────────────────

export interface OperatorType<Declared extends Options = Options> {
  readonly descriptor: Descriptor<Declared>
  /** Side outputs beside `main`. */
  readonly outputs: readonly string[]
  /** `worker`: runs on its node's workers and is priced. `servers`: a station of its own with declared times. `sink`: the end of a path, which takes no time. */
  readonly runsOn: 'worker' | 'servers' | 'sink'
  /** True when its tasks keep windows, by a windowing strategy, and fire them by watermarks. */
  readonly usesWindowing?: true
  /** True when results depend on the order in which the rows of a channel are handled. */
  orderSensitive?(options: OptionValues<Declared>): boolean
  /** Why this stage's output may depend on timing, given how many channels feed each task; undefined when it cannot. */
  timingDependent?(options: OptionValues<Declared>, channels: number): string | undefined
  /** The field by which rows are divided among parallel tasks (`key` for the key itself); undefined: any division will do. */
  partitionedBy?(options: OptionValues<Declared>): string | undefined
  /** Servers of the station, for `runsOn: 'servers'`. */
  servers?(options: OptionValues<Declared>): number
  /** Says which fields leave by the main output, or what is wrong with the options given the fields that come in. */
  shape(options: OptionValues<Declared>, fields: ReadonlyMap<string, FieldType>): Shape
  create(options: OptionValues<Declared>, context: OperatorContext): Operator
}

export interface Shape {
  readonly fields: ReadonlyMap<string, FieldType>
  readonly problems: readonly ShapeProblem[]
}

export interface ShapeProblem {
  /** Path from the operator's options to the one at fault. */
  readonly path: readonly (string | number)[]
  readonly message: string
  /** Offset into the text of an expression. */
  readonly position?: number
}

/** What an operator is created with: one per task. */
export interface OperatorContext {
  readonly stage: string
  readonly task: number
  readonly seed: number
  readonly table: RecordTable
  readonly schema: RecordSchema
  readonly meter: Meter
  /** The windowing strategy of the stage, for operators that use one. */
  readonly windowing?: WindowingType
  readonly windowingOptions?: Readonly<Record<string, unknown>>
  /** Where a sink writes; absent for a sink that keeps nothing. */
  readonly output?: RowWriter
}

export interface Operator {
  /** Handles one row. */
  process(row: number, emit: Emitter): void
  /** `runsOn: 'servers'`: how long the row is in service, in nanoseconds (not negative, may have a fraction). Called before `process`. */
  serviceTime?(row: number): number
  /** Operators with windows: whether a firing is due at this watermark. The engine then calls `fire` once per unit of work until it is not. */
  due?(watermark: number): boolean
  /** Emits one firing: the earliest that is due. */
  fire?(watermark: number, cause: Cause, emit: Emitter): void
  /** The watermark has moved past everything that was due: state that can no longer be needed goes. */
  advance?(watermark: number): void
  /** Operators that hold state. `restore` into a new instance gives one that behaves the same from there on. */
  snapshot?(): unknown
  restore?(image: unknown): void
  stateBytes?(): number
}

/** What made a watermark move: results that it releases inherit these. */
export interface Cause {
  readonly intendedTime: number
  readonly origin: number
}

export interface Emitter {
  /** Sends a row on; output 0 is `main`, then the operator type's `outputs` in order. */
  emit(row: number, output: number): void
  /** Ends a row's life here. */
  free(row: number): void
  /** A new row for a result, with every system column but those of `Cause` still to be set; its fields are zero. */
  allocate(): number
  /** Counts a row that came too late for every window it belongs to. */
  late(): void
}

/** Takes rows out of the run: a file, a memory buffer. */
export interface RowWriter {
  write(table: RecordTable, row: number): void
}

// ── Windowing strategies ─────────────────────────────────────────────────────────────────────────────────────────

/** A windowing strategy keeps what windows need, and answers for one window of one key at a time. */
export interface WindowingType<Declared extends Options = Options> {
  readonly descriptor: Descriptor<Declared>
  create(options: OptionValues<Declared>, context: WindowingContext): Windowing
}

export interface WindowingContext {
  readonly aggregate: Aggregate
  /** Windows start at whole multiples of `slide` and are `size` long, both in positions (nanoseconds, or records of a key). */
  readonly size: number
  readonly slide: number
  readonly meter: Meter
}

export interface Windowing {
  /** Adds a row's values at a position of a key's stream. Positions may arrive out of order. */
  insert(key: number, position: number, row: number): void
  /** Writes the aggregate over [start, end) of a key into `into` from 0 on; there is at least one row in it. */
  query(key: number, start: number, end: number, into: Float64Array): void
  /** Nothing before `position` will be asked for again. */
  evict(key: number, position: number): void
  snapshot(): unknown
  restore(image: unknown): void
  stateBytes(): number
}

/** Aggregate functions over one row's values, as a monoid on `width` doubles: lift, combine, lower. */
export interface Aggregate {
  readonly width: number
  /** Writes the partial aggregate of one row at `into[at…]`. */
  lift(row: number, into: Float64Array, at: number): void
  /** Combines the partial at `b[from…]` (later) into that at `a[at…]` (earlier). */
  combine(a: Float64Array, at: number, b: Float64Array, from: number): void
}

// ── Scheduling strategies ────────────────────────────────────────────────────────────────────────────────────────

export interface SchedulingType<Declared extends Options = Options> {
  readonly descriptor: Descriptor<Declared>
  /** Within what unit rows are handled in the order in which they came. */
  readonly keepsOrderOf: 'channel' | 'flow' | 'none'
  create(options: OptionValues<Declared>, context: SchedulingContext): Scheduler
}

/** What a policy may look at. Tasks are numbers from 0 within the station. */
export interface SchedulingContext {
  readonly table: RecordTable
  readonly tasks: number
  /** Channels that feed each task; they are numbered from 0 within the task. */
  readonly channels: readonly number[]
  /** By flow number. */
  readonly flows: readonly { readonly priority: number; readonly weight: number; readonly deadline: number }[]
}

/**
 * A scheduler holds the rows that wait at a station and picks the task that runs next.
 * It has two halves, each with a default in engine/queue.ts: a queue per task, and the pick among runnable tasks.
 */
export interface Scheduler {
  push(task: number, row: number): void
  /** The row that `pop` would give; −1 when none waits. */
  peek(task: number): number
  pop(task: number): number
  /** Takes a waiting row out of the middle. */
  remove(task: number, row: number): void
  /**
   * The task can run now; `row` is the head of its queue, or −1 when what is to be done is a window firing, whose origin is given.
   * Called again whenever the head changes while the task stays runnable.
   */
  ready(task: number, row: number, origin: number): void
  /** The task can no longer run: busy, back-pressured or empty. */
  unready(task: number): void
  /** The task to run next, or −1. Only tasks that are ready may be named. */
  pick(now: number): number
}

// ── Traffic ──────────────────────────────────────────────────────────────────────────────────────────────────────

/** A source of records, as a cursor into the traffic plan: nothing is generated before it is pulled. */
export interface TrafficSource {
  /** Intended time of the next record; Infinity after the last. Never decreases. */
  nextTime(): number
  /** Fills every system column that traffic decides (event and intended time, identity, key, flow, bytes) and the fields, and moves on. */
  fill(table: RecordTable, row: number): void
  /** The watermark after the records filled so far; −Infinity before the first. Never decreases. */
  watermark(): number
}

// ── Hosts ────────────────────────────────────────────────────────────────────────────────────────────────────────

/** Kinds of event that the engine asks a host to bring back; also their order within one instant. */
export const EVENT = { complete: 0, deliver: 1, credit: 2, arrive: 3 } as const

export interface Host {
  /** Calls `engine.handle(kind, argument, time)` at that time, not before. */
  schedule(time: number, kind: number, argument: number): void
  /** Work has begun; the host calls `engine.handle(EVENT.complete, work, …)` when it is done. */
  begun(work: number, now: number): void
}

// ── Probes ───────────────────────────────────────────────────────────────────────────────────────────────────────

/** Observes a run. Methods must not change anything that the engine reads. Numbers are indices into the engine's plan. */
export interface Probe {
  /** A record entered from a source. */
  arrived(source: number, table: RecordTable, row: number, now: number): void
  /** A row began to wait at a task. */
  enqueued(task: number, table: RecordTable, row: number, now: number): void
  /** The queue of a task was full and dropped a row. */
  dropped(task: number, table: RecordTable, row: number, now: number): void
  /** A unit of work began: with the row it takes (no longer waiting), or −1 for a window firing. */
  began(task: number, work: number, table: RecordTable, row: number, now: number): void
  /** A service time was drawn for a row. */
  demanded(task: number, table: RecordTable, row: number, time: number): void
  /** A unit of work that began at `since` is done, with what the meter counted for it. */
  completed(task: number, work: number, since: number, now: number): void
  /** A row left a task for another stage or a sink. */
  emitted(task: number, output: number, table: RecordTable, row: number, now: number): void
  /** A row ended at a task: filtered out, or taken up into state. */
  freed(task: number, table: RecordTable, row: number, now: number): void
  /** A row came too late for its windows. */
  late(task: number, now: number): void
  /** A task's output found no credit, or was flushed. */
  blocked(task: number, now: number): void
  unblocked(task: number, since: number, now: number): void
  /** A task's watermark moved. */
  watermark(task: number, time: number, now: number): void
  /** A frame went onto a link, which sends it from `start` on for `time`; or came off it. */
  sent(link: number, bytes: number, start: number, time: number, now: number): void
  delivered(link: number, now: number): void
  /** A row reached a sink. */
  sunk(sink: number, table: RecordTable, row: number, now: number): void
}
