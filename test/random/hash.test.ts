import { describe, expect, it } from 'vitest'
import { finish, hashNumber, hashText, mix } from '../../src/random/hash.ts'

describe('hashes', () => {
  it('take numbers that are equal as equal', () => {
    expect(hashNumber(-0)).toBe(hashNumber(0))
    expect(hashNumber(-NaN)).toBe(hashNumber(NaN))
    expect(hashNumber(1)).not.toBe(hashNumber(-1))
  })

  it('are signed 32-bit integers', () => {
    for (let i = 0; i < 100; i++) {
      for (const h of [hashNumber(i), hashText(`text ${i}`), mix(7, i), finish(i)]) expect(h | 0).toBe(h)
    }
  })

  it('depend on order, length and every unit of a text', () => {
    const texts = ['', '\0', '\0\0', 'a', 'b', 'ab', 'ba', 'abc', 'abd', 'aé', 'aê', '𝄞', '𝄟']
    expect(new Set(texts.map(hashText)).size).toBe(texts.length)
  })

  it('collide about as often as random 32-bit words', () => {
    // 100 000 words have 1.2 equal pairs on average; more than eight come once in 10^5.
    const numbers = new Set(Array.from({ length: 100_000 }, (_, i) => hashNumber(i)))
    const texts = new Set(Array.from({ length: 100_000 }, (_, i) => hashText(`key-${i}`)))
    expect(100_000 - numbers.size).toBeLessThanOrEqual(8)
    expect(100_000 - texts.size).toBeLessThanOrEqual(8)
  })

  it('change half of the bits when one bit of the state changes', () => {
    expect(flips((h) => finish(mix(0, h)))).toBeCloseTo(16, 0)
  })

  it('would be caught if they did not', () => {
    expect(Math.abs(flips((h) => Math.imul(h, 0x9e3779b1)) - 16)).toBeGreaterThan(1)
  })

  it('stay what they are', () => {
    expect([hashNumber(0), hashNumber(1.5), hashText('wavetank'), hashText(''), mix(1, 2), finish(1)]).toEqual([
      256347020, 819188451, 772572436, 0, 2001329867, 1364076727,
    ])
  })
})

/** How many of the 32 bits of a hash change with one bit of the word, on average. */
function flips(hash: (word: number) => number): number {
  let changed = 0
  for (let i = 0; i < 1_000; i++) {
    for (let bit = 0; bit < 32; bit++) changed += bitCount(hash(i) ^ hash(i ^ (1 << bit)))
  }
  return changed / 32_000
}

function bitCount(word: number): number {
  let count = 0
  for (let rest = word; rest !== 0; rest &= rest - 1) count++
  return count
}
