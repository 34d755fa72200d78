/** Drives one operator by hand, without an engine: rows in, watermarks in, results out, as plain data. */
import { Meter } from '../../src/engine/meter.ts'
import type { Emitter, Operator, OperatorType, Shape, WindowingType } from '../../src/engine/ports.ts'
import { RecordSchema, RecordTable, TEXT_KEY, type FieldType } from '../../src/structures/record-table.ts'
import { FIELDS } from './option-examples.ts'

export interface Item {
  readonly time: number
  /** How far behind the newest time the watermark is after this record. */
  readonly behind: number
  readonly key: number | string
  readonly amount: number
  readonly ok: boolean
  readonly name: string
  readonly flow: number
}

export interface Result {
  readonly output: number
  readonly key: number | string
  readonly eventTime: number
  readonly newestEventTime: number
  readonly flow: number
  readonly identity: string
  readonly fields: Readonly<Record<string, number | string>>
}

type Values = Readonly<Record<string, unknown>>

const INPUT = new Map<string, FieldType>(FIELDS.map(({ name, type }) => [name, type]))

/** What leaves the operator with these options, or what is wrong with them. */
export function shapeWith(type: OperatorType, options: Values): Shape {
  return type.shape(options, INPUT)
}

export class OperatorBench {
  readonly operator: Operator
  readonly meter = new Meter()
  readonly results: Result[] = []
  lateCount = 0
  /** Rows that it was given or allocated, and has not let go of; and those that it let go of without having them. */
  readonly held = new Set<number>()
  readonly strays: number[] = []
  watermark = -Infinity
  /** The largest event time taken. */
  newest = -Infinity
  readonly #table: RecordTable
  readonly schema: RecordSchema
  readonly #out: ReadonlyMap<string, FieldType>
  #given = 0

  /** @param like shares its dictionary, as the tasks of one run do: state holds texts as codes */
  constructor(
    type: OperatorType,
    options: Values,
    strategy?: { readonly type: WindowingType; readonly options: Values },
    like?: OperatorBench,
  ) {
    this.#out = shapeWith(type, options).fields
    this.schema = like?.schema ?? new RecordSchema([...new Map([...INPUT, ...this.#out])].map(([name, kind]) => ({ name, type: kind })))
    this.#table = new RecordTable(this.schema, 2)
    this.operator = type.create(options, {
      stage: 'stage',
      task: 0,
      seed: 1,
      table: this.#table,
      schema: this.schema,
      meter: this.meter,
      ...(strategy === undefined ? {} : { windowing: strategy.type, windowingOptions: strategy.options }),
    })
  }

  readonly #emitter: Emitter = {
    emit: (row, output) => {
      this.results.push(this.#read(row, output))
      this.#release(row)
    },
    free: (row) => this.#release(row),
    allocate: () => {
      const row = this.#table.allocate()
      this.#table.fillFields(row, 0)
      this.held.add(row)
      return row
    },
    late: () => {
      this.lateCount++
    },
  }

  /** Rows in the table. */
  get rows(): number {
    return this.#table.size
  }

  /** Hands a record over, and moves the watermark after it. */
  take(item: Item): void {
    this.process(item)
    this.newest = Math.max(this.newest, item.time)
    this.advance(this.newest - item.behind - 1)
  }

  /** Hands a record over. @returns its service time, where the operator has one */
  process(item: Item): number | undefined {
    const row = this.#write(item)
    const time = this.operator.serviceTime?.(row)
    this.held.add(row)
    this.operator.process(row, this.#emitter)
    return time
  }

  /** Moves the watermark on; it never goes back. */
  advance(watermark: number): void {
    if (watermark <= this.watermark) return
    this.watermark = watermark
    while (this.operator.due?.(watermark) === true) this.fire()
    this.operator.advance?.(watermark)
  }

  /** One firing, at the watermark reached. */
  fire(): void {
    this.operator.fire!(this.watermark, { intendedTime: 0, origin: 0 }, this.#emitter)
  }

  #write(item: Item): number {
    const table = this.#table
    const row = table.allocate()
    table.setEventTime(row, item.time)
    table.setNewestEventTime(row, item.time)
    table.setIntendedTime(row, item.time)
    table.setOrigin(row, this.#given)
    table.setIdentityLow(row, this.#given++)
    table.setIdentityHigh(row, 77)
    table.setKey(row, typeof item.key === 'string' ? this.schema.textKey(item.key) : item.key)
    table.setFlow(row, item.flow)
    table.setBytes(row, 30)
    table.fillFields(row, NaN)
    table.setField(row, 0, item.amount)
    table.setField(row, 1, item.ok ? 1 : 0)
    table.setField(row, 2, this.schema.dictionary.code(item.name))
    return row
  }

  #read(row: number, output: number): Result {
    const table = this.#table
    const key = table.key(row)
    const { dictionary } = this.schema
    const fields = [...(output === 0 ? this.#out : INPUT)].map(([name, type]) => {
      const value = table.field(row, this.schema.indexOf(name))
      return [name, type === 'text' ? dictionary.text(value) : value] as const
    })
    return {
      output,
      key: key >= TEXT_KEY ? dictionary.text(key - TEXT_KEY) : key,
      eventTime: table.eventTime(row),
      newestEventTime: table.newestEventTime(row),
      flow: table.flow(row),
      identity: `${table.identityLow(row)} ${table.identityHigh(row)}`,
      fields: Object.fromEntries(fields),
    }
  }

  #release(row: number): void {
    if (!this.held.delete(row)) this.strays.push(row)
    this.#table.free(row)
  }
}
