/** What a file sink writes: one line a record, with its event time, its key and its fields, as CSV (RFC 4180). */
import type { RowWriter } from '../engine/ports.ts'
import { TEXT_KEY, type RecordTable } from '../structures/record-table.ts'
import type { PartialFile } from './files.ts'

export class CsvSink implements RowWriter {
  readonly #file: PartialFile
  readonly #fields: readonly string[]

  constructor(file: PartialFile, fields: readonly string[]) {
    this.#file = file
    this.#fields = fields
    this.#file.append(`${['eventTime', 'key', ...fields].map(quoted).join(',')}\n`)
  }

  write(table: RecordTable, row: number): void {
    let line = `${seconds(table.eventTime(row))},${keyText(table, row)}`
    for (const name of this.#fields) line += `,${fieldText(table, name, row)}`
    this.#file.append(`${line}\n`)
  }
}

/** Records as sources send them: as a sink's, with the source and the time of arrival before them, so that the file can be replayed. */
export class CsvRecords {
  readonly #file: PartialFile
  readonly #fields: readonly string[]

  constructor(file: PartialFile, fields: readonly string[]) {
    this.#file = file
    this.#fields = fields
    this.#file.append(`${['time', 'source', 'eventTime', 'key', ...fields].map(quoted).join(',')}\n`)
  }

  write(source: string, table: RecordTable, row: number): void {
    let line = `${seconds(table.intendedTime(row))},${quoted(source)},${seconds(table.eventTime(row))},${keyText(table, row)}`
    for (const name of this.#fields) line += `,${fieldText(table, name, row)}`
    this.#file.append(`${line}\n`)
  }
}

/** Seconds from the scenario's epoch, to the nanosecond. */
function seconds(nanoseconds: number): string {
  const whole = Math.floor(nanoseconds / 1e9)
  const rest = Math.round(nanoseconds - whole * 1e9)
  return rest === 0 ? String(whole) : String(Number((whole + rest / 1e9).toFixed(9)))
}

function keyText(table: RecordTable, row: number): string {
  const key = table.key(row)
  return key >= TEXT_KEY ? quoted(table.schema.dictionary.text(key - TEXT_KEY)) : String(key)
}

function fieldText(table: RecordTable, name: string, row: number): string {
  const index = table.schema.indexOf(name)
  if (index < 0) return ''
  const value = table.field(row, index)
  if (Number.isNaN(value)) return ''
  const type = table.schema.fields[index]!.type
  if (type === 'text') return quoted(table.schema.dictionary.text(value))
  return type === 'boolean' ? String(value !== 0) : String(value)
}

function quoted(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
