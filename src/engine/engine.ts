/**
 * The stream engine: rows, queues, workers, watermarks, back-pressure. It processes real records with real operators and
 * strategies, and never asks for the time: a host drives it (`handle`, `dispatch`) and prices the work that it begins.
 *
 * Order of a row's life: a source pulls it in (`arrive`), it waits in the scheduler of a station, `begin` runs the operator on it,
 * and when the host says that the work is done (`complete`) what was emitted is routed. A row that finds no credit stays in its
 * sender's outlet, and the sender is back-pressured until the outlet is flushed.
 */
import { finish, mix } from '../structures/hash.ts'
import type { RecordTable } from '../structures/record-table.ts'
import { build, type Built } from './build.ts'
import type { Channel } from './channel.ts'
import { keyGroup, taskOfGroup } from '../structures/key-groups.ts'
import type { Link } from './link.ts'
import { COUNT } from './meter.ts'
import type { Edge, Outlet } from './outlet.ts'
import { ACTIVITIES, firstPlaces, type EnginePlan } from './plan.ts'
import { EVENT, type Cause, type Emitter, type Host, type Probe } from './ports.ts'
import type { Station } from './station.ts'
import type { Task } from './task.ts'
import { Work } from './work.ts'

const QUEUE = ACTIVITIES.indexOf('queue')
const WORK = ACTIVITIES.indexOf('work')
const BLOCKED = ACTIVITIES.indexOf('blocked')
const WINDOW = ACTIVITIES.indexOf('window')
// What is imported is looked up each time; what is declared here is compiled in.
const { dispatches: DISPATCHES, records: RECORDS } = COUNT
const { complete: COMPLETE, deliver: DELIVER, credit: CREDIT, arrive: ARRIVE } = EVENT

export class Engine implements Emitter {
  readonly plan: EnginePlan
  readonly parts: Built
  /** Units of work, by number; those that are not under way are leftovers. */
  readonly works: Work[] = []
  readonly #host: Host
  readonly #probe: Probe
  /** Works that are not under way: a stack, with leftovers above its count. */
  readonly #idleWorks: Work[] = []
  #idleCount = 0
  /** Stations to look at. Emptied by its count: setting an array's length to 0 throws its storage away. */
  readonly #marked: Station[] = []
  #markedCount = 0
  /** Places of time that are not a stage's: the last one is waiting at the source. */
  readonly #sourcePlace: number = 0
  readonly #linkPlaces: number = 0
  /** The row and its copies, while they are sent to several stages. */
  readonly #branches = new Int32Array(0)
  /** The unit of work whose operator is running, its row (−1 for a firing), and the time. */
  #work!: Work
  #row = -1
  #now = 0
  #cause: Cause = { intendedTime: 0, origin: 0 }
  #origin = 0

  constructor(plan: EnginePlan, host: Host, probe: Probe) {
    this.plan = plan
    this.#host = host
    this.#probe = probe
    this.parts = build(plan)
    this.#sourcePlace = plan.schema.places - 1
    this.#linkPlaces = firstPlaces(plan.stages.map((stage) => stage.operator)).at(-1)!
    this.#branches = new Int32Array(plan.stages.reduce((edges, stage) => edges + stage.inputs.length, 1))
  }

  /** Schedules the first arrival of every source. */
  start(): void {
    for (let source = 0; source < this.plan.sources.length; source++) this.#scheduleArrival(source, 0)
  }

  /** Whether `dispatch` has something to do. */
  get isMarked(): boolean {
    return this.#markedCount > 0
  }

  /** Whether no row is anywhere in it. */
  get isDrained(): boolean {
    const { tables, links } = this.parts
    return tables.every((table) => table.size === 0) && links.every((link) => link.rows.size === 0)
  }

  /** Handles an event that the host was asked to bring back. */
  handle(kind: number, argument: number, now: number): void {
    this.#now = now
    switch (kind) {
      case COMPLETE:
        this.#complete(this.works[argument]!, now)
        break
      case DELIVER:
        this.#deliver(this.parts.links[argument]!, now)
        break
      case CREDIT:
        this.parts.tasks[argument]!.occupied--
        this.#admit(this.parts.tasks[argument]!, now)
        break
      case ARRIVE:
        this.#pull(argument, now)
        break
      default:
        throw new RangeError(`unknown event ${kind}`)
    }
  }

  /** Gives idle workers work, once every event of an instant has been handled. */
  dispatch(now: number): void {
    this.#now = now
    // Beginning work may mark further stations: credit that it returns lets rows move on.
    for (let i = 0; i < this.#markedCount; i++) {
      const station = this.#marked[i]!
      station.isMarked = false
      while (station.idle > 0) {
        const place = station.scheduler.pick(now)
        if (place < 0) break
        this.#begin(station.tasks[place]!, now)
      }
    }
    this.#markedCount = 0
  }

  // ── Sources ────────────────────────────────────────────────────────────────────────────────────────────────────

  #scheduleArrival(source: number, now: number): boolean {
    const { traffic, outlet, stopTime } = this.parts.sources[source]!
    const next = traffic.nextTime()
    if (next < stopTime) {
      if (next > now || now === 0) {
        this.#host.schedule(next, ARRIVE, source)
        return true
      }
      return false
    }
    this.#sendWatermark(outlet, Infinity, stopTime < Infinity ? stopTime : now, this.#origin)
    return true
  }

  /** Takes every record that is due, as long as there is credit. */
  #pull(source: number, now: number): void {
    const { traffic, outlet, table } = this.parts.sources[source]!
    do {
      const row = table.allocate()
      traffic.fill(table, row)
      const origin = this.#origin++
      table.setOrigin(row, origin)
      table.setNewestEventTime(row, table.eventTime(row))
      const intended = table.intendedTime(row)
      table.startSpent(row, this.#sourcePlace, now - intended)
      this.#probe.arrived(source, table, row, now)
      this.#send(outlet, 0, table, row, now)
      if (outlet.tracked.length > 0) this.#sendWatermark(outlet, traffic.watermark(), intended, origin)
      if (outlet.blocked) return
    } while (!this.#scheduleArrival(source, now))
  }

  // ── Routing ────────────────────────────────────────────────────────────────────────────────────────────────────

  /** Sends a row to every stage that reads an output; without one it is freed. */
  #send(outlet: Outlet, output: number, table: RecordTable, row: number, now: number): void {
    const channel = outlet.lone[output]
    if (channel !== undefined) {
      this.#sendTo(outlet, channel, table, row, now)
      return
    }
    const edges = outlet.edges[output]!
    if (edges.length === 0) {
      table.free(row)
      return
    }
    // Copies first: the row itself may be gone once it has been sent.
    const branches = this.#branches
    branches[0] = row
    for (let branch = 1; branch < edges.length; branch++) branches[branch] = this.#copy(table, row, branch)
    for (let branch = 0; branch < edges.length; branch++)
      this.#sendTo(outlet, this.#choose(edges[branch]!, table, branches[branch]!), table, branches[branch]!, now)
  }

  /** A copy with an identity of its own, from parent and branch. */
  #copy(table: RecordTable, row: number, branch: number): number {
    const copy = table.allocate()
    table.copyFrom(table, row, copy)
    const low = table.identityLow(row)
    const high = table.identityHigh(row)
    table.setIdentityLow(copy, finish(mix(mix(mix(branch, low), high), 0x0b4a)))
    table.setIdentityHigh(copy, finish(mix(mix(mix(branch, high), low), 0x7c19)))
    return copy
  }

  #choose(edge: Edge, table: RecordTable, row: number): Channel {
    const { channels } = edge
    if (channels.length === 1) return channels[0]!
    let hash: number
    if (edge.partition === 'any') hash = finish(mix(table.identityLow(row), table.identityHigh(row)))
    else hash = table.schema.hashKey(edge.partition === 'key' ? table.key(row) : this.#fieldKey(edge.column, table, row))
    return channels[taskOfGroup(keyGroup(hash), channels.length)]!
  }

  #fieldKey(column: number, table: RecordTable, row: number): number {
    if (column < 0) return 0
    const value = table.field(row, column)
    return table.schema.fields[column]!.type === 'text' ? table.schema.textKey(table.schema.dictionary.text(value)) : value
  }

  #sendTo(outlet: Outlet, channel: Channel, table: RecordTable, row: number, now: number): void {
    if (!outlet.blocked && this.#transfer(channel, table, row, now)) return
    table.setWaitingSince(row, now)
    this.#hold(outlet, channel, row, 0, 0, 0)
  }

  /** Moves a row onto its channel. False when there is no credit for it. */
  #transfer(channel: Channel, table: RecordTable, row: number, now: number): boolean {
    const { target, link } = channel
    if (!target.isSink && !target.dropTail) {
      if (!target.hasRoom) return false
      target.occupied++
    }
    if (link !== undefined) this.#transmit(link, channel, table, row, now)
    else if (target.isSink) this.#sink(target, table, row, now)
    else this.#enqueue(channel, target.table === table ? row : this.#into(target.table, table, row), now)
    return true
  }

  /** The row in the receiver's table: a source's records may enter on several nodes. */
  #into(target: RecordTable, table: RecordTable, row: number): number {
    const copy = target.allocate()
    target.copyFrom(table, row, copy)
    table.free(row)
    return copy
  }

  #sink(task: Task, table: RecordTable, row: number, now: number): void {
    this.#probe.sunk(task.stage, table, row, now)
    task.output?.write(table, row)
    table.free(row)
  }

  #enqueue(channel: Channel, row: number, now: number): void {
    const { target, index } = channel
    const { table } = target
    if (target.dropTail) {
      if (!target.hasRoom) {
        this.#probe.dropped(target.id, table, row, now)
        table.free(row)
        return
      }
      target.occupied++
    }
    table.setWaitingSince(row, now)
    table.setChannel(row, index)
    if (target.tracksWatermarks) table.setEpoch(row, channel.epochs.enter())
    target.station.scheduler.push(target.place, row)
    this.#probe.enqueued(target.id, table, row, now)
    if (target.inProgress < target.concurrency) this.#refresh(target)
  }

  // ── Links ──────────────────────────────────────────────────────────────────────────────────────────────────────

  #transmit(link: Link, channel: Channel, table: RecordTable, row: number, now: number): void {
    const frame = link.wire.allocate()
    link.wire.copyFrom(table, row, frame)
    const bytes = table.bytes(row)
    table.free(row)
    link.rows.push(frame)
    link.channels.push(channel.id)
    const arrival = link.transmit(bytes, now)
    link.wire.addSpent(frame, this.#linkPlaces + link.id, arrival - now)
    this.#probe.sent(link.id, bytes, link.start, link.time, now)
    this.#host.schedule(arrival, DELIVER, link.id)
  }

  #deliver(link: Link, now: number): void {
    const frame = link.rows.shift()
    const channel = this.parts.channels[link.channels.shift()]!
    if (frame < 0) {
      const { watermark, intendedTime, origin } = link.watermarks.shift()!
      this.#receiveWatermark(channel, watermark, intendedTime, origin)
      return
    }
    this.#probe.delivered(link.id, now)
    const { target } = channel
    const row = target.table.allocate()
    target.table.copyFrom(link.wire, frame, row)
    link.wire.free(frame)
    if (target.isSink) this.#sink(target, target.table, row, now)
    else this.#enqueue(channel, row, now)
  }

  // ── Back-pressure ──────────────────────────────────────────────────────────────────────────────────────────────

  #hold(outlet: Outlet, channel: Channel, row: number, watermark: number, intendedTime: number, origin: number): void {
    const isFirst = !outlet.blocked
    outlet.hold({ channel, row, watermark, intendedTime, origin })
    if (!isFirst) return
    channel.target.waiters.push(outlet)
    outlet.blockedSince = this.#now
    if (outlet.owner < 0) return
    const task = this.parts.tasks[outlet.owner]!
    this.#probe.blocked(task.id, this.#now)
    this.#refresh(task)
  }

  /** Lets in those that wait for room at a task, as far as there is some. */
  #admit(task: Task, now: number): void {
    while (task.waiters.length > 0 && task.hasRoom) this.#flush(task.waiters.shift()!, now)
  }

  /** Sends what an outlet holds, as far as credit goes. */
  #flush(outlet: Outlet, now: number): void {
    const table = outlet.owner < 0 ? this.parts.sources[-1 - outlet.owner]!.table : this.parts.tasks[outlet.owner]!.table
    while (outlet.blocked) {
      const { channel, row, watermark, intendedTime, origin } = outlet.first()
      if (row < 0) {
        this.#forwardWatermark(channel, watermark, intendedTime, origin)
      } else {
        const place = outlet.owner < 0 ? this.#sourcePlace : this.parts.tasks[outlet.owner]!.firstPlace + BLOCKED
        const waited = now - table.waitingSince(row)
        table.addSpent(row, place, waited)
        if (!this.#transfer(channel, table, row, now)) {
          table.addSpent(row, place, -waited)
          channel.target.waiters.push(outlet)
          return
        }
      }
      outlet.shift()
    }
    const since = outlet.blockedSince
    outlet.blockedSince = -1
    if (outlet.owner >= 0) {
      const task = this.parts.tasks[outlet.owner]!
      this.#probe.unblocked(task.id, since, now)
      this.#refresh(task)
      this.#admit(task, now)
    } else if (!this.#scheduleArrival(-1 - outlet.owner, now)) {
      this.#pull(-1 - outlet.owner, now)
    }
  }

  // ── Work ───────────────────────────────────────────────────────────────────────────────────────────────────────

  /** Tells the scheduler whether a task can run, and what is at the head of its queue. */
  #refresh(task: Task): void {
    if (task.isSink) return
    const { scheduler } = task.station
    if (task.inProgress < task.concurrency && !task.outlet.blocked) {
      const row = task.firing ? -1 : scheduler.peek(task.place)
      if (task.firing ? task.inProgress === 0 : row >= 0) {
        scheduler.ready(task.place, row, task.firing ? task.firingOrigin : 0)
        task.isReady = true
        if (task.station.idle > 0) this.#mark(task.station)
        return
      }
    }
    if (!task.isReady) return
    task.isReady = false
    scheduler.unready(task.place)
  }

  #mark(station: Station): void {
    if (station.isMarked) return
    station.isMarked = true
    this.#marked[this.#markedCount++] = station
  }

  #begin(task: Task, now: number): void {
    const work = this.#idleCount > 0 ? this.#idleWorks[--this.#idleCount]! : this.#newWork()
    work.task = task
    work.since = now
    work.emitted = 0
    task.inProgress++
    task.station.idle--
    task.counts[DISPATCHES]!++
    this.#work = work
    if (task.firing) this.#beginFiring(task, work, now)
    else this.#beginRow(task, work, now)
    this.#host.begun(work.id, now)
    if (work.channel < 0) return
    const link = task.isRemote && !task.dropTail ? task.inputs[work.channel]!.link : undefined
    if (link !== undefined) {
      this.#host.schedule(now + link.delay, CREDIT, task.id)
      return
    }
    task.occupied--
    if (task.waiters.length > 0) this.#admit(task, now)
  }

  #beginRow(task: Task, work: Work, now: number): void {
    const { table, operator, station } = task
    const row = station.scheduler.pop(task.place)
    work.channel = table.channel(row)
    work.epoch = table.epoch(row)
    table.addSpent(row, task.firstPlace + QUEUE, now - table.waitingSince(row))
    this.#probe.began(task.id, work.id, table, row, now)
    task.counts[RECORDS]!++
    if (task.isService) {
      work.serviceTime = Math.floor(operator.serviceTime!(row) + 0.5)
      if (!(work.serviceTime >= 0 && work.serviceTime <= Number.MAX_SAFE_INTEGER))
        throw new ServiceTimeError(this.plan.stages[task.stage]!.name, work.serviceTime)
      this.#probe.demanded(task.id, table, row, work.serviceTime)
    }
    this.#row = row
    this.#refresh(task)
    operator.process(row, this)
  }

  #beginFiring(task: Task, work: Work, now: number): void {
    work.channel = -1
    this.#probe.began(task.id, work.id, task.table, -1, now)
    this.#row = -1
    this.#cause = { intendedTime: task.firingIntendedTime, origin: task.firingOrigin }
    this.#refresh(task)
    task.operator.fire!(task.firingWatermark, this.#cause, this)
  }

  #newWork(): Work {
    const work = new Work(this.works.length)
    this.works.push(work)
    this.#idleWorks.push(work)
    return work
  }

  #complete(work: Work, now: number): void {
    const { task } = work
    const { table } = task
    const spent = now - work.since
    const place = task.firstPlace + WORK
    task.inProgress--
    task.station.idle++
    if (task.keepsState) this.#noteState(task)
    this.#probe.completed(task.id, work.id, work.since, now)
    for (let i = 0; i < work.emitted; i++) {
      const row = work.rows[i]!
      table.addSpent(row, place, spent)
      this.#probe.emitted(task.id, work.outputs[i]!, table, row, now)
      this.#send(task.outlet, work.outputs[i]!, table, row, now)
    }
    this.#idleWorks[this.#idleCount++] = work
    if (work.channel < 0) {
      this.#settle(task)
    } else if (task.tracksWatermarks) {
      const channel = task.inputs[work.channel]!
      channel.epochs.leave(work.epoch)
      this.#releaseWatermark(channel)
    }
    this.#refresh(task)
    if (task.waiters.length > 0) this.#admit(task, now)
    // A worker is free even when this task has nothing more to do.
    this.#mark(task.station)
  }

  #noteState(task: Task): void {
    const bytes = task.operator.stateBytes!()
    if (bytes > task.stateBytesMax) task.stateBytesMax = bytes
  }

  // ── What operators may do ──────────────────────────────────────────────────────────────────────────────────────

  emit(row: number, output: number): void {
    this.#work.emit(row, output)
  }

  free(row: number): void {
    const { task } = this.#work
    this.#probe.freed(task.id, task.table, row, this.#now)
    task.table.free(row)
  }

  allocate(): number {
    const { task, since } = this.#work
    const { table } = task
    const row = table.allocate()
    table.fillFields(row, 0)
    if (this.#row >= 0) {
      // The cause may have been freed, and its row given out again; its columns are still what they were.
      table.setIntendedTime(row, table.intendedTime(this.#row))
      table.setOrigin(row, table.origin(this.#row))
      table.copySpent(this.#row, row)
    } else {
      table.setIntendedTime(row, this.#cause.intendedTime)
      table.setOrigin(row, this.#cause.origin)
      table.startSpent(row, task.firstPlace + WINDOW, since - this.#cause.intendedTime)
    }
    return row
  }

  late(): void {
    this.#probe.late(this.#work.task.id, this.#now)
  }

  // ── Watermarks ─────────────────────────────────────────────────────────────────────────────────────────────────

  /** Sends a watermark after everything that the outlet has sent so far. */
  #sendWatermark(outlet: Outlet, watermark: number, intendedTime: number, origin: number): void {
    const channels = outlet.tracked
    for (let i = 0; i < channels.length; i++) {
      const channel = channels[i]!
      if (outlet.blocked) outlet.hold({ channel, row: -1, watermark, intendedTime, origin })
      else this.#forwardWatermark(channel, watermark, intendedTime, origin)
    }
  }

  #forwardWatermark(channel: Channel, watermark: number, intendedTime: number, origin: number): void {
    const { link } = channel
    if (link === undefined) {
      this.#receiveWatermark(channel, watermark, intendedTime, origin)
      return
    }
    link.rows.push(-1)
    link.channels.push(channel.id)
    link.watermarks.push({ watermark, intendedTime, origin })
    this.#host.schedule(link.transmit(0, this.#now), DELIVER, link.id)
  }

  #receiveWatermark(channel: Channel, watermark: number, intendedTime: number, origin: number): void {
    channel.epochs.close(watermark, intendedTime, origin)
    this.#releaseWatermark(channel)
  }

  /** Lets a channel's watermark through, if no row holds it back any more. */
  #releaseWatermark(channel: Channel): void {
    if (!channel.epochs.release()) return
    channel.target.cause = channel.epochs
    this.#settle(channel.target)
  }

  /** Moves a task's watermark to the least of its inputs', firing windows on the way. */
  #settle(task: Task): void {
    let changed = false
    if (task.firing && task.inProgress === 0 && !task.operator.due!(task.firingWatermark)) {
      changed = true
      task.firing = false
      this.#advance(task, task.firingWatermark, task.firingIntendedTime, task.firingOrigin)
    }
    while (!task.firing) {
      const least = task.leastWatermark()
      if (least <= task.watermark) break
      const { intendedTime, origin } = task.cause
      if (task.firesWindows && task.operator.due!(least)) {
        changed = true
        task.firing = true
        task.firingWatermark = least
        task.firingIntendedTime = intendedTime
        task.firingOrigin = origin
      } else {
        this.#advance(task, least, intendedTime, origin)
      }
    }
    if (changed) this.#refresh(task)
  }

  #advance(task: Task, watermark: number, intendedTime: number, origin: number): void {
    task.watermark = watermark
    task.operator.advance?.(watermark)
    this.#probe.watermark(task.id, watermark, this.#now)
    this.#sendWatermark(task.outlet, watermark, intendedTime, origin)
  }
}

/** A service time that is no time: the scenario's expression or distribution is at fault. */
export class ServiceTimeError extends Error {
  override name = 'ServiceTimeError'

  constructor(stage: string, time: number) {
    super(`invalid service time at ${stage}: ${time} ns; an expression or distribution there must never be negative, infinite or undefined`)
  }
}
