/**
 * 32-bit hashing for digests, identities and key groups. Not for security.
 * `mix` is the body step and `finish` the finaliser of MurmurHash3 (Appleby 2011).
 */

/** Folds one 32-bit word into a hash. */
export function mix(hash: number, word: number): number {
  let k = Math.imul(word, 0xcc9e2d51)
  k = (k << 15) | (k >>> 17)
  const h = hash ^ Math.imul(k, 0x1b873593)
  return (Math.imul((h << 13) | (h >>> 19), 5) + 0xe6546b64) | 0
}

/** Spreads every bit of a hash over all of them. */
export function finish(hash: number): number {
  let h = hash ^ (hash >>> 16)
  h = Math.imul(h, 0x85ebca6b)
  h ^= h >>> 13
  h = Math.imul(h, 0xc2b2ae35)
  return h ^ (h >>> 16)
}

const double = new Float64Array(1)
const words = new Int32Array(double.buffer)

/** Folds a double into a hash, bit by bit but for −0, which counts as 0, and NaN, whose bits differ between processors and compilers. */
export function mixNumber(hash: number, value: number): number {
  // Whole numbers below 2³¹, the common case, need no look at the bits; the marker keeps them apart from other doubles.
  const whole = value | 0
  if (whole === value) return mix(hash, whole)
  if (Number.isNaN(value)) return mix(hash, 0x7ff8)
  double[0] = value
  return mix(mix(mix(hash, 0x7ff), words[0]!), words[1]!)
}

/** A 32-bit hash of a double. */
export function hashNumber(value: number): number {
  return finish(mixNumber(0, value))
}

/** A 32-bit hash of a text's UTF-16 code units. */
export function hashText(text: string): number {
  let hash = text.length
  for (let i = 0; i < text.length; i++) hash = mix(hash, text.charCodeAt(i))
  return finish(hash)
}

/** Eight hexadecimal digits. */
export function hex32(word: number): string {
  return (word >>> 0).toString(16).padStart(8, '0')
}
