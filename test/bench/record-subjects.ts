/** Sources that fill records: Poisson arrivals, and three fields each. */
import { RecordSchema, RecordTable } from '../../src/structures/record-table.ts'
import { createSource } from '../../src/traffic/source.ts'
import { read } from '../experiment/shipped.ts'
import type { Subject } from './benchmarks.ts'

function textOf(records: string): string {
  return `
format: 1
duration: 1 s
traffic: { a: { arrivals: { poisson: 1_000/s }, records: ${records} } }
pipeline: { out: { from: a, sink: discard } }
`
}

/** Rows that are in use at once, so that a row is not in the nearest cache for ever. */
const ROWS = 1_024

function allocated(schema: RecordSchema): { readonly table: RecordTable; readonly rows: readonly number[] } {
  const table = new RecordTable(schema, ROWS)
  return { table, rows: Array.from({ length: ROWS }, () => table.allocate()) }
}

async function filling(text: string, records: number): Promise<() => string> {
  const { scenario, traces } = await read(text)
  const schema = new RecordSchema(scenario.fields)
  const flows = new Map(scenario.flows.map((flow, number) => [flow.name, number]))
  return () => {
    const source = createSource(scenario.sources[0]!, { seed: 1, schema, flows, epochMs: 0, trace: traces.get('a') })
    const { table, rows } = allocated(schema)
    let sum = 0
    for (let record = 0; record < records; record++) {
      const row = rows[record & (ROWS - 1)]!
      source.fill(table, row)
      for (let field = 0; field < 3; field++) sum += table.field(row, field)
    }
    return String(sum)
  }
}

const SIZES = { full: 2_000_000, smoke: 20_000 }

export const recordSubjects: readonly Subject[] = [
  {
    name: 'records, three fields',
    about: 'records with three fields: uniform, exponential, and a choice of two',
    records: SIZES,
    prepare: (records) =>
      filling(textOf('{ fields: { a: { uniform: { from: 0, to: 1 } }, b: { exponential: 5 }, c: { choice: { x: 3, y: 1 } } } }'), records),
  },
  {
    name: 'records, gateway',
    about: 'records of a model gateway: Zipf key, lognormal and geometric lengths, their sum',
    records: SIZES,
    prepare: (records) =>
      filling(
        textOf(
          '{ key: { zipf: 5_000 }, fields: { prompt: { lognormal: { mean: 900, cv: 1.8 } }, output: { geometric: 220 }, total: prompt + output } }',
        ),
        records,
      ),
  },
  {
    name: 'records, correlated',
    about: 'the same with a rank correlation between the two lengths',
    records: SIZES,
    prepare: (records) =>
      filling(
        textOf(
          '{ key: { zipf: 5_000 }, fields: { prompt: { lognormal: { mean: 900, cv: 1.8 } }, output: { geometric: 220 }, total: prompt + output }, correlate: [{ fields: [prompt, output], rank: 0.6 }] }',
        ),
        records,
      ),
  },
]
