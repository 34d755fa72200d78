/** How expressions read the fields of a row, and its key. */
import type { FieldReader } from '../expressions/compile.ts'
import type { RecordTable } from '../structures/record-table.ts'
import { TEXT_KEY } from '../structures/record-table.ts'

/** Reads fields of a table's rows by name; `key` is the record's key. */
export function fieldReader(table: RecordTable): (name: string) => FieldReader {
  return (name) => {
    const index = table.schema.indexOf(name)
    if (index < 0) {
      if (name === 'key') return { type: 'number', read: (row) => numericKey(table.key(row)) }
      throw new ReferenceError(`no field named ${name}`)
    }
    const { dictionary } = table.schema
    switch (table.schema.fields[index]!.type) {
      case 'number':
        return { type: 'number', read: (row) => table.field(row, index) }
      case 'boolean':
        return { type: 'boolean', read: (row) => table.field(row, index) !== 0 }
      case 'text':
        return { type: 'text', read: (row) => dictionary.text(table.field(row, index)) }
    }
  }
}

/** A numeric key as it is; a text key has no number. */
function numericKey(key: number): number {
  return key >= TEXT_KEY ? NaN : key
}
