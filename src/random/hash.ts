/**
 * Hashes of numbers and texts, for identities, key groups and digests. All values are signed 32-bit integers (`>>> 0` makes them unsigned).
 * Steps and finish are those of MurmurHash3 (Appleby 2011); not for adversaries.
 */

const double = new Float64Array(1)
const halves = new Int32Array(double.buffer)
/** Which half of `double` is the low one: hashes do not depend on the byte order of the machine. */
const LOW = new Uint8Array(Int32Array.of(1).buffer)[0] === 1 ? 0 : 1
/** The bits of the one NaN that all NaNs are hashed as. */
const NAN_HIGH = 0x7ff80000

/** The hash state `h` after one more 32-bit word. Start with any number that tells the use from others. */
export function mix(h: number, word: number): number {
  let k = Math.imul(word, 0xcc9e2d51)
  k = (k << 15) | (k >>> 17)
  const mixed = h ^ Math.imul(k, 0x1b873593)
  return (Math.imul((mixed << 13) | (mixed >>> 19), 5) + 0xe6546b64) | 0
}

/** Spreads every bit of a hash state over all bits; a bijection. The last step of a hash. */
export function finish(h: number): number {
  let spread = Math.imul(h ^ (h >>> 16), 0x85ebca6b)
  spread = Math.imul(spread ^ (spread >>> 13), 0xc2b2ae35)
  return spread ^ (spread >>> 16)
}

/** The hash of a double's bits. 0 and -0 are the same, and so are all NaNs. */
export function hashNumber(value: number): number {
  if (value !== value) return finish(mix(0, NAN_HIGH))
  // -0 + 0 is 0.
  double[0] = value + 0
  return finish(mix(mix(0, halves[LOW]!), halves[1 - LOW]!))
}

/** The hash of a text's UTF-16 code units, two at a time, and of its length. */
export function hashText(text: string): number {
  let h = 0
  const pairs = text.length & -2
  for (let i = 0; i < pairs; i += 2) h = mix(h, text.charCodeAt(i) | (text.charCodeAt(i + 1) << 16))
  if (pairs < text.length) h = mix(h, text.charCodeAt(pairs))
  return finish(h ^ text.length)
}
