/** Named streams of random numbers that belong to records. */
import { log } from './elementary.ts'
import { streamKey } from './stream-key.ts'
import { threefry, type ThreefryKey } from './threefry.ts'

/**
 * Random numbers as a pure function of (seed, name, identity, index, position): who draws, when, and what was drawn before do not matter.
 * One object serves all records of a purpose: `stream.at(low, high).uniform()`. Nothing is carried from one `at` to the next.
 */
export class Stream {
  readonly name: string
  private readonly key: ThreefryKey
  private readonly block = new Int32Array(4)
  private identityLow = 0
  private identityHigh = 0
  private index = 0
  /** Words used since `at`; a block is made when its first word is asked for. */
  private position = 0

  /** @throws RangeError when the seed is not a whole number of at most 53 bits. */
  constructor(seed: number, name: string) {
    this.name = name
    this.key = streamKey(seed, name)
  }

  /**
   * Moves to the first number of a record, given by the two 32-bit words of its identity.
   * `index` tells apart several independent sequences of one record: attempts, fields, firings.
   */
  at(identityLow: number, identityHigh: number, index = 0): this {
    this.identityLow = identityLow | 0
    this.identityHigh = identityHigh | 0
    this.index = index | 0
    this.position = 0
    return this
  }

  /**
   * The next number of this record, uniform on the odd multiples of 2^-53: strictly between 0 and 1, symmetric around ½, 2^-52 apart.
   * Uses two words, from an even position on.
   */
  uniform(): number {
    const position = (this.position + 1) & -2
    const { block } = this
    const first = position & 2
    if (first === 0) threefry(block, this.identityLow, this.identityHigh, this.index, position >>> 2, this.key)
    this.position = (position + 2) | 0
    // Every sum is exact, in this order too, which spares the engine a detour through 64-bit integers.
    return ((block[first]! >>> 6) * 67108864 + ((block[first + 1]! >>> 6) + 0.5)) * 2.220446049250313e-16
  }

  /** The next 32 bits of this record, as an unsigned integer. */
  word(): number {
    const { position, block } = this
    if ((position & 3) === 0) threefry(block, this.identityLow, this.identityHigh, this.index, position >>> 2, this.key)
    this.position = (position + 1) | 0
    return block[position & 3]! >>> 0
  }

  /** The next number of this record, exponential with mean 1, by inversion. */
  exponential(): number {
    return -log(this.uniform())
  }
}
