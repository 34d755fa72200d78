/** Reads `flows:`, and finds the flows that sources introduce. */
import { duration, integer, number, optional } from '../registry/option.ts'
import type { Entry } from './document.ts'
import { isName, NAME_RULE } from './names.ts'
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
  const flows: Flow[] = []
  for (const { key, keyNode, value } of entry === undefined ? [] : (reader.document.entries(entry.value, ['flows'], 'flows') ?? [])) {
    const path = ['flows', key]
    if (!isName(key)) reader.document.at(keyNode, path, `invalid name: ${key}; ${NAME_RULE}`)
        const read = reader.options(FLOW_OPTIONS, undefined, value, path, `flow ${key}`)
    if (read !== undefined) flows.push({ name: key, ...(read as { priority: number; weight: number; deadline?: number }) })
  }
  const add = (name: string): void => {
    if (!flows.some((flow) => flow.name === name)) flows.push({ name, priority: 1, weight: 1 })
  }
  for (const { name, flow, fields } of sources.sources) {
    if (flow.kind === 'fixed') add(flow.flow)
    else {
      const content = fields.find((field) => field.name === flow.field)?.content
      if (content?.kind === 'choice') for (const value of content.values) add(String(value))
      else if (content?.kind === 'constant') add(String(content.value))
      else if (content?.kind === 'column') for (const value of sources.traces.get(name)?.columns.get(content.column)?.texts ?? []) add(value)
    }
  }
  return flows
}
