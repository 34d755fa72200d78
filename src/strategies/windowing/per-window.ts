/** Per-window aggregation: one partial result for every open window of every key, combined as records come. */
import { COUNT } from '../../engine/meter.ts'
import type { Aggregate, Windowing, WindowingContext } from '../../engine/ports.ts'
import { PairMap } from '../../structures/pair-map.ts'
import { grown } from '../../structures/record-table.ts'
import { defineWindowing } from './strategy.ts'

const { stateReads: STATE_READS, stateWrites: STATE_WRITES, combines: COMBINES } = COUNT

export const perWindow = defineWindowing({
  descriptor: {
    kind: 'windowing',
    name: 'per-window',
    summary: 'Keeps one partial aggregate for every open window: a combine for each window a record is in, and a look-up to fire.',
    source: 'Apache Flink window operator with an AggregateFunction; buckets of Li et al. 2005',
    options: {},
  },
  create: (_options, context) => new PerWindow(context),
})

interface Image {
  readonly windows: readonly { readonly key: number; readonly start: number; readonly partial: readonly number[] }[]
}

class PerWindow implements Windowing {
  readonly #aggregate: Aggregate
  readonly #size: number = 0
  readonly #slide: number = 0
  readonly #counts = new Float64Array(0)
  /** (key, start) → place of the partial aggregate, in units of its width. */
  readonly #places = new PairMap()
  #partials = new Float64Array(0)
  #used = 0
  readonly #unused: number[] = []
  readonly #lifted = new Float64Array(0)
  /** By place, for snapshots. */
  readonly #keys: number[] = []
  readonly #starts: number[] = []

  constructor({ aggregate, size, slide, meter }: WindowingContext) {
    this.#aggregate = aggregate
    this.#size = size
    this.#slide = slide
    this.#counts = meter.counts
    this.#partials = new Float64Array(64 * aggregate.width)
    this.#lifted = new Float64Array(aggregate.width)
  }

  insert(key: number, position: number, row: number): void {
    const { width } = this.#aggregate
    this.#aggregate.lift(row, this.#lifted, 0)
    const last = Math.floor(position / this.#slide) * this.#slide
    for (let start = last; start > position - this.#size; start -= this.#slide) {
      const place = this.#places.get(key, start)
      this.#counts[STATE_WRITES]!++
      if (place < 0) {
        // Opening may replace the array of partials.
        const opened = this.#open(key, start)
        this.#partials.set(this.#lifted, opened * width)
      } else {
        this.#counts[COMBINES]!++
        this.#aggregate.combine(this.#partials, place * width, this.#lifted, 0)
      }
    }
  }

  query(key: number, start: number, _end: number, into: Float64Array): void {
    const { width } = this.#aggregate
    this.#counts[STATE_READS]!++
    const at = this.#places.get(key, start) * width
    for (let i = 0; i < width; i++) into[i] = this.#partials[at + i]!
  }

  evict(key: number, position: number): void {
    // Windows of a key are done in order of start, so the one that ends the tail is all there is to drop.
    const start = position - this.#slide
    const place = this.#places.get(key, Math.floor(start / this.#slide) * this.#slide)
    if (place < 0) return
    this.#places.delete(key, this.#starts[place]!)
    this.#unused.push(place)
  }

  #open(key: number, start: number): number {
    const place = this.#unused.pop() ?? this.#used++
    if ((place + 1) * this.#aggregate.width > this.#partials.length) this.#partials = grown(this.#partials, this.#partials.length * 2)
    this.#keys[place] = key
    this.#starts[place] = start
    this.#places.set(key, start, place)
    return place
  }

  snapshot(): Image {
    const { width } = this.#aggregate
    const places = [...this.#keys.keys()].filter((place) => this.#places.get(this.#keys[place]!, this.#starts[place]!) === place)
    return {
      windows: places.map((place) => ({
        key: this.#keys[place]!,
        start: this.#starts[place]!,
        partial: [...this.#partials.subarray(place * width, place * width + width)],
      })),
    }
  }

  restore(image: Image): void {
    for (const { key, start, partial } of image.windows) {
      const place = this.#open(key, start)
      this.#partials.set(partial, place * this.#aggregate.width)
    }
  }

  stateBytes(): number {
    return this.#places.size * (8 * this.#aggregate.width + 20)
  }
}
