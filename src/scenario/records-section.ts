/** Reads `records:` of a source: the key, the fields in order of evaluation, and the size. */
import { isMap, isScalar, type Node } from 'yaml'
import { check } from '../expressions/check.ts'
import { ExpressionError, fieldsOf, type Expression, type FieldType } from '../expressions/expression.ts'
import { isReserved } from '../expressions/names.ts'
import { boolean, text } from '../registry/option.ts'
import type { Quantity } from '../registry/pick.ts'
import { keyNamed, keys } from '../traffic/keys/index.ts'
import type { Correlation, FieldContent, KeyContent } from '../traffic/source-spec.ts'
import type { Trace } from '../traffic/trace.ts'
import { parseNumber } from '../units/number.ts'
import { readCorrelations } from './correlations-section.ts'
import type { Following } from './after-section.ts'
import type { Entry, Path } from './document.ts'
import { isFieldName } from './names.ts'
import type { Pickable, Reader } from './reader.ts'

export const RECORD_KEYS = ['key', 'fields', 'correlate', 'bytes']

/** Options of an empirical field whose values are in a trace. */
export const FROM_COLUMN = {
  column: text({ doc: 'a column of the trace that the source replays' }),
  interpolated: boolean({ doc: 'whether anything between two neighbouring values is as likely as they are', default: false }),
}

export interface Records {
  readonly key: KeyContent
  readonly fields: readonly FieldContent[]
  readonly correlations?: readonly Correlation[]
  readonly bytes?: Quantity
}

export class RecordsReader {
  readonly #reader: Reader
  readonly #path: Path
  /** Where columns come from: `unknown` when the trace cannot be read. */
  readonly #trace: Trace | 'unknown' | undefined
  /** What an expression may read. */
  readonly #visible = new Map<string, FieldType>()
  readonly #failed = new Set<string>()

  /** What is taken from the records that these follow. */
  readonly #following: Pick<Following, 'copied' | 'copiesKey'>

  constructor(
    reader: Reader,
    source: Path,
    trace: Trace | 'unknown' | undefined,
    following: Pick<Following, 'copied' | 'copiesKey'> = { copied: [], copiesKey: false },
  ) {
    this.#following = following
    this.#reader = reader
    this.#path = [...source, 'records']
    this.#trace = trace
  }

  /** Undefined when the key cannot be read. */
  read(records: Entry | undefined): Records | undefined {
    const { document } = this.#reader
    const isBare = records === undefined || document.isEmpty(records.value)
    const entries = isBare ? [] : (document.entries(records.value, this.#path, 'records') ?? [])
    document.refuseUnknown(entries, RECORD_KEYS, this.#path, 'key of records')
    const find = (name: string): Entry | undefined => entries.find(({ key }) => key === name)
    const keyEntry = find('key')
    // A key that is computed from fields is not there yet when they are.
    if (keyEntry === undefined || !this.#isExpression(keyEntry.value)) this.#visible.set('key', 'number')
    const { copied, copiesKey } = this.#following
    for (const { name, type } of copied) this.#visible.set(name, type)
    const own = this.#readFields(find('fields'), [...this.#path, 'fields'])
    const fields = [...copied.filter(({ name }) => !own.some((field) => field.name === name)), ...own]
    const none = copiesKey ? ({ kind: 'copied' } as const) : ({ kind: 'constant', value: 0 } as const)
    const key = keyEntry === undefined ? none : this.#readKey(keyEntry.value, [...this.#path, 'key'])
    this.#visible.set('key', 'number')
    const bytesEntry = find('bytes')
    const bytes = bytesEntry && this.#reader.quantity('size', bytesEntry.value, [...this.#path, 'bytes'])
    if (bytesEntry !== undefined) this.checkNumber(bytes, bytesEntry.value, [...this.#path, 'bytes'])
    const correlations = readCorrelations(this.#reader, find('correlate'), [...this.#path, 'correlate'], fields, this.#failed)
    return key && { key, fields, ...(correlations === undefined ? {} : { correlations }), ...(bytes === undefined ? {} : { bytes }) }
  }

  /** The fields with their types; undefined when some of them are not known because of a problem. */
  known(): ReadonlyMap<string, FieldType> | undefined {
    if (this.#failed.size > 0 || this.#trace === 'unknown') return undefined
    return new Map([...this.#visible].filter(([name]) => name !== 'key'))
  }

  /** Refuses an expression that gives no number. */
  checkNumber(quantity: Quantity | undefined, node: Node, path: Path): void {
    if (quantity?.kind !== 'expression') return
    const type = this.#typeOf(quantity.expression as Expression, node, path)
    if (type !== undefined && type !== 'number')
      this.#reader.document.at(node, path, `invalid expression: it is a ${type}; expected a number`)
  }

  #isExpression(node: Node): boolean {
    const resolved = this.#reader.document.resolve(node)
    if (!isScalar(resolved) || typeof resolved.value !== 'string') return false
    return !Object.hasOwn(keys, resolved.value) && !resolved.value.startsWith('$') && !('value' in parseNumber(resolved.value))
  }

  #readKey(node: Node, path: Path): KeyContent | undefined {
    if (isMap(this.#reader.document.resolve(node))) {
      const column = this.#columnName(node, path)
      if (column !== undefined) return column === null ? undefined : { kind: 'column', column }
      return this.#pickKey(node, path)
    }
    const value = this.#reader.scalar(node, path, `a key: a number, ${Object.keys(keys).join(', ')}, a column or an expression`)
    if (value === undefined) return undefined
    const parsed = parseNumber(value)
    if ('value' in parsed) return { kind: 'constant', value: parsed.value }
    if (Object.hasOwn(keys, String(value))) {
      return this.#pickKey(node, path)
    }
    const expression = this.#reader.expression(node, path)
    if (expression === undefined || this.#typeOf(expression, node, path) === undefined) return undefined
    return { kind: 'expression', expression }
  }

  #pickKey(node: Node, path: Path): KeyContent | undefined {
    const { document } = this.#reader
    const pick = this.#reader.pick(keys as unknown as Pickable, 'key', node, path)
    if (pick === undefined) return undefined
    const conflicts = keyNamed(pick.name).problems?.(pick.options) ?? []
    for (const { path: names, message } of conflicts) {
      const [found, whole] = document.descend(node, [pick.name, ...names], path)
      document.at(found, whole, `conflicting options: ${message}`)
    }
    return conflicts.length > 0 ? undefined : { kind: 'pick', ...pick }
  }

  /** The name in `{ column: NAME }`; null when it is wrong, undefined when this is something else. */
  #columnName(node: Node, path: Path): string | null | undefined {
    const { document } = this.#reader
    const entries = document.entries(node, path, 'value') ?? []
    if (entries.length !== 1 || entries[0]!.key !== 'column') return undefined
    return this.#column(entries[0]!.value, [...path, 'column'])
  }

  /** The name of a column that there is; else null, with a problem. */
  #column(value: Node, whole: Path): string | null {
    const { document } = this.#reader
    const written = this.#reader.scalar(value, whole, 'the name of a column')
    if (written === undefined || this.#trace === 'unknown') return null
    const name = String(written)
    if (this.#trace === undefined) {
      document.at(value, whole, `invalid column: ${name}; only replayed traffic has columns`)
      return null
    }
    if (this.#trace.columns.has(name)) return name
    if (name === this.#trace.timeColumn) document.at(value, whole, `invalid column: ${name}; it holds the times`)
    else document.unknown(value, whole, 'column', name, this.#trace.columns.keys())
    return null
  }

  #readFields(entry: Entry | undefined, path: Path): readonly FieldContent[] {
    const { document } = this.#reader
    const fields: FieldContent[] = []
    const isBare = entry === undefined || document.isEmpty(entry.value)
    for (const { key, keyNode, value } of isBare ? [] : (document.entries(entry.value, path, 'fields') ?? [])) {
      const isGood = this.#reader.fieldName(key, keyNode, [...path, key])
      const field = this.#readField(key, value, [...path, key])
      if (!isGood || field === undefined) {
        this.#failed.add(key)
        continue
      }
      fields.push(field)
      this.#visible.set(key, field.type)
    }
    return [...fields, ...this.#remainingColumns(fields)]
  }

  /** Columns of the trace that no field names become fields of their own. */
  #remainingColumns(fields: readonly FieldContent[]): FieldContent[] {
    if (this.#trace === undefined || this.#trace === 'unknown') return []
    const used = new Set(fields.flatMap(({ content }) => (content.kind === 'column' ? [content.column] : [])))
    const remaining: FieldContent[] = []
    for (const [column, { type }] of this.#trace.columns) {
      const isFree = !used.has(column) && !this.#visible.has(column) && !this.#failed.has(column)
      if (!isFree || !isFieldName(column) || isReserved(column) || column === 'key') continue
      remaining.push({ name: column, type, content: { kind: 'column', column } })
      this.#visible.set(column, type)
    }
    return remaining
  }

  #readField(name: string, node: Node, path: Path): FieldContent | undefined {
    const { document } = this.#reader
    const resolved = document.resolve(node)
    if (isMap(resolved) && !document.isBroken(node)) {
      const column = this.#columnName(node, path)
      if (column === null) return undefined
      if (column !== undefined) return { name, type: (this.#trace as Trace).columns.get(column)!.type, content: { kind: 'column', column } }
      const [only, another] = document.entries(node, path, 'field') ?? []
      if (only?.key === 'empirical' && another === undefined && this.#isOfColumn(only.value)) {
        return this.#readEmpirical(name, only.value, [...path, 'empirical'])
      }
      if (only?.key === 'choice' && another === undefined) return this.#readChoice(name, only.value, [...path, 'choice'])
      if (only?.key === 'constant' && another === undefined) {
        const value = this.#reader.scalar(only.value, [...path, 'constant'], 'a number, a text, or true or false')
        return value === undefined ? undefined : { name, type: typeName(value), content: { kind: 'constant', value } }
      }
    }
    if (isScalar(resolved) && typeof resolved.value === 'boolean') {
      return { name, type: 'boolean', content: { kind: 'constant', value: resolved.value } }
    }
    const quantity = this.#reader.quantity('none', node, path)
    if (quantity === undefined) return undefined
    if (quantity.kind !== 'expression') return { name, type: 'number', content: { kind: 'quantity', quantity } }
    const expression = quantity.expression as Expression
    const type = this.#typeOf(expression, node, path)
    return type && { name, type, content: { kind: 'expression', expression } }
  }

  /** Whether the values come from a column: `{ column: NAME }`, not the values themselves. */
  #isOfColumn(node: Node): boolean {
    const resolved = this.#reader.document.resolve(node)
    return isMap(resolved) && !resolved.has('values')
  }

  #readEmpirical(name: string, node: Node, path: Path): FieldContent | undefined {
    const { document } = this.#reader
    const entries = document.entries(node, path, 'empirical') ?? []
    document.refuseUnknown(entries, Object.keys(FROM_COLUMN), path, 'option of empirical')
    const columnEntry = entries.find((entry) => entry.key === 'column')
    if (columnEntry === undefined) {
      document.at(node, path, 'missing column of empirical', '{ column: NAME }, or { values: [1, 2, 3] }')
      return undefined
    }
    const column = this.#column(columnEntry.value, [...path, 'column'])
    const flag = entries.find((entry) => entry.key === 'interpolated')
    const interpolated = flag === undefined ? false : this.#reader.value({ kind: 'boolean' }, flag.value, [...path, 'interpolated'])
    if (column === null || typeof interpolated !== 'boolean') return undefined
    const { type } = (this.#trace as Trace).columns.get(column)!
    if (!interpolated || type === 'number') return { name, type, content: { kind: 'empirical', column, interpolated } }
    document.at(
      flag!.value,
      [...path, 'interpolated'],
      `invalid interpolated: ${column} is a ${type}; there is nothing between two of them`,
    )
    return undefined
  }

  #readChoice(name: string, node: Node, path: Path): FieldContent | undefined {
    const { document } = this.#reader
    const values: (number | string | boolean)[] = []
    const weights: number[] = []
    if (isMap(document.resolve(node))) {
      for (const { key, keyNode, value } of document.entries(node, path, 'choice') ?? []) {
        const weight = this.#reader.number({ kind: 'number', above: 0 }, value, [...path, key])
        const written = isScalar(keyNode) ? keyNode.value : key
        values.push(typeof written === 'number' || typeof written === 'boolean' ? written : key)
        weights.push(weight ?? NaN)
      }
    } else {
      for (const [index, item] of document.items(node).entries()) {
        const value = document.isEmpty(item) ? undefined : this.#reader.scalar(item, [...path, index], 'a value')
        if (value !== undefined) values.push(value)
        if (value !== undefined) weights.push(1)
      }
    }
    const types = new Set(values.map(typeName))
    if (values.length === 0)
      document.at(node, path, 'invalid choice: there is nothing to choose from', 'choice: [a, b] or choice: { a: 3, b: 1 }')
    else if (types.size > 1) document.at(node, path, `conflicting types: ${[...types].join(' and ')} in one choice`)
    const total = weights.reduce((sum, weight) => sum + weight, 0)
    if (values.length === 0 || types.size > 1 || !Number.isFinite(total)) return undefined
    return { name, type: typeName(values[0]!), content: { kind: 'choice', values, weights: weights.map((weight) => weight / total) } }
  }

  /** The type of an expression over the fields so far. Silent about names that are not known because of another problem. */
  #typeOf(expression: Expression, node: Node, path: Path): FieldType | undefined {
    const names = [...fieldsOf(expression)]
    if (names.some((name) => this.#failed.has(name) || (this.#trace === 'unknown' && !this.#visible.has(name)))) return undefined
    try {
      return check(expression, this.#visible)
    } catch (error) {
      if (!(error instanceof ExpressionError)) throw error
      this.#reader.document.at(node, path, error.message, undefined, error.position)
      return undefined
    }
  }
}

function typeName(value: number | string | boolean): FieldType {
  return typeof value === 'string' ? 'text' : (typeof value as 'number' | 'boolean')
}
