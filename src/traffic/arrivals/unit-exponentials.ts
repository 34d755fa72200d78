/** Exponential draws that belong to an index. */
import { Stream } from '../../random/stream.ts'

/**
 * Independent exponential draws with mean 1, number k of which is a function of (seed, name, k): the gaps of a Poisson process in units of
 * its mean gap, and in operational time those of any Poisson process, whatever its rate does.
 */
export class UnitExponentials {
  readonly #stream: Stream
  #index = 0

  constructor(seed: number, name: string) {
    this.#stream = new Stream(seed, name)
  }

  next(): number {
    const index = this.#index++
    // A block of the generator holds two draws: numbers 2i and 2i + 1 are the first and second of pair i.
    if ((index & 1) === 0) this.#stream.at(index / 2, Math.floor(index / 2 ** 33))
    return this.#stream.exponential()
  }
}
