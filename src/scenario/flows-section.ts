/** Reads `flows:`, and finds the flows that sources introduce. */
import { duration, integer, number, optional } from '../registry/option.ts'
import type { SourceSpec } from '../traffic/source-spec.ts'
import type { Entry } from './document.ts'
import { isName, NAME_RULE } from './names.ts'
import { readOptions } from './picks.ts'
import type { Reader } from './reader.ts'
import type { Flow } from './scenario.ts'
import type { Sources } from './traffic-section.ts'

export const FLOW_OPTIONS = {
  priority: integer({ doc: '1 is served first', default: 1, min: 1, max: 1000 }),
  weight: number({ doc: 'share of service, for fair schedulers', default: 1, above: 0 }),
  deadline: optional(duration({ doc: 'how long after its intended time a record should be done', above: 0 })),
}

/** Declared flows first, then those that sources introduce, in file order. */
export function readFlows(reader: Reader, entry: Entry | undefined, sources: Sources): Flow[] {
  const { document } = reader
  const flows: Flow[] = []
  const isBare = entry === undefined || document.isEmpty(entry.value)
  for (const { key, keyNode, value } of isBare ? [] : (document.entries(entry.value, ['flows'], 'flows') ?? [])) {
    const path = ['flows', key]
    if (!isName(key)) document.at(keyNode, path, `invalid name: ${key}; ${NAME_RULE}`)
    const { read } = readOptions(reader, { options: FLOW_OPTIONS, what: `flow ${key}`, at: keyNode }, value, path)
    flows.push({ name: key, ...(read as { priority: number; weight: number; deadline?: number }) })
  }
  const found = sources.sources.map((source) => introduced(source, sources))
  warnOfUnused(reader, entry, found, sources)
  for (const name of found.flatMap((names) => names ?? [])) {
    if (!flows.some((flow) => flow.name === name)) flows.push({ name, priority: 1, weight: 1 })
  }
  return flows
}

/** A declared flow without records is mostly a slip of the pen in its name, which would give the records' flow the default priority. */
function warnOfUnused(reader: Reader, entry: Entry | undefined, found: readonly (readonly string[] | undefined)[], sources: Sources): void {
  const known = found.flatMap((names) => names ?? [])
  if (
    entry === undefined ||
    reader.document.isEmpty(entry.value) ||
    sources.sources.length < sources.nodes.size ||
    found.includes(undefined)
  )
    return
  for (const { key, keyNode } of reader.document.entries(entry.value, ['flows'], 'flows') ?? []) {
    if (known.includes(key)) continue
    reader.document.warn(
      keyNode,
      ['flows', key],
      `unused flow: no source has records of ${key}`,
      `flows that have records: ${known.join(', ')}`,
    )
  }
}

/** Flows that the records of a source may be of; undefined when only a run can tell. */
function introduced({ name, flow, fields }: SourceSpec, sources: Sources): readonly string[] | undefined {
  if (flow.kind === 'fixed') return [flow.flow]
  const content = fields.find((field) => field.name === flow.field)?.content
  switch (content?.kind) {
    case 'choice':
      return content.values.map(String)
    case 'constant':
      return [String(content.value)]
    case 'column':
    case 'empirical':
      return sources.traces.get(name)?.columns.get(content.column)?.texts ?? []
    default:
      return undefined
  }
}
