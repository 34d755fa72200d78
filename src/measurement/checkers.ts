/**
 * Checkers: judges that watch a run from outside and keep books of their own, so that they do not share the engine's mistakes.
 * Each law is checked at every event that could break it, and keeps its first violation.
 */
import type { Engine } from '../engine/engine.ts'
import type { EnginePlan } from '../engine/plan.ts'
import type { Probe } from '../engine/ports.ts'
import type { RecordTable } from '../structures/record-table.ts'

export const LAWS = {
  'row-conservation': 'Every row that a task takes it emits or frees, once.',
  'channel-conservation': 'What is sent to a stage is taken, waiting, dropped or received; nothing else.',
  'link-conservation': 'What goes onto a link comes off it.',
  order: 'Rows of a channel (or of a flow on it) are taken in the order in which they came, where the policy promises that.',
  'watermark-monotonicity': 'The watermark of a task never goes back.',
  'work-conservation': 'No worker is idle while a task could run.',
  capacity: 'No more units of work are under way than there are workers, or servers.',
  'time-accounting': 'The time a record spent in each place adds up to its latency.',
  'little-law': 'Time spent waiting, summed over rows, equals rows waiting, summed over time.',
  'empty-at-drain': 'When the run is over, no row is left anywhere.',
} as const
export type Law = keyof typeof LAWS

export interface Judgement {
  readonly name: Law
  readonly checks: number
  readonly violation: string | null
}

/** The books on one task. */
class TaskBooks {
  readonly stage: number
  readonly station: number
  readonly concurrency: number
  waiting = 0
  inProgress = 0
  blocked = false
  watermark = -Infinity
  /** Rows in the operator's hands. */
  readonly inHand = new Set<number>()
  /** Order of coming of each waiting row, by its unit of order; and the last taken of each unit. */
  readonly tickets = new Map<number, { readonly unit: string; readonly number: number }>()
  readonly lastTaken = new Map<string, number>()
  issued = 0
  waitTime = 0
  waitArea = 0
  lastChange = 0

  constructor(stage: number, station: number, concurrency: number) {
    this.stage = stage
    this.station = station
    this.concurrency = concurrency
  }
}

export class Checkers implements Probe {
  readonly #plan: EnginePlan
  readonly #checks = new Map<Law, number>()
  readonly #violations = new Map<Law, string>()
  #engine!: Engine
  #tasks: TaskBooks[] = []
  #units: ('channel' | 'flow' | 'none')[] = []
  #workers: number[] = []
  #busy: number[] = []
  /** Rows sent to each stage, and taken in there. */
  readonly #sentTo: Float64Array
  readonly #receivedAt: Float64Array
  readonly #onLink: Int32Array
  #now = 0

  constructor(plan: EnginePlan) {
    this.#plan = plan
    this.#sentTo = new Float64Array(plan.stages.length)
    this.#receivedAt = new Float64Array(plan.stages.length)
    this.#onLink = new Int32Array(plan.links.length)
  }

  /** Names the engine to watch; before anything happens in it. */
  watch(engine: Engine): void {
    this.#engine = engine
    const { stations, tasks } = engine.parts
    this.#tasks = tasks.map((task) => new TaskBooks(task.stage, task.isSink ? -1 : task.station.id, task.concurrency))
    this.#workers = stations.map((station) => station.workers)
    this.#busy = stations.map(() => 0)
    this.#units = stations.map((station, id) => {
      const plan = id < this.#plan.nodes.length ? this.#plan.nodes[id]!.scheduling : this.#plan.stages[station.tasks[0]!.stage]!.scheduling!
      return plan.type.keepsOrderOf
    })
  }

  /** Judges what can be judged at the end only. */
  finish(now: number, drained: boolean): void {
    this.#settleInstant(Infinity)
    if (!drained) return
    for (const [number, stage] of this.#plan.stages.entries()) {
      this.#judge(
        'channel-conservation',
        this.#sentTo[number] === this.#receivedAt[number],
        () => `${this.#sentTo[number]} rows were sent to ${stage.name}, and ${this.#receivedAt[number]} came`,
      )
    }
    for (const [number, link] of this.#plan.links.entries()) {
      this.#judge('link-conservation', this.#onLink[number] === 0, () => `${this.#onLink[number]} frames are still on link ${link.name}`)
    }
    for (const [number, task] of this.#tasks.entries()) {
      this.#judge('row-conservation', task.inHand.size === 0, () => `${task.inHand.size} rows vanished at ${this.#name(number)}`)
      const [sum, area] = [task.waitTime, task.waitArea]
      this.#judge(
        'little-law',
        Math.abs(sum - area) <= 1e-9 * Math.max(1, sum),
        () => `at ${this.#name(number)} rows waited ${sum} ns in all, but the queue held ${area} row-nanoseconds`,
      )
    }
    this.#judge('empty-at-drain', this.#engine.isDrained, () => `rows are left in the engine at ${now} ns`)
  }

  judgements(): Judgement[] {
    return (Object.keys(LAWS) as Law[]).map((name) => ({
      name,
      checks: this.#checks.get(name) ?? 0,
      violation: this.#violations.get(name) ?? null,
    }))
  }

  arrived(source: number, _table: RecordTable, _row: number, now: number): void {
    this.#settleInstant(now)
    this.#countSent('source', source, 0)
  }

  enqueued(number: number, table: RecordTable, row: number, now: number): void {
    this.#settleInstant(now)
    const task = this.#tasks[number]!
    this.#receivedAt[task.stage]!++
    this.#changeWaiting(task, 1, now)
    const order = this.#units[task.station]!
    if (order === 'none') return
    const unit = order === 'channel' ? `${table.channel(row)}` : `${table.channel(row)}/${table.flow(row)}`
    task.tickets.set(row, { unit, number: task.issued++ })
  }

  dropped(number: number, _table: RecordTable, _row: number, now: number): void {
    this.#settleInstant(now)
    this.#receivedAt[this.#tasks[number]!.stage]!++
  }

  began(number: number, _work: number, table: RecordTable, row: number, now: number): void {
    this.#settleInstant(now)
    const task = this.#tasks[number]!
    task.inProgress++
    this.#busy[task.station]!++
    this.#judge(
      'capacity',
      task.inProgress <= task.concurrency && this.#busy[task.station]! <= this.#workers[task.station]!,
      () => `too many units of work under way at ${this.#name(number)} at ${now} ns`,
    )
    if (row < 0) return
    this.#changeWaiting(task, -1, now)
    task.waitTime += now - table.waitingSince(row)
    this.#judge('row-conservation', !task.inHand.has(row), () => `${this.#name(number)} took a row twice at ${now} ns`)
    task.inHand.add(row)
    const ticket = task.tickets.get(row)
    if (ticket === undefined) return
    task.tickets.delete(row)
    const last = task.lastTaken.get(ticket.unit) ?? -1
    this.#judge('order', ticket.number > last, () => `${this.#name(number)} took a row before an earlier one of its channel at ${now} ns`)
    task.lastTaken.set(ticket.unit, ticket.number)
  }

  demanded(): void {}

  completed(number: number, _work: number, _since: number, now: number): void {
    this.#settleInstant(now)
    const task = this.#tasks[number]!
    task.inProgress--
    this.#busy[task.station]!--
  }

  emitted(number: number, output: number, _table: RecordTable, row: number): void {
    this.#tasks[number]!.inHand.delete(row)
    this.#countSent('stage', this.#tasks[number]!.stage, output)
  }

  freed(number: number, _table: RecordTable, row: number, now: number): void {
    const task = this.#tasks[number]!
    this.#judge('row-conservation', task.inHand.has(row), () => `${this.#name(number)} freed a row that it did not hold at ${now} ns`)
    task.inHand.delete(row)
  }

  late(): void {}

  blocked(number: number, now: number): void {
    this.#settleInstant(now)
    this.#tasks[number]!.blocked = true
  }

  unblocked(number: number, _since: number, now: number): void {
    this.#settleInstant(now)
    this.#tasks[number]!.blocked = false
  }

  watermark(number: number, time: number, now: number): void {
    const task = this.#tasks[number]!
    this.#judge(
      'watermark-monotonicity',
      time >= task.watermark,
      () => `the watermark of ${this.#name(number)} went back from ${task.watermark} to ${time} at ${now} ns`,
    )
    task.watermark = time
  }

  sent(link: number): void {
    this.#onLink[link]!++
  }

  delivered(link: number): void {
    this.#onLink[link]!--
    this.#judge('link-conservation', this.#onLink[link]! >= 0, () => `link ${this.#plan.links[link]!.name} delivered more than was sent`)
  }

  sunk(stage: number, table: RecordTable, row: number, now: number): void {
    this.#settleInstant(now)
    this.#receivedAt[stage]!++
    const { places } = table.schema
    let spent = 0
    for (let i = 0; i < places; i++) spent += table.spent(row, i)
    const latency = now - table.intendedTime(row)
    this.#judge(
      'time-accounting',
      spent === latency,
      () => `a record reached ${this.#plan.stages[stage]!.name} after ${latency} ns, of which ${spent} ns are accounted for`,
    )
  }

  /** Rows that leave by an output go to every stage that reads it. */
  #countSent(from: 'source' | 'stage', index: number, output: number): void {
    for (const [number, stage] of this.#plan.stages.entries()) {
      for (const input of stage.inputs) if (input.from === from && input.index === index && input.output === output) this.#sentTo[number]!++
    }
  }

  /** When time moves on, nothing that could have been begun may be left over. */
  #settleInstant(now: number): void {
    if (now <= this.#now) return
    for (const [number, task] of this.#tasks.entries()) {
      if (task.station < 0) continue
      const idle = this.#busy[task.station]! < this.#workers[task.station]!
      const couldRun = task.waiting > 0 && task.inProgress < task.concurrency && !task.blocked
      this.#judge(
        'work-conservation',
        !(idle && couldRun),
        () => `a worker was idle from ${this.#now} ns on while ${this.#name(number)} had ${task.waiting} rows waiting`,
      )
    }
    this.#now = now
  }

  #changeWaiting(task: TaskBooks, by: number, now: number): void {
    task.waitArea += task.waiting * (now - task.lastChange)
    task.lastChange = now
    task.waiting += by
  }

  #name(task: number): string {
    return this.#plan.stages[this.#tasks[task]!.stage]!.name
  }

  #judge(law: Law, holds: boolean, violation: () => string): void {
    this.#checks.set(law, (this.#checks.get(law) ?? 0) + 1)
    if (!holds && !this.#violations.has(law)) this.#violations.set(law, violation())
  }
}
