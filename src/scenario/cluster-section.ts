/** Reads `cluster:`: nodes with their workers, and the links between them. */
import type { Node as YamlNode } from 'yaml'
import { bandwidth, duration, integer, optional, text } from '../registry/option.ts'
import { scheduling } from '../strategies/scheduling/index.ts'
import { readCandidate } from './candidate.ts'
import type { Entry } from './document.ts'
import { isName, NAME_RULE } from './names.ts'
import { readOptions } from './picks.ts'
import type { Pickable, Reader } from './reader.ts'
import type { Link, Node } from './scenario.ts'

export const LINK_OPTIONS = {
  from: text({ doc: 'node that sends' }),
  to: text({ doc: 'node that receives' }),
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
export function readCluster(reader: Reader, entry: Entry | undefined): Cluster {
  if (entry === undefined) return { nodes: [{ name: 'local', workers: 1 }], links: [], isDeclared: false }
  const { document } = reader
  const entries = document.entries(entry.value, ['cluster'], 'cluster')
  document.refuseUnknown(entries ?? [], ['nodes', 'links'], ['cluster'], 'key of cluster')
  const nodesEntry = entries?.find(({ key }) => key === 'nodes')
  const linksEntry = entries?.find(({ key }) => key === 'links')
  if (entries !== undefined && nodesEntry === undefined) {
    document.at(entry.keyNode, ['cluster'], 'missing nodes of cluster', 'nodes: { edge: { workers: 1 } }')
  }
  const nodes = nodesEntry === undefined ? [] : readNodes(reader, nodesEntry)
  return { nodes, links: linksEntry === undefined ? [] : readLinks(reader, linksEntry.value, nodes), isDeclared: true }
}

function readNodes(reader: Reader, entry: Entry): Node[] {
  const { document } = reader
  const entries = document.entries(entry.value, ['cluster', 'nodes'], 'nodes')
  if (entries?.length === 0) document.at(entry.value, ['cluster', 'nodes'], 'missing nodes of cluster', 'nodes: { edge: { workers: 1 } }')
  return (entries ?? []).map(({ key, keyNode, value }) => {
    const path = ['cluster', 'nodes', key]
    if (!isName(key)) document.at(keyNode, path, `invalid name: ${key}; ${NAME_RULE}`)
    const parts = document.isEmpty(value) ? [] : (document.entries(value, path, 'node') ?? [])
    document.refuseUnknown(parts, ['workers', 'scheduling'], path, 'key of a node')
    const workersEntry = parts.find((part) => part.key === 'workers')
    const workers = workersEntry && (reader.value(WORKERS.type, workersEntry.value, [...path, 'workers']) as number | undefined)
    const chosen = parts.find((part) => part.key === 'scheduling')
    const registry = scheduling as unknown as Pickable
    const candidate = chosen && readCandidate(reader, registry, 'scheduling strategy', chosen.value, [...path, 'scheduling'])
    return { name: key, workers: workers ?? 1, ...(candidate === undefined ? {} : { scheduling: candidate }) }
  })
}

function readLinks(reader: Reader, node: YamlNode, nodes: readonly Node[]): Link[] {
  const { document } = reader
  const names = nodes.map(({ name }) => name)
  const links: Link[] = []
  for (const { key, keyNode, value } of document.entries(node, ['cluster', 'links'], 'links') ?? []) {
    const path = ['cluster', 'links', key]
    if (!isName(key)) document.at(keyNode, path, `invalid name: ${key}; ${NAME_RULE}`)
    const { read } = readOptions(reader, { options: LINK_OPTIONS, what: `link ${key}`, at: keyNode }, value, path)
    const { from, to, bandwidth: speed, delay } = read as { from?: string; to?: string; bandwidth?: number; delay?: number }
    for (const [end, name] of Object.entries({ from, to })) {
      const [found, whole] = document.descend(value, [end], path)
      if (name !== undefined && !names.includes(name)) document.unknown(found, whole, 'node', name, names)
    }
    if (from === undefined || to === undefined) continue
    const twin = links.find((link) => link.from === from && link.to === to)
    if (from === to) document.at(keyNode, path, `invalid link: ${key} goes from ${from} to itself`)
    else if (twin !== undefined) document.at(keyNode, path, `conflicting links: ${twin.name} goes from ${from} to ${to} already`)
    // A link with a wrong bandwidth is there nevertheless, for those who look for one.
    links.push({ name: key, from, to, bandwidth: speed ?? Number.MAX_SAFE_INTEGER, delay: Math.round(delay ?? 0) })
  }
  return links
}
