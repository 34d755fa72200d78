/** Autoregressions without an optimiser: by Yule and Walker, by Burg, and Hannan and Rissanen's start for moving averages. */
import { log } from '../random/elementary.ts'
import { average } from './averages.ts'
import { solve } from './linear-equations.ts'
import { sampleAutocovariances } from './sample-correlations.ts'
import { checkComplete } from './series-check.ts'

export interface Autoregression {
  readonly ar: readonly number[]
  readonly variance: number
  readonly mean: number
}

/**
 * From the Yule–Walker equations; the variance is corrected for degrees of freedom, n / (n − p − 1), as R does.
 * @throws RangeError for a series that is too short, constant, or not finite
 */
export function yuleWalker(series: readonly number[], order: number): Autoregression {
  checkComplete(series, order + 2)
  const gamma = sampleAutocovariances(series, order)
  const ar =
    order === 0
      ? []
      : solve(
          Array.from({ length: order }, (_, i) => Array.from({ length: order }, (__, j) => gamma[Math.abs(i - j)]!)),
          gamma.slice(1, order + 1),
        )
  const left = ar.reduce((rest, coefficient, i) => rest - coefficient * gamma[i + 1]!, gamma[0]!)
  return { ar, variance: (left * series.length) / (series.length - order - 1), mean: average(series) }
}

/**
 * By least forward and backward errors (Burg 1975), which is stationary always; the variance is that of the recursion.
 * @throws RangeError as yuleWalker does
 */
export function burg(series: readonly number[], order: number): Autoregression {
  checkComplete(series, order + 2)
  const mean = average(series)
  let forward = series.map((value) => value - mean)
  let backward = [...forward]
  let ar: number[] = []
  let variance = forward.reduce((sum, value) => sum + value * value, 0) / series.length
  for (let k = 0; k < order; k++) {
    let [cross, squares] = [0, 0]
    for (let t = k + 1; t < series.length; t++) {
      cross += forward[t]! * backward[t - 1]!
      squares += forward[t]! * forward[t]! + backward[t - 1]! * backward[t - 1]!
    }
    const last = (2 * cross) / squares
    ar = [...ar.map((coefficient, j) => coefficient - last * ar[k - 1 - j]!), last]
    variance *= 1 - last * last
    const [before, after] = [forward, backward]
    forward = before.map((value, t) => (t > k ? value - last * after[t - 1]! : value))
    backward = after.map((value, t) => (t > k ? after[t - 1]! - last * before[t]! : value))
  }
  return { ar, variance, mean }
}

/**
 * φ and θ by two regressions: a long autoregression gives shocks, and the series is regressed on its own past and theirs (Hannan and
 * Rissanen 1982). Consistent, not efficient; neither stationary nor invertible of necessity.
 * @throws RangeError as yuleWalker does
 */
export function hannanRissanen(series: readonly number[], p: number, q: number): { readonly ar: number[]; readonly ma: number[] } {
  checkComplete(series, 4 * (p + q + 1))
  const mean = average(series)
  const values = series.map((value) => value - mean)
  const long = Math.min(Math.floor(series.length / 4), Math.max(p + q + 5, Math.round(4.342944819032518 * log(series.length))))
  const { ar } = yuleWalker(series, long)
  const shocks = values.map((value, t) =>
    t < long ? 0 : ar.reduce((rest, coefficient, i) => rest - coefficient * values[t - 1 - i]!, value),
  )
  const from = long + q
  const rows = Array.from({ length: series.length - from }, (_, k) => {
    const t = from + k
    return [...Array.from({ length: p }, (__, i) => values[t - 1 - i]!), ...Array.from({ length: q }, (__, j) => shocks[t - 1 - j]!)]
  })
  const size = p + q
  const products = Array.from({ length: size }, (_, i) =>
    Array.from({ length: size }, (__, j) => rows.reduce((sum, row) => sum + row[i]! * row[j]!, 0)),
  )
  const right = Array.from({ length: size }, (_, i) => rows.reduce((sum, row, k) => sum + row[i]! * values[from + k]!, 0))
  const found = size === 0 ? [] : solve(products, right)
  return { ar: found.slice(0, p), ma: found.slice(p) }
}
