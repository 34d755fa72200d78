/** Hashing: every input bit moves every output bit about half of the time, and equal things have equal hashes. */
import { describe, expect, test } from 'vitest'
import { finish, hashNumber, hashText, hex32, mix, mixNumber } from '../../src/structures/hash.ts'

/** A source of words that does not lean on what is tested. */
function words(seed: number): () => number {
  let state = seed
  return () => (state = (Math.imul(state, 1664525) + 1013904223) | 0)
}

/** Over many inputs, how often output bit j moves when input bit i does: the farthest from one half. */
function worstBias(bits: number, change: (word: number, bit: number) => [number, number]): number {
  const next = words(7)
  const n = 4_000
  const moved = new Float64Array(bits * 32)
  for (let k = 0; k < n; k++) {
    const word = next()
    for (let i = 0; i < bits; i++) {
      const [before, after] = change(word, i)
      for (let j = 0, difference = before ^ after; j < 32; j++) if (((difference >>> j) & 1) === 1) moved[i * 32 + j]!++
    }
  }
  return moved.reduce((worst, count) => Math.max(worst, Math.abs(count / n - 0.5)), 0)
}

describe('avalanche', () => {
  // With 4,000 draws a fair bit is within 0.04 of one half in all of 1,024 cells, but for one case in a thousand (5 standard errors).
  test('of a mixed and finished word', () => {
    expect(worstBias(32, (word, bit) => [finish(mix(0, word)), finish(mix(0, word ^ (1 << bit)))])).toBeLessThan(0.05)
  })

  test('of the hash that a word is mixed into', () => {
    expect(worstBias(32, (word, bit) => [finish(mix(word, 1)), finish(mix(word ^ (1 << bit), 1))])).toBeLessThan(0.05)
  })

  test('of a number that is whole', () => {
    expect(worstBias(20, (word, bit) => [hashNumber(word >>> 12), hashNumber((word >>> 12) ^ (1 << bit))])).toBeLessThan(0.05)
  })
})

describe('a hash', () => {
  test('of a million whole numbers has about as many collisions as chance gives', () => {
    const n = 1_000_000
    const collisions = n - new Set(Array.from({ length: n }, (_, i) => hashNumber(i))).size
    // n² / 2³³ = 116 are expected; a finished mix of one word is a bijection and may have none.
    expect(collisions).toBeLessThan(200)
  })

  test('tells numbers, texts and their order apart', () => {
    expect(hashNumber(0)).toBe(hashNumber(-0))
    expect(hashNumber(0.1)).not.toBe(hashNumber(0.2))
    expect(hashNumber(2 ** 40)).not.toBe(hashNumber(2 ** 41))
    expect(hashText('ab')).not.toBe(hashText('ba'))
    expect(hashText('')).not.toBe(hashText('\0'))
    expect(mixNumber(mixNumber(0, 1), 2)).not.toBe(mixNumber(mixNumber(0, 2), 1))
  })

  test('does not see which of its many bit patterns a NaN has', () => {
    const made = new Float64Array(new Uint32Array([0, 0xfff80000, 1, 0x7ff80000]).buffer)
    expect(hashNumber(made[0]!)).toBe(hashNumber(NaN))
    expect(hashNumber(made[1]!)).toBe(hashNumber(NaN))
  })

  test('is printed as eight digits', () => {
    expect([hex32(0), hex32(-1), hex32(255)]).toEqual(['00000000', 'ffffffff', '000000ff'])
  })
})
