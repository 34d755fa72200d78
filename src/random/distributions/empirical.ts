/** Empirical distributions: values that were seen, as often as they were. */
import { boolean, list, measure, number, optional } from '../../registry/option.ts'
import { CumulativeTable } from '../cumulative-table.ts'
import { defineDistribution, type Sampler } from '../distribution.ts'
import { createQuantile, type Quantile } from '../order-statistics.ts'
import type { Stream } from '../stream.ts'

export const empirical = defineDistribution({
  descriptor: {
    kind: 'distribution',
    name: 'empirical',
    summary: 'Values that were seen, each as often as it was, or in between. Fields take theirs from a trace too: { column: NAME }.',
    source: 'Law: Simulation modeling and analysis (2015), 6.2.4; by inversion, with the table of Chen and Asau (1974)',
    options: {
      values: list(measure({ doc: 'a value' }), { doc: 'the values, in any order', min: 1 }),
      weights: optional(list(number({ doc: 'a weight', min: 0 }), { doc: 'how often each value came; equally often when left out' })),
      interpolated: boolean({ doc: 'whether anything between two neighbouring values is as likely as they are', default: false }),
    },
    main: 'values',
  },
  create({ values, weights, interpolated }) {
    if (weights === undefined) return new Empirical(values, interpolated)
    if (interpolated) throw new RangeError('empirical: interpolated values have no weights; repeat those that came more than once')
    if (weights.length !== values.length)
      throw new RangeError(`empirical: there are ${values.length} values and ${weights.length} weights; give each value one`)
    if (!weights.some((weight) => weight > 0)) throw new RangeError('empirical: all weights are 0; at least one has to be above')
    return new Weighted(values, weights)
  },
})

class Empirical implements Sampler {
  readonly mean: number = 0
  readonly variance: number = 0
  readonly quantile: Quantile

  constructor(values: readonly number[], interpolated: boolean) {
    const sorted = Float64Array.from(values).sort()
    this.quantile = createQuantile(sorted, interpolated)
    const pairs =
      interpolated && sorted.length > 1 ? [...sorted.subarray(1)].map((to, i) => [sorted[i]!, to]) : [...sorted].map((x) => [x, x])
    // Between a and b, uniformly: the mean is (a + b) / 2, and the mean of squares that of a², ab and b².
    this.mean = pairs.reduce((sum, [a, b]) => sum + (a! + b!) / 2, 0) / pairs.length
    const { mean } = this
    this.variance = pairs.reduce((sum, [a, b]) => sum + squares(a! - mean, b! - mean), 0) / pairs.length
  }

  sample(stream: Stream): number {
    return this.quantile(stream.uniform())
  }
}

function squares(a: number, b: number): number {
  return (a * a + a * b + b * b) / 3
}

class Weighted implements Sampler {
  readonly mean: number = 0
  readonly variance: number = 0
  private readonly values: Float64Array
  private readonly table: CumulativeTable

  constructor(values: readonly number[], weights: readonly number[]) {
    const order = values.map((_, i) => i).sort((a, b) => values[a]! - values[b]!)
    this.values = Float64Array.from(order, (i) => values[i]!)
    this.table = new CumulativeTable(order.map((i) => weights[i]!))
    const total = weights.reduce((sum, weight) => sum + weight, 0)
    const mean = values.reduce((sum, value, i) => sum + value * weights[i]!, 0) / total
    this.mean = mean
    this.variance = values.reduce((sum, value, i) => sum + (value - mean) * (value - mean) * weights[i]!, 0) / total
  }

  sample(stream: Stream): number {
    return this.quantile(stream.uniform())
  }

  quantile(p: number): number {
    return this.values[this.table.cell(p)]!
  }
}
