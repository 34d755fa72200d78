/**
 * Digests: what a run was offered, what it put out, and in what order it did things, as 64-bit hashes in two lanes.
 * Workload and trace are rolling (order matters), output and service demands are sums of hashes (order does not).
 */
import { hex32 } from '../structures/hash.ts'
import type { RecordTable } from '../structures/record-table.ts'

const RUNGS = 256

/** Kinds of event in the trace. */
export const TRACED = { began: 1, dropped: 2, sunk: 3 } as const

/** One step of the first lane. The two lanes are kept in local variables where words follow one another: memory would be in between. */
function laneA(a: number, word: number): number {
  const mixed = Math.imul(a ^ word, 0x9e3779b1)
  return mixed ^ (mixed >>> 15)
}

/** One step of the second lane. */
function laneB(b: number, word: number): number {
  const mixed = Math.imul(((b << 13) | (b >>> 19)) ^ word, 0x85ebca77)
  return mixed ^ (mixed >>> 13)
}

/** The upper 21 bits of a whole number of up to 53 bits; `| 0` gives the lower 32. */
function upper(value: number): number {
  return (value * 2.3283064365386963e-10) | 0
}

/** Two lanes that words are folded into one after another. */
export class RollingDigest {
  a = 0x2f1b9a35
  b = 0x6c62272e

  fold(word: number): void {
    this.a = laneA(this.a, word)
    this.b = laneB(this.b, word)
  }

  /** Folds both lanes of another digest in. */
  foldDigest(other: RollingDigest): void {
    this.a = laneA(laneA(this.a, other.a), other.b)
    this.b = laneB(laneB(this.b, other.a), other.b)
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

const SEED_A = 0x2545f491
const SEED_B = 0x1b873593

/** Hashes rows: identity, times, key, flow and the given columns. Texts count by content. The result is in `a` and `b`. */
export class RowDigest extends RollingDigest {
  /** Hashes what a source made: with the intended time. */
  arrived(table: RecordTable, row: number, columns: Int32Array): void {
    const low = table.identityLow(row)
    const high = table.identityHigh(row)
    const intended = table.intendedTime(row)
    const early = table.eventTime(row) - intended
    const key = table.schema.hashKey(table.key(row)) ^ table.flow(row)
    const bytes = table.bytes(row) | 0
    let a = laneA(laneA(laneA(low ^ SEED_A, high), intended | 0), upper(intended))
    let b = laneB(laneB(laneB(high ^ SEED_B, low), intended | 0), upper(intended))
    // Where event time is the time of arrival, there is nothing to add.
    if (early !== 0) {
      a = laneA(laneA(a, early | 0), upper(early))
      b = laneB(laneB(b, early | 0), upper(early))
    }
    this.a = laneA(laneA(a, key), bytes)
    this.b = laneB(laneB(b, key), bytes)
    if (columns.length > 0) this.#contents(table, row, columns)
  }

  /** Hashes what reached a sink: what does not depend on timing. */
  sunk(table: RecordTable, row: number, columns: Int32Array): void {
    const low = table.identityLow(row)
    const high = table.identityHigh(row)
    const time = table.eventTime(row)
    const key = table.schema.hashKey(table.key(row))
    this.a = laneA(laneA(laneA(laneA(low ^ SEED_A, high), time | 0), upper(time)), key)
    this.b = laneB(laneB(laneB(laneB(high ^ SEED_B, low), time | 0), upper(time)), key)
    if (columns.length > 0) this.#contents(table, row, columns)
  }

  /** Hashes a service time drawn at a stage. */
  demanded(table: RecordTable, row: number, stage: number, time: number): void {
    const low = table.identityLow(row)
    const high = table.identityHigh(row)
    this.a = laneA(laneA(laneA(low ^ SEED_A, high ^ stage), time | 0), upper(time))
    this.b = laneB(laneB(laneB(high ^ SEED_B, low ^ stage), time | 0), upper(time))
  }

  #contents(table: RecordTable, row: number, columns: Int32Array): void {
    const { schema } = table
    for (let i = 0; i < columns.length; i++) {
      const column = columns[i]!
      const value = table.field(row, column)
      if (schema.fields[column]!.type === 'text') this.fold(schema.dictionary.hash(value))
      else foldNumber(this, value)
    }
  }
}

/** The order of events, with the rolling digest at the end of up to 256 equal intervals: a later comparison can say in which of them two runs part. */
export class TraceDigest extends RollingDigest {
  events = 0
  readonly #rungs: string[] = []
  #interval = 0
  #next = 0

  /** @param expectedTime how long the run is likely to be, in nanoseconds; when it is longer, intervals double */
  constructor(expectedTime: number) {
    super()
    this.#interval = Math.max(1, Math.ceil(expectedTime / RUNGS))
    this.#next = this.#interval
  }

  event(kind: number, task: number, identityLow: number, identityHigh: number, now: number): void {
    if (now >= this.#next) this.#climb(now)
    this.events++
    const time = (now | 0) ^ Math.imul(upper(now), 0x27d4eb2f)
    const what = (kind << 24) ^ task
    const who = identityLow ^ Math.imul(identityHigh, 0x165667b1)
    this.a = laneA(laneA(laneA(this.a, time), what), who)
    this.b = laneB(laneB(laneB(this.b, time), what), who)
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
