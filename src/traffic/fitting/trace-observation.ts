/** What is kept of a trace while it is read piece by piece: every time, and of the columns how often values come and a sample of rows. */
import { finish, mix } from '../../structures/hash.ts'
import { NANOSECONDS_PER_DAY, parseNumber } from '../timestamp.ts'
import { TraceError } from '../trace-error.ts'
import type { TracePiece } from '../trace-pieces.ts'

/** A column with more distinct values than this is not counted. */
const MOST_DISTINCT = 100_000
/** Rows of the sample; when there are more, every second one is dropped, by its hash. */
const MOST_ROWS = 40_000

export interface ObservedColumn {
  readonly name: string
  /** Records of each value; null where there are too many values. */
  readonly counts: ReadonlyMap<string, number> | null
  /** The column of the sampled rows. */
  readonly sample: readonly string[]
  /** Its values as numbers; null when one of the sample is none. */
  readonly numbers: readonly number[] | null
}

export interface TraceObserved {
  /** Nanoseconds since the first record, ascending. */
  readonly times: Float64Array
  /** Of the column that was asked for, in the order of the times. */
  readonly values: Float64Array | null
  /** Records that came after one with a later time. */
  readonly early: number
  readonly columns: readonly ObservedColumn[]
}

export class TraceObservation {
  /** Nanoseconds since the first row's day. */
  #times: Float64Array[] = []
  #day: number | undefined
  readonly #values: Float64Array[] = []
  #rows = 0
  readonly #columns = new Map<string, { counts: Map<string, number> | undefined; sample: string[] }>()
  #sampled: number[] = []
  #limit = 2 ** 32
  readonly #valueColumn: string | undefined

  /** @param valueColumn the column whose numbers are all kept */
  constructor(valueColumn?: string) {
    this.#valueColumn = valueColumn
  }

  add({ cells, times, timeColumn }: TracePiece): void {
    const good = Int32Array.from(cells.lines.keys()).filter((row) => !times.reasons.has(row))
    const day = (this.#day ??= times.days[good[0] ?? 0])!
    this.#times.push(Float64Array.from(good, (row) => (times.days[row]! - day) * NANOSECONDS_PER_DAY + times.nanoseconds[row]!))
    this.#rows += good.length
    const kept = good.filter((row) => hashOf(cells.lines[row]!) < this.#limit)
    const before = this.#sampled.length
    for (const row of kept) this.#sampled.push(hashOf(cells.lines[row]!))
    for (const { name, cells: values } of cells.columns) {
      if (name === timeColumn) continue
      let column = this.#columns.get(name)
      if (column === undefined) this.#columns.set(name, (column = { counts: new Map(), sample: [] }))
      // A column that comes late, as JSON lines may have it, was empty before.
      while (column.sample.length < before) column.sample.push('')
      for (const row of kept) column.sample.push(own(values[row]!))
      column.counts = counted(column.counts, values, good)
      if (name === this.#valueColumn) this.#values.push(Float64Array.from(good, (row) => parseNumber(values[row]!.trim())))
    }
    this.#thin()
  }

  /** Throws `TraceError` where nothing was read. */
  finish(file: string): TraceObserved {
    if (this.#rows === 0) throw new TraceError(file, 'no record can be used')
    const times = joined(this.#times, this.#rows)
    this.#times = []
    let early = 0
    for (let i = 1; i < times.length; i++) if (times[i]! < times[i - 1]!) early++
    const values = this.#values.length === 0 ? null : joined(this.#values, this.#rows)
    if (early > 0) sortTogether(times, values)
    const first = times[0]!
    for (let i = 0; i < times.length; i++) times[i]! -= first
    return { times, values, early, columns: this.#observedColumns() }
  }

  #observedColumns(): ObservedColumn[] {
    return Array.from(this.#columns, ([name, { counts, sample }]) => {
      const numbers = sample.map((cell) => parseNumber(cell.trim()))
      return { name, counts: counts ?? null, sample, numbers: numbers.every((value) => value === value) ? numbers : null }
    })
  }

  #thin(): void {
    while (this.#sampled.length > MOST_ROWS) {
      this.#limit /= 2
      const hashes = this.#sampled
      for (const column of this.#columns.values()) column.sample = column.sample.filter((_, row) => hashes[row]! < this.#limit)
      this.#sampled = hashes.filter((hash) => hash < this.#limit)
    }
  }
}

function hashOf(line: number): number {
  return finish(mix(0x66_69_74, line)) >>> 0
}

/** A copy that does not keep the text alive that it was cut from. */
function own(text: string): string {
  return text.length < 13 ? text : Buffer.from(text).toString()
}

function counted(counts: Map<string, number> | undefined, values: readonly string[], rows: Int32Array): Map<string, number> | undefined {
  if (counts === undefined) return undefined
  for (const row of rows) {
    const value = values[row]!
    const before = counts.get(value)
    if (before !== undefined) counts.set(value, before + 1)
    else if (counts.size >= MOST_DISTINCT) return undefined
    else counts.set(own(value), 1)
  }
  return counts
}

function joined(parts: readonly Float64Array[], length: number): Float64Array {
  const all = new Float64Array(length)
  let at = 0
  for (const part of parts) {
    all.set(part, at)
    at += part.length
  }
  return all
}

function sortTogether(times: Float64Array, values: Float64Array | null): void {
  if (values === null) {
    times.sort()
    return
  }
  const order = Uint32Array.from(times.keys()).sort((a, b) => times[a]! - times[b]! || a - b)
  const [oldTimes, oldValues] = [times.slice(), values.slice()]
  for (const [to, from] of order.entries()) {
    times[to] = oldTimes[from]!
    values[to] = oldValues[from]!
  }
}
