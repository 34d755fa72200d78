/**
 * A trace read piece by piece, for files that do not fit into memory as text. Pieces end with a line, so that each is read as a small trace
 * of its own with the header of the file; a JSON array is one piece.
 */
import { guessTimeFormat, readTimes, timeColumn, type Times } from './time-column.ts'
import { type TimeFormat, zoneOffset } from './timestamp.ts'
import { type BadLine, count, readCells, type TraceCells } from './trace-cells.ts'
import { TraceError } from './trace-error.ts'
import { foreignFormat, LARGEST_TEXT } from './trace-text.ts'

export interface PiecesOptions {
  /** The file's name as messages should show it. */
  readonly file: string
  readonly time?: string | undefined
  readonly timeFormat?: TimeFormat | 'auto' | undefined
  readonly timezone?: string | undefined
}

/** Rows of a piece: cells by column, and their times. Rows whose time cannot be read are in `bad`, and have a reason in `times`. */
export interface TracePiece {
  readonly cells: TraceCells
  readonly times: Times
  readonly timeColumn: string
  readonly timeFormat: TimeFormat
}

/** Characters of a piece. */
const PIECE = 2 ** 18
/** A piece that has no end of a line outside quotes by then is cut at one inside. */
const LONGEST = 2 ** 26
/** The share of lines that may be bad before the file is, and how many are named. */
const BAD_SHARE = 0.1
const BAD_SHOWN = 5

export class TracePieces {
  /** What was guessed: sentences for the user. */
  readonly notes: string[] = []
  rows = 0
  badRows = 0
  readonly bad: BadLine[] = []
  unit: TraceCells['unit'] = 'line'
  readonly #options: PiecesOptions
  readonly #offset: number
  #form: { readonly column: string; readonly format: TimeFormat } | undefined
  /** The file's header line, which every piece but the first lacks; empty for JSON. */
  #header: string | undefined
  /** Lines before the next piece. */
  #lines = 0

  /** Throws `TraceError` for a time zone that is none. */
  constructor(options: PiecesOptions) {
    this.#options = options
    const offset = zoneOffset(options.timezone ?? 'UTC')
    if (typeof offset === 'string') throw new TraceError(options.file, offset)
    this.#offset = offset
  }

  /** The pieces of a file's bytes. Throws `TraceError`, at the latest at the end when too many rows were bad. */
  async *read(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<TracePiece> {
    const { file } = this.#options
    for await (const text of this.#texts(chunks)) {
      const piece = this.#piece(text)
      if (piece !== undefined) yield piece
    }
    if (this.#header === undefined) throw new TraceError(file, 'the file is empty; a trace has a header line and at least one record')
    const all = this.rows + this.badRows
    if (all === 0) throw new TraceError(file, 'there is a header line and nothing after it; a trace has at least one record')
    if (this.badRows > BAD_SHARE * all) {
      const limit = this.badRows === all ? '' : `, more than ${BAD_SHARE * 100} %`
      throw new TraceError(
        file,
        `${this.badRows} of ${count(all, this.unit)} cannot be used${limit}: ${this.#reasons()}. ` +
          'Repair the file, or name the right column and format (--time, --time-format)',
      )
    }
    if (this.badRows > 0) this.notes.push(`${count(this.badRows, this.unit)} of ${all} left out: ${this.#reasons()}`)
  }

  #piece(text: string): TracePiece | undefined {
    const { file, time, timeFormat = 'auto' } = this.#options
    const before = this.#lines
    const isFirst = this.#header === undefined
    this.#header ??= headerOf(text)
    const lines = text.split('\n').length - 1
    this.#lines += lines
    if (this.#header === undefined || text.trim() === '') return undefined
    const cells = readCells(isFirst ? text : `${this.#header}${text}`, file)
    const shift = isFirst ? 0 : before - (this.#header === '' ? 0 : this.#header.split('\n').length - 1)
    if (shift > 0) for (const [row, line] of cells.lines.entries()) cells.lines[row] = line + shift
    this.unit = cells.unit
    this.#form ??= this.#guess(cells, time, timeFormat)
    const { column, format } = this.#form
    const found = cells.columns.find(({ name }) => name === column)
    if (found === undefined) throw new TraceError(file, `from ${cells.unit} ${before + 1} on there is no column "${column}"`)
    const times = readTimes(found.cells, format, this.#offset)
    this.rows += cells.lines.length - times.reasons.size
    this.#takeBad([
      ...cells.bad.map(({ line, reason }) => ({ line: line + shift, reason })),
      ...Array.from(times.reasons, ([row, reason]) => ({ line: cells.lines[row]!, reason })),
    ])
    return { cells, times, timeColumn: column, timeFormat: format }
  }

  #guess(
    cells: TraceCells,
    time: string | undefined,
    format: TimeFormat | 'auto',
  ): { readonly column: string; readonly format: TimeFormat } {
    const { file } = this.#options
    // Where no row has the right shape there is nothing to guess from, and the bad rows are the message.
    if (cells.lines.length === 0) {
      this.#takeBad(cells.bad)
      throw new TraceError(file, `${count(this.badRows, cells.unit)} and none that can be used: ${this.#reasons()}`)
    }
    const { name, cells: values } = cells.columns[timeColumn(cells, time, file, this.notes)]!
    return { column: name, format: format === 'auto' ? guessTimeFormat(values, name, file, this.notes) : format }
  }

  #takeBad(bad: readonly BadLine[]): void {
    this.badRows += bad.length
    this.bad.push(...bad.toSorted((a, b) => a.line - b.line).slice(0, BAD_SHOWN - this.bad.length))
  }

  #reasons(): string {
    const listed = this.bad.map(({ line, reason }) => `${this.unit} ${line}: ${reason}`)
    return listed.join('; ') + (this.badRows > BAD_SHOWN ? `; and ${this.badRows - BAD_SHOWN} more` : '')
  }

  /** Texts that end where a line does. */
  async *#texts(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
    const { file } = this.#options
    const decoder = new TextDecoder('utf-8', { fatal: true })
    let text = ''
    let isFirst = true
    for await (const bytes of chunks) {
      if (isFirst && bytes.length > 0) {
        const foreign = foreignFormat(bytes)
        if (foreign !== undefined) throw new TraceError(file, `this is ${foreign}`)
        isFirst = false
      }
      text += decoded(decoder, bytes, file)
      if (text.length < PIECE) continue
      if (/^\s*\[/.test(text)) {
        if (text.length > LARGEST_TEXT)
          throw new TraceError(file, `a JSON array of more than ${LARGEST_TEXT} characters: write one object to a line`)
        continue
      }
      const end = endOfRows(text)
      if (end === 0) continue
      yield text.slice(0, end)
      text = text.slice(end)
    }
    text += decoded(decoder, undefined, file)
    if (text !== '') yield text
  }
}

function decoded(decoder: InstanceType<typeof TextDecoder>, bytes: Uint8Array | undefined, file: string): string {
  if (bytes?.includes(0) === true) throw new TraceError(file, 'this is a binary file; a trace is UTF-8 text, either CSV or JSON')
  try {
    return bytes === undefined ? decoder.decode() : decoder.decode(bytes, { stream: true })
  } catch {
    throw new TraceError(file, 'this is not UTF-8 text: save it as UTF-8 (a trace is CSV or JSON)')
  }
}

/** Lines up to the header, with it; nothing where the text is JSON. */
function headerOf(text: string): string | undefined {
  if (text.trim() === '') return undefined
  if (/^\s*[[{]/.test(text)) return ''
  const blank = /^(?:[^\S\n]*\n)*/.exec(text)![0].length
  const end = text.indexOf('\n', blank)
  return end === -1 ? `${text}\n` : text.slice(0, end + 1)
}

/** Behind the last line end that is not inside quotes; 0 when there is none. */
function endOfRows(text: string): number {
  const last = text.lastIndexOf('\n')
  if (!text.includes('"') || text.length > LONGEST || /^\s*\{/.test(text)) return last + 1
  let end = 0
  let quoted = false
  for (let at = 0; at <= last; at++) {
    const character = text.charCodeAt(at)
    if (character === 0x22) quoted = !quoted
    else if (character === 0x0a && !quoted) end = at + 1
  }
  return end
}
