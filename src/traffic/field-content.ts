/** The fields of a record, made one by one: each kind of content as a function that writes one column. */
import { createSampler } from '../random/index.ts'
import { createQuantile, type Quantile } from '../random/order-statistics.ts'
import { RecordDraws } from '../random/record-draws.ts'
import { asStored, compileHere, type ContentContext, textCodes, traceColumn, type Value, type Writer } from './contents.ts'
import { createQuantity, finite } from './quantity.ts'
import type { FieldContent } from './source-spec.ts'
import { TrafficError } from './traffic-error.ts'

/** Writes one field of a record. Throws `TrafficError` when the content cannot have the field's type. */
export function createField(field: FieldContent, context: ContentContext): Writer {
  const { cursor, schema } = context
  const index = schema.indexOf(field.name)
  if (index === -1) throw new TrafficError(context.source, field.name, undefined, 'records have no such field')
  const value = valueOf(field, context)
  return (row) => {
    cursor.table.setField(row, index, value(row))
  }
}

function valueOf(field: FieldContent, context: ContentContext): Value {
  const { content, name } = field
  switch (content.kind) {
    case 'quantity':
      requireType('number', field, context)
      return finite(createQuantity(content.quantity, name, drawsOf(field, context), context), name, context)
    case 'expression': {
      const compiled = compileHere(content.expression, name, context)
      requireType(compiled.type, field, context)
      const value = asStored(compiled, context.schema)
      return compiled.type === 'number' ? finite(value, name, context) : value
    }
    case 'column':
      return fromColumn(content.column, field, context)
    case 'empirical':
    case 'choice':
      return drawn(quantileOf(field, context)!, field, context)
    case 'copied': {
      const { followed } = context
      const index = context.schema.indexOf(name)
      if (followed === undefined)
        throw new TrafficError(context.source, name, undefined, 'it follows no other source, so there is nothing to copy')
      return () => followed.table.field(followed.row, index)
    }
    case 'constant': {
      const value = stored(content.value, field, context)
      return () => value
    }
  }
}

/** Record k takes row k of the trace. */
function fromColumn(name: string, field: FieldContent, context: ContentContext): Value {
  const { cursor } = context
  const column = traceColumn(name, field.name, context)
  requireType(column.type, field, context)
  const { numbers } = column
  const rows = numbers.length
  // A trace that is looped comes round.
  const at = (): number => numbers[cursor.record < rows ? cursor.record : cursor.record % rows]!
  if (column.type !== 'text') return at
  const codes = textCodes(column, context.schema)
  return () => codes[at()]!
}

/** One uniform draw, by which the quantile is looked up. */
function drawn(quantile: Quantile, field: FieldContent, context: ContentContext): Value {
  const { cursor } = context
  const draws = new RecordDraws(context.seed, drawsOf(field, context), (stream) => quantile(stream.uniform()))
  return () => draws.at(cursor.identityLow, cursor.identityHigh)
}

/** The quantile function of a field that is drawn, as its column stores the values; undefined for one that is not. */
export function quantileOf(field: FieldContent, context: ContentContext): Quantile | undefined {
  const { content } = field
  switch (content.kind) {
    case 'quantity': {
      if (content.quantity.kind !== 'draw') return undefined
      requireType('number', field, context)
      const sampler = createSampler(content.quantity)
      return (p) => sampler.quantile(p)
    }
    case 'empirical':
      return empirical(content.column, content.interpolated, field, context)
    case 'choice':
      return choice(content.values, content.weights, field, context)
    default:
      return undefined
  }
}

/** A draw from a column: as often as they come there, numbers in their order, others in the order in which they first came. */
function empirical(name: string, interpolated: boolean, field: FieldContent, context: ContentContext): Quantile {
  const column = traceColumn(name, field.name, context)
  requireType(column.type, field, context)
  const quantile = createQuantile(Float64Array.from(column.numbers).sort(), interpolated)
  if (column.type !== 'text') return quantile
  const codes = textCodes(column, context.schema)
  return (p) => codes[quantile(p)]!
}

/** Looked up among the running sums of the weights. */
function choice(
  values: readonly (number | string | boolean)[],
  weights: readonly number[],
  field: FieldContent,
  context: ContentContext,
): Quantile {
  const of = Float64Array.from(values, (value) => stored(value, field, context))
  const sums = new Float64Array(weights.length)
  let sum = 0
  for (let i = 0; i < sums.length; i++) sums[i] = sum += weights[i]!
  return (p) => {
    const target = p * sum
    let low = 0
    let high = sums.length - 1
    while (low < high) {
      const middle = (low + high) >> 1
      if (target < sums[middle]!) high = middle
      else low = middle + 1
    }
    return of[low]!
  }
}

function stored(value: number | string | boolean, field: FieldContent, context: ContentContext): number {
  requireType(typeof value === 'string' ? 'text' : (typeof value as 'number' | 'boolean'), field, context)
  return typeof value === 'string' ? context.schema.dictionary.code(value) : Number(value)
}

function requireType(type: 'number' | 'boolean' | 'text', field: FieldContent, context: ContentContext): void {
  if (type === field.type) return
  throw new TrafficError(context.source, field.name, undefined, `the field is a ${field.type}, and its content is a ${type}`)
}

/** The stream of a field's draws. Fields have a folder of their own among the streams of a source, so that one called `bytes` does not share the draws of the size. */
export function drawsOf(field: FieldContent, context: ContentContext): string {
  return `${context.source}/fields/${field.name}`
}
