/**
 * A log-linear histogram of non-negative doubles (HdrHistogram's idea, Tene 2012): every power of two is cut into 256 equal buckets,
 * so a bucket is at most 1/256 of its value wide and its middle is within 0.2 % of everything in it. Values below 1 share bucket 0.
 * Recording is O(1) and allocates only when a larger value than ever comes.
 */

const SUB_BITS = 8
const SUB_BUCKETS = 1 << SUB_BITS
/** Exponent bias of a double, in bucket numbers: bucket of 1 is number 1. */
const OFFSET = (1023 << SUB_BITS) - 1

const scratch = new Float64Array(1)
const words = new Int32Array(scratch.buffer)

/** The number of the bucket that a value falls into. */
export function bucketOf(value: number): number {
  if (value < 1) return 0
  scratch[0] = value
  return (words[1]! >> (20 - SUB_BITS)) - OFFSET
}

/** A bucket's edges: from (inclusive), to (exclusive). */
export function bucketBounds(bucket: number): readonly [from: number, to: number] {
  if (bucket === 0) return [0, 1]
  const exponent = (bucket - 1) >> SUB_BITS
  const step = 2 ** exponent / SUB_BUCKETS
  const from = 2 ** exponent + ((bucket - 1) & (SUB_BUCKETS - 1)) * step
  return [from, from + step]
}

export class Histogram {
  count = 0
  sum = 0
  min = Infinity
  max = -Infinity
  readonly #buckets = new Float64Array(64 * SUB_BUCKETS)

  /** Records a value, which must not be negative. */
  record(value: number): void {
    this.count++
    this.sum += value
    if (value < this.min) this.min = value
    if (value > this.max) this.max = value
    this.#buckets[bucketOf(value)]!++
  }

  /** Adds all that another histogram recorded. */
  merge(other: Histogram): void {
    this.count += other.count
    this.sum += other.sum
    this.min = Math.min(this.min, other.min)
    this.max = Math.max(this.max, other.max)
    for (let i = 0; i < this.#buckets.length; i++) this.#buckets[i]! += other.#buckets[i]!
  }

  /** Adds what a histogram's `entries` and sums say of it. */
  add({
    count,
    sum,
    min,
    max,
    buckets,
  }: {
    readonly count: number
    readonly sum: number
    readonly min: number | null
    readonly max: number | null
    readonly buckets: readonly (readonly [number, number])[]
  }): void {
    this.count += count
    this.sum += sum
    if (min !== null) this.min = Math.min(this.min, min)
    if (max !== null) this.max = Math.max(this.max, max)
    for (const [bucket, rows] of buckets) this.#buckets[bucket]! += rows
  }

  /** The smallest recorded rank's value at share `p` (0 to 1) of the records: the middle of its bucket, kept within min and max. NaN when empty. */
  quantile(p: number): number {
    return this.quantiles([p])[0]!
  }

  /** The same at several shares in one pass; they must ascend. */
  quantiles(shares: readonly number[]): number[] {
    if (this.count === 0) return shares.map(() => NaN)
    let seen = 0
    let bucket = -1
    return shares.map((share) => {
      const rank = Math.max(1, Math.ceil(share * this.count))
      if (rank === this.count) return this.max
      while (seen < rank) seen += this.#buckets[++bucket]!
      const [from, to] = bucketBounds(bucket)
      return Math.min(this.max, Math.max(this.min, (from + to) / 2))
    })
  }

  /** Variance of the records, taken as the middles of their buckets. NaN when empty. */
  variance(): number {
    const mean = this.sum / this.count
    let squares = 0
    for (const [bucket, rows] of this.entries()) {
      const [from, to] = bucketBounds(bucket)
      const distance = (from + to) / 2 - mean
      squares += rows * distance * distance
    }
    return squares / this.count
  }

  /** [bucket, count] of every bucket that is not empty, in ascending order. */
  entries(): (readonly [number, number])[] {
    const entries: (readonly [number, number])[] = []
    for (let i = 0; i < this.#buckets.length; i++) if (this.#buckets[i]! > 0) entries.push([i, this.#buckets[i]!])
    return entries
  }
}
