/** A table with one row, number 0, into which sources fill one record after another. */
import { RecordTable, type RecordSchema } from '../../src/structures/record-table.ts'

export function oneRow(schema: RecordSchema): RecordTable {
  const table = new RecordTable(schema)
  table.allocate()
  return table
}
