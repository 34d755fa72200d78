/** Reads `traffic:`: sources, what their records hold, and the traces that they replay. */
import { isMap, isScalar, type Node } from 'yaml'
import { check } from '../expressions/check.ts'
import { ExpressionError, type Expression, type FieldType } from '../expressions/expression.ts'
import { isReserved } from '../expressions/names.ts'
import type { Pick, Quantity } from '../registry/pick.ts'
import { didYouMean } from '../registry/suggestion.ts'
import { arrivals } from '../traffic/arrivals/index.ts'
import { arrivalsNamed } from '../traffic/arrivals/index.ts'
import { keys } from '../traffic/keys/index.ts'
import { traceOf } from '../traffic/source-properties.ts'
import type { FieldContent, KeyContent, SourceSpec } from '../traffic/source-spec.ts'
import { TraceError } from '../traffic/trace-error.ts'
import { readTrace, type Trace } from '../traffic/trace.ts'
import { watermarks } from '../traffic/watermarks/index.ts'
import { parseNumber } from '../units/number.ts'
import type { Entry, Path } from './document.ts'
import { isName, NAME_RULE } from './names.ts'
import type { Pickable, Reader } from './reader.ts'

const SOURCE_KEYS = ['arrivals', 'records', 'flow', 'disorder', 'watermark']
const RECORD_KEYS = ['key', 'fields', 'bytes']

export interface Sources {
  readonly sources: readonly SourceSpec[]
  readonly traces: ReadonlyMap<string, Trace>
  readonly nodes: ReadonlyMap<string, Node>
}

/** Reads every source. A source with a problem is left out, and its name still counts as known. */
export function readTraffic(reader: Reader, node: Node | null | undefined, readFile: (path: string) => Uint8Array): Sources {
  const sources: SourceSpec[] = []
  const traces = new Map<string, Trace>()
  const nodes = new Map<string, Node>()
  for (const { key, keyNode, value } of reader.document.entries(node, ['traffic'], 'traffic') ?? []) {
    nodes.set(key, keyNode)
    if (!isName(key)) reader.document.at(keyNode, ['traffic', key], `invalid name: ${key}; ${NAME_RULE}`)
    const source = new SourceReader(reader, key, value, readFile, traces).read()
    if (source !== undefined) sources.push(source)
  }
  return { sources, traces, nodes }
}

class SourceReader {
  readonly #reader: Reader
  readonly #name: string
  readonly #path: Path
  readonly #entries: readonly Entry[]
  readonly #node: Node | null
  readonly #readFile: (path: string) => Uint8Array
  readonly #traces: Map<string, Trace>
  /** What an expression may read. */
  readonly #visible = new Map<string, FieldType>()
  #trace: Trace | undefined

  constructor(reader: Reader, name: string, node: Node | null, readFile: (path: string) => Uint8Array, traces: Map<string, Trace>) {
    this.#reader = reader
    this.#name = name
    this.#path = ['traffic', name]
    this.#node = node
    this.#readFile = readFile
    this.#traces = traces
    this.#entries = reader.document.entries(node, this.#path, 'source') ?? []
    reader.document.refuseUnknown(this.#entries, SOURCE_KEYS, this.#path, 'key of a source')
  }

  read(): SourceSpec | undefined {
    const before = this.#reader.document.problems.length
    const arrivalsNode = this.#find('arrivals')
    if (arrivalsNode === undefined) this.#reader.document.at(this.#node, this.#path, `missing arrivals of ${this.#name}`, 'arrivals: { poisson: 100/s }')
    const picked = arrivalsNode && this.#reader.pick(arrivals as unknown as Pickable, 'arrival process', arrivalsNode.value, [...this.#path, 'arrivals'])
    if (picked !== undefined) this.#readTrace(picked, arrivalsNode!.value)
    const content = this.#readRecords()
    const flow = this.#readFlow(content?.fields ?? [])
    const disorderNode = this.#find('disorder')
    const disorder = disorderNode && this.#reader.quantity('duration', disorderNode.value, [...this.#path, 'disorder'])
    this.#checkNumber(disorder, disorderNode?.value ?? null, [...this.#path, 'disorder'])
    const watermarkNode = this.#find('watermark')
    if (disorderNode !== undefined && watermarkNode === undefined) {
      this.#reader.document.at(disorderNode.keyNode, [...this.#path, 'disorder'], 'missing watermark: where there is disorder, it says how long to wait for late records', 'watermark: { bounded: 1 s }')
    }
    const watermark: Pick | undefined =
      watermarkNode === undefined ? { name: 'bounded', options: { bound: 0 } } : this.#reader.pick(watermarks as unknown as Pickable, 'watermark', watermarkNode.value, [...this.#path, 'watermark'])
    if (this.#hasErrorsSince(before) || picked === undefined || content === undefined || flow === undefined || watermark === undefined) return undefined
    return {
      name: this.#name,
      flow,
      arrivals: picked,
      key: content.key,
      fields: content.fields,
      ...(content.bytes === undefined ? {} : { bytes: content.bytes }),
      ...(disorder === undefined ? {} : { disorder }),
      watermark,
    }
  }

  #find(key: string): Entry | undefined {
    return this.#entries.find((entry) => entry.key === key)
  }

  #hasErrorsSince(count: number): boolean {
    return this.#reader.document.problems.slice(count).some((problem) => problem.severity === 'error')
  }

  #readTrace(picked: Pick, node: Node | null): void {
    const path = [...this.#path, 'arrivals', picked.name]
    const conflicts = arrivalsNamed(picked.name).problems?.(picked.options as never) ?? []
    for (const { path: at, message } of conflicts) this.#reader.document.at(node, [...path, ...at], message)
    if (conflicts.length > 0) return
    const wanted = traceOf({ arrivals: picked } as SourceSpec)
    if (wanted === undefined) return
    const fileNode = fileIn(node) ?? node
    try {
      this.#trace = readTrace(this.#readFile(wanted.file.absolute), wanted.options)
      this.#traces.set(this.#name, this.#trace)
      // Options and trace may contradict each other, too: a rate for a trace of no length.
      arrivalsNamed(picked.name).create(picked.options as never, { seed: 1, source: this.#name, epochMs: this.#trace.epochMs, trace: this.#trace })
    } catch (error) {
      const { code } = error as { code?: string }
      if (error instanceof TraceError) this.#reader.document.at(fileNode, [...path, 'file'], error.message)
      else if (code === 'ENOENT') this.#reader.document.at(fileNode, [...path, 'file'], `missing file: ${wanted.file.written}`, 'paths are relative to the scenario file')
      else if (code === 'EISDIR') this.#reader.document.at(fileNode, [...path, 'file'], `invalid file: ${wanted.file.written} is a directory`)
      else if (code !== undefined) this.#reader.document.at(fileNode, [...path, 'file'], `unreadable file: ${wanted.file.written} (${code})`)
      else throw error
    }
  }

  #readRecords(): { key: KeyContent; fields: readonly FieldContent[]; bytes?: Quantity } | undefined {
    const path = [...this.#path, 'records']
    const records = this.#find('records')
    const entries = records === undefined ? [] : (this.#reader.document.entries(records.value, path, 'records') ?? [])
    this.#reader.document.refuseUnknown(entries, RECORD_KEYS, path, 'key of records')
    const keyEntry = entries.find(({ key }) => key === 'key')
    const keyLast = keyEntry !== undefined && this.#isExpression(keyEntry.value)
    if (!keyLast) this.#visible.set('key', 'number')
    const fields = this.#readFields(entries.find(({ key }) => key === 'fields'), [...path, 'fields'])
    const key = keyEntry === undefined ? ({ kind: 'constant', value: 0 } as const) : this.#readKey(keyEntry.value, [...path, 'key'])
    this.#visible.set('key', 'number')
    const bytesEntry = entries.find(({ key: name }) => name === 'bytes')
    const bytes = bytesEntry && this.#reader.quantity('size', bytesEntry.value, [...path, 'bytes'])
    this.#checkNumber(bytes, bytesEntry?.value ?? null, [...path, 'bytes'])
    return key && { key, fields, ...(bytes === undefined ? {} : { bytes }) }
  }

  #isExpression(node: Node | null): boolean {
    const resolved = this.#reader.document.resolve(node)
    if (!isScalar(resolved) || typeof resolved.value !== 'string') return false
    return !Object.hasOwn(keys, resolved.value) && !resolved.value.startsWith('$') && !('value' in parseNumber(resolved.value))
  }

  #readKey(node: Node | null, path: Path): KeyContent | undefined {
    const resolved = this.#reader.document.resolve(node)
    if (isMap(resolved)) {
      const column = this.#columnName(resolved, path)
      if (column !== undefined) return column === null ? undefined : { kind: 'column', column }
      const pick = this.#reader.pick(keys as unknown as Pickable, 'key', node, path)
      return pick && { kind: 'pick', ...pick }
    }
    const value = this.#reader.scalar(node, path, 'a key: a number, uniform, zipf, sequence, a column or an expression')
    if (value === undefined) return undefined
    const parsed = parseNumber(value)
    if ('value' in parsed) return { kind: 'constant', value: parsed.value }
    if (Object.hasOwn(keys, String(value))) {
      const pick = this.#reader.pick(keys as unknown as Pickable, 'key', node, path)
      return pick && { kind: 'pick', ...pick }
    }
    const expression = this.#reader.expression(node, path)
    if (expression === undefined || this.#typeOf(expression, node, path) === undefined) return undefined
    return { kind: 'expression', expression }
  }

  /** The name in `{ column: NAME }`; null when it is wrong, undefined when this is something else. */
  #columnName(node: Node, path: Path): string | null | undefined {
    const entries = isMap(node) ? (this.#reader.document.entries(node, path, 'value') ?? []) : []
    if (entries.length !== 1 || entries[0]!.key !== 'column') return undefined
    const name = this.#reader.scalar(entries[0]!.value, [...path, 'column'], 'the name of a column')
    if (name === undefined) return null
    if (this.#trace === undefined) {
      if (!this.#replays()) this.#reader.document.at(entries[0]!.value, [...path, 'column'], `invalid column: ${name}; only replayed traffic has columns`)
      return null
    }
    if (this.#trace.columns.has(String(name))) return String(name)
    const known = [...this.#trace.columns.keys()]
    const hint = name === this.#trace.timeColumn ? 'this is the column of the times' : `${didYouMean(String(name), known)} The trace has ${known.join(', ')}`.trim()
    this.#reader.document.at(entries[0]!.value, [...path, 'column'], `unknown column: ${name}`, hint)
    return null
  }

  #replays(): boolean {
    return isMap(this.#find('arrivals')?.value) && (this.#find('arrivals')!.value as { has(key: string): boolean }).has('replay')
  }

  #readFields(entry: Entry | undefined, path: Path): readonly FieldContent[] {
    const fields: FieldContent[] = []
    for (const { key, keyNode, value } of entry === undefined ? [] : (this.#reader.document.entries(entry.value, path, 'fields') ?? [])) {
      if (!isName(key) || isReserved(key) || key === 'key') {
        this.#reader.document.at(keyNode, [...path, key], `invalid field name: ${key}; ${isName(key) ? 'it means something else in expressions' : NAME_RULE}`)
        continue
      }
      const field = this.#readField(key, value, [...path, key])
      if (field === undefined) continue
      fields.push(field)
      this.#visible.set(key, field.type)
    }
    const used = new Set(fields.flatMap(({ content }) => (content.kind === 'column' ? [content.column] : [])))
    for (const [column, { type }] of this.#trace?.columns ?? []) {
      if (used.has(column) || this.#visible.has(column) || !isName(column) || isReserved(column) || column === 'key') continue
      fields.push({ name: column, type, content: { kind: 'column', column } })
      this.#visible.set(column, type)
    }
    return fields
  }

  #readField(name: string, node: Node | null, path: Path): FieldContent | undefined {
    const resolved = this.#reader.document.resolve(node)
    if (isMap(resolved)) {
      const column = this.#columnName(resolved, path)
      if (column === null) return undefined
      if (column !== undefined) return { name, type: this.#trace!.columns.get(column)!.type, content: { kind: 'column', column } }
      const entries = this.#reader.document.entries(resolved, path, 'field') ?? []
      if (entries.length === 1 && entries[0]!.key === 'choice') return this.#readChoice(name, entries[0]!.value, [...path, 'choice'])
      if (entries.length === 1 && entries[0]!.key === 'constant') {
        const value = this.#reader.scalar(entries[0]!.value, [...path, 'constant'], 'a number, a text or true or false')
        return value === undefined ? undefined : { name, type: typeName(value), content: { kind: 'constant', value } }
      }
    }
    if (isScalar(resolved) && typeof resolved.value === 'boolean') return { name, type: 'boolean', content: { kind: 'constant', value: resolved.value } }
    const quantity = this.#reader.quantity('none', node, path)
    if (quantity === undefined) return undefined
    if (quantity.kind !== 'expression') return { name, type: 'number', content: { kind: 'quantity', quantity } }
    const expression = quantity.expression as Expression
    const type = this.#typeOf(expression, node, path)
    return type && { name, type, content: { kind: 'expression', expression } }
  }

  #readChoice(name: string, node: Node | null, path: Path): FieldContent | undefined {
    const resolved = this.#reader.document.resolve(node)
    const values: (number | string | boolean)[] = []
    const weights: number[] = []
    if (isMap(resolved)) {
      for (const { key, keyNode, value } of this.#reader.document.entries(resolved, path, 'choice') ?? []) {
        const weight = this.#reader.number({ kind: 'number', above: 0 }, value, [...path, key])
        const written = isScalar(keyNode) ? keyNode.value : key
        values.push(typeof written === 'number' || typeof written === 'boolean' ? written : key)
        weights.push(weight ?? NaN)
      }
    } else {
      for (const [index, item] of this.#reader.document.items(node).entries()) {
        const value = this.#reader.scalar(item, [...path, index], 'a value')
        if (value !== undefined) values.push(value)
        weights.push(1)
      }
    }
    const types = new Set(values.map(typeName))
    if (values.length === 0) this.#reader.document.at(node, path, 'invalid choice: there is nothing to choose from', 'choice: [a, b] or choice: { a: 3, b: 1 }')
    else if (types.size > 1) this.#reader.document.at(node, path, `conflicting types: ${[...types].join(' and ')} in one choice`)
    const total = weights.reduce((sum, weight) => sum + weight, 0)
    if (values.length === 0 || types.size > 1 || !Number.isFinite(total)) return undefined
    return { name, type: typeName(values[0]!), content: { kind: 'choice', values, weights: weights.map((weight) => weight / total) } }
  }

  #readFlow(fields: readonly FieldContent[]): SourceSpec['flow'] | undefined {
    const entry = this.#find('flow')
    const path = [...this.#path, 'flow']
    if (entry === undefined) return { kind: 'fixed', flow: this.#name }
    const resolved = this.#reader.document.resolve(entry.value)
    if (!isMap(resolved)) {
      const name = this.#reader.scalar(entry.value, path, 'the name of a flow, or { field: NAME }')
      return name === undefined ? undefined : { kind: 'fixed', flow: String(name) }
    }
    const read = this.#reader.options({ field: { type: { kind: 'field' }, doc: 'a text field that names the flow' } }, undefined, entry.value, path, 'flow')
    if (read === undefined) return undefined
    const field = fields.find(({ name }) => name === read['field'])
    if (field?.type === 'text') return { kind: 'field', field: field.name }
    this.#reader.document.at(entry.value, path, field === undefined ? `unknown field: ${read['field']}` : `invalid flow: ${field.name} is a ${field.type}; expected a text`)
    return undefined
  }

  #checkNumber(quantity: Quantity | undefined, node: Node | null, path: Path): void {
    if (quantity?.kind !== 'expression') return
    const type = this.#typeOf(quantity.expression as Expression, node, path)
    if (type !== undefined && type !== 'number') this.#reader.document.at(node, path, `invalid expression: it is a ${type}; expected a number`)
  }

  #typeOf(expression: Expression, node: Node | null, path: Path): FieldType | undefined {
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

/** The node of the file's name inside `{ replay: { file: … } }` or `{ replay: … }`. */
function fileIn(node: Node | null): Node | undefined {
  if (!isMap(node)) return undefined
  const inner = node.items[0]?.value
  if (isMap(inner)) return (inner.get('file', true) as Node | undefined) ?? undefined
  return (inner as Node | null) ?? undefined
}
