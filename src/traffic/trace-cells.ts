/** A trace file taken apart into cells, before anything is known about times and types. */
import { guessSeparator, readCsv } from './csv.ts'
import { type Instant, parseNumber, parseTimestamp, shown } from './timestamp.ts'
import { TraceError } from './trace-error.ts'

/** A line (or record of a JSON array) that cannot be used, and why. Numbers count from 1. */
export interface BadLine {
  readonly line: number
  readonly reason: string
}

/** Cells by column, then row. */
export interface TraceCells {
  readonly columns: readonly { readonly name: string; readonly cells: string[] }[]
  /** By row: where it is in the file. */
  readonly lines: number[]
  /** What `lines` counts. */
  readonly unit: 'line' | 'record'
  readonly bad: BadLine[]
}

/** Takes CSV with a header line, a JSON array of flat objects, or such objects one to a line, apart. Throws `TraceError`. */
export function readCells(text: string, file: string): TraceCells {
  const first = text.trimStart()[0]
  if (first === '[') return readJsonCells(text, file)
  if (first === '{') return readJsonLines(text, file)
  return readCsvCells(text, file)
}

/** Flat objects, one to a line. */
function readJsonLines(text: string, file: string): TraceCells {
  const written = text.split(/\r?\n/)
  const records: unknown[] = []
  const numbers: number[] = []
  const broken: BadLine[] = []
  for (const [index, line] of written.entries()) {
    if (line.trim() === '') continue
    try {
      records.push(JSON.parse(line))
      numbers.push(index + 1)
    } catch {
      broken.push({ line: index + 1, reason: 'it is not JSON' })
    }
  }
  if (records.length === 0) {
    throw new TraceError(
      file,
      'a JSON trace is an array of flat objects, [{…}, {…}], or has a flat object on each line, and this is an object over several lines: ' +
        'take the array out of it',
    )
  }
  return cellsOf(records, numbers, broken, 'line')
}

function readCsvCells(text: string, file: string): TraceCells {
  let columns: { name: string; cells: string[] }[] | undefined
  const lines: number[] = []
  const bad: BadLine[] = []
  readCsv(text, guessSeparator(text), (cells, line, problem) => {
    if (columns === undefined) {
      if (problem !== undefined) throw new TraceError(file, `line ${line}: ${problem}`)
      columns = header(cells, line, file).map((name) => ({ name, cells: [] }))
    } else if (problem !== undefined) {
      bad.push({ line, reason: problem })
    } else if (cells.length !== columns.length) {
      bad.push({ line, reason: `${count(cells.length, 'cell')} where the header has ${columns.length}` })
    } else {
      lines.push(line)
      for (let i = 0; i < cells.length; i++) columns[i]!.cells.push(cells[i]!)
    }
  })
  if (lines.length === 0 && bad.length === 0)
    throw new TraceError(file, 'there is a header line and nothing after it; a trace has at least one record')
  return { columns: columns!, lines, unit: 'line', bad }
}

/** Names of the columns; throws when the first line cannot be a header. */
function header(cells: readonly string[], line: number, file: string): string[] {
  const names = cells.map((cell, index) => (cell.trim() === '' ? `column ${index + 1}` : cell.trim()))
  const instant: Instant = { day: 0, nanoseconds: 0 }
  const data = cells.find(
    (cell) => parseNumber(cell.trim()) === parseNumber(cell.trim()) || parseTimestamp(cell, 'iso', 0, instant) === undefined,
  )
  if (data !== undefined) {
    throw new TraceError(
      file,
      `line ${line}: the first line must name the columns, and "${shown(data)}" is a value; put a header line above it`,
    )
  }
  const twice = names.find((name, index) => names.indexOf(name) !== index)
  if (twice !== undefined) throw new TraceError(file, `line ${line}: two columns are called "${shown(twice)}"; rename one`)
  return names
}

function readJsonCells(text: string, file: string): TraceCells {
  const records = parseArray(text, file)
  return cellsOf(
    records,
    records.map((_, index) => index + 1),
    [],
    'record',
  )
}

/** @param numbers where each record is in the file */
function cellsOf(
  records: readonly unknown[],
  numbers: readonly number[],
  broken: readonly BadLine[],
  unit: TraceCells['unit'],
): TraceCells {
  const columns = new Map<string, string[]>()
  const lines: number[] = []
  const bad: BadLine[] = [...broken]
  for (const [index, record] of records.entries()) {
    const reason = flatness(record)
    if (reason !== undefined) {
      bad.push({ line: numbers[index]!, reason })
      continue
    }
    for (const [name, value] of Object.entries(record as object)) {
      let cells = columns.get(name)
      if (cells === undefined) columns.set(name, (cells = []))
      while (cells.length < lines.length) cells.push('')
      cells.push(value === null ? '' : String(value))
    }
    lines.push(numbers[index]!)
  }
  for (const cells of columns.values()) while (cells.length < lines.length) cells.push('')
  return { columns: Array.from(columns, ([name, cells]) => ({ name, cells })), lines, unit, bad }
}

function parseArray(text: string, file: string): readonly unknown[] {
  let records: unknown
  try {
    records = JSON.parse(text)
  } catch (error) {
    const position = /position (\d+)/.exec(error instanceof Error ? error.message : '')
    const before = text.slice(0, position === null ? text.length : Number(position[1])).split('\n')
    throw new TraceError(file, `line ${before.length}, column ${before.at(-1)!.length + 1}: this is not JSON`)
  }
  if (!Array.isArray(records) || records.length === 0) {
    throw new TraceError(file, 'the JSON array is empty; a trace has at least one record')
  }
  return records
}

function flatness(record: unknown): string | undefined {
  if (typeof record !== 'object' || record === null || Array.isArray(record)) return 'it is not an object'
  for (const [name, value] of Object.entries(record)) {
    if (typeof value === 'object' && value !== null) return `"${shown(name)}" holds another object; a trace's objects are flat`
  }
  return undefined
}

/** `1 line`, `2 lines`. */
export function count(of: number, noun: string): string {
  return `${of} ${noun}${of === 1 ? '' : 's'}`
}
