/** The YAML layer: text to nodes with positions, and problems where it is no good YAML. */
import { isAlias, isMap, isScalar, isSeq, LineCounter, Pair, parseAllDocuments, Scalar, YAMLMap, type Document, type Node } from 'yaml'
import { didYouMean } from '../registry/suggestion.ts'
import type { Problem } from './problem.ts'

export type Path = readonly (string | number)[]

/** Larger files are no scenarios; the limit keeps hostile ones from taking the machine. */
const SIZE_MAX = 5 * 1024 * 1024
const ALIASES_MAX = 1000

/** One key of a mapping. `value` is null where nothing stands behind the key. */
export interface Entry {
  readonly key: string
  readonly keyNode: Node
  readonly value: Node | null
}

/** A parsed file: nodes, the lines they are on, and the problems found so far. */
export class ScenarioDocument {
  readonly problems: Problem[] = []
  readonly root: Node | null
  readonly #lines = new LineCounter()
  readonly #document: Document | undefined
  #aliases = 0

  constructor(text: string) {
    const documents = this.#parse(text)
    this.#document = documents?.[0]
    this.root = this.#document?.contents ?? null
  }

  #parse(text: string): readonly Document[] | undefined {
    if (text.length > SIZE_MAX) {
      this.problems.push({ severity: 'error', message: `invalid file: ${text.length} characters; a scenario has at most ${SIZE_MAX}`, line: 1, column: 1, endColumn: 2, path: '' })
      return undefined
    }
    const parsed = parseAllDocuments(text, { lineCounter: this.#lines, merge: true, uniqueKeys: true, prettyErrors: false })
    const documents = Array.isArray(parsed) ? (parsed as Document[]) : []
    for (const document of documents) {
      for (const error of document.errors) this.#yamlProblem(error.message, error.pos[0], error.pos[1], error.code)
      for (const warning of document.warnings) this.#yamlProblem(warning.message, warning.pos[0], warning.pos[1], warning.code)
    }
    if (documents.length > 1) this.at(documents[1]!.contents, [], 'invalid file: it holds several documents; a scenario is one', 'remove the line ---')
    if (documents.length === 0 || documents[0]!.contents === null || (isScalar(documents[0]!.contents) && documents[0]!.contents.value === null)) {
      if (this.problems.length === 0) this.problems.push({ severity: 'error', message: 'missing scenario: the file is empty', line: 1, column: 1, endColumn: 2, path: '', hint: 'start with format: 1, traffic: and pipeline:' })
      return undefined
    }
    return documents
  }

  #yamlProblem(message: string, from: number, to: number, code: string): void {
    const { line, col } = this.#lines.linePos(from)
    const end = this.#lines.linePos(to)
    const [said, hint] = inOurWords(message, code)
    this.problems.push({ severity: 'error', message: said, line: Math.max(1, line), column: Math.max(1, col), endColumn: end.line === line ? end.col : col + 1, path: '', ...(hint === undefined ? {} : { hint }) })
  }

  /** Notes a problem at a node; `offset` counts characters into the text of a scalar. */
  at(node: Node | null | undefined, path: Path, message: string, hint?: string, offset = 0, severity: Problem['severity'] = 'error'): void {
    const [from, to] = node?.range ?? [0, 1]
    const quoted = isScalar(node) && (node.type === 'QUOTE_DOUBLE' || node.type === 'QUOTE_SINGLE') ? 1 : 0
    const start = this.#lines.linePos(offset > 0 ? Math.min(from + quoted + offset, Math.max(from, to - 1)) : from)
    const end = this.#lines.linePos(to)
    const endColumn = end.line === start.line ? end.col : start.col + 1
    this.problems.push({
      severity,
      message,
      line: Math.max(1, start.line),
      column: Math.max(1, start.col),
      endColumn: offset > 0 ? start.col + 1 : endColumn,
      path: path.join('.'),
      ...(hint === undefined ? {} : { hint }),
    })
  }

  /** Line of a node, from 1. */
  lineOf(node: Node): number {
    return this.#lines.linePos(node.range?.[0] ?? 0).line
  }

  /** The node that an alias stands for, or the node itself. */
  resolve(node: Node | null | undefined): Node | null {
    if (!isAlias(node)) return node ?? null
    if (++this.#aliases > ALIASES_MAX) {
      if (this.#aliases === ALIASES_MAX + 1) this.at(node, [], `invalid aliases: more than ${ALIASES_MAX} are used`, 'write values out instead of nesting aliases')
      return null
    }
    const target = node.resolve(this.#document!) as Node | undefined
    if (target === undefined) this.at(node, [], `unknown alias: *${node.source}`, 'if it is part of an expression, quote the expression')
    return target ?? null
  }

  /** Keys and values of a mapping, merge keys spread out, keys that start with `x-` left out. Undefined, with a problem, when it is none. */
  entries(node: Node | null | undefined, path: Path, what: string): readonly Entry[] | undefined {
    const resolved = this.resolve(node)
    if (!isMap(resolved)) {
      this.at(node, path, `invalid ${what}: expected keys with values`)
      return undefined
    }
    const found = new Map<string, Entry>()
    this.#collect(resolved, found, 0)
    return [...found.values()]
  }

  #collect(map: YAMLMap, into: Map<string, Entry>, depth: number): void {
    if (depth > 10) return
    const merged: YAMLMap[] = []
    for (const pair of map.items as Pair<Node, Node | null>[]) {
      // With merging on, the parser gives the merge key as a symbol.
      const isMerge = isScalar(pair.key) && (typeof pair.key.value === 'symbol' || pair.key.value === '<<')
      const key = isScalar(pair.key) && !isMerge ? String(pair.key.value) : ''
      if (isMerge) {
        const target = this.resolve(pair.value)
        const sources = isSeq(target) ? target.items.map((item) => this.resolve(item as Node)) : [target]
        for (const source of sources) if (isMap(source)) merged.push(source)
      } else if (!isScalar(pair.key)) {
        this.at(pair.key, [], 'invalid key: expected a name')
      } else if (!key.startsWith('x-')) {
        into.set(key, { key, keyNode: pair.key, value: pair.value ?? nothingAt(pair.key) })
      }
    }
    for (const source of merged) {
      const inherited = new Map<string, Entry>()
      this.#collect(source, inherited, depth + 1)
      for (const [key, entry] of inherited) if (!into.has(key)) into.set(key, entry)
    }
  }

  /** A mapping with this entry alone. */
  only({ keyNode, value }: Entry): Node {
    const map = new YAMLMap()
    map.items.push(new Pair(keyNode, value))
    map.range = (value ?? keyNode).range ?? null
    return map
  }

  /**
   * The node at a path of option names below a node, as far as it goes; an option that stands as the bare main value has no key of its own.
   * Also gives the whole path of what was found.
   */
  descend(node: Node | null, names: Path, path: Path): readonly [Node | null, Path] {
    let found = this.resolve(node)
    let whole = path
    for (const name of names) {
      if (!isMap(found)) break
      const next = found.get(name, true) as Node | undefined
      if (next === undefined) continue
      found = this.resolve(next)
      whole = [...whole, name]
    }
    return [found, whole]
  }

  /** Items of a list, or the one value that stands for a list of itself. */
  items(node: Node | null | undefined): readonly (Node | null)[] {
    const resolved = this.resolve(node)
    if (isSeq(resolved)) return resolved.items as (Node | null)[]
    return resolved === null ? [] : [resolved]
  }

  /** Refuses keys that are not among the known ones. */
  refuseUnknown(entries: readonly Entry[], known: readonly string[], path: Path, what: string): void {
    for (const { key, keyNode } of entries) {
      if (known.includes(key)) continue
      const cut = /[()[\]]/.test(key) ? 'an expression with a comma must be quoted, or YAML cuts it there' : didYouMean(key, known).trim()
      this.at(keyNode, [...path, key], `unknown ${what}: ${key}`, cut === '' ? `known: ${known.join(', ')}` : cut)
    }
  }
}

/** An empty value where the key stands, so that problems with it have a place. */
function nothingAt(key: Node): Node {
  const nothing = new Scalar(null)
  nothing.range = key.range ?? null
  return nothing
}

/** What YAML's own messages mean here. */
function inOurWords(message: string, code: string): readonly [string, string | undefined] {
  switch (code) {
    case 'DUPLICATE_KEY':
      return ['conflicting keys: this key is there twice', 'keep one of them']
    case 'TAB_AS_INDENT':
      return ['invalid indentation: a tab', 'indent with spaces']
    case 'TAG_RESOLVE_FAILED':
      return [`invalid tag: ${message.replace(/^Unresolved tag: /, '')}`, 'if it is part of an expression, quote the expression']
    case 'UNEXPECTED_TOKEN':
    case 'BAD_ALIAS':
      return [`invalid YAML: ${message}`, 'if it is part of an expression, quote the expression']
    default:
      return [`invalid YAML: ${message.split('\n')[0]}`, undefined]
  }
}
