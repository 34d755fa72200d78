/** Reads `strategies:`, and refuses pairs that cannot work together. */
import { isMap, type Node } from 'yaml'
import { operatorNamed } from '../operators/index.ts'
import { scheduling } from '../strategies/scheduling/index.ts'
import { windowing } from '../strategies/windowing/index.ts'
import { readCandidate, type Cluster } from './cluster-section.ts'
import type { Entry } from './document.ts'
import type { Pickable, Reader } from './reader.ts'
import type { Candidate, Scenario } from './scenario.ts'

/** Candidates for every strategy kind; without any, the kind's default. */
export function readStrategies(reader: Reader, entry: Entry | undefined): Scenario['strategies'] {
  const entries = entry === undefined ? [] : (reader.document.entries(entry.value, ['strategies'], 'strategies') ?? [])
  reader.document.refuseUnknown(entries, ['scheduling', 'windowing'], ['strategies'], 'strategy kind')
  return {
    scheduling: readCandidates(reader, entries, 'scheduling', scheduling as unknown as Pickable, 'fifo'),
    windowing: readCandidates(reader, entries, 'windowing', windowing as unknown as Pickable, 'per-window'),
  }
}

function readCandidates(reader: Reader, entries: readonly Entry[], kind: string, registry: Pickable, fallback: string): readonly Candidate[] {
  const entry = entries.find(({ key }) => key === kind)
  const defaults = { name: fallback, id: fallback, options: Object.fromEntries(Object.entries(registry[fallback]!.descriptor.options).map(([name, option]) => [name, option.default])) }
  if (entry === undefined) return [defaults]
  const path = ['strategies', kind]
  const found: Candidate[] = []
  for (const [index, item] of reader.document.items(entry.value).entries()) {
    const candidate = readCandidate(reader, registry, `${kind} strategy`, item, [...path, index])
    if (candidate === undefined) continue
    if (found.some(({ id }) => id === candidate.id)) reader.document.at(item, [...path, index], `conflicting strategies: ${candidate.id} is there twice`)
    found.push(candidate)
  }
  if (reader.document.items(entry.value).length === 0) reader.document.at(entry.value ?? entry.keyNode, path, 'missing strategy: the list is empty')
  return found.length === 0 ? [defaults] : found
}

/** Operators that need the order of their input refuse a policy that may change it. */
export function checkOrder(reader: Reader, pipeline: Node | null, stages: Scenario['stages'], candidates: readonly Candidate[], cluster: Cluster): void {
  const registry = scheduling as unknown as Readonly<Record<string, { readonly keepsOrderOf: string }>>
  for (const stage of stages) {
    if (operatorNamed(stage.operator.name).orderSensitive?.(stage.operator.options) !== true) continue
    const own = cluster.nodes.find(({ name }) => name === stage.node)?.scheduling
    for (const candidate of own === undefined ? candidates : [own]) {
      if (registry[candidate.name]!.keepsOrderOf === 'channel') continue
      const node = pipeline
      const at = isMap(node) ? ((node.get(stage.name, true) as Node | undefined) ?? node) : node
      reader.document.at(at, ['pipeline', stage.name], `invalid pair: ${stage.name} counts records in order, and ${candidate.name} may change their order`, 'use a scheduling strategy that keeps the order of a channel, such as fifo')
    }
  }
}
