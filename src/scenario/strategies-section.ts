/** Reads `strategies:`, and refuses pairs that cannot work together. */
import { operatorNamed } from '../operators/index.ts'
import { scheduling } from '../strategies/scheduling/index.ts'
import { windowing } from '../strategies/windowing/index.ts'
import { policiesAt, readCandidate } from './candidate.ts'
import type { Cluster } from './cluster-section.ts'
import type { Entry } from './document.ts'
import type { Pickable, Reader } from './reader.ts'
import type { Candidate, Scenario } from './scenario.ts'

/** Candidates for every strategy kind; without any, the kind's default. */
export function readStrategies(reader: Reader, entry: Entry | undefined): Scenario['strategies'] {
  const { document } = reader
  const isBare = entry === undefined || document.isEmpty(entry.value)
  const entries = isBare ? [] : (document.entries(entry.value, ['strategies'], 'strategies') ?? [])
  document.refuseUnknown(entries, ['scheduling', 'windowing'], ['strategies'], 'strategy kind')
  return {
    scheduling: readCandidates(reader, entries, 'scheduling', scheduling as unknown as Pickable, 'fifo'),
    windowing: readCandidates(reader, entries, 'windowing', windowing, 'per-window'),
  }
}

function readCandidates(
  reader: Reader,
  entries: readonly Entry[],
  kind: string,
  registry: Pickable,
  fallback: string,
): readonly Candidate[] {
  const { document } = reader
  const options = Object.entries(registry[fallback]!.descriptor.options).map(([name, option]) => [name, option.default] as const)
  const defaults = { name: fallback, id: fallback, options: Object.fromEntries(options) }
  const entry = entries.find(({ key }) => key === kind)
  if (entry === undefined) return [defaults]
  const path = ['strategies', kind]
  const found: Candidate[] = []
  const items = document.isEmpty(entry.value) ? [] : document.items(entry.value)
  if (items.length === 0 && !document.isBroken(entry.value)) {
    document.at(entry.value, path, `missing ${kind} strategy: the list is empty`, `Known: ${reader.names(registry).join(', ')}`)
  }
  for (const [index, item] of items.entries()) {
    const candidate = readCandidate(reader, registry, `${kind} strategy`, item, [...path, index])
    if (candidate === undefined) continue
    if (found.some(({ id }) => id === candidate.id))
      document.at(item, [...path, index], `conflicting strategies: ${candidate.id} is there twice`)
    found.push(candidate)
  }
  return found.length === 0 ? [defaults] : found
}

/**
 * Operators that need the order of their input refuse a policy that may change it, wherever between a source and them it does.
 * Time windows upstream do not restore it: results of the same time come in the order in which their windows were opened.
 */
export function checkOrder(
  reader: Reader,
  pipeline: Entry | undefined,
  stages: Scenario['stages'],
  candidates: readonly Candidate[],
  cluster: Cluster,
): void {
  const registry = scheduling as unknown as Readonly<Record<string, { readonly keepsOrderOf: string }>>
  // By stage, policies that may change the order of what has passed it, with the stage at which they do. Each comes after what it reads.
  const changed = new Map<string, ReadonlyMap<string, string>>()
  for (const stage of stages) {
    const places = new Map(stage.from.flatMap(({ name }) => [...(changed.get(name) ?? [])]))
    for (const { name } of policiesAt(stage, cluster.nodes, candidates))
      if (registry[name]!.keepsOrderOf !== 'channel') places.set(name, stage.name)
    changed.set(stage.name, places)
    if (operatorNamed(stage.operator.name).orderSensitive?.(stage.operator.options) !== true) continue
    for (const [policy, place] of places) {
      const [at, path] = reader.document.descend(pipeline?.value ?? null, [stage.name, stage.operator.name], ['pipeline'])
      const where = place === stage.name ? '' : ` at ${place}`
      const message = `invalid pair: ${stage.name} counts records in order, and ${policy}${where} may change their order`
      reader.document.at(at, path, message, 'use a scheduling strategy that keeps the order of a channel, such as fifo')
    }
  }
}
