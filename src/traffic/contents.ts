/** What the makers of a record's contents share, and how expressions read the part of the record that is there already. */
import { compile, type Compiled, type FieldReader } from '../expressions/compile.ts'
import type { Expression } from '../expressions/expression.ts'
import { RecordTable, type RecordSchema, TEXT_KEY } from '../structures/record-table.ts'
import type { Trace } from './trace.ts'
import type { TraceColumn } from './trace-column.ts'
import { TrafficError } from './traffic-error.ts'

/** The record that is being made. One of these serves a source for all its records. */
export class RecordCursor {
  table: RecordTable
  /** Counts from 0. */
  record = 0
  identityLow = 0
  identityHigh = 0
  /** In nanoseconds since the start of the run. */
  intendedTime = 0

  constructor(schema: RecordSchema) {
    this.table = new RecordTable(schema, 1)
  }

  moveTo(table: RecordTable, record: number, identityHigh: number, intendedTime: number): void {
    this.table = table
    this.record = record
    this.intendedTime = intendedTime
    this.identityLow = record | 0
    this.identityHigh = identityHigh
  }
}

export interface ContentContext {
  readonly seed: number
  /** Name of the source. */
  readonly source: string
  readonly schema: RecordSchema
  readonly cursor: RecordCursor
  readonly trace: Trace | undefined
  /** The record that this one follows: where it is. */
  readonly followed?: { readonly table: RecordTable; readonly row: number } | undefined
  /** Names that an expression may read so far: `key` and fields; grows as contents are put in order. */
  readonly readable: Set<string>
}

/** Puts a value into a row of the cursor's table. */
export type Writer = (row: number) => void
/** A value of the record that is in a row of the cursor's table. */
export type Value = (row: number) => number

/** Compiles an expression over what is readable so far. `what` names its place in messages. */
export function compileHere(expression: Expression, what: string, context: ContentContext): Compiled {
  return compile(expression, (name) => readerOf(name, what, context))
}

/** An expression's value as a column stores it: texts as dictionary codes, booleans as 0 and 1. */
export function asStored(compiled: Compiled, schema: RecordSchema): Value {
  switch (compiled.type) {
    case 'number':
      return compiled.evaluate
    case 'boolean':
      return (row) => (compiled.evaluate(row) ? 1 : 0)
    case 'text':
      return (row) => schema.dictionary.code(compiled.evaluate(row))
  }
}

function readerOf(name: string, what: string, context: ContentContext): FieldReader {
  const { cursor, schema } = context
  if (!context.readable.has(name)) {
    const names = [...context.readable]
    const there = names.length === 0 ? 'nothing is known of the record there' : `it can read ${names.join(', ')}`
    throw new TrafficError(context.source, what, undefined, `an expression reads ${name}, which is not there yet: ${there}`)
  }
  if (name === 'key') {
    // A text key has no number; the writers refuse what comes of it.
    return { type: 'number', read: (row) => (cursor.table.key(row) >= TEXT_KEY ? NaN : cursor.table.key(row)) }
  }
  const index = schema.indexOf(name)
  switch (schema.fields[index]!.type) {
    case 'number':
      return { type: 'number', read: (row) => cursor.table.field(row, index) }
    case 'boolean':
      return { type: 'boolean', read: (row) => cursor.table.field(row, index) !== 0 }
    case 'text':
      return { type: 'text', read: (row) => schema.dictionary.text(cursor.table.field(row, index)) }
  }
}

/** The column of the trace with this name. */
export function traceColumn(name: string, what: string, context: ContentContext): TraceColumn {
  const { trace, source } = context
  if (trace === undefined) throw new TrafficError(source, what, undefined, `column "${name}" needs arrivals that replay a trace`)
  const column = trace.columns.get(name)
  if (column !== undefined) return column
  const names = [...trace.columns.keys()].map((other) => `"${other}"`).join(', ')
  const problem =
    name === trace.timeColumn ? `column "${name}" is the time, which is the record's event time` : `${trace.file} has no column "${name}"`
  throw new TrafficError(source, what, undefined, `${problem}; there is ${names === '' ? 'no other' : names}`)
}

/** Dictionary codes of a text column's texts, by index. */
export function textCodes(column: TraceColumn, schema: RecordSchema): Float64Array {
  return Float64Array.from(column.texts, (text) => schema.dictionary.code(text))
}
