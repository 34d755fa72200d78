/** The key of a named stream. */
import { ThreefryKey } from './threefry.ts'

const GOLDEN = 0x9e3779b97f4a7c15n

/**
 * 128 bits, made of 64, from a seed (a whole number up to 2^53 - 1 in size) and a stream's name: each input bit changes each output bit with
 * probability one half. A chain of the SplitMix64 finaliser (Steele, Lea, Flood 2014) over the seed and the UTF-16 code units.
 * Needed once a stream, so slow whole-number arithmetic does not matter.
 * @throws RangeError when the seed is not a safe integer.
 */
export function streamKey(seed: number, name: string): ThreefryKey {
  if (!Number.isSafeInteger(seed)) throw new RangeError(`invalid seed ${seed}: expected a whole number up to ${Number.MAX_SAFE_INTEGER}`)
  let state = spread(BigInt.asUintN(64, BigInt(seed)))
  for (let i = 0; i < name.length; i++) state = spread(state ^ BigInt(name.charCodeAt(i)))
  const more = spread(state)
  return new ThreefryKey(low(state), high(state), low(more), high(more))
}

/** A bijection of 64 bits that spreads each of them over all. */
function spread(word: bigint): bigint {
  let z = BigInt.asUintN(64, word + GOLDEN)
  z = BigInt.asUintN(64, (z ^ (z >> 30n)) * 0xbf58476d1ce4e5b9n)
  z = BigInt.asUintN(64, (z ^ (z >> 27n)) * 0x94d049bb133111ebn)
  return z ^ (z >> 31n)
}

function low(word: bigint): number {
  return Number(word & 0xffffffffn)
}

function high(word: bigint): number {
  return Number(word >> 32n)
}
