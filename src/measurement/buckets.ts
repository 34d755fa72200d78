/** The edges of the buckets by which results count latencies: what a reader of a histogram needs. */
export { bucketBounds } from '../structures/histogram.ts'
