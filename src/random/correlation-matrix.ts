/** Matrices of correlations, row by row in one array. */

/** Pivots down to here are rounding: the matrix is singular there, and one variable follows from those before it. */
const ROUNDING = 1e-12
/** Halvings until a factor is known to three digits, and more. */
const HALVINGS = 20

/**
 * The lower triangle L with L Lᵀ = the matrix of n correlations (Cholesky), by which independent standard normal variables become correlated ones.
 * Undefined when no variables have such correlations: the matrix is not positive semidefinite.
 */
export function factorise(matrix: Float64Array, n: number): Float64Array | undefined {
  const factor = new Float64Array(n * n)
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      let rest = matrix[i * n + j]!
      for (let k = 0; k < j; k++) rest -= factor[i * n + k]! * factor[j * n + k]!
      if (i === j) {
        if (rest < -ROUNDING) return undefined
        factor[i * n + i] = rest > ROUNDING ? Math.sqrt(rest) : 0
      } else {
        const pivot = factor[j * n + j]!
        if (pivot === 0 && Math.abs(rest) > 1e-6) return undefined
        factor[i * n + j] = pivot === 0 ? 0 : rest / pivot
      }
    }
  }
  return factor
}

/** The largest factor, a little below it, by which all correlations may be multiplied so that variables have them; at most 1. */
export function possibleShare(correlations: (factor: number) => Float64Array, n: number): number {
  if (factorise(correlations(1), n) !== undefined) return 1
  let low = 0
  let high = 1
  for (let i = 0; i < HALVINGS; i++) {
    const middle = (low + high) / 2
    if (factorise(correlations(middle), n) === undefined) high = middle
    else low = middle
  }
  return low
}
