/**
 * Traces: records of what really arrived, and when, as people publish them: CSV with a header line, or flat JSON objects in an array or one to a line.
 * Reading is pure. What is guessed is said (`notes`), what cannot be used is counted and named, and too much of it is an error.
 */
import { finish, mix } from '../structures/hash.ts'
import { guessTimeFormat, readTimes, timeColumn, type Times } from './time-column.ts'
import { NANOSECONDS_PER_DAY, type TimeFormat, zoneOffset } from './timestamp.ts'
import { type BadLine, count, readCells, type TraceCells } from './trace-cells.ts'
import { type TraceColumn, typeColumn } from './trace-column.ts'
import { TraceError } from './trace-error.ts'
import { decodeTrace } from './trace-text.ts'
import { spreadTicks } from './trace-ticks.ts'

export interface TraceOptions {
  /** The file's name as messages should show it. */
  readonly file: string
  /** Name of the column that holds the time; guessed when left out. */
  readonly time?: string | undefined
  readonly timeFormat?: TimeFormat | 'auto' | undefined
  /** `UTC` or a fixed offset, for timestamps that name no zone. */
  readonly timezone?: string | undefined
  /** The share of records to keep: each by a hash of its line, the same ones in every run. */
  readonly thin?: number | undefined
  /** Spread records of one time evenly over the time until the next tick. */
  readonly spread?: boolean | undefined
}

export interface Trace {
  readonly file: string
  /** Midnight UTC of the day of the first timestamp, in milliseconds since 1970-01-01 UTC. */
  readonly epochMs: number
  /** By record, ascending: nanoseconds since `epochMs`; whole milliseconds where a double cannot hold nanoseconds (104 days on). */
  readonly times: Float64Array
  /** Every column but that of the time, by name. */
  readonly columns: ReadonlyMap<string, TraceColumn>
  readonly timeColumn: string
  /** What was guessed, left out or put in order: sentences for the user. */
  readonly notes: readonly string[]
  /** How many lines could not be used, and the first five of them. */
  readonly badLines: { readonly count: number; readonly first: readonly BadLine[] }
}

/** The share of lines that may be bad before the file is. */
const BAD_SHARE = 0.1
const BAD_SHOWN = 5

/** Reads a trace from the bytes of a file. Throws `TraceError`, which names the file, its lines and what to do. */
export function readTrace(bytes: Uint8Array, options: TraceOptions): Trace {
  const { file } = options
  const offset = zoneOffset(options.timezone ?? 'UTC')
  if (typeof offset === 'string') throw new TraceError(file, offset)
  const notes: string[] = []
  const cells = readCells(decodeTrace(bytes, file), file)
  // Where no row has the right shape there is nothing to guess from, and the bad rows are the message.
  if (cells.lines.length === 0) refuseBadLines(cells, cells.bad, file)
  const time = timeColumn(cells, options.time, file, notes)
  const column = cells.columns[time]!
  const asked = options.timeFormat ?? 'auto'
  const format = asked === 'auto' ? guessTimeFormat(column.cells, column.name, file, notes) : asked
  const times = readTimes(column.cells, format, offset)
  const bad = allBad(cells, times)
  if (bad.length > 0) {
    if (bad.length > BAD_SHARE * (cells.lines.length + cells.bad.length)) refuseBadLines(cells, bad, file)
    notes.push(`${count(bad.length, cells.unit)} of ${cells.lines.length + cells.bad.length} left out: ${reasons(cells, bad)}`)
  }
  const rows = thinned(inOrder(times, cells, notes), cells, options, notes)
  const firstDay = times.days[rows[0]!]!
  const columns = new Map<string, TraceColumn>()
  for (const [index, { name, cells: values }] of cells.columns.entries()) {
    if (index !== time) columns.set(name, typeColumn(name, values, rows, cells, notes))
  }
  return {
    file,
    epochMs: firstDay * 86_400_000,
    times:
      options.spread === true
        ? spreadTicks(sinceMidnight(times, rows, firstDay, notes), file, notes)
        : sinceMidnight(times, rows, firstDay, notes),
    columns,
    timeColumn: column.name,
    notes,
    badLines: { count: bad.length, first: bad.slice(0, BAD_SHOWN) },
  }
}

/** Those whose line's hash is below the share. */
function thinned(rows: Int32Array, cells: TraceCells, { thin, file }: TraceOptions, notes: string[]): Int32Array {
  if (thin === undefined || thin >= 1) return rows
  const limit = thin * 2 ** 32
  const kept = rows.filter((row) => finish(mix(0x7431, cells.lines[row]!)) >>> 0 < limit)
  if (kept.length === 0) throw new TraceError(file, `none of ${count(rows.length, 'record')} is left of a share of ${thin}: keep more`)
  notes.push(`${kept.length} of ${count(rows.length, 'record')} kept: a share of ${thin}`)
  return kept
}

function allBad(cells: TraceCells, times: Times): BadLine[] {
  const bad = [...cells.bad]
  for (const [row, reason] of times.reasons) bad.push({ line: cells.lines[row]!, reason })
  return bad.sort((a, b) => a.line - b.line)
}

function refuseBadLines(cells: TraceCells, bad: readonly BadLine[], file: string): never {
  const all = cells.lines.length + cells.bad.length
  const limit = bad.length === all ? '' : `, more than ${BAD_SHARE * 100} %`
  throw new TraceError(
    file,
    `${bad.length} of ${count(all, cells.unit)} cannot be used${limit}: ${reasons(cells, bad)}. ` +
      'Repair the file, or name the right column and format (`time:`, `timeFormat:`)',
  )
}

function reasons(cells: TraceCells, bad: readonly BadLine[]): string {
  const listed = bad.slice(0, BAD_SHOWN).map(({ line, reason }) => `${cells.unit} ${line}: ${reason}`)
  return listed.join('; ') + (bad.length > BAD_SHOWN ? `; and ${bad.length - BAD_SHOWN} more` : '')
}

/** Rows with a time, earliest first; those of the same time stay in file order. */
function inOrder(times: Times, cells: TraceCells, notes: string[]): Int32Array {
  const { days, nanoseconds, reasons: without } = times
  const rows = Int32Array.from(days.keys()).filter((row) => !without.has(row))
  const compare = (a: number, b: number): number => days[a]! - days[b]! || nanoseconds[a]! - nanoseconds[b]! || a - b
  let latest = rows[0]!
  let early = 0
  for (const row of rows) {
    if (compare(row, latest) < 0) early++
    else latest = row
  }
  if (early === 0) return rows
  notes.push(
    `${early} of ${count(rows.length, 'record')} came later in the file than a record with a later time; ` +
      `all are sorted by time (${cells.unit} order kept within one time)`,
  )
  return rows.sort(compare)
}

function sinceMidnight(times: Times, rows: Int32Array, firstDay: number, notes: string[]): Float64Array {
  const since = new Float64Array(rows.length)
  let coarse = 0
  for (let i = 0; i < rows.length; i++) {
    const nanoseconds = times.nanoseconds[rows[i]!]!
    const days = (times.days[rows[i]!]! - firstDay) * NANOSECONDS_PER_DAY
    since[i] = days + nanoseconds
    if (since[i]! <= Number.MAX_SAFE_INTEGER) continue
    const whole = Math.floor(nanoseconds / 1e6) * 1e6
    if (whole !== nanoseconds) coarse++
    since[i] = days + whole
  }
  if (coarse > 0)
    notes.push(`${count(coarse, 'time')} more than 104 days after the first ${coarse === 1 ? 'is' : 'are'} cut to whole milliseconds`)
  return since
}
