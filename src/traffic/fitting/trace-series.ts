/** What a trace is of: instants, one record each, or counts of evenly spaced intervals; and where it has holes. */
import { tickOf } from '../trace-ticks.ts'
import { TraceError } from '../trace-error.ts'
import { tiedShare } from './observed-arrivals.ts'
import type { TraceObserved } from './trace-observation.ts'

/** Names of columns that hold how many came in an interval, compared without case and punctuation; and of those that hold how many a second. */
const COUNT_NAMES =
  /^(?:count|counts|n|requests|requestcount|numrequests|events|arrivals|invocations|hits|calls|messages|records|total|value)$/
const RATE_NAMES = /(?:^|[^a-z])(?:rates?|rps|qps)(?:$|[^a-z])|per_?s(?:ec(?:ond)?)?$/i

export interface Instants {
  readonly kind: 'instants'
  /** Nanoseconds since the first, ascending. */
  readonly times: Float64Array
}

export interface Counts {
  readonly kind: 'counts'
  readonly counts: Float64Array
  /** Nanoseconds of an interval. */
  readonly width: number
  readonly column: string
  /** Nanoseconds from the first record to the first of these intervals. */
  readonly offset: number
}

/** The column that holds counts or rates, by its name; the first of those. */
export function countColumn(names: readonly string[]): string | undefined {
  const plain = (name: string): string => name.toLowerCase().replaceAll(/[^a-z]/g, '')
  return names.find((name) => COUNT_NAMES.test(plain(name))) ?? names.find((name) => RATE_NAMES.test(name))
}

/** Share of the steps from record to record that are the same where times are evenly spaced. */
const EVEN = 0.9
const CLOSE = 1e-6

/**
 * @param column whose values were kept while reading
 * @param insists that they are counts, or it is an error
 */
export function seriesOf(
  { times, values }: Pick<TraceObserved, 'times' | 'values'>,
  column: string | undefined,
  insists: boolean,
  file: string,
  notes: string[],
): Instants | Counts {
  if (column === undefined || values === null) return { kind: 'instants', times }
  const step = commonStep(times)
  const good = values.every((value) => value >= 0)
  if (step !== undefined && good) return countsOf(times, values, step, column, notes)
  const why = good ? 'times are not evenly spaced' : 'some of its values are negative, or no numbers'
  if (insists) throw new TraceError(file, `column "${column}" cannot be counts of intervals, because ${why}`)
  notes.push(`column "${column}" is not taken for counts of intervals, because ${why}`)
  return { kind: 'instants', times }
}

/** The step that nearly all times are apart. */
function commonStep(times: Float64Array): number | undefined {
  const steps = Float64Array.from({ length: Math.max(0, times.length - 1) }, (_, i) => times[i + 1]! - times[i]!)
  if (steps.length === 0) return undefined
  const median = steps.toSorted()[Math.floor(steps.length / 2)]!
  if (!(median > 0)) return undefined
  const same = steps.filter((step) => Math.abs(step - median) <= CLOSE * median).length
  return same >= EVEN * steps.length ? median : undefined
}

/** The longest run of intervals without a hole. */
function countsOf(times: Float64Array, values: Float64Array, width: number, column: string, notes: string[]): Counts {
  let [from, to, start] = [0, 0, 0]
  let holes = 0
  for (let i = 1; i <= times.length; i++) {
    if (i < times.length && Math.abs(times[i]! - times[i - 1]! - width) <= CLOSE * width) continue
    if (i < times.length) holes++
    if (i - start > to - from) [from, to] = [start, i]
    start = i
  }
  if (holes > 0)
    notes.push(
      `intervals are missing in ${holes === 1 ? 'one place' : `${holes} places`}: only the longest run without a hole is used, ${to - from} of ${times.length} intervals`,
    )
  const isRate = RATE_NAMES.test(column)
  notes.push(
    isRate
      ? `column "${column}" holds arrivals a second, by its name; say --events if each row is one arrival`
      : `column "${column}" holds counts of intervals, by its name; say --events if each row is one arrival`,
  )
  const counts = values.slice(from, to)
  return { kind: 'counts', counts: isRate ? counts.map((rate) => (rate * width) / 1e9) : counts, width, column, offset: times[from]! }
}

/** Ties up to this share are no cause to speak of batches. */
const FEW_TIES = 0.01
/** A silence so many times as long as the mean gap, that is at least this share of the trace. */
const LONG_SILENCE = 1_000
const SILENT_SHARE = 0.02

/** What is odd about the instants of a trace: sentences for people. */
export function oddities(times: Float64Array, sayTime: (nanoseconds: number) => string): string[] {
  const said: string[] = []
  const tied = tiedShare(times)
  if (tied > FEW_TIES) {
    const tick = tickOf(times)
    said.push(
      `${Math.round(tied * 100)} % of the records have the time of the one before: they come in batches, or times are written in ticks` +
        `${tick > 0 ? ` of ${sayTime(tick)}` : ''}. Gaps say nothing then, so that only counts are fitted; --spread spreads the records of a tick over it`,
    )
  }
  const span = times.at(-1)! - times[0]!
  let silences = 0
  let [longest, at] = [0, 0]
  for (let i = 1; i < times.length; i++) {
    const gap = times[i]! - times[i - 1]!
    if (gap >= SILENT_SHARE * span && gap >= (LONG_SILENCE * span) / times.length) silences++
    if (gap > longest) [longest, at] = [gap, times[i - 1]!]
  }
  if (silences > 0)
    said.push(
      `nothing came for ${sayTime(longest)}, ${sayTime(at)} after the first record${silences > 1 ? `, and not in ${silences - 1} other long times` : ''}: ` +
        'where records are missing there, fit a part of the trace without the hole',
    )
  return said
}
