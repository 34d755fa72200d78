/** Minimising a smooth function of a few variables without its derivatives: BFGS with central differences. */

export interface Minimum {
  readonly at: readonly number[]
  readonly value: number
  readonly converged: boolean
}

const MOST_STEPS = 200
const DIFFERENCE = 1e-5
/** Of the value, by which a step has to lower it to be worth another. */
const TOLERANCE = 1e-9
/** Armijo's share of the decrease that the slope promises. */
const SUFFICIENT = 1e-4
const SHORTEST = 1e-10

/** A local minimum from a start (Nocedal and Wright 2006, algorithm 6.1). Infinity and NaN are walls. */
export function minimise(objective: (x: readonly number[]) => number, start: readonly number[]): Minimum {
  const n = start.length
  const safe = (x: readonly number[]): number => {
    const value = objective(x)
    return Number.isNaN(value) ? Infinity : value
  }
  let x = [...start]
  let value = safe(x)
  let slope = gradient(safe, x)
  let inverse = identity(n)
  let isFresh = true
  for (let step = 0; step < MOST_STEPS; step++) {
    const direction = inverse.map((row) => -dot(row, slope))
    const descent = dot(direction, slope)
    const found = descent < 0 ? search(safe, x, value, direction, descent) : undefined
    if (found === undefined) {
      if (isFresh) return { at: x, value, converged: true }
      inverse = identity(n)
      isFresh = true
      continue
    }
    const nextSlope = gradient(safe, found.at)
    const move = found.at.map((to, i) => to - x[i]!)
    const turn = nextSlope.map((to, i) => to - slope[i]!)
    const isDone = value - found.value <= TOLERANCE * (Math.abs(value) + TOLERANCE)
    x = found.at
    value = found.value
    slope = nextSlope
    if (isDone && isFresh) return { at: x, value, converged: true }
    if (isDone) {
      inverse = identity(n)
      isFresh = true
    } else {
      inverse = updated(inverse, move, turn)
      isFresh = false
    }
  }
  return { at: x, value, converged: false }
}

/** Second derivatives at a point, by central differences. */
export function hessian(objective: (x: readonly number[]) => number, at: readonly number[], step = 1e-3): number[][] {
  const shifted = (i: number, a: number, j: number, b: number): number => {
    const x = [...at]
    x[i]! += a
    x[j]! += b
    return objective(x)
  }
  return at.map((_, i) =>
    at.map(
      (__, j) =>
        (shifted(i, step, j, step) - shifted(i, step, j, -step) - shifted(i, -step, j, step) + shifted(i, -step, j, -step)) /
        (4 * step * step),
    ),
  )
}

function search(
  objective: (x: readonly number[]) => number,
  x: readonly number[],
  value: number,
  direction: readonly number[],
  descent: number,
): { readonly at: number[]; readonly value: number } | undefined {
  // No coordinate moves by more than 2 at once: they are logarithms and the like.
  const longest = Math.max(...direction.map(Math.abs))
  for (let length = Math.min(1, 2 / longest); length * longest > SHORTEST; length /= 2) {
    const at = x.map((from, i) => from + length * direction[i]!)
    const found = objective(at)
    if (found <= value + SUFFICIENT * length * descent) return { at, value: found }
  }
  return undefined
}

function gradient(objective: (x: readonly number[]) => number, x: readonly number[]): number[] {
  return x.map((_, i) => {
    const step = DIFFERENCE * Math.max(1, Math.abs(x[i]!))
    const [up, down] = [[...x], [...x]]
    up[i]! += step
    down[i]! -= step
    return (objective(up) - objective(down)) / (2 * step)
  })
}

/** The inverse Hessian after a step, where the step was convex enough to learn from. */
function updated(inverse: readonly (readonly number[])[], move: readonly number[], turn: readonly number[]): number[][] {
  const curvature = dot(move, turn)
  if (!(curvature > 1e-12 * Math.sqrt(dot(move, move) * dot(turn, turn)))) return inverse.map((row) => [...row])
  const turned = inverse.map((row) => dot(row, turn))
  const weight = (1 + dot(turn, turned) / curvature) / curvature
  return inverse.map((row, i) =>
    row.map((h, j) => h + weight * move[i]! * move[j]! - (turned[i]! * move[j]! + move[i]! * turned[j]!) / curvature),
  )
}

function identity(n: number): number[][] {
  return Array.from({ length: n }, (_, i) => Array.from({ length: n }, (__, j) => (i === j ? 1 : 0)))
}

function dot(a: readonly number[], b: readonly number[]): number {
  let sum = 0
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!
  return sum
}
