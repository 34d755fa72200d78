/** What the coefficients of an ARMA process say: weights, covariances, correlations, spectrum, variance of forecasts. */
import { cos, sin } from '../random/elementary.ts'
import { type ArimaModel, differencing, expandedAr, expandedMa, multiply } from './arima-model.ts'
import { toPartials } from './stationary-parameters.ts'

/** ψ₀ = 1, ψ₁, …: what a shock is worth so many steps later; of a model with differences, in its level. */
export function psiWeights(model: ArimaModel, count: number): number[] {
  const ar = levelAr(model)
  const ma = expandedMa(model)
  const psi: number[] = []
  for (let j = 0; j < count; j++) {
    let weight = j === 0 ? 1 : (ma[j - 1] ?? 0)
    for (let i = 1; i <= Math.min(j, ar.length); i++) weight += ar[i - 1]! * psi[j - i]!
    psi.push(weight)
  }
  return psi
}

/** φ of φ(B) Φ(Bˢ) (1 − B)ᵈ (1 − Bˢ)ᴰ: the past of the level itself. */
export function levelAr(model: ArimaModel): number[] {
  const polynomial = multiply([1, ...expandedAr(model).map((coefficient) => -coefficient)], differencing(model))
  return polynomial.slice(1).map((coefficient) => 0 - coefficient)
}

/**
 * Autocovariances γ(0) … γ(lags) of the stationary part (before differences are undone), for shocks of variance 1: those of the autoregression
 * by the recursion of Durbin and Levinson, which is as exact near a unit root as far from it, and then the moving average of them.
 * @throws RangeError when there is none, because the autoregression is not stationary
 */
export function autocovariances(model: ArimaModel, lags: number): number[] {
  const found = armaCovariances(expandedAr(model), expandedMa(model), lags)
  if (found === undefined) throw new RangeError('the autoregressive part is not stationary, so that it has no autocovariances')
  return found
}

/** The same from expanded weights; undefined where there are none. */
export function armaCovariances(ar: readonly number[], past: readonly number[], lags: number): number[] | undefined {
  const q = past.length
  const plain = autoregressiveCovariances(ar, lags + q)
  if (plain === undefined || q === 0) return plain
  const ma = [1, ...past]
  const products = ma.map((_, lag) => {
    let sum = 0
    for (let j = lag; j <= q; j++) sum += ma[j]! * ma[j - lag]!
    return sum
  })
  return Array.from({ length: lags + 1 }, (_, lag) => {
    let sum = products[0]! * plain[lag]!
    for (let m = 1; m <= q; m++) if (products[m] !== 0) sum += products[m]! * (plain[lag + m]! + plain[Math.abs(lag - m)]!)
    return sum
  })
}

/** Of an autoregression alone; undefined when it is not stationary. */
function autoregressiveCovariances(ar: readonly number[], lags: number): number[] | undefined {
  const partials = toPartials(ar)
  if (partials === undefined) return undefined
  let variance = partials.reduce((product, { partial }) => product / ((1 - partial) * (1 + partial)), 1)
  const found = [variance]
  for (let k = 1; k <= lags; k++) {
    const step = partials[k - 1]
    const weights = step === undefined ? ar : step.before
    let next = step === undefined ? 0 : step.partial * variance
    for (let j = 1; j <= weights.length; j++) if (weights[j - 1] !== 0) next += weights[j - 1]! * found[k - j]!
    found.push(next)
    if (step !== undefined) variance *= (1 - step.partial) * (1 + step.partial)
  }
  return found
}

/** Autocorrelations at lags 0 … `lags`. */
export function autocorrelations(model: ArimaModel, lags: number): number[] {
  const covariances = autocovariances(model, lags)
  return covariances.map((covariance) => covariance / covariances[0]!)
}

/** Partial autocorrelations at lags 1, 2, … from autocorrelations at lags 0, 1, 2, … (Durbin 1960, Levinson 1947). */
export function partialAutocorrelations(correlations: readonly number[]): number[] {
  const partial: number[] = []
  let phi: number[] = []
  for (let k = 1; k < correlations.length; k++) {
    let [above, below] = [correlations[k]!, 1]
    for (const [j, coefficient] of phi.entries()) {
      above -= coefficient * correlations[k - 1 - j]!
      below -= coefficient * correlations[j + 1]!
    }
    const last = above / below
    phi = [...phi.map((coefficient, j) => coefficient - last * phi[k - 2 - j]!), last]
    partial.push(last)
  }
  return partial
}

/** Spectral density at a frequency in radians a step, in [0, π], for shocks of variance 1: |θ(e^−iω)|² / |φ(e^−iω)|² / 2π. */
export function spectralDensity(model: ArimaModel, frequency: number): number {
  const power = (polynomial: readonly number[]): number => {
    let [real, imaginary] = [0, 0]
    for (const [lag, coefficient] of polynomial.entries()) {
      real += coefficient * cos(lag * frequency)
      imaginary += coefficient * sin(lag * frequency)
    }
    return real * real + imaginary * imaginary
  }
  return power([1, ...expandedMa(model)]) / power([1, ...expandedAr(model).map((coefficient) => -coefficient)]) / (2 * Math.PI)
}

/** Variances of the errors of forecasts 1, 2, … steps ahead, for shocks of variance 1: sums of ψ². */
export function forecastVariances(model: ArimaModel, steps: number): number[] {
  let sum = 0
  return psiWeights(model, steps).map((weight) => (sum += weight * weight))
}
