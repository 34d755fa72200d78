/** Box–Cox transformations: those that make the spread of a series the same at every level (Box and Cox 1964). */
import { exp, log, pow } from '../random/elementary.ts'
import { average } from './averages.ts'

/**
 * (x^λ − 1) / λ, or the logarithm for λ = 0; NaN, a missing value, stays.
 * @throws RangeError for a value that is not above 0
 */
export function boxCox(series: readonly number[], lambda: number): number[] {
  const bad = series.find((value) => value <= 0)
  if (bad !== undefined) throw new RangeError(`${bad} has no Box–Cox transform: every value has to be above 0`)
  return series.map((value) => (lambda === 0 ? log(value) : (pow(value, lambda) - 1) / lambda))
}

/**
 * Back again. What is the median there is the median here; with the variance of what was forecast it is its mean, to second order
 * (Hyndman and Athanasopoulos 2021, section 5.6). NaN for values that nothing is transformed to.
 */
export function inverseBoxCox(transformed: readonly number[], lambda: number, variances?: readonly number[]): number[] {
  return transformed.map((value, i) => {
    const inner = lambda * value + 1
    if (lambda !== 0 && inner <= 0) return NaN
    const median = lambda === 0 ? exp(value) : pow(inner, 1 / lambda)
    if (variances === undefined) return median
    const bend = lambda === 0 ? 1 : (1 - lambda) / (inner * inner)
    return median * (1 + (variances[i]! * bend) / 2)
  })
}

const [LOWEST, HIGHEST] = [-1, 2]
const GOLDEN = (Math.sqrt(5) - 1) / 2
const PRECISION = 1e-7

/**
 * The λ from −1 to 2 under which the standard deviation of stretches goes least with their mean (Guerrero 1993): the coefficient of variation
 * of sd ÷ mean^(1 − λ) over stretches of a season, or of two values without one.
 * @throws RangeError for fewer than two stretches, or values that are not above 0
 */
export function guerreroLambda(series: readonly number[], period = 1): number {
  const known = series.filter((value) => !Number.isNaN(value))
  if (known.some((value) => value <= 0)) throw new RangeError('every value has to be above 0 for a Box–Cox transform')
  const length = Math.max(2, Math.round(period))
  const count = Math.floor(known.length / length)
  if (count < 2) throw new RangeError(`${known.length} values are too few: two stretches of ${length} are the least`)
  const stretches = Array.from({ length: count }, (_, i) => {
    const from = known.length - (count - i) * length
    return moments(known.slice(from, from + length))
  })
  if (stretches.every(({ sd }) => sd === 0))
    throw new RangeError('the series is constant in every stretch, so no transform evens its spread')
  const variation = (lambda: number): number => {
    const { mean, sd } = moments(stretches.map((one) => one.sd / pow(one.mean, 1 - lambda)))
    return sd / mean
  }
  // Golden section: it needs no slope, and cannot leave the bounds.
  let [low, high] = [LOWEST, HIGHEST]
  let [left, right] = [high - GOLDEN * (high - low), low + GOLDEN * (high - low)]
  let [atLeft, atRight] = [variation(left), variation(right)]
  while (high - low > PRECISION) {
    if (atLeft < atRight) {
      ;[high, right, atRight] = [right, left, atLeft]
      left = high - GOLDEN * (high - low)
      atLeft = variation(left)
    } else {
      ;[low, left, atLeft] = [left, right, atRight]
      right = low + GOLDEN * (high - low)
      atRight = variation(right)
    }
  }
  return (low + high) / 2
}

function moments(values: readonly number[]): { readonly mean: number; readonly sd: number } {
  const mean = average(values)
  const squares = values.reduce((sum, value) => sum + (value - mean) * (value - mean), 0)
  return { mean, sd: Math.sqrt(squares / (values.length - 1)) }
}
