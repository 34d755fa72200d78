/** Keys of which a few are much more popular than the others. */
import { exp, expm1, log, log1p } from '../../random/elementary.ts'
import { Stream } from '../../random/stream.ts'
import { integer, number } from '../../registry/option.ts'
import { defineKey, type KeyContext, type KeyGenerator } from './key-type.ts'

export const zipf = defineKey({
  descriptor: {
    kind: 'key',
    name: 'zipf',
    summary: 'Key k from 0 to keys − 1 has a share proportional to 1 / (k + 1)^exponent: key 0 is the most popular.',
    source: 'Zipf distribution, by rejection-inversion (Hörmann and Derflinger 1996)',
    options: {
      keys: integer({ doc: 'how many keys there are', min: 1, max: 2 ** 51 }),
      exponent: number({ doc: 'how unequal they are: 0 is uniform, 1 is typical of words and pages', default: 1, min: 0, max: 20 }),
    },
    main: 'keys',
  },
  create: (options, context) => new ZipfKeys(options.keys, options.exponent, context),
  deterministic: false,
})

/**
 * Draws from the area under the smooth curve x^−exponent and accepts the nearest whole number unless the curve's area there is larger
 * than the number's share; more than nine in ten draws are accepted, whatever the number of keys, and there is no table.
 */
class ZipfKeys implements KeyGenerator {
  readonly #keys: number
  readonly #exponent: number
  readonly #stream: Stream
  /** Areas at the two ends, and the distance within which a draw needs no second look. */
  readonly #areaFirst: number
  readonly #areaLast: number
  readonly #near: number

  constructor(keys: number, exponent: number, context: KeyContext) {
    this.#keys = keys
    this.#exponent = exponent
    this.#stream = new Stream(context.seed, `${context.source}/key`)
    this.#areaFirst = this.#area(1.5) - 1
    this.#areaLast = this.#area(keys + 0.5)
    this.#near = 2 - this.#atArea(this.#area(2.5) - this.#share(2))
  }

  key(_record: number, identityLow: number, identityHigh: number): number {
    const stream = this.#stream.at(identityLow, identityHigh)
    for (;;) {
      const area = this.#areaLast + stream.uniform() * (this.#areaFirst - this.#areaLast)
      const x = this.#atArea(area)
      const rank = Math.min(Math.max(Math.floor(x + 0.5), 1), this.#keys)
      if (rank - x <= this.#near || area >= this.#area(rank + 0.5) - this.#share(rank)) return rank - 1
    }
  }

  /** x^−exponent. */
  #share(x: number): number {
    return exp(-this.#exponent * log(x))
  }

  /** The integral of x^−exponent, (x^(1 − exponent) − 1) / (1 − exponent), without cancellation near exponent 1. */
  #area(x: number): number {
    const logarithm = log(x)
    const power = (1 - this.#exponent) * logarithm
    return logarithm * (Math.abs(power) > 1e-8 ? expm1(power) / power : 1 + power / 2)
  }

  /** The x at which the integral has this value. */
  #atArea(area: number): number {
    const power = Math.max((1 - this.#exponent) * area, -1)
    return exp(area * (Math.abs(power) > 1e-8 ? log1p(power) / power : 1 - power / 2))
  }
}
