/** Reads one stage of `pipeline:` as far as it can be read by itself. */
import type { Node as YamlNode } from 'yaml'
import { operatorNamed, operators } from '../operators/index.ts'
import { integer } from '../registry/option.ts'
import type { Pick } from '../registry/pick.ts'
import { scheduling } from '../strategies/scheduling/index.ts'
import { windowing } from '../strategies/windowing/index.ts'
import { readCandidate } from './candidate.ts'
import type { Entry, Path } from './document.ts'
import type { Pickable, Reader } from './reader.ts'
import type { Candidate, Stage } from './scenario.ts'

/** Rows that may wait at a task unless the stage says otherwise. */
export const DEFAULT_CAPACITY = 1_024
export const STAGE_KEYS = ['from', 'node', 'parallelism', 'queue', 'windowing', 'scheduling']
export const PARALLELISM = integer({ doc: 'parallel tasks', default: 1, min: 1, max: 1024 })
export const FULL = ['block', 'drop-tail'] as const

/** A stage without what only shows between stages. */
export interface Draft {
  readonly name: string
  readonly keyNode: YamlNode
  /** What it reads, with the place where it says so. */
  readonly from: readonly Input[]
  /** Undefined when it cannot be read. */
  readonly operator: Pick | undefined
  /** Known even where its options cannot be read. */
  readonly operatorName: string | undefined
  readonly operatorNode: YamlNode | null
  readonly node: string | undefined
  readonly nodeNode: YamlNode | null
  readonly parallelism: number
  readonly queue: Stage['queue']
  readonly windowing?: Candidate
  readonly scheduling?: Candidate
}

export interface Input {
  readonly name: string
  readonly output: string
  readonly node: YamlNode | null
}

type Home = 'worker' | 'servers' | 'sink'

/** Undefined, with a problem, when it has no keys to read. */
export function readStage(reader: Reader, name: string, keyNode: YamlNode, node: YamlNode): Draft {
  return new StageReader(reader, name, keyNode, node).read()
}

class StageReader {
  readonly #reader: Reader
  readonly #name: string
  readonly #path: Path
  readonly #keyNode: YamlNode
  readonly #entries: readonly Entry[]
  /** Whether its keys could be read at all. */
  readonly #isReadable: boolean

  constructor(reader: Reader, name: string, keyNode: YamlNode, node: YamlNode) {
    this.#reader = reader
    this.#name = name
    this.#path = ['pipeline', name]
    this.#keyNode = keyNode
    const entries = reader.document.isEmpty(node) ? [] : reader.document.entries(node, this.#path, 'stage')
    this.#isReadable = entries !== undefined
    this.#entries = entries ?? []
  }

  read(): Draft {
    const operator = this.#operator()
    const home: Home | undefined = operator && operatorNamed(operator.key).runsOn
    const parallelism = this.#option('parallelism', (value, path) => this.#reader.value(PARALLELISM.type, value, path))
    const node = this.#option('node', (value, path) => this.#reader.scalar(value, path, 'the name of a node'))
    const windowingChosen = this.#candidate('windowing', windowing)
    const schedulingChosen = this.#candidate('scheduling', scheduling as unknown as Pickable)
    const queue = this.#queue(home === 'servers' ? 0 : 1)
    this.#checkPlaces(operator?.key, home)
    const named = operator && operatorNamed(operator.key).descriptor
    const options =
      operator &&
      named &&
      this.#reader.options(named.options, named.main, operator.value, [...this.#path, operator.key], operator.key, 'none', operator.keyNode)
    return {
      name: this.#name,
      keyNode: this.#keyNode,
      from: this.#from(),
      operator: operator && options && { name: operator.key, options },
      operatorName: operator?.key,
      operatorNode: operator?.value ?? null,
      node: node === undefined ? undefined : String(node),
      nodeNode: this.#find('node')?.value ?? null,
      parallelism: (parallelism as number | undefined) ?? 1,
      queue,
      ...(windowingChosen === undefined ? {} : { windowing: windowingChosen }),
      ...(schedulingChosen === undefined ? {} : { scheduling: schedulingChosen }),
    }
  }

  #find(key: string): Entry | undefined {
    return this.#entries.find((entry) => entry.key === key)
  }

  #option<Value>(key: string, read: (value: YamlNode, path: Path) => Value): Value | undefined {
    const entry = this.#find(key)
    return entry && read(entry.value, [...this.#path, key])
  }

  #candidate(kind: string, registry: Pickable): Candidate | undefined {
    return this.#option(kind, (value, path) => readCandidate(this.#reader, registry, `${kind} strategy`, value, path))
  }

  /** The one operator of the stage. */
  #operator(): Entry | undefined {
    const { document } = this.#reader
    const known = this.#reader.names(operators as unknown as Pickable)
    const chosen = this.#entries.filter(({ key }) => known.includes(key))
    if (!this.#reader.lacksPlugins)
      document.refuseUnknown(this.#entries, [...STAGE_KEYS, ...known], this.#path, 'operator or key of a stage', (key) =>
        this.#advice(key, chosen),
      )
    const isMissing = chosen.length === 0 && this.#entries.every(({ key }) => STAGE_KEYS.includes(key))
    if (isMissing && this.#isReadable)
      document.at(this.#keyNode, this.#path, `missing operator of ${this.#name}`, `one of ${known.join(', ')}`)
    if (chosen.length > 1) {
      const names = chosen.map(({ key }) => key).join(' and ')
      document.at(chosen[1]!.keyNode, this.#path, `conflicting operators of ${this.#name}: ${names}; a stage has exactly one`)
    }
    return chosen[0]
  }

  /** An option of the operator that stands beside the operator. */
  #advice(key: string, chosen: readonly Entry[]): string | undefined {
    const owner = chosen.find((entry) => Object.hasOwn(operatorNamed(entry.key).descriptor.options, key))
    return owner && `It is an option of ${owner.key}: write ${owner.key}: { ${key}: … }`
  }

  #from(): readonly Input[] {
    const { document } = this.#reader
    const entry = this.#find('from')
    const path = [...this.#path, 'from']
    if (entry === undefined) {
      const isSaid = !this.#isReadable || document.isMisspelt('from', this.#entries, STAGE_KEYS)
      if (!isSaid)
        document.at(this.#keyNode, this.#path, `missing from: what does ${this.#name} read?`, 'from: NAME of a source or a stage')
      return []
    }
    const inputs = new Map<string, Input>()
    const items = document.isEmpty(entry.value) ? [] : document.items(entry.value)
    for (const item of items) {
      const written = this.#reader.scalar(item, path, 'the name of a source or a stage')
      if (written === undefined) continue
      const [name, ...rest] = String(written).split('.')
      const output = rest.length === 0 ? 'main' : rest.join('.')
      const id = `${name}.${output}`
      if (inputs.has(id)) document.at(item, path, `conflicting inputs: ${written} is there twice`)
      else inputs.set(id, { name: name!, output, node: item })
    }
    if (items.length === 0 && !document.isBroken(entry.value)) document.at(entry.value, path, 'missing input: from names nothing')
    return [...inputs.values()]
  }

  #queue(least: number): Stage['queue'] {
    const fallback = { capacity: DEFAULT_CAPACITY, full: 'block' } as const
    const entry = this.#find('queue')
    const path = [...this.#path, 'queue']
    const entries = entry && this.#reader.document.entries(entry.value, path, 'queue')
    if (entries === undefined) return fallback
    this.#reader.document.refuseUnknown(entries, ['capacity', 'full'], path, 'key of a queue')
    const capacityNode = entries.find(({ key }) => key === 'capacity')?.value
    const fullNode = entries.find(({ key }) => key === 'full')?.value
    const full =
      fullNode && (this.#reader.value({ kind: 'choice', of: FULL }, fullNode, [...path, 'full']) as Stage['queue']['full'] | undefined)
    const capacity = capacityNode && this.#capacity(capacityNode, [...path, 'capacity'], least)
    return { capacity: capacity ?? DEFAULT_CAPACITY, full: full ?? 'block' }
  }

  #capacity(node: YamlNode, path: Path, least: number): number | undefined {
    const written = this.#reader.scalar(node, path, 'a number of rows, or unbounded')
    if (written === undefined) return undefined
    if (written === 'unbounded') return Number.MAX_SAFE_INTEGER
    return this.#reader.number({ kind: 'integer', min: least, max: Number.MAX_SAFE_INTEGER }, node, path)
  }

  /** What is set where it cannot act. */
  #checkPlaces(operator: string | undefined, home: Home | undefined): void {
    if (operator === undefined) return
    const refuse = (key: string, why: string, hint?: string): void => {
      const entry = this.#find(key)
      if (entry !== undefined) this.#reader.document.at(entry.keyNode, [...this.#path, key], `invalid ${key}: ${why}`, hint)
    }
    if (home === 'servers') refuse('parallelism', `${operator} has one queue`, `set servers: of ${operator} instead`)
    if (home === 'sink') refuse('parallelism', `${operator} takes records in no time`)
    if (home === 'sink') refuse('queue', `nothing waits at ${operator}`)
    if (operatorNamed(operator).usesWindowing !== true) refuse('windowing', `${operator} keeps no windows`)
    if (home !== 'servers') refuse('scheduling', `${operator} is no station of its own`, 'set it on the node, under cluster:')
  }
}
