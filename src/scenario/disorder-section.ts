/** Reads `disorder:` of a source: a model by name, or delays as a duration, a distribution or an expression. */
import { isMap, type Node } from 'yaml'
import { distributions } from '../random/index.ts'
import type { Quantity } from '../registry/pick.ts'
import { nearest } from '../registry/suggestion.ts'
import { disorderNamed, disorders } from '../traffic/disorder/index.ts'
import type { Disorder } from '../traffic/source-spec.ts'
import type { Path } from './document.ts'
import type { Pickable, Reader } from './reader.ts'
import type { RecordsReader } from './records-section.ts'

const NAMES = Object.keys(disorders)

/** Undefined, with problems, when it cannot be read. */
export function readDisorder(reader: Reader, records: RecordsReader, node: Node, path: Path): Disorder | undefined {
  if (isModel(reader, node, path)) return readModel(reader, records, node, path)
  const quantity = reader.quantity('duration', node, path)
  records.checkNumber(quantity, node, path)
  return quantity
}

/** Whether what is named is a model, or is nearer to one than to a distribution. */
function isModel(reader: Reader, node: Node, path: Path): boolean {
  const resolved = reader.document.resolve(node)
  if (!isMap(resolved)) return NAMES.includes(String(resolved))
  const [only, another] = reader.document.entries(node, path, 'disorder') ?? []
  if (only === undefined || another !== undefined) return false
  return NAMES.includes(only.key) || (!Object.hasOwn(distributions, only.key) && nearest(only.key, NAMES) !== undefined)
}

function readModel(reader: Reader, records: RecordsReader, node: Node, path: Path): Disorder | undefined {
  const { document } = reader
  const pick = reader.pick(disorders as unknown as Pickable, 'disorder', node, path)
  if (pick === undefined) return undefined
  const model = disorderNamed(pick.name)
  const conflicts = model.problems?.(pick.options) ?? []
  for (const { path: names, message } of conflicts) {
    const [found, whole] = document.descend(node, [pick.name, ...names], path)
    document.at(found, whole, `conflicting options: ${message}`)
  }
  for (const [name, { type }] of Object.entries(model.descriptor.options)) {
    const [found, whole] = document.descend(node, [pick.name, name], path)
    if (type.kind === 'quantity' && found !== null) records.checkNumber(pick.options[name] as Quantity | undefined, found, whole)
  }
  return conflicts.length > 0 ? undefined : { kind: 'pick', ...pick }
}
