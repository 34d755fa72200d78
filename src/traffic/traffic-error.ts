/** Contents that a record cannot have, found where they are made: which source, what, and which record. */
export class TrafficError extends Error {
  override readonly name = 'TrafficError'
  readonly source: string
  /** A field, or `key`, `bytes`, `disorder` or `flow`. */
  readonly what: string
  /** Number of the record, from 0; undefined when the source cannot make any. */
  readonly record: number | undefined

  constructor(source: string, what: string, record: number | undefined, problem: string) {
    super(`source "${source}", ${what}${record === undefined ? '' : `, record ${record}`}: ${problem}`)
    this.source = source
    this.what = what
    this.record = record
  }
}
