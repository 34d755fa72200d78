/** Exponential draws that belong to an index. */
import { Stream } from '../../random/stream.ts'

/** How many are drawn at once: a processor goes on with one while it waits for a part of another. */
const AHEAD = 32

/**
 * Independent exponential draws with mean 1, number k of which is a function of (seed, name, k): the gaps of a Poisson process in units of
 * its mean gap, and in operational time those of any Poisson process, whatever its rate does.
 */
export class UnitExponentials {
  readonly #stream: Stream
  readonly #drawn = new Float64Array(AHEAD)
  #index = 0

  constructor(seed: number, name: string) {
    this.#stream = new Stream(seed, name)
  }

  next(): number {
    const place = this.#index++ & (AHEAD - 1)
    if (place === 0) this.#drawAhead()
    return this.#drawn[place]!
  }

  #drawAhead(): void {
    const drawn = this.#drawn
    const pair = (this.#index - 1) / 2
    // A block of the generator holds two draws: numbers 2i and 2i + 1 are the first and second of pair i.
    for (let i = 0; i < AHEAD; i += 2) {
      const stream = this.#stream.at(pair + i / 2, Math.floor((pair + i / 2) / 2 ** 32))
      drawn[i] = stream.exponential()
      drawn[i + 1] = stream.exponential()
    }
  }
}
