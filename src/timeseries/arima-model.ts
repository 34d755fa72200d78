/**
 * The seasonal ARIMA model φ(B) Φ(Bˢ) (1 − B)ᵈ (1 − Bˢ)ᴰ x = θ(B) Θ(Bˢ) ε, in the signs of Box and Jenkins' successors and of R:
 * φ(B) = 1 − φ₁B − φ₂B² − …, θ(B) = 1 + θ₁B + θ₂B² + …
 */

export interface SeasonalPart {
  /** Steps in a season, at least 2. */
  readonly period: number
  readonly ar: readonly number[]
  readonly d: number
  readonly ma: readonly number[]
}

export interface ArimaModel {
  readonly ar: readonly number[]
  readonly d: number
  readonly ma: readonly number[]
  readonly seasonal?: SeasonalPart | undefined
}

/** φ of the product φ(B) Φ(Bˢ): the series' own past, φ[0] the weight of one step back. Differences are not in it. */
export function expandedAr(model: ArimaModel): number[] {
  const seasonal = model.seasonal === undefined ? [1] : polynomial(model.seasonal.ar, -1, model.seasonal.period)
  return multiply(polynomial(model.ar, -1), seasonal)
    .slice(1)
    .map((coefficient) => 0 - coefficient)
}

/** θ of the product θ(B) Θ(Bˢ): past shocks, θ[0] the weight of the one before. */
export function expandedMa(model: ArimaModel): number[] {
  const seasonal = model.seasonal === undefined ? [1] : polynomial(model.seasonal.ma, 1, model.seasonal.period)
  return multiply(polynomial(model.ma, 1), seasonal).slice(1)
}

/** The polynomial (1 − B)ᵈ (1 − Bˢ)ᴰ, constant term first. */
export function differencing(model: ArimaModel): number[] {
  let product = [1]
  for (let i = 0; i < model.d; i++) product = multiply(product, [1, -1])
  const { seasonal } = model
  if (seasonal === undefined) return product
  for (let i = 0; i < seasonal.d; i++) product = multiply(product, polynomial([1], -1, seasonal.period))
  return product
}

/** 1 + sign · (c₁Bˢ + c₂B²ˢ + …), constant term first. */
function polynomial(coefficients: readonly number[], sign: 1 | -1, step = 1): number[] {
  const result = new Array<number>(coefficients.length * step + 1).fill(0)
  result[0] = 1
  for (const [index, coefficient] of coefficients.entries()) result[(index + 1) * step] = sign * coefficient
  return result
}

/** The product of two polynomials, constant term first. */
export function multiply(a: readonly number[], b: readonly number[]): number[] {
  const product = new Array<number>(a.length + b.length - 1).fill(0)
  for (const [i, x] of a.entries()) for (const [j, y] of b.entries()) product[i + j]! += x * y
  return product
}
