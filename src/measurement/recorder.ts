/** The recorder: the probe that turns what an engine does into the figures of a run. It is on the hot path, so nothing here allocates once it runs. */
import type { Probe } from '../engine/ports.ts'
import { Histogram } from '../structures/histogram.ts'
import type { RecordTable } from '../structures/record-table.ts'
import { RollingDigest, RowDigest, SumDigest, TRACED, TraceDigest } from './digests.ts'
import { LevelOverTime, overlap, type MeasuredInterval } from './interval.ts'
import { TailBreakdown } from './tail.ts'

// What is imported is looked up each time; what is declared here is compiled in.
const { began: BEGAN, dropped: DROPPED, sunk: SUNK } = TRACED

/** How many bins the series over time have, unless told otherwise. */
export const BINS = 200

/** What the recorder must know of the pipeline. */
export interface RecorderPlan {
  readonly interval: MeasuredInterval
  /** When the sources stop; bins divide [0, stopTime). */
  readonly stopTime: number
  /** Of each source: the columns that it fills. */
  readonly sources: readonly { readonly columns: Int32Array }[]
  readonly flows: number
  readonly links: number
  /** Of each stage: whether it is a sink, fed by side outputs only, whether event time says anything that arrival does not, and which columns its rows have. */
  readonly stages: readonly {
    readonly isSink: boolean
    readonly side: boolean
    readonly eventTime: boolean
    readonly columns: Int32Array
  }[]
  /** Stage and concurrency of each task. */
  readonly tasks: readonly { readonly stage: number; readonly concurrency: number }[]
  readonly places: number
  /** How many bins the series over time have. */
  readonly bins?: number
}

/** Figures of one stage, summed over its tasks. */
export class StageFigures {
  taken = 0
  emitted = 0
  dropped = 0
  late = 0
  firings = 0
  /** Nanoseconds of workers or servers, within the measured interval. */
  busy = 0
  backPressured = 0
  waits = 0
  waitTime = 0
  readonly queue: LevelOverTime

  constructor(interval: MeasuredInterval, bins: number, binWidth: number) {
    this.queue = new LevelOverTime(interval, bins, binWidth)
  }
}

/** Figures of one sink. */
export class SinkFigures {
  received = 0
  bytes = 0
  /** By flow. */
  readonly latency: readonly Histogram[]
  readonly eventTimeLatency: readonly Histogram[]
  /** Rows that came within the measured interval, by flow. */
  readonly completed = new Float64Array(0)
  readonly output = new SumDigest()
  /** Whether it is fed by side outputs only, and which columns its rows have. */
  readonly side: boolean
  readonly columns: Int32Array

  constructor({ side, columns, eventTime }: RecorderPlan['stages'][number], flows: number) {
    this.side = side
    this.columns = columns
    this.latency = Array.from({ length: flows }, () => new Histogram())
    this.eventTimeLatency = eventTime ? Array.from({ length: flows }, () => new Histogram()) : []
    this.completed = new Float64Array(flows)
  }
}

/** Figures of one source. */
export class SourceFigures {
  offered = 0
  total = 0
  bytes = 0
  backlogMax = 0
  /** Records by the bin of their intended time, and of the time at which they were pulled. */
  readonly due = new Float64Array(0)
  readonly pulled = new Float64Array(0)
  readonly workload = new RollingDigest()
  /** The columns that it fills. */
  readonly columns: Int32Array

  constructor(columns: Int32Array, bins: number) {
    this.columns = columns
    this.due = new Float64Array(bins)
    this.pulled = new Float64Array(bins)
  }
}

/** Figures of one link. */
export class LinkFigures {
  frames = 0
  bytes = 0
  busy = 0
}

export class Recorder implements Probe {
  readonly stages: readonly StageFigures[]
  /** By stage; undefined where the stage is no sink. */
  readonly sinks: readonly (SinkFigures | undefined)[]
  readonly sources: readonly SourceFigures[]
  readonly links: readonly LinkFigures[]
  readonly trace: TraceDigest
  readonly demands = new SumDigest()
  readonly tail: TailBreakdown
  /** Rows that reached a sink, and the sum and the largest of their latencies, by bin of time. */
  readonly completions = new Float64Array(0)
  readonly latencySum = new Float64Array(0)
  readonly latencyMax = new Float64Array(0)
  readonly bins: number = 0
  readonly binWidth: number = 0
  readonly #plan: RecorderPlan
  readonly #row = new RowDigest()
  /** By task. */
  readonly #stageOf: readonly StageFigures[]
  /** Bins per nanosecond: a product costs less than a quotient. */
  readonly #binRate: number = 0
  readonly #from: number = 0
  readonly #to: number = 0
  // By task: units under way, and since when (−1: not) its output has been held back.
  readonly #inProgress = new Int32Array(0)
  readonly #blockedSince = new Float64Array(0)

  constructor(plan: RecorderPlan) {
    this.#plan = plan
    this.#from = plan.interval.from
    this.#to = plan.interval.to
    const bins = plan.bins ?? BINS
    this.bins = bins
    this.binWidth = plan.stopTime / bins
    this.#binRate = bins / plan.stopTime
    this.completions = new Float64Array(bins)
    this.latencySum = new Float64Array(bins)
    this.latencyMax = new Float64Array(bins).fill(-1)
    this.stages = plan.stages.map(() => new StageFigures(plan.interval, bins, this.binWidth))
    this.sinks = plan.stages.map((stage) => (stage.isSink ? new SinkFigures(stage, plan.flows) : undefined))
    this.sources = plan.sources.map((source) => new SourceFigures(source.columns, bins))
    this.links = Array.from({ length: plan.links }, () => new LinkFigures())
    this.trace = new TraceDigest(plan.stopTime)
    this.tail = new TailBreakdown(plan.places)
    this.#stageOf = plan.tasks.map((task) => this.stages[task.stage]!)
    this.#inProgress = new Int32Array(plan.tasks.length)
    this.#blockedSince = new Float64Array(plan.tasks.length).fill(-1)
  }

  /** Accounts for the time up to the end of the run; call once, when it is over. */
  finish(now: number): void {
    for (const stage of this.stages) stage.queue.advance(Math.max(now, this.#plan.stopTime))
    for (let task = 0; task < this.#blockedSince.length; task++) this.#accountBlocked(task, Math.max(now, this.#plan.stopTime))
  }

  arrived(source: number, table: RecordTable, row: number, now: number): void {
    const figures = this.sources[source]!
    const intended = table.intendedTime(row)
    figures.total++
    figures.bytes += table.bytes(row)
    if (intended >= this.#from && intended < this.#to) figures.offered++
    if (now - intended > figures.backlogMax) figures.backlogMax = now - intended
    const bin = (intended * this.#binRate) | 0
    if (bin < this.bins) figures.due[bin]!++
    const pulledBin = now === intended ? bin : (now * this.#binRate) | 0
    if (pulledBin < this.bins) figures.pulled[pulledBin]!++
    this.#row.arrived(table, row, figures.columns)
    figures.workload.foldDigest(this.#row)
  }

  enqueued(task: number, _table: RecordTable, _row: number, now: number): void {
    this.#stageOf[task]!.queue.change(1, now)
  }

  dropped(task: number, table: RecordTable, row: number, now: number): void {
    this.#stageOf[task]!.dropped++
    this.trace.event(DROPPED, task, table.identityLow(row), table.identityHigh(row), now)
  }

  began(task: number, _work: number, table: RecordTable, row: number, now: number): void {
    const stage = this.#stageOf[task]!
    this.#inProgress[task]!++
    if (row < 0) {
      this.trace.event(BEGAN, task, 0, 0, now)
      return
    }
    stage.taken++
    stage.queue.change(-1, now)
    if (now >= this.#from && now < this.#to) {
      stage.waits++
      stage.waitTime += now - table.waitingSince(row)
    }
    this.trace.event(BEGAN, task, table.identityLow(row), table.identityHigh(row), now)
  }

  demanded(task: number, table: RecordTable, row: number, time: number): void {
    this.#row.demanded(table, row, this.#plan.tasks[task]!.stage, time)
    this.demands.add(this.#row)
  }

  completed(task: number, _work: number, since: number, now: number): void {
    const stage = this.#stageOf[task]!
    if (since >= this.#from && now <= this.#to) stage.busy += now - since
    else stage.busy += overlap(this.#plan.interval, since, now)
    if (this.#blockedSince[task]! >= 0) {
      this.#accountBlocked(task, now)
      this.#blockedSince[task] = now
    }
    this.#inProgress[task]!--
  }

  emitted(task: number, output: number, _table: RecordTable, _row: number, _now: number): void {
    const stage = this.#stageOf[task]!
    stage.emitted++
    if (output === 0) stage.firings++
  }

  freed(): void {}

  late(task: number): void {
    this.#stageOf[task]!.late++
  }

  blocked(task: number, now: number): void {
    this.#blockedSince[task] = now
  }

  unblocked(task: number, _since: number, now: number): void {
    this.#accountBlocked(task, now)
    this.#blockedSince[task] = -1
  }

  watermark(): void {}

  sent(link: number, bytes: number, start: number, time: number): void {
    const figures = this.links[link]!
    figures.frames++
    figures.bytes += bytes
    figures.busy += overlap(this.#plan.interval, start, start + time)
  }

  delivered(): void {}

  sunk(stage: number, table: RecordTable, row: number, now: number): void {
    const figures = this.sinks[stage]!
    const intended = table.intendedTime(row)
    const flow = table.flow(row)
    const latency = now - intended
    figures.received++
    figures.bytes += table.bytes(row)
    this.trace.event(SUNK, stage, table.identityLow(row), table.identityHigh(row), now)
    this.#row.sunk(table, row, figures.columns)
    figures.output.add(this.#row)
    if (intended >= this.#from && intended < this.#to) {
      figures.latency[flow]!.record(latency)
      if (figures.eventTimeLatency.length > 0) figures.eventTimeLatency[flow]!.record(Math.max(0, now - table.newestEventTime(row)))
      if (!figures.side) this.tail.record(table, row, latency)
    }
    if (now >= this.#from && now < this.#to) figures.completed[flow]!++
    if (figures.side) return
    const bin = (now * this.#binRate) | 0
    if (bin >= this.bins) return
    this.completions[bin]!++
    this.latencySum[bin]! += latency
    if (latency > this.latencyMax[bin]!) this.latencyMax[bin] = latency
  }

  /** Servers that stand still because output is held back, while others of the task may still be at work. */
  #accountBlocked(task: number, now: number): void {
    const since = this.#blockedSince[task]!
    if (since < 0) return
    const still = this.#plan.tasks[task]!.concurrency - this.#inProgress[task]!
    this.#stageOf[task]!.backPressured += still * overlap(this.#plan.interval, since, now)
  }
}
