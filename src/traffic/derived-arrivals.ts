/** Arrivals that follow from another source's: payments after orders, each some time after the record that it belongs to. */
import { Stream } from '../random/stream.ts'
import { EventHeap } from '../structures/event-heap.ts'
import { RecordTable, type RecordSchema } from '../structures/record-table.ts'
import { type ArrivalProcess, LONGEST } from './arrivals/arrival-process.ts'
import { type ContentContext, RecordCursor, type Value } from './contents.ts'
import { createQuantity, wholeFromZero } from './quantity.ts'
import type { After } from './source-spec.ts'

/** What records follow from: a source of its own, since its records can be made again. */
export interface Parent {
  /** Number of the record that `fill` makes next. */
  readonly record: number
  nextTime(): number
  fill(table: RecordTable, row: number): void
}

/**
 * Takes records of the parent as long as one of them could still come before what is pending: no delay is negative, so what is pending up to
 * the parent's next time is complete. Whether a record is followed, and after how long, are draws that belong to it.
 */
export class DerivedArrivals implements ArrivalProcess {
  /** Where the followed records are, and the row of the one that the last arrival belongs to. */
  readonly table: RecordTable
  row = -1
  readonly #parent: Parent
  readonly #probability: number = 0
  readonly #cursor: RecordCursor
  readonly #chance: Stream
  readonly #delay: Value
  readonly #pending = new EventHeap()

  constructor(parent: Parent, { parent: spec, delay, probability }: After, source: string, seed: number, schema: RecordSchema) {
    this.#parent = parent
    this.#probability = probability
    this.table = new RecordTable(schema)
    this.#cursor = new RecordCursor(schema)
    this.#chance = new Stream(seed, `${source}/after`)
    const readable = new Set(['key', ...spec.fields.map(({ name }) => name)])
    const contents: ContentContext = { seed, source, schema, cursor: this.#cursor, trace: undefined, readable }
    this.#delay = wholeFromZero(createQuantity(delay, 'delay', `${source}/delay`, contents), 'delay', contents)
  }

  next(): number {
    if (this.row >= 0) this.table.free(this.row)
    this.row = -1
    while (this.#parent.nextTime() <= this.#pending.nextTime() && this.#parent.nextTime() < Infinity) this.#take()
    if (!this.#pending.pop()) return Infinity
    this.row = this.#pending.argument
    return this.#pending.time < LONGEST ? this.#pending.time : Infinity
  }

  /** The number of the record that the last arrival follows from, which is its own number too. */
  get record(): number {
    return this.table.origin(this.row)
  }

  #take(): void {
    const { table } = this
    const { record } = this.#parent
    const time = this.#parent.nextTime()
    const row = table.allocate()
    this.#parent.fill(table, row)
    const [low, high] = [table.identityLow(row), table.identityHigh(row)]
    if (this.#probability < 1 && this.#chance.at(low, high).uniform() >= this.#probability) {
      table.free(row)
      return
    }
    table.setOrigin(row, record)
    this.#cursor.moveTo(table, record, high, time)
    this.#pending.push(time + this.#delay(row), 0, row)
  }
}
