/**
 * Records as rows of cells, all doubles in one array. A row number is valid in one table, from `allocate` to `free`.
 *
 * Fields are doubles too: booleans are 0 and 1, texts are codes of the schema's dictionary. One array, where a row's cells lie side by
 * side, takes half as many instructions and memory accesses as an array a column; its accessors are small enough to be inlined everywhere.
 */
import { Dictionary } from './dictionary.ts'
import { hashNumber } from './hash.ts'

export type FieldType = 'number' | 'boolean' | 'text'

/** Which fields a table's rows have. Tables of one run share a schema, and with it the dictionary of texts. */
export class RecordSchema {
  readonly fields: readonly { readonly name: string; readonly type: FieldType }[]
  readonly dictionary = new Dictionary()
  /** How many places a row's time is broken down by (queue, work … of each stage). */
  readonly places: number = 0
  readonly #index = new Map<string, number>()

  constructor(fields: readonly { readonly name: string; readonly type: FieldType }[], places = 0) {
    this.fields = fields
    this.places = places
    for (const [index, field] of fields.entries()) this.#index.set(field.name, index)
  }

  /** The column number of a field; −1 when there is none of that name. */
  indexOf(name: string): number {
    return this.#index.get(name) ?? -1
  }

  /** The key that stands for a text. */
  textKey(text: string): number {
    return TEXT_KEY + this.dictionary.code(text)
  }

  /** A 32-bit hash of a key that does not depend on the order in which texts were first seen. */
  hashKey(key: number): number {
    return key >= TEXT_KEY ? this.dictionary.hash(key - TEXT_KEY) : hashNumber(key)
  }
}

/** Keys at or above this are dictionary codes of texts; numeric keys are below it. */
export const TEXT_KEY = 2 ** 52

// Where a row's cells are, counted from its first: what the engine keeps of every record; then the time spent in each place; then the fields.
const EVENT_TIME = 0
const NEWEST_EVENT_TIME = 1
const INTENDED_TIME = 2
const ORIGIN = 3
const KEY = 4
const BYTES = 5
const WAITING_SINCE = 6
const IDENTITY_LOW = 7
const IDENTITY_HIGH = 8
const FLOW = 9
const CHANNEL = 10
const EPOCH = 11
const SPENT = 12

export class RecordTable {
  readonly schema: RecordSchema
  /** Rows in use. */
  size = 0
  /** The cells of all rows, row by row; a row's number is the place of its first cell. */
  #cells = new Float64Array(0)
  /** Cells of a row, and the first of them that is a field. */
  readonly #stride: number = 0
  readonly #fields: number = 0
  #free = new Int32Array(0)
  #freeCount = 0
  /** The first row that was never given out. */
  #fresh = 0

  constructor(schema: RecordSchema, capacity = 256) {
    this.schema = schema
    this.#fields = SPENT + schema.places
    this.#stride = this.#fields + schema.fields.length
    this.#cells = new Float64Array(capacity * this.#stride)
    this.#free = new Int32Array(capacity)
  }

  /** Rows that there is room for. */
  get capacity(): number {
    return this.#free.length
  }

  /** A row whose cells hold leftovers: the caller sets every one that matters. Amortised O(1). */
  allocate(): number {
    this.size++
    if (this.#freeCount > 0) return this.#free[--this.#freeCount]!
    if (this.#fresh === this.#cells.length) this.#grow()
    const row = this.#fresh
    this.#fresh = row + this.#stride
    return row
  }

  /** Gives a row back. */
  free(row: number): void {
    this.size--
    this.#free[this.#freeCount++] = row
  }

  /** Copies every cell of a row of another table (or this one) with the same schema. */
  copyFrom(source: RecordTable, from: number, to: number): void {
    const cells = this.#cells
    const others = source.#cells
    for (let i = this.#stride - 1; i >= 0; i--) cells[to + i] = others[from + i]!
  }

  /** Nanoseconds from the scenario's epoch. */
  eventTime(row: number): number {
    return this.#cells[row + EVENT_TIME]!
  }

  setEventTime(row: number, time: number): void {
    this.#cells[row + EVENT_TIME] = time
  }

  /** The largest event time that contributed to the row: its own, but for the result of a window. */
  newestEventTime(row: number): number {
    return this.#cells[row + NEWEST_EVENT_TIME]!
  }

  setNewestEventTime(row: number, time: number): void {
    this.#cells[row + NEWEST_EVENT_TIME] = time
  }

  /** When the traffic plan says that the record (or what caused it) should arrive. */
  intendedTime(row: number): number {
    return this.#cells[row + INTENDED_TIME]!
  }

  setIntendedTime(row: number, time: number): void {
    this.#cells[row + INTENDED_TIME] = time
  }

  /** Order of ingress, inherited by what a record emits. */
  origin(row: number): number {
    return this.#cells[row + ORIGIN]!
  }

  setOrigin(row: number, origin: number): void {
    this.#cells[row + ORIGIN] = origin
  }

  /** Number, or `TEXT_KEY` + code. */
  key(row: number): number {
    return this.#cells[row + KEY]!
  }

  setKey(row: number, key: number): void {
    this.#cells[row + KEY] = key
  }

  bytes(row: number): number {
    return this.#cells[row + BYTES]!
  }

  setBytes(row: number, bytes: number): void {
    this.#cells[row + BYTES] = bytes
  }

  /** Since when the row has waited where it waits. */
  waitingSince(row: number): number {
    return this.#cells[row + WAITING_SINCE]!
  }

  setWaitingSince(row: number, time: number): void {
    this.#cells[row + WAITING_SINCE] = time
  }

  /** Two words that tell the record apart from all others. */
  identityLow(row: number): number {
    return this.#cells[row + IDENTITY_LOW]! | 0
  }

  setIdentityLow(row: number, word: number): void {
    this.#cells[row + IDENTITY_LOW] = word
  }

  identityHigh(row: number): number {
    return this.#cells[row + IDENTITY_HIGH]! | 0
  }

  setIdentityHigh(row: number, word: number): void {
    this.#cells[row + IDENTITY_HIGH] = word
  }

  flow(row: number): number {
    return this.#cells[row + FLOW]! | 0
  }

  setFlow(row: number, flow: number): void {
    this.#cells[row + FLOW] = flow
  }

  /** The channel (numbered within its task) by which the row reached the queue it waits in, and the watermark epoch there. */
  channel(row: number): number {
    return this.#cells[row + CHANNEL]! | 0
  }

  setChannel(row: number, channel: number): void {
    this.#cells[row + CHANNEL] = channel
  }

  epoch(row: number): number {
    return this.#cells[row + EPOCH]! | 0
  }

  setEpoch(row: number, epoch: number): void {
    this.#cells[row + EPOCH] = epoch
  }

  /** A field, by its number in the schema. */
  field(row: number, field: number): number {
    return this.#cells[row + this.#fields + field]!
  }

  setField(row: number, field: number, value: number): void {
    this.#cells[row + this.#fields + field] = value
  }

  /** Sets every field to the same value. */
  fillFields(row: number, value: number): void {
    for (let at = row + this.#fields; at < row + this.#stride; at++) this.#cells[at] = value
  }

  /** Nanoseconds that the row spent in a place. */
  spent(row: number, place: number): number {
    return this.#cells[row + SPENT + place]!
  }

  addSpent(row: number, place: number, time: number): void {
    this.#cells[row + SPENT + place]! += time
  }

  /** Sets the time spent in every place to zero, but for one. */
  startSpent(row: number, place: number, time: number): void {
    const cells = this.#cells
    const end = row + this.#fields
    for (let at = row + SPENT; at < end; at++) cells[at] = 0
    cells[row + SPENT + place] = time
  }

  /** Copies the time spent in every place from another row of this table. */
  copySpent(from: number, to: number): void {
    for (let at = SPENT; at < this.#fields; at++) this.#cells[to + at] = this.#cells[from + at]!
  }

  /** Adds the time spent in every place to as many sums, from `at` on. */
  addSpentTo(row: number, sums: Float64Array, at: number): void {
    const cells = this.#cells
    const end = row + this.#fields
    for (let from = row + SPENT, to = at; from < end; from++, to++) sums[to]! += cells[from]!
  }

  #grow(): void {
    this.#free = grown(this.#free, this.#free.length * 2)
    this.#cells = grown(this.#cells, this.#free.length * this.#stride)
  }
}

/** A longer copy of a typed array, with zeros at its end. */
export function grown<Elements extends Float64Array | Int32Array>(array: Elements, capacity: number): Elements {
  const longer = new (array.constructor as new (length: number) => Elements)(capacity)
  longer.set(array)
  return longer
}
