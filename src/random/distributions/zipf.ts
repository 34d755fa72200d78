/** The Zipf distribution. */
import { integer, number } from '../../registry/option.ts'
import { defineDistribution, type Sampler } from '../distribution.ts'
import { exp, log, log1p } from '../elementary.ts'
import { middleCorrection, powerIntegral, powerSum } from '../power-sum.ts'
import type { Stream } from '../stream.ts'

export const zipf = defineDistribution({
  descriptor: {
    kind: 'distribution',
    name: 'zipf',
    summary: 'The whole numbers 1 … keys, the k-th with a probability in proportion to k^-exponent. Exact, and needs no table.',
    source: 'Hörmann, Derflinger: Rejection-inversion to generate variates from monotone discrete distributions (1996)',
    options: {
      keys: integer({ doc: 'how many values there are', min: 1, max: 1_000_000_000 }),
      exponent: number({ doc: 'how skewed: 0 is uniform, 1 the classical law', min: 0, max: 10, default: 1 }),
    },
    main: 'keys',
  },
  create: ({ keys, exponent }) => new Zipf(keys, exponent),
})

/** How many sums a quantile looks among before it goes by the tail. */
const HEAD = 24

/**
 * Under the curve x^-s, the cell from k - ½ to k + ½ has an area H(k + ½) - H(k - ½) of at least k^-s, because the curve is convex.
 * A uniform area u below the curve is inverted to x and rounded to its cell k; it is accepted in the last k^-s of the cell's area.
 * The first cell is cut to the area 1, so that it never rejects.
 */
class Zipf implements Sampler {
  readonly mean: number = 0
  readonly variance: number = 0
  private readonly keys: number = 0
  private readonly exponent: number = 0
  private readonly areaFrom: number = 0
  private readonly areaTo: number = 0
  /** Up to this far left of k every x is accepted, whatever the k: the least such distance, that of k = 2. */
  private readonly squeeze: number = 0
  private readonly weight: number = 0
  /** Sums of the first weights. */
  private readonly head: Float64Array

  constructor(keys: number, exponent: number) {
    this.keys = keys
    this.exponent = exponent
    this.areaFrom = powerIntegral(1.5, exponent) - 1
    this.areaTo = powerIntegral(keys + 0.5, exponent)
    this.squeeze = 2 - this.inverse(powerIntegral(2.5, exponent) - exp(-exponent * log(2)))
    const weight = powerSum(keys, exponent)
    this.weight = weight
    this.head = Float64Array.from({ length: Math.min(keys, HEAD) }, (_, i) => powerSum(i + 1, exponent))
    this.mean = powerSum(keys, exponent - 1) / weight
    this.variance = Math.max(0, powerSum(keys, exponent - 2) / weight - this.mean * this.mean)
  }

  sample(stream: Stream): number {
    const { keys, exponent, areaFrom, areaTo, squeeze } = this
    for (;;) {
      const area = areaTo + stream.uniform() * (areaFrom - areaTo)
      const x = this.inverse(area)
      const k = Math.min(Math.max(Math.floor(x + 0.5), 1), keys)
      if (k - x <= squeeze || area >= powerIntegral(k + 0.5, exponent) - exp(-exponent * log(k))) return k
    }
  }

  /**
   * The first values by adding up. Beyond them from the tail: the curve's area from k + ½ on, and what it differs by from the sum
   * (Euler and Maclaurin, about the middles of cells).
   */
  quantile(p: number): number {
    const { keys, exponent, areaTo, head } = this
    const below = p * this.weight
    if (keys <= HEAD || below <= head[HEAD - 1]!) {
      const k = head.findIndex((sum) => sum >= below)
      return k < 0 ? keys : k + 1
    }
    const beyond = (1 - p) * this.weight
    const k = Math.min(Math.max(Math.round(this.inverse(areaTo - beyond)), HEAD + 1), keys)
    const tail = (from: number): number =>
      areaTo - powerIntegral(from + 0.5, exponent) + middleCorrection(from + 0.5, exponent) - middleCorrection(keys + 0.5, exponent)
    // A cell has more area than weight, the curve being convex: k is right, or one too large.
    return k > HEAD + 1 && tail(k - 1) <= beyond ? k - 1 : k
  }

  /** The x up to which x^-s has this area from 1 on: the inverse of `powerIntegral`. */
  private inverse(area: number): number {
    const t = (1 - this.exponent) * area
    return exp(t === 0 ? area : area * (log1p(t) / t))
  }
}
