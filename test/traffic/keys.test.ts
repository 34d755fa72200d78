import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { Stream } from '../../src/random/stream.ts'
import type { Extent } from '../../src/registry/option.ts'
import { keyNamed, keys } from '../../src/traffic/keys/index.ts'
import type { KeyGenerator } from '../../src/traffic/keys/key-type.ts'
import { chiSquareDeviate } from '../random/statistics.ts'
import { chiSquare, chiSquareQuantile } from './chi-square.ts'

const context = { seed: 1, source: 'chat' }
const RECORDS = 50_000

/** Records come every millisecond. */
const keyOf = (generator: KeyGenerator, record: number): number => generator.key(record, record, 7, record * 1e6)
const exponentialLength = { kind: 'draw', name: 'exponential', options: { mean: 6 } } as const

function counts(generator: KeyGenerator, keyCount: number): number[] {
  const of = Array.from({ length: keyCount }, () => 0)
  for (let record = 0; record < RECORDS; record++) of[keyOf(generator, record)]!++
  return of
}

test('every kind is under its own name', () => {
  for (const [name, { descriptor }] of Object.entries(keys)) {
    expect(descriptor).toMatchObject({ kind: 'key', name })
    expect(keyNamed(name).descriptor).toBe(descriptor)
  }
  expect(() => keyNamed('none')).toThrow('unknown kind of key: none')
})

test('uniform keys are as likely as one another', () => {
  const share = Array.from({ length: 37 }, () => 1 / 37)
  expect(chiSquare(counts(keys.uniform.create({ keys: 37 }, context), 37), share)).toBeLessThan(chiSquareQuantile(36, 3.09))
})

test.each([0, 0.3, 0.99, 1, 1 + 1e-12, 1.1, 2, 4])('zipf keys with exponent %d have their shares, and no others', (exponent) => {
  const keyCount = 25
  const sharesOf = (of: number): number[] => {
    const weights = Array.from({ length: keyCount }, (_, k) => 1 / (k + 1) ** of)
    const sum = weights.reduce((total, weight) => total + weight, 0)
    return weights.map((weight) => weight / sum)
  }
  const observed = counts(keys.zipf.create({ keys: keyCount, exponent }, context), keyCount)
  expect(chiSquare(observed, sharesOf(exponent))).toBeLessThan(chiSquareQuantile(keyCount - 1, 3.09))
  expect(chiSquare(observed, sharesOf(exponent + 0.2))).toBeGreaterThan(chiSquareQuantile(keyCount - 1, 3.09))
})

test('zipf keys stay in range for any number of keys', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 1e9 }), fc.double({ min: 0, max: 10, noNaN: true }), fc.nat(), (keyCount, exponent, record) => {
      const key = keyOf(keys.zipf.create({ keys: keyCount, exponent }, context), record)
      expect(Number.isInteger(key) && key >= 0 && key < keyCount).toBe(true)
    }),
  )
})

const EVERY: readonly (readonly [name: string, generator: () => KeyGenerator])[] = [
  ['uniform', () => keys.uniform.create({ keys: 1000 }, context)],
  ['zipf', () => keys.zipf.create({ keys: 1000, exponent: 1 }, context)],
  ['hot-set', () => keys['hot-set'].create({ keys: 1000, hot: 5, share: 0.7 }, context)],
  ['drifting', () => keys.drifting.create({ keys: 1000, exponent: 1, every: { unit: 'records', size: 20 }, by: 3 }, context)],
  ['drifting', () => keys.drifting.create({ keys: 1000, exponent: 1, every: { unit: 'time', size: 7e6 }, by: 1 }, context)],
  ['sequence', () => keys.sequence.create({ start: 3, modulo: 11 }, context)],
  ['sessions', () => keys.sessions.create({ concurrent: 7, length: exponentialLength, users: undefined, exponent: 0 }, context)],
  ['sessions', () => keys.sessions.create({ concurrent: 7, length: exponentialLength, users: 1000, exponent: 0.5 }, context)],
]

test.each(EVERY)('%s: a key belongs to its record, whatever was asked before, of whom, and how often', (_, create) => {
  const [one, other] = [create(), create()]
  const forward = Array.from({ length: 300 }, (__, record) => keyOf(one, record))
  fc.assert(
    fc.property(fc.array(fc.nat(299), { maxLength: 40 }), (asked) => {
      expect(asked.map((record) => keyOf(other, record))).toEqual(asked.map((record) => forward[record]))
    }),
  )
})

test('keys that are drawn from a sequence of numbers would be caught', () => {
  const next = new Stream(1, 'shared')
  const shared: KeyGenerator = { key: () => Math.floor(next.uniform() * 1000) }
  const forward = Array.from({ length: 10 }, (_, record) => keyOf(shared, record))
  expect(Array.from({ length: 10 }, (_, record) => keyOf(shared, record))).not.toEqual(forward)
})

/** Shares of buckets that double: keys 0, 1–2, 3–6, … */
function bucketShares(keyCount: number, exponent: number): number[] {
  const sums = new Float64Array(Math.floor(Math.log2(keyCount)) + 1)
  for (let k = keyCount; k > 0; k--) sums[Math.floor(Math.log2(k))]! += k ** -exponent
  const whole = sums.reduce((sum, share) => sum + share, 0)
  return Array.from(sums, (share) => share / whole)
}

describe('zipf keys among ten million', () => {
  const keyCount = 10_000_000
  const bucketCounts = (exponent: number): number[] => {
    const generator = keys.zipf.create({ keys: keyCount, exponent }, context)
    const of = Array.from({ length: Math.floor(Math.log2(keyCount)) + 1 }, () => 0)
    for (let record = 0; record < 200_000; record++) of[Math.floor(Math.log2(keyOf(generator, record) + 1))]!++
    return of
  }

  test.each([0.5, 0.8, 1, 1.2, 2])('have their shares with exponent %d, down to the last of them', (exponent) => {
    const observed = bucketCounts(exponent)
    expect(Math.abs(chiSquareDeviate(observed, bucketShares(keyCount, exponent)))).toBeLessThan(4)
    expect(chiSquareDeviate(observed, bucketShares(keyCount, exponent + 0.03))).toBeGreaterThan(4)
    // A law that ends a little too early: nothing but the tail tells, where there is one.
    if (exponent < 1) expect(chiSquareDeviate(observed, bucketShares(9_000_000, exponent))).toBeGreaterThan(4)
  })

  test('take no more memory than a few', () => {
    const held = (keyCountHere: number): number => {
      const before = process.memoryUsage().arrayBuffers
      const generators = Array.from({ length: 100 }, () => keys.zipf.create({ keys: keyCountHere, exponent: 1 }, context))
      expect(generators).toHaveLength(100)
      return process.memoryUsage().arrayBuffers - before
    }
    held(100)
    // A table would have 80 MB, a hundred times.
    expect(held(keyCount)).toBeLessThan(1_000_000)
    const tables = (): number => {
      const before = process.memoryUsage().arrayBuffers
      const table = new Float64Array(keyCount)
      return process.memoryUsage().arrayBuffers - before + table[0]!
    }
    expect(tables()).toBeGreaterThan(1_000_000)
  })
})

describe('a hot set', () => {
  const shares = (keyCount: number, hot: number, share: number): number[] =>
    Array.from({ length: keyCount }, (_, key) => (key < hot ? share / hot : (1 - share) / (keyCount - hot)))

  test.each([
    [20, 3, 0.8],
    [40, 39, 0.5],
    [10, 1, 0.05],
  ])('%d keys, %d hot ones with a share of %d', (keyCount, hot, share) => {
    const observed = counts(keys['hot-set'].create({ keys: keyCount, hot, share }, context), keyCount)
    expect(Math.abs(chiSquareDeviate(observed, shares(keyCount, hot, share)))).toBeLessThan(4)
    expect(chiSquareDeviate(observed, shares(keyCount, hot, share * 0.85))).toBeGreaterThan(4)
  })

  test('has fewer hot keys than keys', () => {
    expect(keys['hot-set'].problems!({ keys: 10, hot: 10, share: 0.5 })).toMatchObject([{ path: ['hot'] }])
    expect(keys['hot-set'].problems!({ keys: 10, hot: 9, share: 0.5 })).toEqual([])
  })
})

describe('drifting keys', () => {
  const zipfShares = (keyCount: number, turned: number): number[] => {
    const weights = Array.from({ length: keyCount }, (_, key) => 1 / (((key - turned + 2 * keyCount) % keyCount) + 1))
    const sum = weights.reduce((total, weight) => total + weight, 0)
    return weights.map((weight) => weight / sum)
  }

  test.each<Extent>([
    { unit: 'records', size: RECORDS },
    { unit: 'time', size: RECORDS * 1e6 },
  ])('turn their ranking every %j, and have the shares of Zipf’s law in between', (every) => {
    const generator = keys.drifting.create({ keys: 12, exponent: 1, every, by: 5 }, context)
    for (const [turn, turned] of [0, 5, 10, 3].entries()) {
      const observed = Array.from({ length: 12 }, () => 0)
      for (let i = 0; i < RECORDS; i++) observed[keyOf(generator, turn * RECORDS + i)]!++
      expect(Math.abs(chiSquareDeviate(observed, zipfShares(12, turned)))).toBeLessThan(4)
      expect(chiSquareDeviate(observed, zipfShares(12, turned + 1))).toBeGreaterThan(4)
    }
  })
})

test('sequences count, and take turns', () => {
  const from = (options: { start: number; modulo: number | undefined }): number[] => {
    const generator = keys.sequence.create(options, context)
    return [0, 1, 2, 3, 4].map((record) => keyOf(generator, record))
  }
  expect(from({ start: 0, modulo: undefined })).toEqual([0, 1, 2, 3, 4])
  expect(from({ start: 10, modulo: 3 })).toEqual([10, 11, 12, 10, 11])
})
