/** The key of a record. */
import { TEXT_KEY } from '../structures/record-table.ts'
import { asStored, compileHere, type ContentContext, textCodes, traceColumn, type Value, type Writer } from './contents.ts'
import { keyNamed } from './keys/index.ts'
import type { KeyContent } from './source-spec.ts'
import { TrafficError } from './traffic-error.ts'

/** The key that all records of a source have; undefined when it differs from record to record. */
export function constantKey(content: KeyContent, context: ContentContext): number | undefined {
  if (content.kind !== 'constant') return undefined
  if (typeof content.value === 'string') return context.schema.textKey(content.value)
  if (!isNumericKey(content.value)) throw new TrafficError(context.source, 'key', undefined, unusable(content.value))
  return content.value
}

/** Writes the key of a record. Throws `TrafficError`, now or for a record, when a number cannot be one. */
export function createKey(content: KeyContent, context: ContentContext): Writer {
  const value = valueOf(content, context)
  const { cursor } = context
  return (row) => {
    cursor.table.setKey(row, value(row))
  }
}

function valueOf(content: KeyContent, context: ContentContext): Value {
  const { cursor } = context
  switch (content.kind) {
    case 'pick': {
      const keys = keyNamed(content.name).create(content.options, { seed: context.seed, source: context.source })
      return () => keys.key(cursor.record, cursor.identityLow, cursor.identityHigh, cursor.intendedTime)
    }
    case 'constant': {
      const key = constantKey(content, context)!
      return () => key
    }
    case 'copied': {
      const { followed } = context
      if (followed === undefined)
        throw new TrafficError(context.source, 'key', undefined, 'it follows no other source, so there is nothing to copy')
      return () => followed.table.key(followed.row)
    }
    case 'column': {
      const column = traceColumn(content.column, 'key', context)
      const { numbers } = column
      const rows = numbers.length
      const at = (): number => numbers[cursor.record < rows ? cursor.record : cursor.record % rows]!
      if (column.type !== 'text') return numeric(at, context)
      const codes = textCodes(column, context.schema)
      return () => TEXT_KEY + codes[at()]!
    }
    case 'expression': {
      const compiled = compileHere(content.expression, 'key', context)
      const value = asStored(compiled, context.schema)
      return compiled.type === 'text' ? (row) => TEXT_KEY + value(row) : numeric(value, context)
    }
  }
}

function numeric(value: Value, context: ContentContext): Value {
  const { cursor, source } = context
  return (row) => {
    const key = value(row)
    if (!isNumericKey(key)) throw new TrafficError(source, 'key', cursor.record, unusable(key))
    return key
  }
}

/** From 2^52 on, keys stand for texts. */
function isNumericKey(key: number): boolean {
  return key > -TEXT_KEY && key < TEXT_KEY
}

function unusable(key: number): string {
  return `the value is ${key}, and a numeric key must be finite and below 2^52; quote identifiers that are longer, to make them text`
}
