/** Reads how a source follows another one: `after: orders`, with `delay:`, `probability:` and what to `copy:`. */
import type { Quantity } from '../registry/pick.ts'
import type { After, FieldContent, SourceSpec } from '../traffic/source-spec.ts'
import type { Entry, Path } from './document.ts'
import type { Reader } from './reader.ts'

export const AFTER_KEYS = ['after', 'delay', 'probability', 'copy']
const PROBABILITY = { kind: 'ratio', min: 0, max: 1 } as const

export interface Following {
  readonly after: After
  /** Fields of the record that is followed. */
  readonly copied: readonly FieldContent[]
  readonly copiesKey: boolean
}

/** Undefined when the source follows none, or its description has a problem. */
export function readAfter(
  reader: Reader,
  entries: readonly Entry[],
  path: Path,
  parents: ReadonlyMap<string, SourceSpec>,
): Following | undefined {
  const { document } = reader
  const find = (key: string): Entry | undefined => entries.find((entry) => entry.key === key)
  const [after, delayEntry, probabilityEntry, copy] = AFTER_KEYS.map(find)
  if (after === undefined) {
    for (const entry of [delayEntry, probabilityEntry, copy]) {
      if (entry !== undefined)
        document.at(
          entry.keyNode,
          [...path, entry.key],
          `invalid ${entry.key}: only a source that comes after another one has it`,
          'after: orders',
        )
    }
    return undefined
  }
  const arrivals = find('arrivals')
  if (arrivals !== undefined)
    document.at(arrivals.keyNode, [...path, 'arrivals'], 'invalid arrivals: a source that comes after another one has none of its own')
  const parent = parents.get(String(reader.scalar(after.value, [...path, 'after'], 'the name of a source')))
  const delay: Quantity | undefined =
    delayEntry === undefined ? { kind: 'constant', value: 0 } : reader.quantity('duration', delayEntry.value, [...path, 'delay'])
  const probability =
    probabilityEntry === undefined ? 1 : (reader.value(PROBABILITY, probabilityEntry.value, [...path, 'probability']) as number | undefined)
  if (parent === undefined) return undefined
  const names = (copy === undefined ? [] : document.items(copy.value)).flatMap((item, index) => {
    const name = reader.scalar(item, [...path, 'copy', index], 'key, or a field of the records that are followed')
    const known = ['key', ...parent.fields.map((field) => field.name)]
    if (name === undefined || known.includes(String(name))) return name === undefined ? [] : [String(name)]
    document.unknown(item, [...path, 'copy', index], 'field to copy', String(name), known)
    return []
  })
  if (delay === undefined || probability === undefined) return undefined
  const copied = parent.fields
    .filter(({ name }) => names.includes(name))
    .map(({ name, type }): FieldContent => ({ name, type, content: { kind: 'copied' } }))
  return { after: { parent, delay, probability }, copied, copiesKey: names.includes('key') }
}

/** Sources in an order in which what is followed comes first; problems for those that follow nothing there is, or one another. */
export function orderOfFollowing(reader: Reader, entries: readonly Entry[]): readonly Entry[] {
  const { document } = reader
  const followed = new Map(entries.map((entry) => [entry.key, followedBy(reader, entry)]))
  const ordered: Entry[] = []
  const known = new Set<string>()
  for (let left = [...entries]; left.length > 0;) {
    const ready = left.filter(({ key }) => (followed.get(key)?.name ?? '') === '' || known.has(followed.get(key)!.name))
    for (const entry of ready) known.add(entry.key)
    ordered.push(...ready)
    const rest = left.filter((entry) => !ready.includes(entry))
    if (ready.length === 0) {
      for (const { key } of rest) {
        const { name, entry } = followed.get(key)!
        const at = ['traffic', key, 'after']
        if (!followed.has(name)) document.unknown(entry.value, at, 'source', name, followed.keys())
        else
          document.at(
            entry.value,
            at,
            `invalid after: ${key} comes after ${name}, which comes after ${key} in the end; one of them needs arrivals`,
          )
      }
      return [...ordered, ...rest]
    }
    left = rest
  }
  return ordered
}

function followedBy(reader: Reader, { value }: Entry): { readonly name: string; readonly entry: Entry } | undefined {
  const { document } = reader
  const entries = document.isEmpty(value) ? [] : (document.entries(value, [], 'source') ?? [])
  const entry = entries.find(({ key }) => key === 'after')
  const written = entry && document.resolve(entry.value)
  const name = written !== null && written !== undefined && 'value' in written ? written.value : undefined
  return entry === undefined ? undefined : { name: typeof name === 'string' ? name : '', entry }
}
