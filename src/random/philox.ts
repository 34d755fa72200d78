/**
 * Philox4x32-10: a counter-based generator. Its output is a bijection of the counter under a key, so any block can be had at any time,
 * in any order.
 * Salmon, Moraes, Dror, Shaw: Parallel random numbers: as easy as 1, 2, 3 (SC 2011).
 */

/** The multipliers of the two halves of a block, as 16-bit halves. */
const M0_HIGH = 0xd251
const M0_LOW = 0x1f53
const M1_HIGH = 0xcd9e
const M1_LOW = 0x8d57
const M0 = (M0_HIGH << 16) | M0_LOW
const M1 = (M1_HIGH << 16) | M1_LOW

/** What the two words of the key grow by in each round: the fractions of the golden ratio and of sqrt 3. */
const WEYL_0 = 0x9e3779b9 | 0
const WEYL_1 = 0xbb67ae85 | 0
const ROUNDS = 10

/**
 * Writes the block of the counter (c0, c1, c2, c3) under the key (k0, k1) into the first four places of `block`.
 * All words are 32 bits; signed or unsigned makes no difference.
 */
export function philox(block: Int32Array, c0: number, c1: number, c2: number, c3: number, k0: number, k1: number): void {
  let x0 = c0 | 0
  let x1 = c1 | 0
  let x2 = c2 | 0
  let x3 = c3 | 0
  let key0 = k0 | 0
  let key1 = k1 | 0
  for (let round = 0; round < ROUNDS; round++) {
    const next0 = highWord(x2, M1_HIGH, M1_LOW) ^ x1 ^ key0
    const next2 = highWord(x0, M0_HIGH, M0_LOW) ^ x3 ^ key1
    x1 = Math.imul(x2, M1)
    x3 = Math.imul(x0, M0)
    x0 = next0
    x2 = next2
    key0 = (key0 + WEYL_0) | 0
    key1 = (key1 + WEYL_1) | 0
  }
  block[0] = x0
  block[1] = x1
  block[2] = x2
  block[3] = x3
}

/** The high 32 bits of x times (high, low): schoolbook multiplication of 16-bit halves, in which no sum exceeds 32 bits. */
function highWord(x: number, high: number, low: number): number {
  const xLow = x & 0xffff
  const xHigh = x >>> 16
  const middle = (Math.imul(xHigh, low) + (Math.imul(xLow, low) >>> 16)) | 0
  const carry = (Math.imul(xLow, high) + (middle & 0xffff)) | 0
  return (Math.imul(xHigh, high) + (middle >>> 16) + (carry >>> 16)) | 0
}
