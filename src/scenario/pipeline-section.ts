/** Reads `pipeline:`: stages, what they read from, and the fields that flow between them. */
import type { Node as YamlNode } from 'yaml'
import type { FieldType } from '../expressions/expression.ts'
import { KEEPING_FIELDS, operatorNamed } from '../operators/index.ts'
import type { Field } from '../traffic/source-spec.ts'
import type { Cluster } from './cluster-section.ts'
import type { Entry, ScenarioDocument } from './document.ts'
import { isName, NAME_RULE } from './names.ts'
import type { Reader } from './reader.ts'
import type { Stage } from './scenario.ts'
import { readStage, type Draft } from './stage-section.ts'
import type { Sources } from './traffic-section.ts'

export interface Pipeline {
  /** In an order in which each comes after what it reads from; those with problems are left out. */
  readonly stages: readonly Stage[]
  /** Every field of every record, in order of first appearance. */
  readonly fields: readonly Field[]
  /** Names of all stages, those with problems too; one whose operator is not known may be either. */
  readonly names: { readonly stage: readonly string[]; readonly sink: readonly string[] }
}

const NO_PIPELINE: Pipeline = { stages: [], fields: [], names: { stage: [], sink: [] } }
/** More are no pipeline that a person wrote, and checks between stages take their square. */
const STAGES_MAX = 1_000

type Fields = ReadonlyMap<string, FieldType>

/** A source or stage as its readers see it. Undefined: not known, because of a problem that has been noted. */
interface Placed {
  readonly fields: Fields | undefined
  /** Of the rows that come in, which a side output carries. */
  readonly incoming: Fields | undefined
  readonly node: string | undefined
}

/** Reads the stages, and puts them in an order in which each comes after what it reads from. */
export function readPipeline(reader: Reader, entry: Entry | undefined, sources: Sources, cluster: Cluster): Pipeline {
  if (entry === undefined) return NO_PIPELINE
  const { document } = reader
  const entries = document.entries(entry.value, ['pipeline'], 'pipeline')
  if (entries?.length === 0)
    document.at(entry.value, ['pipeline'], 'missing stages: pipeline has none', 'done: { from: NAME, sink: discard }')
  if (entries !== undefined && entries.length > STAGES_MAX) {
    document.at(entry.keyNode, ['pipeline'], `invalid pipeline: ${entries.length} stages; it must be at most ${STAGES_MAX}`)
    return NO_PIPELINE
  }
  const drafts = (entries ?? []).flatMap(({ key, keyNode, value }) => {
    if (!isName(key)) document.at(keyNode, ['pipeline', key], `invalid name: ${key}; ${NAME_RULE}`)
    const draft = readStage(reader, key, keyNode, value)
    if (!sources.nodes.has(key)) return draft
    document.at(keyNode, ['pipeline', key], `conflicting names: ${key} is a source already`, 'give the stage another name')
    return []
  })
  return new Assembly(document, drafts, sources, cluster, drafts.length === entries?.length).pipeline()
}

/** Puts drafts in order, follows fields through them, and checks what only shows between stages. */
class Assembly {
  readonly #document: ScenarioDocument
  readonly #drafts: ReadonlyMap<string, Draft>
  readonly #sources: Sources
  readonly #cluster: Cluster
  readonly #placed = new Map<string, Placed>()
  readonly #types = new Map<string, FieldType>()
  /** Whether some stage reads what is not known, which may be what nothing seems to read. */
  #isLoose: boolean

  constructor(document: ScenarioDocument, drafts: readonly Draft[], sources: Sources, cluster: Cluster, isWhole: boolean) {
    this.#document = document
    this.#drafts = new Map(drafts.map((draft) => [draft.name, draft]))
    this.#sources = sources
    this.#cluster = cluster
    this.#isLoose = !isWhole || drafts.some(({ from }) => from.length === 0)
  }

  pipeline(): Pipeline {
    this.#checkReferences()
    for (const [name, node] of this.#sources.nodes) {
      const fields = this.#sources.fields.get(name)
      if (fields !== undefined) this.#note(fields, node, ['traffic', name])
      this.#placed.set(name, { fields, incoming: fields, node: undefined })
    }
    const stages = this.#ordered().flatMap((draft) => this.#place(draft) ?? [])
    this.#checkLeaves()
    const all = [...this.#drafts.values()]
    const isSink = ({ operatorName }: Draft): boolean | undefined =>
      operatorName === undefined ? undefined : operatorNamed(operatorName).runsOn === 'sink'
    return {
      stages,
      fields: [...this.#types].map(([name, type]) => ({ name, type })),
      names: {
        stage: all.filter((draft) => isSink(draft) !== true).map(({ name }) => name),
        sink: all.filter((draft) => isSink(draft) !== false).map(({ name }) => name),
      },
    }
  }

  #checkReferences(): void {
    const names = [...this.#sources.nodes.keys(), ...this.#drafts.keys()]
    const read = new Set<string>()
    for (const { name: reader, from } of this.#drafts.values()) {
      for (const { name, output, node } of from) {
        read.add(name)
        const path = ['pipeline', reader, 'from']
        if (names.includes(name)) {
          this.#checkOutput(name, output, node, path)
        } else {
          this.#isLoose = true
          const others = names.filter((one) => one !== reader)
          this.#document.unknown(node, path, 'input', name, others)
        }
      }
    }
    for (const [name, node] of this.#sources.nodes) {
      if (!this.#isLoose && !read.has(name)) this.#document.warn(node, ['traffic', name], `unused source: nothing reads ${name}`)
    }
  }

  #checkOutput(name: string, output: string, node: YamlNode | null, path: readonly string[]): void {
    const stage = this.#drafts.get(name)
    if (stage === undefined) {
      if (output !== 'main') this.#document.at(node, path, `unknown output: ${name} is a source and has no output ${output}`)
    } else if (stage.operatorName !== undefined) {
      const { outputs, runsOn } = operatorNamed(stage.operatorName)
      const known = ['main', ...outputs]
      if (runsOn === 'sink') this.#document.at(node, path, `invalid input: ${name} is a sink, and nothing comes out of it`)
      else if (!known.includes(output)) this.#document.unknown(node, path, `output of ${name}`, output, known)
    }
  }

  /** Kahn's algorithm, in file order where there is a choice. What cannot be ordered is a cycle, or behind one. */
  #ordered(): Draft[] {
    const waiting = new Map(this.#drafts)
    const ordered: Draft[] = []
    for (let progress = true; progress;) {
      progress = false
      for (const [name, draft] of waiting) {
        if (draft.from.some((input) => waiting.has(input.name))) continue
        waiting.delete(name)
        ordered.push(draft)
        progress = true
      }
    }
    this.#nameCycles(waiting)
    return ordered
  }

  #nameCycles(waiting: ReadonlyMap<string, Draft>): void {
    const seen = new Set<string>()
    for (const start of waiting.keys()) {
      const trail: string[] = []
      let name = start
      while (!seen.has(name)) {
        seen.add(name)
        trail.push(name)
        name = waiting.get(name)!.from.find((input) => waiting.has(input.name))!.name
      }
      if (!trail.includes(name)) continue
      const cycle = [name, ...trail.slice(trail.indexOf(name)).toReversed()]
      const { keyNode } = waiting.get(name)!
      this.#document.at(keyNode, ['pipeline', name], `invalid pipeline: a cycle, ${cycle.join(' → ')}`, 'records must flow one way')
    }
  }

  #place(draft: Draft): Stage | undefined {
    const incoming = this.#incoming(draft)
    const node = this.#nodeOf(draft)
    const fields = incoming && this.#shape(draft, incoming)
    this.#placed.set(draft.name, { fields, incoming, node })
    if (draft.operator === undefined || fields === undefined || node === undefined) return undefined
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

  /** The fields that leave by the main output; undefined when they are not known. */
  #shape(draft: Draft, incoming: Fields): Fields | undefined {
    const { operator, operatorName } = draft
    // Options that cannot be read do not hide what is wrong further on, where they do not decide on fields.
    if (operator === undefined) return operatorName !== undefined && KEEPING_FIELDS.has(operatorName) ? incoming : undefined
    const { fields, problems } = operatorNamed(operator.name).shape(operator.options, incoming)
    for (const { path: names, message, position } of problems) {
      const [found, path] = this.#document.descend(draft.operatorNode, names, ['pipeline', draft.name, operator.name])
      this.#document.at(found, path, message, undefined, position)
    }
    // Where rows pass as they came, what is wrong with the operator does not show further on.
    if (problems.length > 0 && fields !== incoming) return undefined
    this.#note(fields, draft.keyNode, ['pipeline', draft.name])
    return fields
  }

  /** Its own node, else the one node that there is, else where its first input is. */
  #nodeOf(draft: Draft): string | undefined {
    const { nodes, isDeclared } = this.#cluster
    const path = ['pipeline', draft.name, 'node']
    const names = nodes.map(({ name }) => name)
    if (draft.node !== undefined && !names.includes(draft.node)) {
      this.#document.unknown(draft.nodeNode, path, 'node', draft.node, names, isDeclared ? '' : 'Declare it under cluster: nodes:')
      return undefined
    }
    const [first] = draft.from
    const node = draft.node ?? (names.length === 1 ? names[0] : first && this.#placed.get(first.name)?.node)
    const isFirst = first !== undefined && this.#sources.nodes.has(first.name)
    if (node === undefined && isFirst && names.length > 1 && draft.nodeNode === null) {
      this.#document.at(draft.keyNode, path, `missing node of ${draft.name}: sources are on no node`, `node: one of ${names.join(', ')}`)
    }
    if (node !== undefined) this.#checkLinks(draft, node)
    return node
  }

  #checkLinks(draft: Draft, node: string): void {
    for (const { name } of draft.from) {
      const from = this.#placed.get(name)?.node
      if (from === undefined || from === node || this.#cluster.links.some((link) => link.from === from && link.to === node)) continue
      const message = `missing link from ${from} to ${node}: ${name} is on ${from} and ${draft.name} on ${node}`
      const hint = `links: { NAME: { from: ${from}, to: ${node}, bandwidth: 1 Gbit/s } }`
      this.#document.at(draft.nodeNode ?? draft.keyNode, ['pipeline', draft.name, 'node'], message, hint)
    }
  }

  /** The fields that all inputs have. Undefined when those of one are not known. */
  #incoming(draft: Draft): Fields | undefined {
    const inputs: Fields[] = []
    for (const { name, output } of draft.from) {
      const placed = this.#placed.get(name)
      const fields = output === 'main' ? placed?.fields : placed?.incoming
      if (fields === undefined) return undefined
      inputs.push(fields)
    }
    const [first, ...others] = inputs
    return first && new Map([...first].filter(([name]) => others.every((other) => other.has(name))))
  }

  /** A field has one type wherever it appears, because it is one column. */
  #note(fields: Fields, node: YamlNode | null, path: readonly string[]): void {
    for (const [name, type] of fields) {
      const before = this.#types.get(name)
      if (before === undefined) this.#types.set(name, type)
      else if (before !== type) {
        const message = `conflicting types: field ${name} is a ${before} elsewhere and a ${type} here`
        this.#document.at(node, path, message, 'give one of them another name')
      }
    }
  }

  #checkLeaves(): void {
    if (this.#isLoose) return
    const read = new Set([...this.#drafts.values()].flatMap(({ from }) => from.map(({ name }) => name)))
    for (const { name, keyNode, operatorName } of this.#drafts.values()) {
      if (read.has(name) || operatorName === undefined || operatorNamed(operatorName).runsOn === 'sink') continue
      const message = `unread stage: nothing reads ${name}, so what it emits is lost and not measured`
      this.#document.warn(keyNode, ['pipeline', name], message, `add a sink: { from: ${name}, sink: discard }`)
    }
  }
}
