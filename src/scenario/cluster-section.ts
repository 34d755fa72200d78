/** Reads `cluster:`: nodes with their workers, and the links between them. */
import type { Node as YamlNode } from 'yaml'
import { scheduling } from '../strategies/scheduling/index.ts'
import { bandwidth, duration, integer, optional, option } from '../registry/option.ts'
import { didYouMean } from '../registry/suggestion.ts'
import { isName, NAME_RULE } from './names.ts'
import type { Pickable, Reader } from './reader.ts'
import type { Candidate, Link, Node } from './scenario.ts'

export const LINK_OPTIONS = {
  from: option<string>({ kind: 'text' }, 'node that sends', undefined),
  to: option<string>({ kind: 'text' }, 'node that receives', undefined),
  bandwidth: optional(bandwidth({ doc: 'bytes or bits per second; without it frames take no time to send' })),
  delay: duration({ doc: 'from the end of sending to arrival', default: 0, min: 0 }),
}

export const WORKERS = integer({ doc: 'workers (cores)', default: 1, min: 1, max: 10_000 })

export interface Cluster {
  readonly nodes: readonly Node[]
  readonly links: readonly Link[]
  /** Whether the scenario names its nodes. */
  readonly isDeclared: boolean
}

/** Without `cluster:` there is one node, `local`, with one worker. */
export function readCluster(reader: Reader, node: YamlNode | null | undefined): Cluster {
  if (node === undefined) return { nodes: [{ name: 'local', workers: 1 }], links: [], isDeclared: false }
  const entries = reader.document.entries(node, ['cluster'], 'cluster') ?? []
  reader.document.refuseUnknown(entries, ['nodes', 'links'], ['cluster'], 'key of cluster')
  const nodesEntry = entries.find(({ key }) => key === 'nodes')
  if (nodesEntry === undefined) reader.document.at(node, ['cluster'], 'missing nodes', 'nodes: { edge: { workers: 1 } }')
  const nodes: Node[] = []
  for (const { key, keyNode, value } of nodesEntry === undefined ? [] : (reader.document.entries(nodesEntry.value, ['cluster', 'nodes'], 'nodes') ?? [])) {
    const path = ['cluster', 'nodes', key]
    if (!isName(key)) reader.document.at(keyNode, path, `invalid name: ${key}; ${NAME_RULE}`)
    const parts = value === null ? [] : (reader.document.entries(value, path, 'node') ?? [])
    reader.document.refuseUnknown(parts, ['workers', 'scheduling'], path, 'key of a node')
    const workersEntry = parts.find((part) => part.key === 'workers')
    const workers = workersEntry === undefined ? 1 : reader.number(WORKERS.type as never, workersEntry.value, [...path, 'workers'])
    const chosen = parts.find((part) => part.key === 'scheduling')
    const candidate = chosen && readCandidate(reader, scheduling as unknown as Pickable, 'scheduling strategy', chosen.value, [...path, 'scheduling'])
    nodes.push({ name: key, workers: workers ?? 1, ...(candidate === undefined ? {} : { scheduling: candidate }) })
  }
  const linksEntry = entries.find(({ key }) => key === 'links')
  const links = linksEntry === undefined ? [] : readLinks(reader, linksEntry.value, nodes)
  return { nodes, links, isDeclared: true }
}

function readLinks(reader: Reader, node: YamlNode | null, nodes: readonly Node[]): Link[] {
  const links: Link[] = []
  const names = nodes.map(({ name }) => name)
  for (const { key, keyNode, value } of reader.document.entries(node, ['cluster', 'links'], 'links') ?? []) {
    const path = ['cluster', 'links', key]
    if (!isName(key)) reader.document.at(keyNode, path, `invalid name: ${key}; ${NAME_RULE}`)
    const read = reader.options(LINK_OPTIONS, undefined, value, path, `link ${key}`, 'none', keyNode) as { from: string; to: string; bandwidth?: number; delay: number } | undefined
    if (read === undefined) continue
    for (const end of ['from', 'to'] as const) {
      if (!names.includes(read[end])) reader.document.at(value, [...path, end], `unknown node: ${read[end]}.${didYouMean(read[end], names)}`, `known: ${names.join(', ')}`)
    }
    if (read.from === read.to) reader.document.at(value, path, `invalid link: ${key} goes from ${read.from} to itself`)
    const twin = links.find((link) => link.from === read.from && link.to === read.to)
    if (twin !== undefined) reader.document.at(keyNode, path, `conflicting links: ${twin.name} goes from ${read.from} to ${read.to} already`)
    links.push({ name: key, from: read.from, to: read.to, bandwidth: read.bandwidth ?? Number.MAX_SAFE_INTEGER, delay: Math.round(read.delay) })
  }
  return links
}

/** A strategy by the pick rule, with its id: the name, and the options that were set where there are any. */
export function readCandidate(reader: Reader, registry: Pickable, what: string, node: YamlNode | null, path: readonly (string | number)[]): Candidate | undefined {
  const pick = reader.pick(registry, what, node, path)
  if (pick === undefined) return undefined
  const { options } = registry[pick.name]!.descriptor
  const set = Object.entries(pick.options).filter(([name, value]) => options[name]!.default !== value)
  return { ...pick, id: set.length === 0 ? pick.name : `${pick.name}(${set.map(([name, value]) => `${name}:${String(value)}`).join(';')})` }
}
