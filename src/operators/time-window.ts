/** Windows over event time. */
import { COUNT } from '../engine/meter.ts'
import type { Cause, Emitter, OperatorContext } from '../engine/ports.ts'
import { EventHeap } from '../structures/event-heap.ts'
import { PairMap } from '../structures/pair-map.ts'
import { WindowOperator, type WindowOptions } from './window-operator.ts'

const { stateReads: STATE_READS, stateWrites: STATE_WRITES } = COUNT

/** The open windows of a `TimeWindow`, as plain data. */
interface TimeImage {
  readonly watermark: number
  readonly windows: readonly {
    readonly key: number
    readonly start: number
    readonly newest: number
    readonly flow: number
    readonly firings: number
  }[]
  readonly windowing: unknown
}

export class TimeWindow extends WindowOperator {
  readonly #lateness: number = 0
  #watermark = -Infinity
  /** (key, start) → number of the open window. */
  readonly #open = new PairMap()
  /** Windows that have not fired, by end; and fired ones that a late record may still update, by when that is over. */
  readonly #pending = new EventHeap()
  readonly #expiring = new EventHeap()
  readonly #keys: number[] = []
  readonly #starts: number[] = []
  readonly #newest: number[] = []
  readonly #flows: number[] = []
  readonly #firings: number[] = []
  /** Running number of creation. */
  readonly #created: number[] = []
  #creations = 0
  readonly #unused: number[] = []

  constructor(chosen: WindowOptions, context: OperatorContext) {
    super(chosen, context)
    this.#lateness = chosen.allowedLateness
  }

  process(row: number, emit: Emitter): void {
    const time = this.table.eventTime(row)
    const start = Math.floor(time / this.size) * this.size
    const last = start + this.size - 1
    if (last + this.#lateness <= this.#watermark) {
      emit.late()
      emit.emit(row, 1)
      return
    }
    const key = this.keyOf(row)
    this.counts[STATE_READS]!++
    let number = this.#open.get(key, start)
    if (number < 0) number = this.#create(key, start, 0)
    if (this.table.newestEventTime(row) > this.#newest[number]!) this.#newest[number] = this.table.newestEventTime(row)
    if (this.table.flow(row) < this.#flows[number]!) this.#flows[number] = this.table.flow(row)
    this.windowing.insert(key, time, row)
    const isUpdate = last <= this.#watermark
    emit.free(row)
    if (isUpdate) this.#emit(number, emit)
  }

  due(watermark: number): boolean {
    // The last watermark is infinite, and so is the time of nothing.
    return this.#pending.size > 0 && this.#pending.nextTime() - 1 <= watermark
  }

  fire(_watermark: number, _cause: Cause, emit: Emitter): void {
    this.#pending.pop()
    const number = this.#pending.argument
    this.#emit(number, emit)
    if (this.#lateness > 0) this.#expiring.push(this.#pending.time - 1 + this.#lateness, 0, number)
    else this.#close(number)
  }

  advance(watermark: number): void {
    this.#watermark = watermark
    while (this.#expiring.size > 0 && this.#expiring.nextTime() <= watermark) {
      this.#expiring.pop()
      this.#close(this.#expiring.argument)
    }
  }

  /** @param firings how often it has fired: more than 0 where a snapshot is restored */
  #create(key: number, start: number, firings: number): number {
    const number = this.#unused.pop() ?? this.#keys.length
    this.#keys[number] = key
    this.#starts[number] = start
    this.#newest[number] = -Infinity
    this.#flows[number] = Infinity
    this.#firings[number] = firings
    this.#created[number] = this.#creations++
    this.#open.set(key, start, number)
    this.counts[STATE_WRITES]!++
    const end = start + this.size
    // A window that opens behind the watermark, within the lateness, fires with each record and never by the watermark. One that has
    // fired is not due again: the watermark that it fired for moves on only after all windows that are due have fired.
    if (end - 1 > this.#watermark && firings === 0) this.#pending.push(end, 0, number)
    else this.#expiring.push(end - 1 + this.#lateness, 0, number)
    return number
  }

  #emit(number: number, emit: Emitter): void {
    const start = this.#starts[number]!
    const firing = this.#firings[number]!
    this.#firings[number] = firing + 1
    this.result(this.#keys[number]!, start, start + this.size - 1, this.#newest[number]!, this.#flows[number]!, firing, emit)
  }

  #close(number: number): void {
    const key = this.#keys[number]!
    const start = this.#starts[number]!
    this.windowing.evict(key, start + this.size)
    this.#open.delete(key, start)
    this.#unused.push(number)
  }

  override stateBytes(): number {
    return super.stateBytes() + 40 * this.#open.size
  }

  snapshot(): TimeImage {
    const inUse = [...this.#keys.keys()].filter((number) => this.#open.get(this.#keys[number]!, this.#starts[number]!) === number)
    // Firing breaks ties by order of creation, so the image keeps that order.
    inUse.sort((a, b) => this.#created[a]! - this.#created[b]!)
    const windows = inUse.map((number) => ({
      key: this.#keys[number]!,
      start: this.#starts[number]!,
      newest: this.#newest[number]!,
      flow: this.#flows[number]!,
      firings: this.#firings[number]!,
    }))
    return { watermark: this.#watermark, windows, windowing: this.windowing.snapshot() }
  }

  restore(image: TimeImage): void {
    this.#watermark = image.watermark
    for (const { key, start, newest, flow, firings } of image.windows) {
      const number = this.#create(key, start, firings)
      this.#newest[number] = newest
      this.#flows[number] = flow
    }
    this.windowing.restore(image.windowing)
  }
}
