/** ARIMA with its differences inside the state space: the state is that of the ARMA part (Harvey 1981), then the last levels. */
import { type ArimaModel, differencing, expandedAr, expandedMa } from './arima-model.ts'
import { type ArmaState, stationaryState } from './stationary-state.ts'

interface SparseRow {
  readonly columns: readonly number[]
  readonly weights: readonly number[]
}

export interface LevelStateSpace {
  readonly size: number
  /** Elements of the ARMA part. */
  readonly inner: number
  readonly start: ArmaState
  /** What of the state the series is. */
  readonly seen: SparseRow
  readonly transition: readonly SparseRow[]
}

/** Undefined when the model is not stationary but for its differences. */
export function levelStateSpace(model: ArimaModel): LevelStateSpace | undefined {
  const start = stationaryState(expandedAr(model), expandedMa(model))
  if (start === undefined) return undefined
  const inner = start.phi.length
  const undo = differencing(model).slice(1)
  const seen = sparse([[0, 1], ...undo.map((weight, lag): [number, number] => [inner + lag, 0 - weight])])
  const transition = Array.from({ length: inner + undo.length }, (_, i) => {
    if (i === inner) return seen
    if (i > inner) return sparse([[i - 1, 1]])
    return sparse([[0, start.phi[i]!], ...(i + 1 < inner ? [[i + 1, 1] as const] : [])])
  })
  return { size: transition.length, inner, start, seen, transition }
}

function sparse(entries: readonly (readonly [column: number, weight: number])[]): SparseRow {
  const kept = entries.filter(([, weight]) => weight !== 0)
  return { columns: kept.map(([column]) => column), weights: kept.map(([, weight]) => weight) }
}

/** The product of a row and a vector, or of a row and one row of a matrix, which begins at `from`, that is symmetric. */
export function product({ columns, weights }: SparseRow, vector: Float64Array, from = 0): number {
  let sum = 0
  for (let k = 0; k < columns.length; k++) sum += weights[k]! * vector[from + columns[k]!]!
  return sum
}

/** T a: the state that is expected after this one. */
export function nextState({ transition }: LevelStateSpace, state: Float64Array): Float64Array {
  return Float64Array.from(transition, (row) => product(row, state))
}

/** T P Tᵀ of a covariance, row by row; and R Rᵀ where shocks are added. */
export function nextCovariance(
  { size, inner, transition, start }: LevelStateSpace,
  covariance: Float64Array,
  shocks: 'with shocks' | 'without',
): Float64Array {
  // Rows of P Tᵀ.
  const right = new Float64Array(size * size)
  for (let i = 0; i < size; i++) for (let j = 0; j < size; j++) right[i * size + j] = product(transition[j]!, covariance, i * size)
  const next = new Float64Array(size * size)
  for (let i = 0; i < size; i++) {
    const { columns, weights } = transition[i]!
    for (let k = 0; k < columns.length; k++) {
      const [weight, row] = [weights[k]!, columns[k]! * size]
      for (let j = 0; j < size; j++) next[i * size + j]! += weight * right[row + j]!
    }
  }
  if (shocks === 'without') return next
  for (let i = 0; i < inner; i++) for (let j = 0; j < inner; j++) next[i * size + j]! += start.shock[i]! * start.shock[j]!
  return next
}

/** The variance of what the series is expected to be. */
export function seenVariance({ size, seen }: LevelStateSpace, covariance: Float64Array): number {
  let sum = 0
  for (let k = 0; k < seen.columns.length; k++) sum += seen.weights[k]! * product(seen, covariance, seen.columns[k]! * size)
  return sum
}
