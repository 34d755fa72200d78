/**
 * Digests: what a run was offered, what it put out, and in what order it did things, as 64-bit hashes in two lanes.
 * Workload and trace are rolling (order matters), output and service demands are sums of hashes (order does not).
 */
import { hex32 } from '../structures/hash.ts'
import type { RecordTable } from '../structures/record-table.ts'

const RUNGS = 256

/** Kinds of event in the trace. */
export const TRACED = { began: 1, dropped: 2, sunk: 3 } as const

/** Two lanes that words are folded into one after another. */
export class RollingDigest {
  a = 0x2f1b9a35
  b = 0x6c62272e

  fold(word: number): void {
    const a = Math.imul(this.a ^ word, 0x9e3779b1)
    this.a = a ^ (a >>> 15)
    const b = Math.imul(((this.b << 13) | (this.b >>> 19)) ^ word, 0x85ebca77)
    this.b = b ^ (b >>> 13)
  }

  /** Sixteen hexadecimal digits. */
  text(): string {
    return hex32(spread(this.a)) + hex32(spread(this.b))
  }
}

/** Two lanes that whole hashes are added to: the order of adding does not show. */
export class SumDigest {
  a = 0
  b = 0

  add(hash: RollingDigest): void {
    this.a = (this.a + spread(hash.a)) | 0
    this.b = (this.b + spread(hash.b)) | 0
  }

  text(): string {
    return hex32(this.a) + hex32(this.b)
  }
}

function spread(hash: number): number {
  let h = Math.imul(hash ^ (hash >>> 16), 0x7feb352d)
  h = Math.imul(h ^ (h >>> 15), 0x846ca68b)
  return h ^ (h >>> 16)
}

/** Folds a whole number of up to 53 bits, or any other double, into a digest. */
export function foldNumber(digest: RollingDigest, value: number): void {
  const low = value | 0
  if (low === value) {
    digest.fold(low)
    return
  }
  if (Number.isSafeInteger(value)) {
    digest.fold(low)
    digest.fold((value / 4294967296) | 0)
    return
  }
  // A NaN has many bit patterns, and which one depends on the processor and on what was compiled.
  double[0] = Number.isNaN(value) ? 0 : value
  digest.fold(words[0]!)
  digest.fold(words[1]! ^ 0x55555555)
}

const double = new Float64Array(1)
const words = new Int32Array(double.buffer)

/** Hashes rows: identity, times, key, flow and the given columns. Texts count by content. The result is in `a` and `b`. */
export class RowDigest extends RollingDigest {
  /** Hashes what a source made: with the intended time. */
  arrived(table: RecordTable, row: number, columns: Int32Array): void {
    const intended = table.intendedTime[row]!
    this.#begin(table, row)
    foldNumber(this, intended)
    // What is as expected is folded in as one small word.
    foldNumber(this, table.eventTime[row]! - intended)
    this.fold(table.schema.hashKey(table.key[row]!) ^ table.flow[row]!)
    foldNumber(this, table.bytes[row]!)
    if (columns.length > 0) this.#contents(table, row, columns)
  }

  /** Hashes what reached a sink: what does not depend on timing. */
  sunk(table: RecordTable, row: number, columns: Int32Array): void {
    this.#begin(table, row)
    foldNumber(this, table.eventTime[row]!)
    this.fold(table.schema.hashKey(table.key[row]!))
    if (columns.length > 0) this.#contents(table, row, columns)
  }

  /** Hashes a service time drawn at a stage. */
  demanded(table: RecordTable, row: number, stage: number, time: number): void {
    this.#begin(table, row)
    this.fold(stage)
    foldNumber(this, time)
  }

  #begin(table: RecordTable, row: number): void {
    const low = table.identityLow[row]!
    const high = table.identityHigh[row]!
    this.a = low ^ 0x2545f491
    this.b = high ^ 0x1b873593
    this.fold(Math.imul(low, 0xc2b2ae3d) ^ high)
  }

  #contents(table: RecordTable, row: number, columns: Int32Array): void {
    const { schema, fields } = table
    for (let i = 0; i < columns.length; i++) {
      const column = columns[i]!
      const value = fields[column]!.data[row]!
      if (schema.fields[column]!.type === 'text') this.fold(schema.dictionary.hash(value))
      else foldNumber(this, value)
    }
  }
}

/** The order of events, with the rolling digest at the end of up to 256 equal intervals: a later comparison can say in which of them two runs part. */
export class TraceDigest extends RollingDigest {
  events = 0
  readonly #rungs: string[] = []
  #interval: number
  #next: number

  /** @param expectedTime how long the run is likely to be, in nanoseconds; when it is longer, intervals double */
  constructor(expectedTime: number) {
    super()
    this.#interval = Math.max(1, Math.ceil(expectedTime / RUNGS))
    this.#next = this.#interval
  }

  event(kind: number, task: number, identityLow: number, identityHigh: number, now: number): void {
    if (now >= this.#next) this.#climb(now)
    this.events++
    const time = (now | 0) ^ Math.imul((now / 4294967296) | 0, 0x27d4eb2f)
    const what = (kind << 24) ^ task
    const who = identityLow ^ Math.imul(identityHigh, 0x165667b1)
    // `fold` three times, with the lanes in local variables.
    let a = Math.imul(this.a ^ time, 0x9e3779b1)
    a = Math.imul(a ^ (a >>> 15) ^ what, 0x9e3779b1)
    a = Math.imul(a ^ (a >>> 15) ^ who, 0x9e3779b1)
    this.a = a ^ (a >>> 15)
    let b = Math.imul(((this.b << 13) | (this.b >>> 19)) ^ time, 0x85ebca77)
    b ^= b >>> 13
    b = Math.imul(((b << 13) | (b >>> 19)) ^ what, 0x85ebca77)
    b ^= b >>> 13
    b = Math.imul(((b << 13) | (b >>> 19)) ^ who, 0x85ebca77)
    this.b = b ^ (b >>> 13)
  }

  /** The digest at the end of each interval so far. */
  rungs(): { interval: number; digests: readonly string[] } {
    return { interval: this.#interval, digests: [...this.#rungs, this.text()] }
  }

  #climb(now: number): void {
    while (now >= this.#next) {
      if (this.#rungs.length === RUNGS - 1) {
        // Every second rung stays, which makes the intervals twice as long.
        for (let i = 0; 2 * i + 1 < this.#rungs.length; i++) this.#rungs[i] = this.#rungs[2 * i + 1]!
        this.#rungs.length = this.#rungs.length >> 1
        this.#interval *= 2
        this.#next = (this.#rungs.length + 1) * this.#interval
        continue
      }
      this.#rungs.push(this.text())
      this.#next += this.#interval
    }
  }
}
