/** A fit as a piece of a scenario: text to paste, which `validate` accepts. */
import { Document } from 'yaml'
import { correlatedGroups } from '../traffic/correlated-fields.ts'
import { typed, type FittedColumn, type FittedRecords } from '../traffic/fitting/fit-records.ts'
import { figure } from '../traffic/fitting/scenario-text.ts'
import type { Correlation, FieldContent } from '../traffic/source-spec.ts'

const SOURCE = 'requests'

/** The `traffic:` section with one source, ending with a newline. */
export function trafficText(arrivals: unknown, records: FittedRecords | null, comment: string): string {
  const document = new Document({ traffic: { [SOURCE]: {} } })
  const flow = (value: unknown): unknown => document.createNode(value, { flow: true })
  document.setIn(['traffic', SOURCE, 'arrivals'], flow(arrivals))
  const columns = records?.columns.filter(({ scenario }) => scenario !== null) ?? []
  const names = fieldNames(columns.map(({ name }) => name))
  const key = records?.key ?? null
  if (key !== null) document.setIn(['traffic', SOURCE, 'records', 'key'], flow(key.scenario))
  for (const [i, column] of columns.entries()) document.setIn(['traffic', SOURCE, 'records', 'fields', names[i]!], flow(contentOf(column)))
  const rename = (name: string): string => names[columns.findIndex((column) => column.name === name)]!
  const correlate = possible(
    (records?.correlations ?? []).map(({ fields, rank }) => ({ fields: fields.map(rename), rank: figure(Number(rank.toFixed(3))) })),
  )
  if (correlate.length > 0) document.setIn(['traffic', SOURCE, 'records', 'correlate'], flow(correlate))
  return `${comment
    .split('\n')
    .map((line) => `# ${line}\n`)
    .join('')}${document.toString({ lineWidth: 0, flowCollectionPadding: true })}`
}

/** Values to choose from are keys, and those that are no texts are not to be written as such. */
function contentOf({ kind, scenario, type }: FittedColumn): unknown {
  if (kind !== 'choice') return scenario
  const { choice } = scenario as { readonly choice: Readonly<Record<string, number>> }
  return { choice: new Map(Object.entries(choice).map(([text, count]) => [typed(text, type), count])) }
}

/** A whole scenario around that section: what it would send to a sink. */
export function scenarioText(traffic: string, nanoseconds: number): string {
  return `format: 1\nduration: ${Math.round(nanoseconds)} ns\n${traffic}pipeline:\n  done: { from: ${SOURCE}, sink: discard }\n`
}

/** The strongest correlations that variables can have together. */
function possible(correlations: readonly Correlation[]): readonly Correlation[] {
  const taken: Correlation[] = []
  const fields = [...new Set(correlations.flatMap((one) => one.fields))].map((name): FieldContent => ({
    name,
    type: 'number',
    content: { kind: 'quantity', quantity: { kind: 'draw', name: 'uniform', options: { from: 0, to: 1 } } },
  }))
  for (const one of correlations) if (typeof correlatedGroups([...taken, one], fields) !== 'string') taken.push(one)
  return taken
}

/** Names of columns as scenarios may have them: letters, digits and _, each once, and not `key`. */
function fieldNames(columns: readonly string[]): string[] {
  const taken = new Set(['key'])
  return columns.map((column) => {
    const plain = column
      .replaceAll(/[^A-Za-z0-9_]+/g, '_')
      .replace(/^(?![A-Za-z_])/, '_')
      .slice(0, 50)
    let name = plain
    for (let n = 2; taken.has(name); n++) name = `${plain}_${n}`
    taken.add(name)
    return name
  })
}
