/** Linear equations of the sizes that time series have: some dozens of unknowns. */

/**
 * The x with A x = b, by elimination with row pivots.
 * @throws RangeError when the matrix is singular
 */
export function solve(matrix: readonly (readonly number[])[], right: readonly number[]): number[] {
  const n = right.length
  const rows = matrix.map((row, i) => [...row, right[i]!])
  for (let column = 0; column < n; column++) {
    let pivot = column
    for (let row = column + 1; row < n; row++) if (Math.abs(rows[row]![column]!) > Math.abs(rows[pivot]![column]!)) pivot = row
    const chosen = rows[pivot]!
    if (chosen[column] === 0) throw new RangeError('the equations have no single solution')
    rows[pivot] = rows[column]!
    rows[column] = chosen
    for (let row = column + 1; row < n; row++) {
      const factor = rows[row]![column]! / chosen[column]!
      if (factor === 0) continue
      for (let k = column; k <= n; k++) rows[row]![k]! -= factor * chosen[k]!
    }
  }
  const x = new Array<number>(n).fill(0)
  for (let row = n - 1; row >= 0; row--) {
    let rest = rows[row]![n]!
    for (let k = row + 1; k < n; k++) rest -= rows[row]![k]! * x[k]!
    x[row] = rest / rows[row]![row]!
  }
  return x
}

/**
 * The lower triangle L with L Lᵀ = A, row by row (Cholesky).
 * @throws RangeError when A is not positive definite
 */
export function cholesky(matrix: readonly (readonly number[])[]): number[][] {
  const lower: number[][] = []
  for (const [i, row] of matrix.entries()) {
    const found: number[] = []
    for (let j = 0; j <= i; j++) {
      let rest = row[j]!
      for (let k = 0; k < j; k++) rest -= found[k]! * (j === i ? found[k]! : lower[j]![k]!)
      if (j < i) found.push(rest / lower[j]![j]!)
      else if (rest > 0) found.push(Math.sqrt(rest))
      else throw new RangeError('the matrix is not positive definite')
    }
    lower.push(found)
  }
  return lower
}

/** The inverse of a positive definite matrix; undefined for any other. */
export function inverse(matrix: readonly (readonly number[])[]): number[][] | undefined {
  if (!matrix.every((row) => row.every(Number.isFinite))) return undefined
  try {
    cholesky(matrix)
    return matrix.map((_, column) =>
      solve(
        matrix,
        matrix.map((__, row) => (row === column ? 1 : 0)),
      ),
    )
  } catch {
    return undefined
  }
}
