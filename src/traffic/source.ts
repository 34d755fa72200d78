/**
 * A source of records: when they arrive and what is in them, as a cursor that makes one record at a time.
 *
 * Contents are a pure function of (seed, source, record number): whatever was filled before, or into which table, record k is the same.
 * Everything that can be decided once is decided when the source is created; a record with a constant key and no fields is a few stores.
 */
import { hashText, mix, finish } from '../structures/hash.ts'
import type { RecordSchema, RecordTable } from '../structures/record-table.ts'
import type { ArrivalProcess } from './arrivals/arrival-process.ts'
import { arrivalsNamed } from './arrivals/index.ts'
import { type ContentContext, RecordCursor, type Value, type Writer } from './contents.ts'
import { correlatedGroups, createCorrelated } from './correlated-fields.ts'
import { DerivedArrivals } from './derived-arrivals.ts'
import { disorderNamed } from './disorder/index.ts'
import { createField } from './field-content.ts'
import { constantKey, createKey } from './key-content.ts'
import { createQuantity, wholeFromZero } from './quantity.ts'
import { fixedSize, sizeWithTexts } from './record-size.ts'
import type { Disorder, SourceSpec } from './source-spec.ts'
import type { Trace } from './trace.ts'
import { TrafficError } from './traffic-error.ts'
import { watermarkNamed } from './watermarks/index.ts'
import type { Watermark } from './watermarks/watermark.ts'

export interface SourceContext {
  readonly seed: number
  readonly schema: RecordSchema
  /** Numbers of the flows, by name. */
  readonly flows: ReadonlyMap<string, number>
  /** Where time 0 lies, in milliseconds since 1970-01-01 UTC. */
  readonly epochMs: number
  /** The trace that the arrivals ask for (`ArrivalType.trace`), read. */
  readonly trace?: Trace | undefined
  /** One of several generators that share the source's records: records `index`, `index + of`, … of the whole. All of them when left out. */
  readonly part?: { readonly index: number; readonly of: number } | undefined
}

/** Creates the source that a specification describes. Throws `TrafficError` or `TraceError` when there can be no such source. */
export function createSource(spec: SourceSpec, context: SourceContext): RecordSource {
  return new RecordSource(spec, context)
}

/** The arrivals of the source that a specification describes. Throws as `createSource` does. */
export function createArrivals(spec: SourceSpec, context: SourceContext): ArrivalProcess {
  const { seed, epochMs, trace, schema } = context
  if (spec.after === undefined)
    return arrivalsNamed(spec.arrivals.name).create(spec.arrivals.options, { seed, source: spec.name, epochMs, trace })
  // The trace of a source that follows another one is that one's.
  const parent = createSource(spec.after.parent, { ...context, part: undefined })
  return new DerivedArrivals(parent, spec.after, spec.name, seed, schema)
}

/** Implements the traffic source of the engine's ports. */
export class RecordSource {
  readonly #arrivals: ArrivalProcess
  readonly #followed: DerivedArrivals | undefined
  readonly #ownEventTime: boolean
  readonly #watermark: Watermark
  readonly #cursor: RecordCursor
  readonly #nameHash: number = 0
  /** Every column that differs from record to record, in order of evaluation. */
  readonly #writers: readonly Writer[]
  readonly #disorder: Value | undefined
  /** Whether anything in a record but its times differs from the record before. */
  readonly #varies: boolean
  readonly #key: number = 0
  readonly #flow: number = 0
  readonly #bytes: number = 0
  /** From one record to the next of this part. */
  readonly #stride: number = 1
  #next = 0
  #record = 0
  #identityHigh = 0

  constructor(spec: SourceSpec, context: SourceContext) {
    const { seed, schema, trace, part } = context
    const source = spec.name
    this.#cursor = new RecordCursor(schema)
    this.#arrivals = createArrivals(spec, context)
    const followed = this.#arrivals instanceof DerivedArrivals ? this.#arrivals : undefined
    this.#followed = followed
    const contents: ContentContext = { seed, source, schema, cursor: this.#cursor, trace, followed, readable: new Set() }
    this.#nameHash = hashText(source)
    this.#identityHigh = identityHigh(this.#nameHash, 0)
    this.#key = constantKey(spec.key, contents) ?? 0
    this.#flow = spec.flow.kind === 'fixed' ? flowNumber(spec.flow.flow, context.flows, source, undefined) : 0
    this.#bytes = spec.bytes === undefined ? fixedSize(spec.fields) : 0
    this.#writers = createWriters(spec, contents, context.flows)
    this.#disorder = spec.disorder && createDisorder(spec.disorder, contents)
    this.#varies = this.#writers.length > 0 || this.#disorder !== undefined
    this.#watermark = watermarkNamed(spec.watermark.name).create(spec.watermark.options)
    this.#ownEventTime = this.#arrivals.eventTime !== undefined
    this.#next = this.#arrivals.next()
    this.#follow()
    this.#stride = part?.of ?? 1
    this.#move(part?.index ?? 0)
  }

  /** Number of the next record. */
  get record(): number {
    return this.#record
  }

  /** Intended time of the next record; Infinity after the last. Never decreases. */
  nextTime(): number {
    return this.#next
  }

  /** Fills every system column that traffic decides and the fields, and moves on. Throws `TrafficError` for impossible contents. */
  fill(table: RecordTable, row: number): void {
    const record = this.#record
    const intended = this.#next
    table.setIdentityLow(row, record | 0)
    table.setIdentityHigh(row, this.#identityHigh)
    table.setIntendedTime(row, intended)
    table.setKey(row, this.#key)
    table.setFlow(row, this.#flow)
    table.setBytes(row, this.#bytes)
    let eventTime = this.#ownEventTime ? this.#arrivals.eventTime!(record) : intended
    if (this.#varies) {
      this.#cursor.moveTo(table, record, this.#identityHigh, intended)
      const writers = this.#writers
      for (let i = 0; i < writers.length; i++) writers[i]!(row)
      if (this.#disorder !== undefined) eventTime -= this.#disorder(row)
    }
    table.setEventTime(row, eventTime)
    this.#watermark.observe(eventTime)
    this.#move(this.#stride)
  }

  /** Moves so many records on. What other parts send is passed over, not drawn anew: record k is the same, whoever sends it. */
  #move(records: number): void {
    for (let left = records; left > 0; left--) {
      this.#record++
      if ((this.#record | 0) === 0) this.#identityHigh = identityHigh(this.#nameHash, Math.floor(this.#record / 2 ** 32))
      this.#next = this.#arrivals.next()
    }
    this.#follow()
  }

  /** What follows another record has its number. */
  #follow(): void {
    if (this.#followed === undefined || this.#followed.row < 0) return
    this.#record = this.#followed.record
    this.#identityHigh = identityHigh(this.#nameHash, Math.floor(this.#record / 2 ** 32))
  }

  /** The watermark after the records filled so far; −Infinity before the first. Never decreases. */
  watermark(): number {
    return this.#watermark.current()
  }
}

/** The key comes first, so that fields can be made from it; but a key that is an expression comes after the fields that it is made from. */
function createWriters(spec: SourceSpec, context: ContentContext, flows: ReadonlyMap<string, number>): readonly Writer[] {
  const writers: Writer[] = []
  const { readable, cursor } = context
  if (spec.key.kind !== 'expression') {
    if (spec.key.kind !== 'constant') writers.push(createKey(spec.key, context))
    readable.add('key')
  }
  const groups = correlatedGroups(spec.correlations ?? [], spec.fields)
  if (typeof groups === 'string') throw new TrafficError(spec.name, 'correlate', undefined, groups)
  for (const field of spec.fields) {
    const group = groups.find(({ fields }) => fields.includes(field))
    if (group === undefined) writers.push(createField(field, context))
    else if (group.fields[0] === field) writers.push(createCorrelated(group, context))
    readable.add(field.name)
  }
  if (spec.key.kind === 'expression') {
    writers.push(createKey(spec.key, context))
    readable.add('key')
  }
  const size = sizeOf(spec, context)
  if (size !== undefined) {
    writers.push((row) => {
      cursor.table.setBytes(row, size(row))
    })
  }
  if (spec.flow.kind === 'field') writers.push(createFlow(spec.flow.field, context, flows))
  return writers
}

/** The size of a record where it differs from record to record. */
function sizeOf(spec: SourceSpec, context: ContentContext): Value | undefined {
  if (spec.bytes !== undefined) return wholeFromZero(createQuantity(spec.bytes, 'bytes', `${spec.name}/bytes`, context), 'bytes', context)
  return spec.fields.some(({ type }) => type === 'text') ? sizeWithTexts(spec.fields, context) : undefined
}

/** How long before its arrival a record's event time lies, in whole nanoseconds. */
function createDisorder(disorder: Disorder, context: ContentContext): Value {
  const delay =
    disorder.kind === 'pick'
      ? disorderNamed(disorder.name).create(disorder.options, context)
      : createQuantity(disorder, 'disorder', `${context.source}/disorder`, context)
  return wholeFromZero(delay, 'disorder', context)
}

/** Writes the number of the flow that a text field names. */
function createFlow(field: string, context: ContentContext, flows: ReadonlyMap<string, number>): Writer {
  const { cursor, schema, source } = context
  const index = schema.indexOf(field)
  if (index === -1 || !context.readable.has(field) || schema.fields[index]!.type !== 'text') {
    throw new TrafficError(source, 'flow', undefined, `the flow is to be in "${field}", which is not a text field of this source`)
  }
  const byCode: number[] = []
  return (row) => {
    const code = cursor.table.field(row, index)
    cursor.table.setFlow(row, (byCode[code] ??= flowNumber(schema.dictionary.text(code), flows, source, cursor.record)))
  }
}

function flowNumber(name: string, flows: ReadonlyMap<string, number>, source: string, record: number | undefined): number {
  const flow = flows.get(name)
  if (flow !== undefined) return flow
  const others = flows.size === 0 ? ' of the scenario' : `, beside ${[...flows.keys()].join(', ')}`
  throw new TrafficError(source, 'flow', record, `no flow is called "${name}"; declare it under flows:${others}`)
}

/** The upper word of an identity: the source, and the record number's bits from the 33rd on. */
export function identityHigh(nameHash: number, upper: number): number {
  return finish(mix(nameHash, upper))
}
