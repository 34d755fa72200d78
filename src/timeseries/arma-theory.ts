/** What the coefficients of an ARMA process say: weights, covariances, correlations, spectrum, variance of forecasts. */
import { cos, sin } from '../random/elementary.ts'
import { type ArimaModel, differencing, expandedAr, expandedMa, multiply } from './arima-model.ts'
import { solve } from './linear-equations.ts'

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
 * Autocovariances γ(0) … γ(lags) of the stationary part (before differences are undone), for shocks of variance 1: the equations of Brockwell
 * and Davis (Time Series, 1991, §3.3, third method).
 * @throws RangeError when there is none, because of a unit root
 */
export function autocovariances(model: ArimaModel, lags: number): number[] {
  const ar = expandedAr(model)
  const ma = [1, ...expandedMa(model)]
  const p = ar.length
  const psi = psiWeights({ ...model, d: 0, ...(model.seasonal && { seasonal: { ...model.seasonal, d: 0 } }) }, ma.length)
  const shocks = (k: number): number => {
    let sum = 0
    for (let j = k; j < ma.length; j++) sum += ma[j]! * psi[j - k]!
    return sum
  }
  const matrix = Array.from({ length: p + 1 }, (_, k) => {
    const row = new Array<number>(p + 1).fill(0)
    row[k]! += 1
    for (let i = 1; i <= p; i++) row[Math.abs(k - i)]! -= ar[i - 1]!
    return row
  })
  const found = solve(
    matrix,
    Array.from({ length: p + 1 }, (_, k) => shocks(k)),
  )
  for (let k = p + 1; k <= lags; k++) {
    let next = shocks(k)
    for (let i = 1; i <= p; i++) next += ar[i - 1]! * found[k - i]!
    found.push(next)
  }
  return found.slice(0, lags + 1)
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
