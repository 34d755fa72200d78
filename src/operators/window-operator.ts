/** What windows by time and by count share: grouping, the windowing strategy, and writing results. */
import type { Emitter, Operator, OperatorContext, Windowing } from '../engine/ports.ts'
import type { Aggregation, Extent } from '../registry/option.ts'
import { finish, hashText, mix, mixNumber } from '../structures/hash.ts'
import { TEXT_KEY, type RecordTable } from '../structures/record-table.ts'
import { Aggregates } from './aggregate.ts'
import { fieldReader } from './field-reader.ts'

/** The options of `window`, as a task gets them. */
export interface WindowOptions {
  readonly tumbling: { readonly size: Extent }
  readonly by: string
  readonly aggregate: Readonly<Record<string, Aggregation>>
  readonly allowedLateness: number
}

export abstract class WindowOperator implements Operator {
  protected readonly table: RecordTable
  protected readonly size: number = 0
  protected readonly counts = new Float64Array(0)
  protected readonly windowing: Windowing
  readonly #aggregates: Aggregates
  readonly #result = new Float64Array(0)
  readonly #keyOf: (row: number) => number
  readonly #byColumn: number = 0
  readonly #columns: readonly number[]
  readonly #startColumn: number = 0
  readonly #endColumn: number = 0
  readonly #stageHash: number = 0
  readonly #resultBytes: number = 0

  constructor(chosen: WindowOptions, context: OperatorContext) {
    const { schema, table } = context
    if (context.windowing === undefined) throw new TypeError(`${context.stage} has no windowing strategy`)
    this.table = table
    this.size = chosen.tumbling.size.size
    this.counts = context.meter.counts
    this.#aggregates = new Aggregates(Object.values(chosen.aggregate), fieldReader(table))
    this.windowing = context.windowing.create(context.windowingOptions ?? {}, {
      aggregate: this.#aggregates,
      size: this.size,
      slide: this.size,
      meter: context.meter,
    })
    this.#result = new Float64Array(this.#aggregates.width)
    this.#byColumn = schema.indexOf(chosen.by)
    this.#keyOf = keyReader(chosen.by, table)
    this.#columns = Object.keys(chosen.aggregate).map((name) => schema.indexOf(name))
    this.#startColumn = schema.indexOf('windowStart')
    this.#endColumn = schema.indexOf('windowEnd')
    this.#stageHash = hashText(context.stage)
    this.#resultBytes = 8 * (this.#columns.length + 3)
  }

  abstract process(row: number, emit: Emitter): void
  abstract snapshot(): unknown
  abstract restore(image: unknown): void

  stateBytes(): number {
    return this.windowing.stateBytes()
  }

  protected keyOf(row: number): number {
    return this.#keyOf(row)
  }

  /**
   * Emits the aggregate over [start, start + size) of a key.
   * @param firing how often this window has fired before
   */
  protected result(key: number, start: number, eventTime: number, newest: number, flow: number, firing: number, emit: Emitter): void {
    this.windowing.query(key, start, start + this.size, this.#result)
    const { table } = this
    const row = emit.allocate()
    table.setEventTime(row, eventTime)
    table.setNewestEventTime(row, newest)
    table.setKey(row, key)
    table.setFlow(row, flow)
    table.setBytes(row, this.#resultBytes)
    const identity = mixNumber(mixNumber(mix(this.#stageHash, firing), table.schema.hashKey(key)), start)
    table.setIdentityLow(row, finish(identity))
    table.setIdentityHigh(row, finish(mixNumber(mixNumber(mix(identity, 0x5eed), table.schema.hashKey(key)), start)))
    if (this.#byColumn >= 0) table.setField(row, this.#byColumn, key >= TEXT_KEY ? key - TEXT_KEY : key)
    table.setField(row, this.#startColumn, start)
    table.setField(row, this.#endColumn, start + this.size)
    for (let i = 0; i < this.#columns.length; i++) table.setField(row, this.#columns[i]!, this.#aggregates.lower(this.#result, 0, i))
    emit.emit(row, 0)
  }
}

/** How a row's group is found. */
function keyReader(by: string, table: RecordTable): (row: number) => number {
  if (by === 'key') return (row) => table.key(row)
  if (by === 'none') return () => 0
  const index = table.schema.indexOf(by)
  return table.schema.fields[index]!.type === 'text' ? (row) => TEXT_KEY + table.field(row, index) : (row) => table.field(row, index)
}
