/**
 * Aggregate functions as one monoid: lift a row, combine partial results, lower to values.
 *
 * Sums are kept as unevaluated pairs of doubles (106 bits; TwoSum, Knuth 1969), so that the order of addition, which differs
 * between the two clocks where several channels meet, does not show in the result.
 */
import type { Aggregate } from '../engine/ports.ts'
import type { FieldReader } from '../expressions/compile.ts'
import { compile } from '../expressions/compile.ts'
import type { Expression } from '../expressions/expression.ts'
import type { Aggregation } from '../registry/option.ts'

/** One aggregate function on its own columns of the partial result. */
interface Part {
  readonly width: number
  lift(row: number, into: Float64Array, at: number): void
  combine(a: Float64Array, at: number, b: Float64Array, from: number): void
  lower(from: Float64Array, at: number): number
}

/** Several aggregate functions side by side. */
export class Aggregates implements Aggregate {
  readonly width: number = 0
  readonly count: number = 0
  readonly #parts: readonly Part[]
  readonly #offsets: readonly number[]

  constructor(aggregations: readonly Aggregation[], resolve: (field: string) => FieldReader) {
    this.#parts = aggregations.map((aggregation) => part(aggregation, resolve))
    const offsets: number[] = []
    let width = 0
    for (const { width: own } of this.#parts) {
      offsets.push(width)
      width += own
    }
    this.#offsets = offsets
    this.width = width
    this.count = aggregations.length
  }

  lift(row: number, into: Float64Array, at: number): void {
    for (let i = 0; i < this.count; i++) this.#parts[i]!.lift(row, into, at + this.#offsets[i]!)
  }

  combine(a: Float64Array, at: number, b: Float64Array, from: number): void {
    for (let i = 0; i < this.count; i++) this.#parts[i]!.combine(a, at + this.#offsets[i]!, b, from + this.#offsets[i]!)
  }

  /** The value of aggregate function `index` of a partial result. */
  lower(from: Float64Array, at: number, index: number): number {
    return this.#parts[index]!.lower(from, at + this.#offsets[index]!)
  }
}

function part(aggregation: Aggregation, resolve: (field: string) => FieldReader): Part {
  if (aggregation.function === 'count') return new Count()
  const compiled = compile(aggregation.argument as Expression, resolve)
  if (compiled.type !== 'number') throw new TypeError(`${aggregation.function} needs a number`)
  switch (aggregation.function) {
    case 'sum':
      return new Sum(compiled.evaluate)
    case 'mean':
      return new Mean(compiled.evaluate)
    case 'min':
      return new Extreme(compiled.evaluate, -1)
    case 'max':
      return new Extreme(compiled.evaluate, 1)
  }
}

class Count implements Part {
  readonly width = 1

  lift(_row: number, into: Float64Array, at: number): void {
    into[at] = 1
  }

  combine(a: Float64Array, at: number, b: Float64Array, from: number): void {
    a[at]! += b[from]!
  }

  lower(from: Float64Array, at: number): number {
    return from[at]!
  }
}

class Sum implements Part {
  readonly width = 2
  readonly #value: (row: number) => number

  constructor(value: (row: number) => number) {
    this.#value = value
  }

  lift(row: number, into: Float64Array, at: number): void {
    into[at] = this.#value(row)
    into[at + 1] = 0
  }

  combine(a: Float64Array, at: number, b: Float64Array, from: number): void {
    addPair(a, at, b[from]!, b[from + 1]!)
  }

  lower(from: Float64Array, at: number): number {
    return from[at]!
  }
}

/** A sum, with the count behind it. */
class Mean implements Part {
  readonly width = 3
  readonly #sum: Sum

  constructor(value: (row: number) => number) {
    this.#sum = new Sum(value)
  }

  lift(row: number, into: Float64Array, at: number): void {
    this.#sum.lift(row, into, at)
    into[at + 2] = 1
  }

  combine(a: Float64Array, at: number, b: Float64Array, from: number): void {
    this.#sum.combine(a, at, b, from)
    a[at + 2]! += b[from + 2]!
  }

  lower(from: Float64Array, at: number): number {
    return this.#sum.lower(from, at) / from[at + 2]!
  }
}

class Extreme implements Part {
  readonly width = 1
  readonly #value: (row: number) => number
  readonly #sign: number = 0

  /** @param sign 1 for the maximum, −1 for the minimum */
  constructor(value: (row: number) => number, sign: 1 | -1) {
    this.#value = value
    this.#sign = sign
  }

  lift(row: number, into: Float64Array, at: number): void {
    into[at] = this.#value(row)
  }

  combine(a: Float64Array, at: number, b: Float64Array, from: number): void {
    if (this.#sign * b[from]! > this.#sign * a[at]!) a[at] = b[from]!
  }

  lower(from: Float64Array, at: number): number {
    return from[at]!
  }
}

/** Adds a pair of doubles to the pair at `a[at]`, keeping the sum normalised: the first is the rounded total. */
function addPair(a: Float64Array, at: number, high: number, low: number): void {
  const before = a[at]!
  const sum = before + high
  const part = sum - before
  const error = before - (sum - part) + (high - part) + a[at + 1]! + low
  const total = sum + error
  // An infinite sum has no error term.
  a[at] = total
  a[at + 1] = Number.isFinite(total) ? error - (total - sum) : 0
}
