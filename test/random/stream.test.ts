import { describe, expect, it } from 'vitest'
import { log } from '../../src/random/elementary.ts'
import { streamKey } from '../../src/random/stream-key.ts'
import { Stream } from '../../src/random/stream.ts'
import { threefry } from '../../src/random/threefry.ts'
import { correlation, kolmogorovSmirnov } from './statistics.ts'

const N = 100_000

function firsts(seed: number, name: string): Float64Array {
  const stream = new Stream(seed, name)
  return Float64Array.from({ length: N }, (_, i) => stream.at(i, 0).uniform())
}

describe('numbers belong to records', () => {
  it('whoever asks, whenever, gets the same', () => {
    const forwards = new Stream(42, 'service')
    const there = Array.from({ length: 200 }, (_, i) => [forwards.at(i, 7).uniform(), forwards.uniform(), forwards.uniform()])
    const backwards = new Stream(42, 'service')
    const back: number[][] = []
    for (let i = 199; i >= 0; i--) {
      backwards.at(i + 1, 7).word()
      back[i] = [backwards.at(i, 7).uniform(), backwards.uniform(), backwards.uniform()]
    }
    expect(back).toEqual(there)
  })

  it('index, identity, seed and name each lead elsewhere', () => {
    const draws = [
      new Stream(1, 'a').at(1, 2).uniform(),
      new Stream(1, 'a').at(1, 2, 1).uniform(),
      new Stream(1, 'a').at(2, 2).uniform(),
      new Stream(1, 'a').at(2, 1).uniform(),
      new Stream(1, 'b').at(1, 2).uniform(),
      new Stream(2, 'a').at(1, 2).uniform(),
      new Stream(-1, 'a').at(1, 2).uniform(),
      new Stream(1 + 2 ** 32, 'a').at(1, 2).uniform(),
    ]
    expect(new Set(draws).size).toBe(draws.length)
  })

  it('signed and unsigned identities are the same', () => {
    const stream = new Stream(3, 'x')
    expect(stream.at(0xffffffff, 0x80000000, 0xfffffffe).uniform()).toBe(stream.at(-1, -0x80000000, -2).uniform())
  })

  it('takes the words of the Threefry blocks in order', () => {
    const key = streamKey(9, 'words')
    const block = new Int32Array(4)
    const expected: number[] = []
    for (let b = 0; b < 3; b++) {
      threefry(block, 5, 6, 7, b, key)
      expected.push(...Array.from(block, (word) => word >>> 0))
    }
    const stream = new Stream(9, 'words').at(5, 6, 7)
    expect(Array.from({ length: 12 }, () => stream.word())).toEqual(expected)
    const pairs = new Stream(9, 'words').at(5, 6, 7)
    const uniforms = Array.from({ length: 6 }, () => pairs.uniform())
    expect(uniforms).toEqual(
      uniforms.map((_, i) => (Math.floor(expected[2 * i]! / 64) * 2 ** 26 + Math.floor(expected[2 * i + 1]! / 64) + 0.5) / 2 ** 52),
    )
  })

  it('a uniform after an odd number of words starts at the next pair', () => {
    const stream = new Stream(9, 'mixed')
    const second = (stream.at(1, 1).uniform(), stream.uniform())
    const third = stream.uniform()
    stream.at(1, 1).word()
    expect(stream.uniform()).toBe(second)
    stream.at(1, 1)
    for (let i = 0; i < 3; i++) stream.word()
    expect(stream.uniform()).toBe(third)
  })

  it('refuses a seed that is no whole number', () => {
    expect(() => new Stream(1.5, 'x')).toThrow('invalid seed 1.5: expected a whole number')
    expect(() => new Stream(2 ** 53, 'x')).toThrow(RangeError)
  })
})

describe('uniform', () => {
  it('is uniform, across records and within one', () => {
    expect(kolmogorovSmirnov(firsts(1, 'across'), (x) => x)).toBeLessThan(1.95)
    const stream = new Stream(1, 'within').at(0, 0)
    const within = Float64Array.from({ length: N }, () => stream.uniform())
    expect(kolmogorovSmirnov(within, (x) => x)).toBeLessThan(1.95)
    expect(Math.abs(correlation(within.subarray(1), within.subarray(0, N - 1)))).toBeLessThan(5 / Math.sqrt(N))
  })

  it('would be caught if it leant by two in a hundred', () => {
    expect(kolmogorovSmirnov(firsts(1, 'across'), (x) => x ** 1.02)).toBeGreaterThan(1.95)
  })

  it('lies strictly between 0 and 1', () => {
    // The ends of the formula, which no test can wait for.
    expect(0.5 * 2 ** -52).toBeGreaterThan(0)
    expect(((2 ** 26 - 1) * 2 ** 26 + (2 ** 26 - 1) + 0.5) * 2 ** -52).toBe(1 - 2 ** -53)
  })

  it('of different names, seeds and indices is uncorrelated', () => {
    const base = firsts(1, 'a')
    const limit = 5 / Math.sqrt(N)
    for (const other of [firsts(1, 'b'), firsts(2, 'a'), firsts(2, 'b'), firsts(1, 'aa')]) {
      expect(Math.abs(correlation(base, other))).toBeLessThan(limit)
    }
    // A share of one in twenty would be caught.
    const mixed = firsts(1, 'b').map((u, i) => u + 0.05 * base[i]!)
    expect(Math.abs(correlation(base, mixed))).toBeGreaterThan(limit)
    const stream = new Stream(1, 'a')
    expect(
      Math.abs(
        correlation(
          base,
          Float64Array.from(base, (_, i) => stream.at(i, 0, 1).uniform()),
        ),
      ),
    ).toBeLessThan(limit)
  })

  it('exponential is the negative logarithm', () => {
    const stream = new Stream(4, 'e')
    const u = stream.at(1, 1).uniform()
    expect(stream.at(1, 1).exponential()).toBe(-log(u))
  })
})

describe('stream keys', () => {
  it('change about 32 of 64 bits with one bit of the seed or of the name', () => {
    const seeds = flips(
      (i, bit) => [streamKey(i, 'chat'), streamKey(i + (Math.floor(i / 2 ** bit) % 2 === 0 ? 1 : -1) * 2 ** bit, 'chat')],
      50,
    )
    const names = flips((i, bit) => [streamKey(7, `n${i}`), streamKey(7, `${String.fromCharCode(110 ^ (1 << bit))}${i}`)], 16)
    for (const { mean, least, most } of [seeds, names]) {
      expect(mean).toBeGreaterThan(31.5)
      expect(mean).toBeLessThan(32.5)
      expect(least).toBeGreaterThan(0.4)
      expect(most).toBeLessThan(0.6)
    }
  })

  it('do not let a change of seed make up for one of name', () => {
    const keys = new Set<string>()
    for (let seed = 0; seed < 100; seed++) {
      for (let unit = 0; unit < 100; unit++) {
        const { k0: low, k1: high } = streamKey(seed, String.fromCharCode(unit))
        keys.add(`${low} ${high}`)
      }
    }
    expect(keys.size).toBe(10_000)
  })

  it('stay what they are', () => {
    const key = streamKey(42, 'chat/arrivals')
    expect([key.k0, key.k1]).toEqual([-1863668527, 651853874])
    const stream = new Stream(42, 'chat/arrivals').at(1, 2, 3)
    expect([stream.uniform(), stream.uniform(), stream.uniform(), stream.word()]).toEqual([
      0.891680343870305, 0.2546529394807343, 0.7128383992899824, 3106853785,
    ])
    expect(new Stream(-7, '').at(0, 0).uniform()).toBe(0.1765352410390929)
  })
})

/** How many bits of the key change on average, and the smallest and largest share over output bits. */
function flips(
  pair: (i: number, bit: number) => ReturnType<typeof streamKey>[],
  bits: number,
): { mean: number; least: number; most: number } {
  const byBit = new Float64Array(64)
  const tries = Math.ceil(3_000 / bits)
  for (let i = 1; i <= tries; i++) {
    for (let bit = 0; bit < bits; bit++) {
      const [a, b] = pair(i, bit) as [ReturnType<typeof streamKey>, ReturnType<typeof streamKey>]
      for (let place = 0; place < 32; place++) {
        byBit[place]! += ((a.k0 ^ b.k0) >>> place) & 1
        byBit[32 + place]! += ((a.k1 ^ b.k1) >>> place) & 1
      }
    }
  }
  const shares = byBit.map((count) => count / (tries * bits))
  return { mean: shares.reduce((sum, share) => sum + share, 0), least: Math.min(...shares), most: Math.max(...shares) }
}
