/** Reads what is picked by name, and the options of what was picked. */
import { isMap, isSeq, type Node } from 'yaml'
import { distributions } from '../random/index.ts'
import type { Options, OptionType, Unit } from '../registry/option.ts'
import type { Pick } from '../registry/pick.ts'
import { nearest } from '../registry/suggestion.ts'
import type { Entry, Path } from './document.ts'
import type { Pickable, Reader } from './reader.ts'

/** A name that was picked, with what stands behind it. */
interface Named {
  readonly key: string
  readonly keyNode: Node
  readonly value?: Node
}

/** Options to read, and how to speak of them. */
export interface Wanted {
  readonly options: Options
  /** The one that a bare value sets. */
  readonly main?: string | undefined
  /** Whose options they are. */
  readonly what: string
  readonly unit?: Unit
  /** Where a missing option is noted. */
  readonly at: Node | null
}

export interface PartlyRead {
  /** The options that are right. */
  readonly read: Record<string, unknown>
  /** Whether all of them are. */
  readonly complete: boolean
}

/** One of a few alternatives. */
export function readOneOf(reader: Reader, type: Extract<OptionType, { kind: 'one-of' }>, node: Node | null, path: Path): unknown {
  const named = readNamed(reader, Object.keys(type.alternatives), 'value', node, path)
  if (named === undefined) return undefined
  const option = type.alternatives[named.key]!
  if (option === null) {
    if (named.value === undefined || reader.document.isEmpty(named.value)) return { name: named.key }
    reader.document.at(named.value, [...path, named.key], `invalid value of ${named.key}: it takes none`, named.key)
    return undefined
  }
  if (named.value === undefined || reader.document.isEmpty(named.value)) {
    reader.document.at(node, path, `missing value of ${named.key}: ${option.doc}`, `{ ${named.key}: … }`)
    return undefined
  }
  const value = reader.value(option.type, named.value, [...path, named.key])
  return value === undefined ? undefined : { name: named.key, value }
}

/** A pluggable thing by the pick rule, with every option set. */
export function readPick(reader: Reader, registry: Pickable, what: string, node: Node | null, path: Path, unit: Unit): Pick | undefined {
  const named = readNamed(reader, reader.names(registry), what, node, path)
  if (named === undefined) return undefined
  const { options, main } = registry[named.key]!.descriptor
  const wanted = { options, main, what: named.key, unit, at: named.keyNode }
  const { read, complete } = readOptions(reader, wanted, named.value ?? null, [...path, named.key])
  return complete ? { name: named.key, options: read } : undefined
}

/** The pick rule: a name, or a map with exactly one name. */
function readNamed(reader: Reader, known: readonly string[], what: string, node: Node | null, path: Path): Named | undefined {
  const entry = oneName(reader, known, what, node, path)
  if (entry === undefined || known.includes(entry.key)) return entry
  if (!reader.lacksPlugins) reader.document.unknown(entry.keyNode, [...path, entry.key], what, entry.key, known)
  return undefined
}

function oneName(reader: Reader, known: readonly string[], what: string, node: Node | null, path: Path): Named | undefined {
  const { document } = reader
  if (document.isBroken(node)) return undefined
  const resolved = document.resolve(node)
  const hint = `Known: ${known.join(', ')}`
  if (isMap(resolved)) {
    const entries = document.entries(node, path, what) ?? []
    if (entries.length === 1) return entries[0]
    const found = entries.length === 0 ? 'empty' : `${entries.length} names (${entries.map(({ key }) => key).join(', ')})`
    document.at(entries[1]?.keyNode ?? node, path, `invalid ${what}: ${found}; expected exactly one`, hint)
    return undefined
  }
  if (isSeq(resolved) || document.isEmpty(node)) {
    document.at(node, path, isSeq(resolved) ? `invalid ${what}: a list; expected exactly one` : `missing ${what}`, hint)
    return undefined
  }
  const name = reader.scalar(node, path, what)
  return name === undefined ? undefined : { key: String(name), keyNode: node! }
}

/** Declared options from a mapping, or the main one from a bare value; a problem for each that is wrong. */
export function readOptions(reader: Reader, wanted: Wanted, node: Node | null, path: Path): PartlyRead {
  const read: Record<string, unknown> = {}
  const { options, what, unit, at } = wanted
  const entries = optionEntries(reader, wanted, node, path)
  if (entries === undefined) return { read, complete: false }
  const { main } = wanted
  // A distribution beside other options is meant for the main one, whose name must then be written.
  const named = (key: string): string | undefined =>
    main !== undefined && takes(options, main) === 'quantity' && Object.hasOwn(distributions, key)
      ? `Write ${main}: { ${key}: … }`
      : undefined
  reader.document.refuseUnknown(entries, Object.keys(options), path, `option of ${what}`, named)
  const isKnown = entries.every(({ key }) => Object.hasOwn(options, key))
  let complete = isKnown
  for (const [name, option] of Object.entries(options)) {
    const entry = entries.find(({ key }) => key === name)
    if (entry !== undefined) {
      const value = reader.value(option.type, entry.value, entry.value === node ? path : [...path, name], unit)
      if (value === undefined) complete = false
      else read[name] = value
    } else if (option.default !== undefined) {
      read[name] = option.default
    } else if (option.optional !== true) {
      // What is missing may be there under a wrong name, which has been said.
      if (isKnown) reader.document.at(at, path, `missing ${name} of ${what}: ${option.doc}`)
      complete = false
    }
  }
  return { read, complete }
}

function optionEntries(reader: Reader, { options, main, what }: Wanted, node: Node | null, path: Path): readonly Entry[] | undefined {
  const { document } = reader
  if (document.isBroken(node)) return undefined
  if (document.isEmpty(node)) return []
  if (isMap(document.resolve(node))) {
    const entries = document.entries(node, path, what) ?? []
    const kind = takes(options, main)
    const takesMaps = kind === 'map' || kind === 'group' || kind === 'one-of' || kind === 'quantity' || kind === 'pick'
    const isOption = (key: string): boolean =>
      Object.hasOwn(options, key) ||
      (kind === 'quantity' && !Object.hasOwn(distributions, key) && nearest(key, Object.keys(options)) !== undefined)
    if (!takesMaps || entries.some(({ key }) => isOption(key))) return entries
  }
  if (main !== undefined) return [{ key: main, keyNode: node!, value: node! }]
  const names = Object.keys(options)
  const expected = names.length === 0 ? `${what} has no options` : `options of ${what} are named, as in { ${names[0]}: … }`
  document.at(node, path, `invalid options: ${expected}`, names.length === 0 ? undefined : `Known: ${names.join(', ')}`)
  return undefined
}

function takes(options: Options, main: string | undefined): OptionType['kind'] | undefined {
  return main === undefined ? undefined : options[main]!.type.kind
}
