/** YAML as it is written: parsed to nodes, with places in lines and columns, and with what is wrong in words of ours. */
import { isAlias, isNode, isScalar, LineCounter, parseAllDocuments, visit, type Alias, type Document, type Node } from 'yaml'
import type { Problem } from './problem.ts'

/** Larger files are no scenarios; the limit keeps hostile ones from taking the machine. */
const SIZE_MAX = 4 * 1024 * 1024
/** Characters that may open a level; deeper nesting than this exhausts the stack of the parser. */
const DEPTH_MAX = 200

/** A stretch of the text, as a problem names it. */
export type Place = Pick<Problem, 'line' | 'column' | 'endColumn'>

const START: Place = { line: 1, column: 1, endColumn: 2 }

/** The text of a scenario file with the one document that is in it. */
export class YamlText {
  readonly text: string
  readonly problems: Problem[] = []
  /** Undefined when the text is no YAML, or holds nothing. */
  readonly document: Document | undefined
  readonly #lines = new LineCounter()
  #targets: ReadonlyMap<Alias, Node> | undefined

  constructor(text: string) {
    this.text = text
    this.document = this.#parse()
  }

  /** Where the characters from `from` up to `to` are; of several lines, the first. */
  place(from: number, to: number): Place {
    const start = this.#lines.linePos(Math.min(from, this.text.length))
    const end = this.#lines.linePos(Math.min(to, this.text.length))
    const line = Math.max(1, start.line)
    const column = Math.max(1, start.col)
    const lineEnd = this.text.indexOf('\n', from)
    const last = end.line === start.line ? end.col : column + (lineEnd < 0 ? this.text.length : lineEnd) - from
    return { line, column, endColumn: Math.max(column + 1, last) }
  }

  /** Where in the text character `offset` of a scalar's value is. White space does not count: YAML folds it. */
  within(node: Node, value: string, offset: number): number {
    const [from, to] = node.range ?? [0, 0]
    const isBlock = isScalar(node) && (node.type === 'BLOCK_LITERAL' || node.type === 'BLOCK_FOLDED')
    const isQuoted = isScalar(node) && (node.type === 'QUOTE_DOUBLE' || node.type === 'QUOTE_SINGLE')
    let at = isBlock ? this.text.indexOf('\n', from) + 1 : isQuoted ? from + 1 : from
    const before = value.slice(0, offset).replace(/\s/g, '').length
    for (let seen = 0; at < to; at++) {
      if (/\s/.test(this.text[at]!)) continue
      if (seen++ === before) return at
    }
    return Math.max(from, to - 1)
  }

  /** What an alias stands for: the node of that anchor that comes last before it. */
  target(alias: Alias): Node | undefined {
    this.#targets ??= targetsIn(this.document!)
    return this.#targets.get(alias)
  }

  #parse(): Document | undefined {
    const { length } = this.text
    if (length > SIZE_MAX) return this.#refuse(`invalid file: ${length} characters; a scenario has at most ${SIZE_MAX}`, START)
    const tooDeep = deepest(this.text)
    if (tooDeep !== undefined) return this.#refuse(`invalid file: more than ${DEPTH_MAX} levels of nesting`, this.#placeUnparsed(tooDeep))
    // Keys that are there twice are found where maps are read: the parser compares every key with every other.
    const parsed = parseAllDocuments(this.text, { lineCounter: this.#lines, merge: true, uniqueKeys: false, prettyErrors: false })
    const documents = Array.isArray(parsed) ? (parsed as Document[]) : []
    this.#noteProblems(documents)
    const [first, second] = documents
    if (second !== undefined && this.problems.length === 0) {
      const dashes = this.text.lastIndexOf('---', second.contents?.range?.[0] ?? this.text.length)
      return this.#refuse(
        'invalid file: it holds several documents; a scenario is one',
        this.place(dashes, dashes + 3),
        'remove the line ---',
      )
    }
    const contents = first?.contents ?? null
    const isEmpty = contents === null || (isScalar(contents) && contents.value === null)
    if (isEmpty && this.problems.length === 0) {
      return this.#refuse('missing scenario: the file is empty', START, 'start with format: 1, duration:, traffic: and pipeline:')
    }
    const hasErrors = documents.some(({ errors }) => errors.length > 0)
    return isEmpty || hasErrors ? undefined : first
  }

  #placeUnparsed(at: number): Place {
    const before = this.text.slice(0, at).split('\n')
    const column = before.at(-1)!.length + 1
    return { line: before.length, column, endColumn: column + 1 }
  }

  #refuse(message: string, place: Place, hint?: string): undefined {
    this.problems.push({ severity: 'error', message, ...place, path: '', ...(hint === undefined ? {} : { hint }) })
  }

  /** Of errors, the first alone: those after it mostly come of it. */
  #noteProblems(documents: readonly Document[]): void {
    const error = documents.flatMap(({ errors }) => errors)[0]
    for (const { message, pos, code } of [...(error === undefined ? [] : [error]), ...documents.flatMap(({ warnings }) => warnings)]) {
      const [said, hint] = inOurWords(message, code, this.text.slice(pos[0], Math.min(pos[1], pos[0] + 20)))
      this.#refuse(said, this.place(pos[0], pos[1]), hint)
    }
  }
}

/** All aliases in one pass; the parser's own search takes a pass for each. */
function targetsIn(document: Document): ReadonlyMap<Alias, Node> {
  const anchors = new Map<string, Node>()
  const targets = new Map<Alias, Node>()
  visit(document, (_key, node) => {
    if (isAlias(node)) {
      const target = anchors.get(node.source)
      if (target !== undefined) targets.set(node, target)
    } else if (isNode(node) && node.anchor !== undefined) {
      anchors.set(node.anchor, node)
    }
  })
  return targets
}

const QUOTE = 'if it is part of an expression, quote the expression'

/** What YAML's own messages mean here. */
function inOurWords(message: string, code: string, found: string): readonly [message: string, hint?: string] {
  if (message.startsWith('Maximum call stack')) return ['invalid file: it is nested too deeply']
  switch (code) {
    case 'TAB_AS_INDENT':
      return ['invalid indentation: a tab', 'indent with spaces']
    case 'TAG_RESOLVE_FAILED':
      return [`invalid tag: ${message.replace(/^Unresolved tag: /, '')}`, QUOTE]
    case 'UNEXPECTED_TOKEN':
      return [`invalid YAML: ${found.trim() === '' ? 'something' : found.trim().split('\n')[0]} is not expected here`, QUOTE]
    case 'MULTILINE_IMPLICIT_KEY':
    case 'BLOCK_AS_IMPLICIT_KEY':
      return ['invalid YAML: a key within a value', 'indent what stands below a key, and quote a text that has a colon']
    case 'MISSING_CHAR':
      return [`invalid YAML: ${closing(message)}`, QUOTE]
    case 'BAD_INDENT':
      return ['invalid YAML: a bracket is not closed before here, or the line is not indented far enough']
    default:
      return [`invalid YAML: ${message.split('\n')[0]}`]
  }
}

function closing(message: string): string {
  const quote = /^Missing closing (["'])/.exec(message)?.[1]
  return quote === undefined ? message.split('\n')[0]! : `a text that begins with ${quote} does not end with it`
}

/** Where flow collections nest too deeply; undefined when nowhere. Counts brackets in texts too, of which nobody needs so many. */
function deepest(text: string): number | undefined {
  let depth = 0
  for (let at = 0; at < text.length; at++) {
    const character = text[at]
    if (character === '[' || character === '{') {
      if (++depth > DEPTH_MAX) return at
    } else if (character === ']' || character === '}') {
      depth = Math.max(0, depth - 1)
    } else if (character === '\n' && text[at + 1] !== ' ' && text[at + 1] !== '\n' && text[at + 1] !== '#') {
      depth = 0
    }
  }
  return undefined
}
