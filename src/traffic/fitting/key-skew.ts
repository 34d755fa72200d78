/** How unevenly keys are used: the exponent of Zipf's law by maximum likelihood. */
import { exp, log } from '../../random/elementary.ts'
import { hessian, minimise } from '../../timeseries/minimise.ts'
import { figure } from './scenario-text.ts'

export interface KeySkew {
  /** How many different keys were seen. */
  readonly keys: number
  readonly exponent: number
  readonly standardError: number | null
  /** Of all records, those of the most frequent key. */
  readonly topShare: number
  readonly scenario: Readonly<Record<string, unknown>>
}

/**
 * The exponent s with which the key of rank r has a share ∝ r^−s, among the keys that were seen.
 * @param counts records of each key, in any order; from 1 on
 * @throws RangeError for no keys, or counts that are none
 */
export function keySkew(counts: readonly number[]): KeySkew {
  if (counts.length === 0) throw new RangeError('there are no keys')
  if (!counts.every((count) => Number.isFinite(count) && count >= 1)) throw new RangeError('every key has been seen at least once')
  const sorted = counts.toSorted((a, b) => b - a)
  const all = sorted.reduce((sum, count) => sum + count, 0)
  const logs = sorted.map((_, rank) => log(rank + 1))
  const weighted = sorted.reduce((sum, count, rank) => sum + count * logs[rank]!, 0)
  const negative = ([exponent]: readonly number[]): number =>
    exponent! * weighted + all * log(logs.reduce((sum, logRank) => sum + exp(-exponent! * logRank), 0))
  const found = Math.max(0, minimise(negative, [1]).at[0]!)
  const curvature = hessian(negative, [found])[0]![0]!
  return {
    keys: sorted.length,
    exponent: found,
    standardError: curvature > 0 ? 1 / Math.sqrt(curvature) : null,
    topShare: sorted[0]! / all,
    scenario: { zipf: { keys: sorted.length, exponent: figure(found) } },
  }
}
