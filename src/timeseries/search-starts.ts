/** Where to look for the parameters of an ARIMA model: likelihoods of mixed models have several tops, and the highest is wanted. */
import { log1p, sin } from '../random/elementary.ts'
import type { ArimaOrder } from './arima-data.ts'
import { hannanRissanen } from './autoregression.ts'
import { invertible } from './invertible.ts'
import { fromStationary, toStationary } from './stationary-parameters.ts'

/** For each parameter. */
const SCATTERED = 2
/** Bases of Halton's sequence, which is scattered evenly and without chance. */
const PRIMES = [2, 3, 5, 7, 11, 13, 17, 19, 23, 29] as const
/** Largest partial autocorrelation of a start: at 1 there is no slope. */
const MOST = 0.98

/** Coordinates all over the stationary and invertible models, denser near the bounds, where tops are narrow: the arcsine law. */
export function scatteredStarts({ p, q, seasonal }: ArimaOrder): number[][] {
  const sizes = [p, q, seasonal?.p ?? 0, seasonal?.q ?? 0]
  const size = sizes.reduce((sum, one) => sum + one, 0)
  return Array.from({ length: SCATTERED * size }, (_, k) => {
    let used = 0
    return sizes.flatMap((length, part) => {
      const own = Array.from({ length }, () => {
        const partial = MOST * sin(Math.PI * (inverseRadix(k + 1, PRIMES[used++ % PRIMES.length]!) - 0.5))
        return 0.5 * (log1p(partial) - log1p(-partial))
      })
      // Moving averages have their coefficients for coordinates.
      return part % 2 === 0 ? own : toStationary(own).map((coefficient) => 0 - coefficient)
    })
  })
}

/** Hannan and Rissanen's estimates, with roots turned out of the unit circle; undefined with seasons, or where the regressions have no answer. */
export function regressionStart(series: readonly number[], order: ArimaOrder): number[] | undefined {
  const { p, q, seasonal } = order
  if (seasonal !== undefined || series.length < 4 * (p + q + 2)) return undefined
  const found = regressed(series, order)
  if (found === undefined || ![...found.ar, ...found.ma].every(Number.isFinite)) return undefined
  const turned = invertible(found.ar.map((coefficient) => 0 - coefficient)).map((coefficient) => 0 - coefficient)
  return [...fromStationary(turned), ...invertible(found.ma)]
}

function regressed(series: readonly number[], { p, q }: ArimaOrder): ReturnType<typeof hannanRissanen> | undefined {
  try {
    return hannanRissanen(series, p, q)
  } catch (error) {
    // A start is no more than a help: what is wrong with the series is for the fit to say.
    if (error instanceof RangeError) return undefined
    throw error
  }
}

/** The digits of a number behind the point, in reverse order. */
function inverseRadix(number: number, base: number): number {
  let [rest, digit, sum] = [number, 1 / base, 0]
  while (rest > 0) {
    sum += digit * (rest % base)
    rest = Math.floor(rest / base)
    digit /= base
  }
  return sum
}
