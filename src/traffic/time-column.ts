/** Which column of a trace holds the time, how its times are written, and what they are. */
import { didYouMean } from '../registry/suggestion.ts'
import { type Instant, parseNumber, parseTimestamp, shown, TIME_EXAMPLES, TIME_FORMATS, type TimeFormat } from './timestamp.ts'
import type { TraceCells } from './trace-cells.ts'
import { TraceError } from './trace-error.ts'

/** Names that a time column has in the traces that people publish, in order of preference; compared without case and punctuation. */
const TIME_NAMES = [
  'timestamp',
  'time',
  'datetime',
  'eventtime',
  'arrivaltime',
  'arrival',
  'arrivedat',
  'createdat',
  'starttime',
  'date',
  'ts',
  't',
  'tseconds',
  'period',
  'minute',
  'hour',
  'day',
]

/** Rows that are looked at to recognise a format. */
const SAMPLE = 100
/** Formats with a calendar date. */
const DATES = ['iso', 'slashes', 'month-name'] as const

/** The index of the time column: the one asked for, or guessed from its name, which is then noted. */
export function timeColumn(cells: TraceCells, asked: string | undefined, file: string, notes: string[]): number {
  const names = cells.columns.map((column) => column.name)
  if (asked !== undefined) {
    const index = names.indexOf(asked)
    if (index !== -1) return index
    throw new TraceError(file, `there is no column "${asked}".${didYouMean(asked, names)} The columns are ${listed(names)}`)
  }
  const plain = names.map((name) => name.toLowerCase().replaceAll(/[^a-z]/g, ''))
  for (const candidate of TIME_NAMES) {
    const index = plain.indexOf(candidate)
    if (index === -1) continue
    notes.push(`the time is in column "${names[index]}", by its name; say \`time: <column>\` if it is another`)
    return index
  }
  const dated = cells.columns.findIndex((column) => isDated(column.cells))
  if (dated !== -1) {
    notes.push(`the time is in column "${names[dated]}", by its values; say \`time: <column>\` if it is another`)
    return dated
  }
  throw new TraceError(file, `no column is called time or timestamp; say which one holds the time, \`time: <column>\`, of ${listed(names)}`)
}

/** Whether values are dates that cannot be taken for plain numbers. */
function isDated(cells: readonly string[]): boolean {
  const instant: Instant = { day: 0, nanoseconds: 0 }
  const sample = cells.slice(0, SAMPLE)
  const good = sample.filter((cell) => DATES.some((format) => parseTimestamp(cell, format, 0, instant) === undefined))
  return good.length > sample.length / 2
}

/** The format that most of the first cells are in. Numbers are told apart by the largest of all, and the guess is noted. */
export function guessTimeFormat(cells: readonly string[], column: string, file: string, notes: string[]): TimeFormat {
  const instant: Instant = { day: 0, nanoseconds: 0 }
  const sample = cells.slice(0, SAMPLE)
  const numeric = sample.filter((cell) => parseNumber(cell.trim()) === parseNumber(cell.trim())).length
  let best: TimeFormat = 'seconds'
  let most = numeric
  for (const format of DATES) {
    const good = sample.filter((cell) => parseTimestamp(cell, format, 0, instant) === undefined).length
    if (good > most) {
      best = format
      most = good
    }
  }
  if (most === 0) {
    const examples = TIME_FORMATS.map((format) => `${format} (${TIME_EXAMPLES[format]})`).join(', ')
    throw new TraceError(
      file,
      `column "${column}" holds no time that can be read: its first value is "${shown(sample[0] ?? '')}". Times are ${examples}`,
    )
  }
  if (best !== 'seconds') return best
  const unit = numericUnit(cells)
  notes.push(`times in column "${column}" are read as ${unit}, by their size; say \`timeFormat: <format>\` if they are something else`)
  return unit
}

/** Times since 1970 differ by a factor of 1,000 from unit to unit; smaller numbers are taken for seconds since the trace began. */
function numericUnit(cells: readonly string[]): TimeFormat {
  let largest = 0
  for (const cell of cells) {
    const value = Math.abs(parseNumber(cell.trim()))
    if (value > largest) largest = value
  }
  if (largest < 1e11) return 'seconds'
  if (largest < 1e14) return 'milliseconds'
  return largest < 1e17 ? 'microseconds' : 'nanoseconds'
}

/** Times by row, as days and nanoseconds of the day; a row whose time cannot be read has a reason instead. */
export interface Times {
  readonly days: Float64Array
  readonly nanoseconds: Float64Array
  readonly reasons: ReadonlyMap<number, string>
}

/** Reads every cell of the time column. `offset`: nanoseconds by which times without zone are ahead of UTC. */
export function readTimes(cells: readonly string[], format: TimeFormat, offset: number): Times {
  const days = new Float64Array(cells.length)
  const nanoseconds = new Float64Array(cells.length)
  const reasons = new Map<number, string>()
  const instant: Instant = { day: 0, nanoseconds: 0 }
  for (let row = 0; row < cells.length; row++) {
    const reason = parseTimestamp(cells[row]!, format, offset, instant)
    if (reason === undefined) {
      days[row] = instant.day
      nanoseconds[row] = instant.nanoseconds
    } else {
      reasons.set(row, reason)
    }
  }
  return { days, nanoseconds, reasons }
}

function listed(names: readonly string[]): string {
  return names.map((name) => `"${shown(name)}"`).join(', ')
}
