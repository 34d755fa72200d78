/**
 * The meter of a task counts the work that the engine really does. Counts are exact and the same on every machine; a host's price list
 * turns them into time.
 */

/** What is counted, in the order of the meter's columns. */
export const COUNTS = [
  'dispatches',
  'records',
  'operations',
  'combines',
  'comparisons',
  'stateReads',
  'stateWrites',
  'bytesSerialised',
] as const
export type Count = (typeof COUNTS)[number]

/** Column numbers by name: `meter.counts[COUNT.combines]!++`. */
export const COUNT = Object.fromEntries(COUNTS.map((name, index) => [name, index])) as { readonly [Name in Count]: number }

export class Meter {
  /** Counts since the task began its first unit of work; they only grow. */
  readonly counts = new Float64Array(COUNTS.length)
}
