/**
 * Where slow records spent their time. Which records are the slowest 1 % is known only at the end, so the time spent in each place is
 * summed by latency, in buckets a 32nd of an octave wide, and the buckets above the percentile are read off then.
 */
import type { RecordTable } from '../structures/record-table.ts'

const BUCKET_BITS = 5
const BUCKETS_PER_OCTAVE = 1 << BUCKET_BITS
const OCTAVES = 60

const scratch = new Float64Array(1)
const words = new Int32Array(scratch.buffer)

function bucketOf(latency: number): number {
  if (latency < 1) return 0
  scratch[0] = latency
  return Math.min(OCTAVES * BUCKETS_PER_OCTAVE - 1, (words[1]! >> (20 - BUCKET_BITS)) - (1023 << BUCKET_BITS))
}

export class TailBreakdown {
  readonly #places: number = 0
  readonly #counts = new Float64Array(OCTAVES * BUCKETS_PER_OCTAVE)
  readonly #sums = new Float64Array(0)

  constructor(places: number) {
    this.#places = places
    this.#sums = new Float64Array(OCTAVES * BUCKETS_PER_OCTAVE * places)
  }

  record(table: RecordTable, row: number, latency: number): void {
    const bucket = bucketOf(latency)
    this.#counts[bucket]!++
    table.addSpentTo(row, this.#sums, bucket * this.#places)
  }

  /**
   * Mean time by place over the slowest `share` of the records, or a little more: whole buckets.
   * Null when fewer than ten records are in it.
   */
  slowest(share: number): { from: number; count: number; means: Float64Array } | null {
    const total = this.#counts.reduce((sum, count) => sum + count, 0)
    const means = new Float64Array(this.#places)
    let count = 0
    let bucket = this.#counts.length
    while (bucket > 0 && count < share * total) {
      bucket--
      count += this.#counts[bucket]!
      for (let i = 0; i < this.#places; i++) means[i]! += this.#sums[bucket * this.#places + i]!
    }
    if (count < 10) return null
    for (let i = 0; i < this.#places; i++) means[i]! /= count
    const octave = Math.floor(bucket / BUCKETS_PER_OCTAVE)
    return { from: 2 ** octave * (1 + (bucket % BUCKETS_PER_OCTAVE) / BUCKETS_PER_OCTAVE), count, means }
  }
}
