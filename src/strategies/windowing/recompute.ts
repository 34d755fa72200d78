/** Recomputation: keeps every record's value, and aggregates them afresh each time that a window fires. */
import { COUNT } from '../../engine/meter.ts'
import type { Aggregate, Windowing, WindowingContext } from '../../engine/ports.ts'
import { defineWindowing } from './strategy.ts'

export const recompute = defineWindowing({
  descriptor: {
    kind: 'windowing',
    name: 'recompute',
    summary: 'Keeps every record and combines all of a window when it fires: nothing to do on arrival, n − 1 combines to fire.',
    source: '“Recalculate” of Tangwongsan, Hirzel and Schneider 2015; Apache Flink ProcessWindowFunction',
    options: {},
  },
  create: (_options, context) => new Recompute(context),
})

/** The records of one key, in order of position, then of arrival. */
interface Buffer {
  readonly positions: number[]
  /** Lifted values, `width` doubles a record. */
  readonly values: number[]
}

interface Image {
  readonly buffers: readonly { readonly key: number; readonly positions: readonly number[]; readonly values: readonly number[] }[]
}

class Recompute implements Windowing {
  readonly #aggregate: Aggregate
  readonly #counts = new Float64Array(0)
  readonly #buffers = new Map<number, Buffer>()
  readonly #lifted = new Float64Array(0)
  #records = 0

  constructor({ aggregate, meter }: WindowingContext) {
    this.#aggregate = aggregate
    this.#counts = meter.counts
    this.#lifted = new Float64Array(aggregate.width)
  }

  insert(key: number, position: number, row: number): void {
    let buffer = this.#buffers.get(key)
    if (buffer === undefined) {
      buffer = { positions: [], values: [] }
      this.#buffers.set(key, buffer)
    }
    this.#aggregate.lift(row, this.#lifted, 0)
    this.#counts[COUNT.stateWrites]!++
    this.#records++
    const { positions, values } = buffer
    let at = positions.length
    while (at > 0 && positions[at - 1]! > position) {
      this.#counts[COUNT.comparisons]!++
      at--
    }
    if (at === positions.length) {
      positions.push(position)
      for (const value of this.#lifted) values.push(value)
    } else {
      positions.splice(at, 0, position)
      values.splice(at * this.#lifted.length, 0, ...this.#lifted)
    }
  }

  query(key: number, start: number, end: number, into: Float64Array): void {
    const { positions, values } = this.#buffers.get(key)!
    const { width } = this.#aggregate
    let found = 0
    for (let i = 0; i < positions.length && positions[i]! < end; i++) {
      this.#counts[COUNT.stateReads]!++
      if (positions[i]! < start) continue
      for (let j = 0; j < width; j++) this.#lifted[j] = values[i * width + j]!
      if (found++ === 0) {
        into.set(this.#lifted)
      } else {
        this.#counts[COUNT.combines]!++
        this.#aggregate.combine(into, 0, this.#lifted, 0)
      }
    }
  }

  evict(key: number, position: number): void {
    const buffer = this.#buffers.get(key)
    if (buffer === undefined) return
    const { positions, values } = buffer
    let gone = 0
    while (gone < positions.length && positions[gone]! < position) gone++
    this.#records -= gone
    if (gone === positions.length) {
      this.#buffers.delete(key)
      return
    }
    positions.splice(0, gone)
    values.splice(0, gone * this.#aggregate.width)
  }

  snapshot(): Image {
    return { buffers: [...this.#buffers].map(([key, { positions, values }]) => ({ key, positions: [...positions], values: [...values] })) }
  }

  restore(image: Image): void {
    for (const { key, positions, values } of image.buffers) {
      this.#buffers.set(key, { positions: [...positions], values: [...values] })
      this.#records += positions.length
    }
  }

  stateBytes(): number {
    return this.#records * 8 * (this.#aggregate.width + 1) + this.#buffers.size * 32
  }
}
