/** A column of a trace: its cells, typed. */
import { parseNumber, shown } from './timestamp.ts'
import { count, type TraceCells } from './trace-cells.ts'

export interface TraceColumn {
  readonly type: 'number' | 'boolean' | 'text'
  /** By record: the number, 0 or 1, or an index into `texts`. */
  readonly numbers: Float64Array
  /** The distinct texts, in order of first appearance in time. */
  readonly texts: readonly string[]
}

/** Cells that a column is called mixed for rather than text. */
const MOSTLY = 0.5

/**
 * Types a column by all its good rows: numbers if every cell is one, booleans if every cell is `true` or `false`, else texts.
 * Whole numbers that a double cannot hold make a column text, since they are identifiers whose last digits matter.
 * `rows` are the rows to take, in order.
 */
export function typeColumn(name: string, cells: readonly string[], rows: Int32Array, trace: TraceCells, notes: string[]): TraceColumn {
  const numbers = new Float64Array(rows.length)
  let others = 0
  let firstOther = -1
  for (let i = 0; i < rows.length; i++) {
    const cell = cells[rows[i]!]!.trim()
    const value = parseNumber(cell)
    if (value === value && !(Math.abs(value) > Number.MAX_SAFE_INTEGER && /^[+-]?\d+$/.test(cell))) numbers[i] = value
    else if (others++ === 0) firstOther = rows[i]!
  }
  if (others === 0) return { type: 'number', numbers, texts: [] }
  if (rows.every((row) => /^(?:true|false)$/i.test(cells[row]!.trim()))) {
    for (let i = 0; i < rows.length; i++) numbers[i] = cells[rows[i]!]!.trim().toLowerCase() === 'true' ? 1 : 0
    return { type: 'boolean', numbers, texts: [] }
  }
  if (others < rows.length * MOSTLY) {
    const first = `"${shown(cells[firstOther]!)}" in ${trace.unit} ${trace.lines[firstOther]!}`
    notes.push(`column "${name}" is text: ${count(others, 'value')} of ${rows.length} are no numbers, the first ${first}`)
  }
  return texts(cells, rows, numbers)
}

function texts(cells: readonly string[], rows: Int32Array, numbers: Float64Array): TraceColumn {
  const codes = new Map<string, number>()
  for (let i = 0; i < rows.length; i++) {
    const text = cells[rows[i]!]!
    let code = codes.get(text)
    if (code === undefined) codes.set(text, (code = codes.size))
    numbers[i] = code
  }
  return { type: 'text', numbers, texts: [...codes.keys()] }
}
