/** Reads `traffic:`: sources, the traces that they replay, and their flows. */
import { isMap, type Node } from 'yaml'
import type { FieldType } from '../expressions/expression.ts'
import type { Pick } from '../registry/pick.ts'
import { arrivals, arrivalsNamed } from '../traffic/arrivals/index.ts'
import { traceOf } from '../traffic/source-properties.ts'
import type { SourceSpec } from '../traffic/source-spec.ts'
import { readTrace, type Trace } from '../traffic/trace.ts'
import { TraceError } from '../traffic/trace-error.ts'
import { watermarks } from '../traffic/watermarks/index.ts'
import { AFTER_KEYS, orderOfFollowing, readAfter } from './after-section.ts'
import { readDisorder } from './disorder-section.ts'
import type { Entry, Path } from './document.ts'
import { isName, NAME_RULE } from './names.ts'
import type { Pickable, Reader } from './reader.ts'
import { RecordsReader, type Records } from './records-section.ts'

export const SOURCE_KEYS = ['arrivals', ...AFTER_KEYS, 'records', 'flow', 'disorder', 'watermark']

export interface Sources {
  /** Those without problems. */
  readonly sources: readonly SourceSpec[]
  readonly traces: ReadonlyMap<string, Trace>
  /** All of them by name, with the place where they are declared. */
  readonly nodes: ReadonlyMap<string, Node>
  /** Fields of their records; undefined where they are not known, because of a problem. */
  readonly fields: ReadonlyMap<string, ReadonlyMap<string, FieldType> | undefined>
}

export const NO_SOURCES: Sources = { sources: [], traces: new Map(), nodes: new Map(), fields: new Map() }

/** More are no traffic that a person wrote. */
const SOURCES_MAX = 1_000

type ReadFile = (path: string) => Uint8Array

/** Reads every source. A source with a problem is left out, and its name still counts as known. */
export function readTraffic(reader: Reader, entry: Entry | undefined, readFile: ReadFile): Sources {
  if (entry === undefined) return NO_SOURCES
  const { document } = reader
  const entries = document.entries(entry.value, ['traffic'], 'traffic')
  if (entries?.length === 0)
    document.at(entry.value, ['traffic'], 'missing sources: traffic has none', 'a: { arrivals: { poisson: 100/s } }')
  if (entries !== undefined && entries.length > SOURCES_MAX) {
    document.at(entry.keyNode, ['traffic'], `invalid traffic: ${entries.length} sources; it must be at most ${SOURCES_MAX}`)
    return NO_SOURCES
  }
  const sources = new Map<string, SourceSpec>()
  const traces = new Map<string, Trace>()
  const nodes = new Map<string, Node>()
  const fields = new Map<string, ReadonlyMap<string, FieldType> | undefined>()
  for (const { key, keyNode } of entries ?? []) nodes.set(key, keyNode)
  for (const { key, keyNode, value } of orderOfFollowing(reader, entries ?? [])) {
    if (!isName(key)) document.at(keyNode, ['traffic', key], `invalid name: ${key}; ${NAME_RULE}`)
    const source = new SourceReader(reader, key, keyNode, value, readFile, sources, traces)
    const spec = source.read()
    if (source.trace !== undefined) traces.set(key, source.trace)
    fields.set(key, source.fields)
    if (spec !== undefined) sources.set(key, spec)
  }
  // In the order of the file.
  return { sources: [...nodes.keys()].flatMap((name) => sources.get(name) ?? []), traces, nodes, fields }
}

class SourceReader {
  /** The trace that it replays, once read. */
  trace: Trace | undefined
  /** Known once read, unless there was a problem with them. */
  fields: ReadonlyMap<string, FieldType> | undefined
  readonly #reader: Reader
  readonly #name: string
  readonly #path: Path
  readonly #entries: readonly Entry[]
  readonly #keyNode: Node
  readonly #readFile: ReadFile
  readonly #isBroken: boolean
  /** Sources that may be followed, and their traces. */
  readonly #others: ReadonlyMap<string, SourceSpec>
  readonly #traces: ReadonlyMap<string, Trace>

  constructor(
    reader: Reader,
    name: string,
    keyNode: Node,
    node: Node,
    readFile: ReadFile,
    others: ReadonlyMap<string, SourceSpec>,
    traces: ReadonlyMap<string, Trace>,
  ) {
    this.#others = others
    this.#traces = traces
    this.#reader = reader
    this.#name = name
    this.#path = ['traffic', name]
    this.#keyNode = keyNode
    this.#readFile = readFile
    const entries = reader.document.isEmpty(node) ? [] : reader.document.entries(node, this.#path, 'source')
    this.#isBroken = entries === undefined
    this.#entries = entries ?? []
    reader.document.refuseUnknown(this.#entries, SOURCE_KEYS, this.#path, 'key of a source')
  }

  read(): SourceSpec | undefined {
    if (this.#isBroken) return undefined
    const { document } = this.#reader
    const before = document.problems.length
    const following = readAfter(this.#reader, this.#entries, this.#path, this.#others)
    const follows = this.#find('after') !== undefined
    if (following !== undefined) this.trace = this.#traces.get(following.after.parent.name)
    const picked = follows ? following?.after.parent.arrivals : this.#readArrivals()
    const columns = follows ? (following === undefined ? 'unknown' : undefined) : this.#columns(picked)
    const records = new RecordsReader(this.#reader, this.#path, columns, following)
    const content = records.read(this.#find('records'))
    this.fields = records.known()
    const flow = this.#readFlow(content, records)
    const disorderEntry = this.#find('disorder')
    const disorder = disorderEntry && readDisorder(this.#reader, records, disorderEntry.value, [...this.#path, 'disorder'])
    const watermark = this.#readWatermark(disorderEntry)
    const failed = document.problems.slice(before).some(({ severity }) => severity === 'error')
    if (failed || picked === undefined || content === undefined || flow === undefined || watermark === undefined) return undefined
    return {
      name: this.#name,
      flow,
      arrivals: picked,
      ...(following === undefined ? {} : { after: following.after }),
      key: content.key,
      fields: content.fields,
      ...(content.correlations === undefined ? {} : { correlations: content.correlations }),
      ...(content.bytes === undefined ? {} : { bytes: content.bytes }),
      ...(disorder === undefined ? {} : { disorder }),
      watermark,
    }
  }

  #find(key: string): Entry | undefined {
    return this.#entries.find((entry) => entry.key === key)
  }

  #readArrivals(): Pick | undefined {
    const entry = this.#find('arrivals')
    const path = [...this.#path, 'arrivals']
    if (entry === undefined) {
      if (this.#reader.document.isMisspelt('arrivals', this.#entries, SOURCE_KEYS)) return undefined
      this.#reader.document.at(this.#keyNode, this.#path, `missing arrivals of ${this.#name}`, 'arrivals: { poisson: 100/s }')
      return undefined
    }
    const picked = this.#reader.pick(arrivals as unknown as Pickable, 'arrival process', entry.value, path)
    if (picked !== undefined) this.#readTrace(picked, entry.value, path)
    return picked
  }

  /** What the columns of the records are: a trace's, unknown ones, or none. */
  #columns(picked: Pick | undefined): Trace | 'unknown' | undefined {
    if (this.trace !== undefined || (picked !== undefined && traceOf({ arrivals: picked } as SourceSpec) === undefined)) return this.trace
    // Without arrivals that can be read, whether they are replayed is told by what was meant.
    const written = this.#reader.document.resolve(this.#find('arrivals')?.value)
    return picked !== undefined || (isMap(written) && written.has('replay')) ? 'unknown' : undefined
  }

  #readTrace(picked: Pick, node: Node | null, path: Path): void {
    const { document } = this.#reader
    const type = arrivalsNamed(picked.name)
    const conflicts = type.problems?.(picked.options) ?? []
    for (const { path: names, message } of conflicts) {
      const [found, whole] = document.descend(node, [picked.name, ...names], path)
      document.at(found, whole, `invalid arrivals: ${message}`)
    }
    const wanted = traceOf({ arrivals: picked } as SourceSpec)
    if (wanted === undefined) return
    const [fileNode, filePath] = document.descend(node, [picked.name, 'file'], path)
    try {
      this.trace = readTrace(this.#readFile(wanted.file.absolute), wanted.options)
      // Options and trace may contradict each other, too: a rate for a trace of no length.
      const context = { seed: 1, source: this.#name, epochMs: this.trace.epochMs, trace: this.trace }
      if (conflicts.length === 0) type.create(picked.options, context)
    } catch (error) {
      const [message, hint] = unreadable(error, wanted.file.written)
      document.at(fileNode, filePath, message, hint)
    }
  }

  #readWatermark(disorder: Entry | undefined): Pick | undefined {
    const entry = this.#find('watermark')
    const path = [...this.#path, 'watermark']
    if (entry !== undefined) return this.#reader.pick(watermarks as unknown as Pickable, 'watermark', entry.value, path)
    if (disorder !== undefined) {
      const message = 'missing watermark: where there is disorder, it says how long to wait for late records'
      this.#reader.document.at(disorder.keyNode, path, message, 'watermark: { bounded: 1 s }')
    }
    return { name: 'bounded', options: { bound: 0 } }
  }

  #readFlow(content: Records | undefined, records: RecordsReader): SourceSpec['flow'] | undefined {
    const entry = this.#find('flow')
    const path = [...this.#path, 'flow']
    const { document } = this.#reader
    if (entry === undefined) return { kind: 'fixed', flow: this.#name }
    if (!isMap(document.resolve(entry.value))) {
      const name = this.#reader.scalar(entry.value, path, 'the name of a flow, or { field: NAME }')
      if (name === undefined) return undefined
      if (isName(String(name))) return { kind: 'fixed', flow: String(name) }
      document.at(entry.value, path, `invalid name: ${name}; ${NAME_RULE}`)
      return undefined
    }
    const read = this.#reader.options({ field: { type: { kind: 'field' }, doc: 'a text field' } }, undefined, entry.value, path, 'flow')
    const known = records.known()
    if (read === undefined || known === undefined) return undefined
    const name = String(read['field'])
    const field = content?.fields.find((one) => one.name === name)
    if (field?.type === 'text') return { kind: 'field', field: name }
    const [node, whole] = document.descend(entry.value, ['field'], path)
    if (known.has(name)) document.at(node, whole, `invalid flow: ${name} is a ${known.get(name)}; expected a text`)
    else document.unknown(node, whole, 'field', name, known.keys())
    return undefined
  }
}

/** What is wrong with a file that a scenario names, and what to do. Rethrows what is no fault of the file. */
export function unreadable(error: unknown, file: string): readonly [message: string, hint?: string] {
  if (error instanceof TraceError) return [`invalid trace: ${error.message}`]
  const { code } = error as { readonly code?: string }
  if (code === 'ENOENT' || code === 'ENOTDIR') {
    const from = file.startsWith('package:') ? 'what follows the package’s name is relative to its folder' : undefined
    return [`missing file: ${file}`, from ?? 'paths are relative to the folder of the scenario file']
  }
  if (code === 'EPACKED') return [`unreadable file: ${file}: ${(error as Error).message}`]
  if (code === 'EISDIR') return [`invalid file: ${file} is a directory`]
  if (typeof code === 'string') return [`unreadable file: ${file} (${code})`]
  throw error
}
