/** What the records of a trace contain: which distribution each column has, how ranks go together, how skewed the key is. */
import { sampleRankCorrelation } from 'simple-statistics'
import { find } from '../../registry/descriptor.ts'
import type { Distribution } from '../../random/distribution.ts'
import { distributions } from '../../random/index.ts'
import { fitField } from './fit-field.ts'
import { figure } from './scenario-text.ts'
import { keySkew, type KeySkew } from './key-skew.ts'
import type { ObservedColumn } from './trace-observation.ts'

export interface FittedColumn {
  readonly name: string
  /** What the column is taken for. */
  readonly kind: 'distribution' | 'choice' | 'constant' | 'key' | 'left out'
  /** What its values are. */
  readonly type: 'number' | 'boolean' | 'text'
  /** As a scenario has it: quantiles where no distribution is near; null for what is left out. */
  readonly scenario: unknown
  /** Of a distribution: its name, by how much Akaike's criterion prefers it to the next, and how far its shares are off at most. */
  readonly distribution: { readonly name: string; readonly lead: number | null; readonly distance: number } | null
  /** Distinct values; null where there are too many to count. */
  readonly distinct: number | null
  /** Why it is left out. */
  readonly reason: string | null
}

export interface FittedRecords {
  readonly columns: readonly FittedColumn[]
  /** Spearman's rank correlation of numeric columns, with the standard error of independent ones; the strongest first. */
  readonly correlations: readonly { readonly fields: readonly [string, string]; readonly rank: number; readonly standardError: number }[]
  readonly key: (KeySkew & { readonly column: string }) | null
}

/** Values few enough to be listed with their shares. */
const CHOICES = 12
/** A distribution whose shares are further off is not used. */
export const NEAR = 0.05
const QUANTILES = 51
/** Columns whose correlations are looked at. */
const CORRELATED = 8
/** Correlations below this are not worth a line. */
const WEAK = 0.05
const KEY_NAMES =
  /^(?:key|id|user|userid|client|clientid|customer|customerid|device|deviceid|session|sessionid|sensor|sensorid|symbol|model|function|func|app|host|ip|url|path|topic|tenant|account|origin|destination)$/

/**
 * @param asked the column that is the key; guessed when left out
 * @throws RangeError when there is no such column
 */
export function fitRecords(columns: readonly ObservedColumn[], records: number, asked?: string): FittedRecords {
  if (asked !== undefined && !columns.some(({ name }) => name === asked)) {
    const known = columns.map(({ name }) => `"${name}"`).join(', ')
    throw new RangeError(`there is no column "${asked}" for a key${known === '' ? '' : `; the columns are ${known}`}`)
  }
  const keyColumn = asked ?? guessKey(columns, records)
  const key = columns.find(({ name }) => name === keyColumn)
  if (asked !== undefined && key?.counts === null)
    throw new RangeError(`column "${asked}" has too many values for a key: nearly every record has one of its own`)
  const fitted = columns.map((column) => (column === key ? ofKey(column) : fitColumn(column, records)))
  return {
    columns: fitted,
    correlations: correlationsOf(columns.filter((_, i) => fitted[i]!.kind === 'distribution').slice(0, CORRELATED)),
    key: key === undefined ? null : skewOf(key),
  }
}

function skewOf({ name, counts }: ObservedColumn): FittedRecords['key'] {
  return counts === null ? null : { column: name, ...keySkew([...counts.values()]) }
}

/** A column with a key's name and values that come again; else the text with the most values that do. */
function guessKey(columns: readonly ObservedColumn[], records: number): string | undefined {
  const again = columns.filter(({ counts }) => counts !== null && counts.size > 1 && counts.size <= records / 2)
  const named = again.find(({ name }) => KEY_NAMES.test(name.toLowerCase().replaceAll(/[^a-z]/g, '')))
  const texts = again.filter(({ numbers, counts }) => numbers === null && counts!.size > CHOICES)
  return (named ?? texts.toSorted((a, b) => b.counts!.size - a.counts!.size)[0])?.name
}

function ofKey({ name, counts, sample, numbers }: ObservedColumn): FittedColumn {
  return {
    name,
    type: typeOf(sample, numbers),
    kind: 'key',
    scenario: null,
    distribution: null,
    distinct: counts?.size ?? null,
    reason: null,
  }
}

function typeOf(sample: readonly string[], numbers: readonly number[] | null): FittedColumn['type'] {
  if (numbers !== null) return 'number'
  return sample.every((text) => /^(?:true|false)$/i.test(text.trim())) ? 'boolean' : 'text'
}

/** A cell as a scenario has the value. */
export function typed(text: string, type: FittedColumn['type']): number | boolean | string {
  if (type === 'number') return Number(text)
  return type === 'boolean' ? text.trim().toLowerCase() === 'true' : text
}

function fitColumn({ name, counts, sample, numbers }: ObservedColumn, records: number): FittedColumn {
  const distinct = counts?.size ?? null
  const type = typeOf(sample, numbers)
  const base = { name, type, distribution: null, distinct, reason: null }
  if (distinct === 1) return { ...base, kind: 'constant', scenario: typed(sample[0]!, type) }
  if (counts !== null && counts.size <= CHOICES && counts.size * 5 <= records) {
    const shares = [...counts].toSorted(([a, n], [b, m]) => m - n || (a < b ? -1 : 1))
    return { ...base, kind: 'choice', scenario: { choice: Object.fromEntries(shares) } }
  }
  if (numbers === null) {
    const reason =
      distinct === null || distinct > records / 2 ? 'nearly every record has a text of its own' : 'it has many texts, and is not the key'
    return { ...base, kind: 'left out', scenario: null, reason }
  }
  const [best, next] = fitField(numbers)
  if (best === undefined) return { ...base, kind: 'left out', scenario: null, reason: 'no distribution fits it' }
  const distribution = {
    name: best.name,
    lead: next === undefined ? null : next.aic - best.aic,
    distance: distanceOf(best.scenario, numbers),
  }
  return { ...base, kind: 'distribution', scenario: distribution.distance > NEAR ? quantilesOf(numbers) : best.scenario, distribution }
}

/** Values at equally spaced shares, and what is between them. */
function quantilesOf(sample: readonly number[]): unknown {
  const sorted = sample.toSorted((a, b) => a - b)
  const values = Array.from({ length: QUANTILES }, (_, i) => figure(sorted[Math.round((i / (QUANTILES - 1)) * (sorted.length - 1))]!))
  return { empirical: { values, interpolated: true } }
}

const SHARES = 99

/** The largest difference between shares of a distribution and of a sample, at a hundred places (Kolmogorov and Smirnov's distance). */
function distanceOf(scenario: Readonly<Record<string, unknown>>, sample: readonly number[]): number {
  const [name, written] = Object.entries(scenario)[0]!
  const distribution = find<unknown>(distributions, name) as Distribution
  const options = typeof written === 'object' ? (written as object) : { [distribution.descriptor.main!]: written }
  const sampler = distribution.create(options as never)
  const sorted = Float64Array.from(sample).sort()
  let distance = 0
  for (let i = 1; i <= SHARES; i++) {
    const share = i / (SHARES + 1)
    const value = sampler.quantile(share)
    const [below, upTo] = [rank(sorted, value, false), rank(sorted, value, true)]
    distance = Math.max(distance, below / sorted.length - share, share - upTo / sorted.length)
  }
  return distance
}

/** How many values are below this one, or not above it. */
function rank(sorted: Float64Array, value: number, including: boolean): number {
  let [low, high] = [0, sorted.length]
  while (low < high) {
    const middle = (low + high) >> 1
    const at = sorted[middle]!
    if (at < value || (including && at === value)) low = middle + 1
    else high = middle
  }
  return low
}

function correlationsOf(columns: readonly ObservedColumn[]): FittedRecords['correlations'] {
  const found = columns.flatMap((a, i) =>
    columns.slice(i + 1).map((b) => ({
      fields: [a.name, b.name] as const,
      rank: sampleRankCorrelation([...a.numbers!], [...b.numbers!]),
      standardError: 1 / Math.sqrt(Math.max(1, a.numbers!.length - 1)),
    })),
  )
  return found
    .filter(({ rank: r, standardError }) => Number.isFinite(r) && Math.abs(r) >= Math.max(WEAK, 3 * standardError))
    .toSorted((a, b) => Math.abs(b.rank) - Math.abs(a.rank))
}
