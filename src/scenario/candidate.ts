/** Reads a strategy where one can be chosen. */
import type { Node } from 'yaml'
import type { Path } from './document.ts'
import type { Pickable, Reader } from './reader.ts'
import type { Candidate } from './scenario.ts'

/** A strategy by the pick rule, with its id: the name, and the options that were set where there are any. */
export function readCandidate(reader: Reader, registry: Pickable, what: string, node: Node | null, path: Path): Candidate | undefined {
  const pick = reader.pick(registry, what, node, path)
  if (pick === undefined) return undefined
  const { options } = registry[pick.name]!.descriptor
  const set = Object.entries(pick.options).filter(([name, value]) => options[name]!.default !== value)
  const chosen = set.map(([name, value]) => `${name}:${String(value)}`).join(';')
  return { ...pick, id: set.length === 0 ? pick.name : `${pick.name}(${chosen})` }
}
