/** Draws that belong to records, made ahead. */
import { Stream } from './stream.ts'

/** How many records ahead. */
const AHEAD = 32

/**
 * A number for each record, as a function of its identity and nothing else. Records are numbered, and mostly come in order of their numbers;
 * then the numbers of those to come are drawn along. What a processor waits for in one draw (a division, a product of the series of a
 * logarithm) it does not wait for in the others, so that 32 at once take half the time of one after another, and no event waits for one.
 */
export class RecordDraws {
  readonly #stream: Stream
  readonly #draw: (stream: Stream) => number
  readonly #drawn = new Float64Array(AHEAD)
  /** The records whose numbers are there: so many from this identity on. */
  #low = 0
  #high = 0
  #count = 0
  /** A record that asks for its number next after the last that was not there. */
  #next = 0

  /**
   * @param seed and `name`: of the stream
   * @param draw gives a number from a stream that stands at a record, and depends on nothing else
   */
  constructor(seed: number, name: string, draw: (stream: Stream) => number) {
    this.#stream = new Stream(seed, name)
    this.#draw = draw
  }

  /** The number of a record, given by the two 32-bit words of its identity. */
  at(identityLow: number, identityHigh: number): number {
    const place = (identityLow - this.#low) >>> 0
    if (place < this.#count && identityHigh === this.#high) return this.#drawn[place]!
    return this.#miss(identityLow, identityHigh)
  }

  #miss(identityLow: number, identityHigh: number): number {
    const isNext = identityLow === this.#next
    this.#next = (identityLow + (isNext ? AHEAD : 1)) | 0
    if (!isNext) return this.#draw(this.#stream.at(identityLow, identityHigh))
    this.#low = identityLow
    this.#high = identityHigh
    this.#count = AHEAD
    for (let i = 0; i < AHEAD; i++) this.#drawn[i] = this.#draw(this.#stream.at((identityLow + i) | 0, identityHigh))
    return this.#drawn[0]!
  }
}
