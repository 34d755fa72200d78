/** Reads `pipeline:`: stages, what they read from, and the fields that flow between them. */
import type { Node as YamlNode } from 'yaml'
import type { FieldType } from '../expressions/expression.ts'
import { operatorNamed, operators } from '../operators/index.ts'
import { integer } from '../registry/option.ts'
import type { Pick } from '../registry/pick.ts'
import { didYouMean } from '../registry/suggestion.ts'
import { scheduling } from '../strategies/scheduling/index.ts'
import { windowing } from '../strategies/windowing/index.ts'
import type { Field } from '../traffic/source-spec.ts'
import { readCandidate, type Cluster } from './cluster-section.ts'
import type { Entry } from './document.ts'
import { isName, NAME_RULE } from './names.ts'
import type { Pickable, Reader } from './reader.ts'
import type { Candidate, Stage } from './scenario.ts'
import type { Sources } from './traffic-section.ts'

/** Rows that may wait at a task unless the stage says otherwise. */
export const DEFAULT_CAPACITY = 1_024
export const STAGE_KEYS = ['from', 'node', 'parallelism', 'queue', 'windowing', 'scheduling']
export const PARALLELISM = integer({ doc: 'parallel tasks', default: 1, min: 1, max: 1024 })
export const FULL = ['block', 'drop-tail'] as const

/** A stage as far as it can be read by itself. */
interface Draft {
  readonly name: string
  readonly keyNode: YamlNode
  readonly from: readonly { readonly name: string; readonly output: string; readonly node: YamlNode | null }[]
  readonly operator: Pick | undefined
  readonly operatorName: string | undefined
  readonly operatorNode: YamlNode | null
  readonly node: string | undefined
  readonly nodeNode: YamlNode | null
  readonly parallelism: number
  readonly queue: Stage['queue']
  readonly windowing?: Candidate
  readonly scheduling?: Candidate
}

export interface Pipeline {
  readonly stages: readonly Stage[]
  /** Every field of every record, in order of first appearance. */
  readonly fields: readonly Field[]
}

/** Reads the stages, and puts them in an order in which each comes after what it reads from. */
export function readPipeline(reader: Reader, node: YamlNode | null | undefined, sources: Sources, cluster: Cluster): Pipeline {
  const drafts: Draft[] = []
  for (const { key, keyNode, value } of reader.document.entries(node, ['pipeline'], 'pipeline') ?? []) {
    if (!isName(key)) reader.document.at(keyNode, ['pipeline', key], `invalid name: ${key}; ${NAME_RULE}`)
    if (sources.nodes.has(key)) reader.document.at(keyNode, ['pipeline', key], `conflicting names: ${key} is a source already`)
    drafts.push(readStage(reader, key, keyNode, value))
  }
  return new Assembly(reader, drafts, sources, cluster).stages()
}

function readStage(reader: Reader, name: string, keyNode: YamlNode, node: YamlNode | null): Draft {
  const path = ['pipeline', name]
  const { document } = reader
  const entries = document.entries(node, path, 'stage') ?? []
  const find = (key: string): Entry | undefined => entries.find((entry) => entry.key === key)
  const known = Object.keys(operators)
  document.refuseUnknown(entries, [...STAGE_KEYS, ...known], path, 'operator or key of a stage')
  const chosen = entries.filter(({ key }) => known.includes(key))
  if (chosen.length === 0 && entries.every(({ key }) => STAGE_KEYS.includes(key))) document.at(keyNode, path, `missing operator of ${name}`, `one of ${known.join(', ')}`)
  if (chosen.length > 1) document.at(chosen[1]!.keyNode, path, `conflicting operators of ${name}: ${chosen.map(({ key }) => key).join(' and ')}; a stage has exactly one`)
  const operator = chosen[0]
  const fromEntry = find('from')
  if (fromEntry === undefined) document.at(keyNode, path, `missing from: what does ${name} read?`, 'from: NAME of a source or a stage')
  const parallelismEntry = find('parallelism')
  const parallelism = parallelismEntry === undefined ? 1 : reader.number(PARALLELISM.type as never, parallelismEntry.value, [...path, 'parallelism'])
  const runsOn = operator === undefined ? 'worker' : operatorNamed(operator.key).runsOn
  if (parallelismEntry !== undefined && runsOn === 'servers') document.at(parallelismEntry.keyNode, [...path, 'parallelism'], 'invalid parallelism: a service stage has one queue', 'set servers: of the service instead')
  if (parallelismEntry !== undefined && runsOn === 'sink') document.at(parallelismEntry.keyNode, [...path, 'parallelism'], 'invalid parallelism: a sink takes records in no time')
  const nodeEntry = find('node')
  const nodeName = nodeEntry && reader.scalar(nodeEntry.value, [...path, 'node'], 'the name of a node')
  const windowingEntry = find('windowing')
  const windowingCandidate = windowingEntry && readCandidate(reader, windowing as unknown as Pickable, 'windowing strategy', windowingEntry.value, [...path, 'windowing'])
  const schedulingEntry = find('scheduling')
  const schedulingCandidate = schedulingEntry && readCandidate(reader, scheduling as unknown as Pickable, 'scheduling strategy', schedulingEntry.value, [...path, 'scheduling'])
  if (windowingEntry !== undefined && operator !== undefined && operatorNamed(operator.key).usesWindowing !== true) document.at(windowingEntry.keyNode, [...path, 'windowing'], `invalid windowing: ${operator.key} keeps no windows`)
  if (schedulingEntry !== undefined && runsOn !== 'servers') document.at(schedulingEntry.keyNode, [...path, 'scheduling'], 'invalid scheduling: only a service stage is a station of its own', 'set it on the node')
  const queueEntry = find('queue')
  const queue = readQueue(reader, queueEntry, [...path, 'queue'], runsOn === 'servers' ? 0 : 1)
  if (queueEntry !== undefined && runsOn === 'sink') document.at(queueEntry.keyNode, [...path, 'queue'], 'invalid queue: nothing waits at a sink')
  return {
    name,
    keyNode,
    from: fromEntry === undefined ? [] : readFrom(reader, fromEntry.value, [...path, 'from']),
    operator: operator && reader.pick({ [operator.key]: operatorNamed(operator.key) }, 'operator', document.only(operator), path),
    operatorName: operator?.key,
    operatorNode: operator?.value ?? operator?.keyNode ?? null,
    node: nodeName === undefined ? undefined : String(nodeName),
    nodeNode: nodeEntry?.value ?? null,
    parallelism: parallelism ?? 1,
    queue,
    ...(windowingCandidate === undefined ? {} : { windowing: windowingCandidate }),
    ...(schedulingCandidate === undefined ? {} : { scheduling: schedulingCandidate }),
  }
}

function readFrom(reader: Reader, node: YamlNode | null, path: readonly (string | number)[]): Draft['from'] {
  const inputs: { name: string; output: string; node: YamlNode | null }[] = []
  for (const item of reader.document.items(node)) {
    const text = reader.scalar(item, path, 'the name of a source or a stage')
    if (text === undefined) continue
    const dot = String(text).indexOf('.')
    const input = dot < 0 ? { name: String(text), output: 'main', node: item } : { name: String(text).slice(0, dot), output: String(text).slice(dot + 1), node: item }
    if (inputs.some(({ name, output }) => name === input.name && output === input.output)) reader.document.at(item, path, `conflicting inputs: ${text} is there twice`)
    else inputs.push(input)
  }
  if (inputs.length === 0) reader.document.at(node, path, 'missing input: from names nothing')
  return inputs
}

function readQueue(reader: Reader, entry: Entry | undefined, path: readonly (string | number)[], least: number): Stage['queue'] {
  const fallback = { capacity: DEFAULT_CAPACITY, full: 'block' } as const
  if (entry === undefined) return fallback
  const entries = reader.document.entries(entry.value, path, 'queue') ?? []
  reader.document.refuseUnknown(entries, ['capacity', 'full'], path, 'key of a queue')
  const capacityEntry = entries.find(({ key }) => key === 'capacity')
  const written = capacityEntry && reader.scalar(capacityEntry.value, [...path, 'capacity'], 'a number of rows, or unbounded')
  const capacity =
    capacityEntry === undefined
      ? DEFAULT_CAPACITY
      : written === 'unbounded'
        ? Number.MAX_SAFE_INTEGER
        : reader.number({ kind: 'integer', min: least, max: Number.MAX_SAFE_INTEGER }, capacityEntry.value, [...path, 'capacity'])
  const fullEntry = entries.find(({ key }) => key === 'full')
  const full = fullEntry && (reader.value({ kind: 'choice', of: FULL }, fullEntry.value, [...path, 'full']) as Stage['queue']['full'] | undefined)
  return { capacity: capacity ?? DEFAULT_CAPACITY, full: full ?? 'block' }
}

/** Puts drafts in order, follows fields through them, and checks what only shows between stages. */
class Assembly {
  readonly #reader: Reader
  readonly #drafts: readonly Draft[]
  readonly #sources: Sources
  readonly #cluster: Cluster
  readonly #placed = new Map<string, { fields: ReadonlyMap<string, FieldType>; node: string | undefined }>()
  readonly #types = new Map<string, FieldType>()
  readonly #read = new Set<string>()

  constructor(reader: Reader, drafts: readonly Draft[], sources: Sources, cluster: Cluster) {
    this.#reader = reader
    this.#drafts = drafts
    this.#sources = sources
    this.#cluster = cluster
  }

  stages(): Pipeline {
    this.#checkReferences()
    for (const source of this.#sources.sources) {
      const fields = new Map(source.fields.map(({ name, type }) => [name, type]))
      this.#note(fields, this.#sources.nodes.get(source.name) ?? null, ['traffic', source.name])
      this.#placed.set(source.name, { fields, node: undefined })
    }
    const stages = this.#ordered().flatMap((draft) => this.#place(draft) ?? [])
    this.#checkLeaves()
    return { stages, fields: [...this.#types].map(([name, type]) => ({ name, type })) }
  }

  #checkReferences(): void {
    const names = [...this.#sources.nodes.keys(), ...this.#drafts.map(({ name }) => name)]
    for (const { name: reader, from } of this.#drafts) {
      for (const { name, output, node } of from) {
        const path = ['pipeline', reader, 'from']
        this.#read.add(name)
        const stage = this.#drafts.find((draft) => draft.name === name)
        if (!names.includes(name)) {
          this.#reader.document.at(node, path, `unknown input: ${name}.${didYouMean(name, names)}`, `known: ${names.join(', ')}`)
        } else if (stage?.operatorName !== undefined) {
          const { outputs, runsOn } = operatorNamed(stage.operatorName)
          if (runsOn === 'sink') this.#reader.document.at(node, path, `invalid input: ${name} is a sink, and nothing comes out of it`)
          else if (output !== 'main' && !outputs.includes(output)) this.#reader.document.at(node, path, `unknown output: ${name} has no output ${output}`, `known: ${['main', ...outputs].join(', ')}`)
        } else if (stage === undefined && output !== 'main') {
          this.#reader.document.at(node, path, `unknown output: a source has no output ${output}`)
        }
      }
    }
    for (const [name, node] of this.#sources.nodes) if (!this.#read.has(name)) this.#reader.document.at(node, ['traffic', name], `unused source: nothing reads ${name}`, undefined, 0, 'warning')
  }

  /** Kahn's algorithm, in file order where there is a choice. What cannot be ordered is a cycle, or behind one. */
  #ordered(): Draft[] {
    const waiting = new Map(this.#drafts.map((draft) => [draft.name, draft]))
    const ordered: Draft[] = []
    for (let progress = true; progress; ) {
      progress = false
      for (const [name, draft] of waiting) {
        if (draft.from.some((input) => waiting.has(input.name))) continue
        waiting.delete(name)
        ordered.push(draft)
        progress = true
      }
    }
    if (waiting.size > 0) this.#nameCycle(waiting)
    return ordered
  }

  #nameCycle(waiting: ReadonlyMap<string, Draft>): void {
    const trail: string[] = []
    let name = [...waiting.keys()][0]!
    while (!trail.includes(name)) {
      trail.push(name)
      name = waiting.get(name)!.from.find((input) => waiting.has(input.name))!.name
    }
    const cycle = [...trail.slice(trail.indexOf(name)), name].reverse()
    this.#reader.document.at(waiting.get(name)!.keyNode, ['pipeline', name], `invalid pipeline: a cycle, ${cycle.join(' → ')}`, 'records must flow one way')
  }

  #place(draft: Draft): Stage | undefined {
    const inputs = draft.from.map(({ name }) => this.#placed.get(name))
    const node = this.#nodeOf(draft, inputs[0]?.node)
    const incoming = this.#incoming(draft, inputs)
    let fields: ReadonlyMap<string, FieldType> = incoming ?? new Map()
    if (draft.operator !== undefined && incoming !== undefined) {
      const shape = operatorNamed(draft.operator.name).shape(draft.operator.options as never, incoming)
      const path = ['pipeline', draft.name, draft.operator.name]
      for (const { path: at, message, position } of shape.problems) {
        const [found, resolvedPath] = this.#reader.document.descend(draft.operatorNode, at, path)
        this.#reader.document.at(found, resolvedPath, message, undefined, position ?? 0)
      }
      fields = shape.fields
      this.#note(fields, draft.keyNode, ['pipeline', draft.name])
    }
    this.#placed.set(draft.name, { fields, node })
    if (draft.operator === undefined || incoming === undefined || node === undefined) return undefined
    return {
      name: draft.name,
      from: draft.from.map(({ name, output }) => ({ name, output })),
      operator: draft.operator,
      node,
      parallelism: draft.parallelism,
      queue: draft.queue,
      ...(draft.windowing === undefined ? {} : { windowing: draft.windowing }),
      ...(draft.scheduling === undefined ? {} : { scheduling: draft.scheduling }),
      fields: [...fields.keys()],
    }
  }

  /** A sink is where its records are, and so is any stage that names no node; with one node there is no question. */
  #nodeOf(draft: Draft, before: string | undefined): string | undefined {
    const { nodes } = this.#cluster
    const path = ['pipeline', draft.name, 'node']
    if (draft.node !== undefined && !nodes.some(({ name }) => name === draft.node)) {
      const names = nodes.map(({ name }) => name)
      const hint = this.#cluster.isDeclared ? `known: ${names.join(', ')}` : 'declare it under cluster: nodes:'
      this.#reader.document.at(draft.nodeNode, path, `unknown node: ${draft.node}.${didYouMean(draft.node, names)}`, hint)
      return undefined
    }
    const node = draft.node ?? (nodes.length === 1 ? nodes[0]!.name : before)
    if (node === undefined) {
      if (nodes.length > 1) this.#reader.document.at(draft.keyNode, path, `missing node of ${draft.name}`, `one of ${nodes.map(({ name }) => name).join(', ')}`)
      return undefined
    }
    for (const { name } of draft.from) {
      const from = this.#placed.get(name)?.node
      if (from === undefined || from === node || this.#cluster.links.some((link) => link.from === from && link.to === node)) continue
      this.#reader.document.at(draft.nodeNode ?? draft.keyNode, path, `missing link: ${name} is on ${from} and ${draft.name} on ${node}, and no link goes from one to the other`, `links: { NAME: { from: ${from}, to: ${node}, bandwidth: 1 Gbit/s } }`)
    }
    return node
  }

  /** The fields that all inputs have. Undefined when an input could not be read. */
  #incoming(draft: Draft, inputs: readonly ({ readonly fields: ReadonlyMap<string, FieldType> } | undefined)[]): ReadonlyMap<string, FieldType> | undefined {
    if (inputs.length === 0 || inputs.some((input) => input === undefined)) return undefined
    // A side output carries rows as they came in, so its fields are those of the stage's inputs.
    const fields = draft.from.map(({ name, output }, index) => (output === 'main' ? inputs[index]!.fields : this.#fieldsInto(name)))
    return new Map([...fields[0]!].filter(([name]) => fields.every((other) => other.has(name))))
  }

  #fieldsInto(stage: string): ReadonlyMap<string, FieldType> {
    const draft = this.#drafts.find(({ name }) => name === stage)!
    return this.#incoming(draft, draft.from.map(({ name }) => this.#placed.get(name))) ?? new Map()
  }

  /** A field has one type wherever it appears, because it is one column. */
  #note(fields: ReadonlyMap<string, FieldType>, node: YamlNode | null, path: readonly string[]): void {
    for (const [name, type] of fields) {
      const before = this.#types.get(name)
      if (before === undefined) this.#types.set(name, type)
      else if (before !== type) this.#reader.document.at(node, path, `conflicting types: field ${name} is a ${before} elsewhere and a ${type} here`, 'give one of them another name')
    }
  }

  #checkLeaves(): void {
    for (const { name, keyNode, operatorName } of this.#drafts) {
      if (this.#read.has(name) || operatorName === undefined || operatorNamed(operatorName).runsOn === 'sink') continue
      this.#reader.document.at(keyNode, ['pipeline', name], `unread stage: nothing reads ${name}, so what it emits is lost and not measured`, `add a sink: { from: ${name}, sink: discard }`, 0, 'warning')
    }
  }
}
