/** The conditional sum of squares: shocks before the start are 0, and the first values are given (Box and Jenkins 1970, §7.1). */
import { log } from '../random/elementary.ts'
import { type ArimaModel, expandedAr, expandedMa } from './arima-model.ts'
import { regressed, type Likelihood } from './arima-likelihood.ts'

const LOG_TWO_PI = 1.8378770664093453

/** As `exactLikelihood`; the likelihood is that of the values after the first p, counted as if all were. */
export function conditionalLikelihood(
  model: ArimaModel,
  columns: readonly (readonly number[])[],
  coefficients?: readonly number[],
): Likelihood | undefined {
  const [ar, ma] = [expandedAr(model), expandedMa(model)]
  const shocks = columns.map((values) => shocksOf(values, ar, ma))
  const used = shocks[0]!.length - ar.length
  const found =
    used > 0
      ? regressed(
          shocks.map((values) => values.subarray(ar.length)),
          coefficients,
        )
      : undefined
  if (found === undefined) return undefined
  const known = found.residuals.filter((value) => !Number.isNaN(value)).length
  const variance = found.squares / known
  const count = columns[0]!.filter((value) => !Number.isNaN(value)).length
  const innovations = new Float64Array(shocks[0]!.length)
  innovations.set(found.residuals, ar.length)
  const logLikelihood = -0.5 * count * (LOG_TWO_PI + log(variance) + 1)
  return {
    logLikelihood: Number.isFinite(logLikelihood) ? logLikelihood : -Infinity,
    variance,
    count,
    coefficients: found.coefficients,
    innovations,
  }
}

/** A missing value has no shock, and stands for its own prediction. */
function shocksOf(values: readonly number[], ar: readonly number[], ma: readonly number[]): Float64Array {
  const shocks = new Float64Array(values.length)
  for (let t = ar.length; t < values.length; t++) {
    let shock = values[t]!
    for (let i = 0; i < ar.length; i++) if (ar[i] !== 0) shock -= ar[i]! * values[t - 1 - i]!
    for (let j = 0; j < Math.min(ma.length, t - ar.length); j++) {
      const past = shocks[t - 1 - j]!
      if (ma[j] !== 0 && !Number.isNaN(past)) shock -= ma[j]! * past
    }
    shocks[t] = shock
  }
  return shocks
}
