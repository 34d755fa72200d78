/**
 * Records as rows of columns. A row number is valid in one table, from `allocate` to `free`.
 *
 * Columns are typed arrays that are replaced when the table grows: read them through the table (or the `Column`) each time,
 * never keep one. Every field is stored as a double: booleans as 0 and 1, texts as codes of the schema's dictionary.
 */
import { Dictionary } from './dictionary.ts'
import { hashNumber } from './hash.ts'

export type FieldType = 'number' | 'boolean' | 'text'

/** Which fields a table's rows have. Tables of one run share a schema, and with it the dictionary of texts. */
export class RecordSchema {
  readonly fields: readonly { readonly name: string; readonly type: FieldType }[]
  readonly dictionary = new Dictionary()
  /** How many places a row's time is broken down by (queue, work … of each stage). */
  readonly places: number
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

/** One field of all rows. */
export class Column {
  data: Float64Array

  constructor(capacity: number) {
    this.data = new Float64Array(capacity)
  }
}

export class RecordTable {
  readonly schema: RecordSchema
  capacity: number
  /** Rows in use. */
  size = 0
  /** Nanoseconds from the scenario's epoch. */
  eventTime: Float64Array
  /** The largest event time that contributed to the row: its own, but for the result of a window. */
  newestEventTime: Float64Array
  /** When the traffic plan says that the record (or what caused it) should arrive. */
  intendedTime: Float64Array
  /** Order of ingress, inherited by what a record emits. */
  origin: Float64Array
  /** Number, or `TEXT_KEY` + code. */
  key: Float64Array
  bytes: Float64Array
  waitingSince: Float64Array
  identityLow: Int32Array
  identityHigh: Int32Array
  flow: Int32Array
  /** The channel (numbered within its task) by which the row reached the queue it waits in, and the watermark epoch there. */
  channel: Int32Array
  epoch: Int32Array
  readonly fields: readonly Column[]
  /** Row-major: nanoseconds that the row spent in each place. */
  spent: Float64Array
  #free: Int32Array
  #freeCount = 0
  #fresh = 0

  constructor(schema: RecordSchema, capacity = 256) {
    this.schema = schema
    this.capacity = capacity
    this.eventTime = new Float64Array(capacity)
    this.newestEventTime = new Float64Array(capacity)
    this.intendedTime = new Float64Array(capacity)
    this.origin = new Float64Array(capacity)
    this.key = new Float64Array(capacity)
    this.bytes = new Float64Array(capacity)
    this.waitingSince = new Float64Array(capacity)
    this.identityLow = new Int32Array(capacity)
    this.identityHigh = new Int32Array(capacity)
    this.flow = new Int32Array(capacity)
    this.channel = new Int32Array(capacity)
    this.epoch = new Int32Array(capacity)
    this.fields = schema.fields.map(() => new Column(capacity))
    this.spent = new Float64Array(capacity * schema.places)
    this.#free = new Int32Array(capacity)
  }

  /** A row whose columns hold leftovers: the caller sets every one that matters. Amortised O(1). */
  allocate(): number {
    this.size++
    if (this.#freeCount > 0) return this.#free[--this.#freeCount]!
    if (this.#fresh === this.capacity) this.#grow()
    return this.#fresh++
  }

  /** Gives a row back. */
  free(row: number): void {
    this.size--
    this.#free[this.#freeCount++] = row
  }

  /** Copies every column of a row of another table (or this one) with the same schema. */
  copyFrom(source: RecordTable, from: number, to: number): void {
    this.eventTime[to] = source.eventTime[from]!
    this.newestEventTime[to] = source.newestEventTime[from]!
    this.intendedTime[to] = source.intendedTime[from]!
    this.origin[to] = source.origin[from]!
    this.key[to] = source.key[from]!
    this.bytes[to] = source.bytes[from]!
    this.waitingSince[to] = source.waitingSince[from]!
    this.identityLow[to] = source.identityLow[from]!
    this.identityHigh[to] = source.identityHigh[from]!
    this.flow[to] = source.flow[from]!
    for (let i = 0; i < this.fields.length; i++) this.fields[i]!.data[to] = source.fields[i]!.data[from]!
    const places = this.schema.places
    for (let i = 0; i < places; i++) this.spent[to * places + i] = source.spent[from * places + i]!
  }

  /** Sets the time spent in every place to zero. */
  clearSpent(row: number): void {
    const places = this.schema.places
    const end = row * places + places
    // A loop: `fill` costs more than a dozen stores.
    for (let i = end - places; i < end; i++) this.spent[i] = 0
  }

  #grow(): void {
    const capacity = this.capacity * 2
    this.capacity = capacity
    this.eventTime = grown(this.eventTime, capacity)
    this.newestEventTime = grown(this.newestEventTime, capacity)
    this.intendedTime = grown(this.intendedTime, capacity)
    this.origin = grown(this.origin, capacity)
    this.key = grown(this.key, capacity)
    this.bytes = grown(this.bytes, capacity)
    this.waitingSince = grown(this.waitingSince, capacity)
    this.identityLow = grown(this.identityLow, capacity)
    this.identityHigh = grown(this.identityHigh, capacity)
    this.flow = grown(this.flow, capacity)
    this.channel = grown(this.channel, capacity)
    this.epoch = grown(this.epoch, capacity)
    for (const column of this.fields) column.data = grown(column.data, capacity)
    this.spent = grown(this.spent, capacity * this.schema.places)
    this.#free = grown(this.#free, capacity)
  }
}

/** A longer copy of a typed array, with zeros at its end. */
export function grown<Elements extends Float64Array | Int32Array>(array: Elements, capacity: number): Elements {
  const longer = new (array.constructor as new (length: number) => Elements)(capacity)
  longer.set(array)
  return longer
}
