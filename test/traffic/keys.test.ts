import fc from 'fast-check'
import { expect, test } from 'vitest'
import { keyNamed, keys } from '../../src/traffic/keys/index.ts'
import type { KeyGenerator } from '../../src/traffic/keys/key-type.ts'
import { chiSquare, chiSquareQuantile } from './chi-square.ts'

const context = { seed: 1, source: 'chat' }
const RECORDS = 50_000

function counts(generator: KeyGenerator, keyCount: number): number[] {
  const of = Array.from({ length: keyCount }, () => 0)
  for (let record = 0; record < RECORDS; record++) of[generator.key(record, record, 7)]!++
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
      const key = keys.zipf.create({ keys: keyCount, exponent }, context).key(record, record, 7)
      expect(Number.isInteger(key) && key >= 0 && key < keyCount).toBe(true)
    }),
  )
})

test('a key belongs to its record, whatever was asked before', () => {
  for (const generator of [keys.uniform.create({ keys: 1000 }, context), keys.zipf.create({ keys: 1000, exponent: 1 }, context)]) {
    const forward = Array.from({ length: 200 }, (_, record) => generator.key(record, record, 7))
    const backward = Array.from({ length: 200 }, (_, i) => generator.key(199 - i, 199 - i, 7))
    expect(backward.toReversed()).toEqual(forward)
  }
})

test('sequences count, and take turns', () => {
  const from = (options: { start: number; modulo: number | undefined }): number[] => {
    const generator = keys.sequence.create(options, context)
    return [0, 1, 2, 3, 4].map((record) => generator.key(record, 0, 0))
  }
  expect(from({ start: 0, modulo: undefined })).toEqual([0, 1, 2, 3, 4])
  expect(from({ start: 10, modulo: 3 })).toEqual([10, 11, 12, 10, 11])
})
