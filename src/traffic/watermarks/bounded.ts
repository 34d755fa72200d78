/** Bounded disorder: no record is later than the bound. */
import { duration } from '../../registry/option.ts'
import { defineWatermark, type Watermark } from './watermark.ts'

export const bounded = defineWatermark({
  descriptor: {
    kind: 'watermark',
    name: 'bounded',
    summary:
      'The largest event time so far, minus the bound, minus 1 ns; records that are later than the bound may be late for their windows.',
    source: 'Bounded out-of-orderness watermarks (Apache Flink; Akidau et al. 2015)',
    options: { bound: duration({ doc: 'how far records may be out of order', default: 0, min: 0 }) },
    main: 'bound',
  },
  create: (options) => new BoundedWatermark(options.bound),
})

class BoundedWatermark implements Watermark {
  readonly #behind: number = 0
  #largest = -Infinity

  constructor(bound: number) {
    this.#behind = bound + 1
  }

  observe(eventTime: number): void {
    if (eventTime > this.#largest) this.#largest = eventTime
  }

  current(): number {
    return this.#largest - this.#behind
  }
}
