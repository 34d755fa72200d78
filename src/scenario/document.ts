/** A scenario file as entries and scalars with places, and the list of its problems. */
import { isAlias, isMap, isScalar, isSeq, Scalar, type Alias, type Node, type Pair, type YAMLMap } from 'yaml'
import { didYouMean, nearest } from '../registry/suggestion.ts'
import { show } from '../units/parsed.ts'
import { cutValue } from './cut-value.ts'
import type { Problem } from './problem.ts'
import { YamlText } from './yaml-text.ts'

export type Path = readonly (string | number)[]

const ALIASES_MAX = 1_000
/** Nobody reads more. */
const PROBLEMS_MAX = 1_000
/** Beside a suggestion, more names than this are not listed. */
const LISTED_BESIDE = 6

/** One key of a mapping. What stands behind the key is a scalar without value where nothing does. */
export interface Entry {
  readonly key: string
  readonly keyNode: Node
  readonly value: Node
}

type Entries = ReadonlyMap<string, Entry>

/** A parsed file: nodes, the lines they are on, and the problems found so far. */
export class ScenarioDocument {
  readonly problems: Problem[]
  /** Null when nothing can be read. */
  readonly root: Node | null
  readonly #source: YamlText
  readonly #set: Readonly<Record<string, string>>
  readonly #targets = new Map<Alias, Node | null>()
  readonly #entries = new Map<YAMLMap, Entries>()
  /** Places and messages of all problems. */
  readonly #noted = new Set<string>()
  /** Nodes that have had their problem already. */
  readonly #broken = new Set<Node>()

  /** @param set values that take the place of the file's parameters, by name */
  constructor(text: string, set: Readonly<Record<string, string>> = {}) {
    this.#set = set
    this.#source = new YamlText(text)
    this.problems = [...this.#source.problems]
    this.root = this.#source.document?.contents ?? null
  }

  /** Notes a problem at a node; with `offset`, at that character of the text of a scalar. */
  at(node: Node | null | undefined, path: Path, message: string, hint?: string, offset?: number): void {
    this.#note('error', node, path, message, hint, offset)
  }

  /** Notes what is probably not meant, and runs nevertheless. */
  warn(node: Node | null | undefined, path: Path, message: string, hint?: string): void {
    this.#note('warning', node, path, message, hint)
  }

  /** Refuses a name that is not among the known ones. */
  unknown(
    node: Node | null | undefined,
    path: Path,
    what: string,
    name: string,
    known: Iterable<string>,
    advice = '',
    offset?: number,
  ): void {
    const names = [...known]
    // Every name of one letter is near to every other; and of many problems, the first will do.
    const meant = name.length === 1 || this.problems.length >= PROBLEMS_MAX ? '' : didYouMean(name, names).trim()
    const isEnough = meant !== '' && names.length > LISTED_BESIDE
    const listed = names.length === 0 ? 'There is none.' : isEnough ? '' : `Known: ${names.join(', ')}`
    const hint = [meant, advice === '' ? listed : advice].filter((part) => part !== '').join(' ')
    this.at(node, path, `unknown ${what}: ${name}`, hint === '' ? undefined : hint, offset)
  }

  #note(severity: Problem['severity'], node: Node | null | undefined, path: Path, message: string, hint?: string, offset?: number): void {
    const [from, to] = this.#span(node, offset)
    const told = `${message}${this.#setIn(node)}`
    const problem = {
      severity,
      message: told,
      ...this.#source.place(from, to),
      path: path.join('.'),
      ...(hint === undefined ? {} : { hint }),
    }
    const id = `${problem.line}:${problem.column} ${message}`
    // What several places mean by an alias is written, and wrong, once.
    if (!this.#noted.has(id) && this.problems.length < PROBLEMS_MAX) this.problems.push(problem)
    this.#noted.add(id)
  }

  /** What the command line has put into a scalar: where the file is right, it is what has to be mended. */
  #setIn(node: Node | null | undefined): string {
    const target = this.resolve(node)
    if (!isScalar(target) || typeof target.value !== 'string') return ''
    const names = new Set(Array.from(target.value.matchAll(/\$([A-Za-z_]\w*)/g), ([, name]) => name!))
    const given = [...names].filter((name) => Object.hasOwn(this.#set, name)).map((name) => `--set ${name}=${show(this.#set[name])}`)
    return given.length === 0 ? '' : ` (${given.join(', ')})`
  }

  #span(node: Node | null | undefined, offset: number | undefined): readonly [from: number, to: number] {
    const [from, to] = node?.range ?? [0, 1]
    const target = this.resolve(node)
    if (offset === undefined || !isScalar(target) || target !== node) return [from, to]
    const at = this.#source.within(target, String(target.source ?? target.value), offset)
    const word = /^(?:\$?\w+|[<>=!]=|.)/.exec(this.#source.text.slice(at, at + 64))?.[0] ?? ' '
    return [at, Math.min(to, at + word.length)]
  }

  /** Line of a node, from 1. */
  lineOf(node: Node): number {
    return this.#source.place(node.range?.[0] ?? 0, node.range?.[0] ?? 0).line
  }

  /** The node that an alias stands for, or the node itself. */
  resolve(node: Node | null | undefined): Node | null {
    if (!isAlias(node)) return node ?? null
    const before = this.#targets.get(node)
    if (before !== undefined) return before
    const isTooMany = this.#targets.size >= ALIASES_MAX
    const target = isTooMany ? null : (this.#source.target(node) ?? null)
    this.#targets.set(node, target)
    if (target === null) {
      this.#broken.add(node)
      if (!isTooMany) this.at(node, [], `unknown alias: *${node.source}`, 'if it is part of an expression, quote the expression')
      else if (this.#targets.size === ALIASES_MAX + 1)
        this.at(node, [], `invalid aliases: more than ${ALIASES_MAX} are used`, 'write values out')
    }
    return target
  }

  /** Whether a node has had its problem already, so that nothing more is to be said of it. */
  isBroken(node: Node | null | undefined): boolean {
    const target = this.resolve(node)
    if (node !== null && node !== undefined && (this.#broken.has(node) || (target !== null && this.#broken.has(target)))) return true
    return target?.tag !== undefined && !target.tag.startsWith('tag:yaml.org,2002:') && target.tag !== '!'
  }

  /** Whether nothing stands there. */
  isEmpty(node: Node | null | undefined): boolean {
    const target = this.resolve(node)
    return (target === null || (isScalar(target) && target.value === null)) && !this.isBroken(node)
  }

  /**
   * Keys and values of a mapping, merge keys spread out, keys that start with `x-` left out.
   * Undefined when it is none; that is a problem unless there has been one already.
   */
  entries(node: Node | null | undefined, path: Path, what: string): readonly Entry[] | undefined {
    if (this.isBroken(node)) return undefined
    const resolved = this.resolve(node)
    if (isMap(resolved)) {
      const found = this.#collect(resolved)
      return this.#broken.has(resolved) ? undefined : [...found.values()]
    }
    if (this.isEmpty(node)) this.at(node, path, `missing ${what}: nothing stands under it`)
    else this.at(node, path, `invalid ${what}: ${isSeq(resolved) ? 'a list' : 'a value'}; expected keys with values`)
    return undefined
  }

  #collect(map: YAMLMap): Entries {
    const before = this.#entries.get(map)
    if (before !== undefined) return before
    const found = new Map<string, Entry>()
    // Set before merged maps are read, one of which may be this one.
    this.#entries.set(map, found)
    const merged: Entries[] = []
    const pairs = map.items as Pair<Node | null, Node | null>[]
    for (let index = 0; index < pairs.length; index++) {
      const { key, value } = pairs[index]!
      const cut = map.flow === true ? cutValue(pairs, index) : undefined
      if (cut !== undefined) this.#refuseCut(value!, cut)
      if (isMergeKey(key)) merged.push(...this.#merged(value))
      else this.#add(found, key, value, map)
      index += cut?.pairs ?? 0
    }
    for (const source of merged) for (const [key, entry] of source) if (!found.has(key)) found.set(key, entry)
    return found
  }

  #add(into: Map<string, Entry>, keyNode: Node | null, value: Node | null, map: YAMLMap): void {
    if (!isScalar(keyNode) || keyNode.value === null) {
      this.at(keyNode ?? map, [], 'invalid key: expected a name', 'if it is part of an expression, quote the expression')
      this.#broken.add(map)
      return
    }
    const key = typeof keyNode.value === 'string' ? keyNode.value : JSON.stringify(keyNode.value)
    const first = into.get(key)
    if (first !== undefined)
      this.at(keyNode, [], `conflicting keys: ${key} is there twice, first on line ${this.lineOf(first.keyNode)}`, 'keep one of them')
    else if (!key.startsWith('x-')) into.set(key, { key, keyNode, value: value ?? nothingAt(keyNode) })
  }

  #merged(value: Node | null): readonly Entries[] {
    const target = this.resolve(value)
    return (isSeq(target) ? (target.items as Node[]) : [value]).flatMap((item) => {
      const source = this.resolve(item)
      if (isMap(source)) return [this.#collect(source)]
      if (!this.isBroken(item)) this.at(item ?? value, [], 'invalid merge: expected an alias of keys with values', '<<: *name')
      return []
    })
  }

  #refuseCut(value: Node, { to }: { readonly to: number }): void {
    const from = value.range![0]
    const text = this.#source.text.slice(from, to)
    const quoted = text.includes('"') ? `'${text.replaceAll("'", "''")}'` : `"${text}"`
    const place = this.#source.place(from, to)
    const message = `invalid value: within { } YAML cuts ${text} at the comma`
    this.problems.push({ severity: 'error', message, ...place, path: '', hint: `quote it: ${quoted}` })
    this.#broken.add(value)
  }

  /**
   * The node at a path of option names and indexes below a node, as far as it goes; an option that stands as the bare main value has no key of its own.
   * Also gives the whole path of what was found.
   */
  descend(node: Node | null, names: Path, path: Path): readonly [Node | null, Path] {
    let found = node
    let whole = path
    for (const name of names) {
      const map = this.resolve(found)
      if (isSeq(map)) {
        const item = map.items[Number(name)] as Node | undefined
        if (item !== undefined) [found, whole] = [item, [...whole, name]]
        continue
      }
      if (!isMap(map)) break
      const next = this.#collect(map).get(String(name))
      if (next === undefined) continue
      found = next.value
      whole = [...whole, name]
    }
    return [found, whole]
  }

  /** Items of a list, or the one value that stands for a list of itself. */
  items(node: Node | null | undefined): readonly (Node | null)[] {
    const resolved = this.resolve(node)
    if (isSeq(resolved)) return resolved.items as (Node | null)[]
    return resolved === null ? [] : [node!]
  }

  /** Whether a key that is missing seems to be there under a wrong name, which is a problem of its own. */
  isMisspelt(missing: string, entries: readonly Entry[], known: readonly string[]): boolean {
    return entries.some(({ key }) => !known.includes(key) && nearest(key, known) === missing)
  }

  /** Refuses keys that are not among the known ones; `advice` may know better what to do about one. */
  refuseUnknown(
    entries: readonly Entry[],
    known: readonly string[],
    path: Path,
    what: string,
    advice?: (key: string) => string | undefined,
  ): void {
    for (const { key, keyNode } of entries) {
      if (!known.includes(key)) this.unknown(keyNode, [...path, key], what, key, known, advice?.(key))
    }
  }
}

/** With merging on, the parser gives the merge key as a symbol. */
function isMergeKey(key: Node | null): boolean {
  return isScalar(key) && (typeof key.value === 'symbol' || key.value === '<<')
}

/** An empty value where the key stands, so that problems with it have a place. */
function nothingAt(key: Node): Node {
  const nothing = new Scalar(null)
  nothing.range = key.range ?? null
  return nothing
}
