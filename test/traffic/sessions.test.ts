/** Sessions: lengths as asked, so many at once, steady from the first record on, and each record's in its place. */
import { describe, expect, test } from 'vitest'
import type { Quantity } from '../../src/registry/pick.ts'
import { keys } from '../../src/traffic/keys/index.ts'
import { chiSquareDeviate, momentsOf } from '../random/statistics.ts'

const context = { seed: 4, source: 'web' }
const geometric: Quantity = { kind: 'draw', name: 'geometric', options: { mean: 5 } }
const lognormal: Quantity = { kind: 'draw', name: 'lognormal', options: { mean: 20, cv: 1 } }
const fixed: Quantity = { kind: 'constant', value: 8 }

/** The keys of so many rounds. */
function keysOf(concurrent: number, length: Quantity, rounds: number, seed = 4, users?: number): Float64Array {
  const generator = keys.sessions.create({ concurrent, length, users, exponent: 0 }, { ...context, seed })
  return Float64Array.from({ length: concurrent * rounds }, (_, record) => generator.key(record, record, 0, 0))
}

const recordsOf = (made: Float64Array): Map<number, number[]> => {
  const of = new Map<number, number[]>()
  for (const [record, key] of made.entries()) of.set(key, [...(of.get(key) ?? []), record])
  return of
}

describe('sessions', () => {
  test('that begin and end within a run have the lengths asked for', () => {
    const rounds = 3_000
    const made = recordsOf(keysOf(20, geometric, rounds))
    // Those that began early enough to end surely: so none is left out for being long.
    const lengths = [...made.values()].filter(([first]) => first! >= 20 && first! < (rounds - 200) * 20).map(({ length }) => length)
    const counts = Array.from({ length: 60 }, (_, i) => lengths.filter((length) => length === i + 1).length)
    const law = (mean: number): number[] => counts.map((_, i) => (1 / mean) * (1 - 1 / mean) ** i)
    expect(lengths.length).toBeGreaterThan(10_000)
    expect(Math.abs(chiSquareDeviate(counts, law(5)))).toBeLessThan(4)
    expect(chiSquareDeviate(counts, law(5.3))).toBeGreaterThan(4)
  })

  test('send one record a round each, so many of them at once', () => {
    const made = keysOf(50, fixed, 100)
    for (let round = 0; round < 100; round++) expect(new Set(made.subarray(round * 50, round * 50 + 50)).size).toBe(50)
    const whole = [...recordsOf(made).values()].filter(([first, ...rest]) => first! >= 50 && rest.length > 0 && first! < 90 * 50)
    for (const records of whole) {
      const rounds = records.map((record) => Math.floor(record / 50))
      expect(rounds).toEqual(rounds.map((_, i) => rounds[0]! + i))
      expect(records).toHaveLength(8)
    }
  })

  test('come in another order each round, each place as likely', () => {
    const made = keysOf(6, { kind: 'constant', value: 1_000_000 }, 6_000)
    const first = made[0]!
    const places = Array.from({ length: 6 }, () => 0)
    for (const [record, key] of made.entries()) if (key === first) places[record % 6]!++
    expect(Math.abs(chiSquareDeviate(places, Array(6).fill(1 / 6)))).toBeLessThan(4)
    expect(chiSquareDeviate(places, [0.2, 0.16, 0.16, 0.16, 0.16, 0.16])).toBeGreaterThan(4)
  })

  test.each([
    ['geometric', geometric, 5],
    ['lognormal', lognormal, 20],
    ['fixed', fixed, 8],
  ] as const)('of %s length begin as often at the start as later', (_, length, mean) => {
    /** How many sessions of 2,000 begin in a round of a run. */
    const begun = (from: number): Float64Array =>
      Float64Array.from({ length: 40 }, (__, seed) => {
        const made = keysOf(2_000, length, from + 1, seed)
        const before = new Set(made.subarray((from - 1) * 2_000, from * 2_000))
        return made.subarray(from * 2_000).filter((key) => !before.has(key)).length
      })
    const expected = 2_000 / mean
    for (const round of [1, 30]) {
      const seen = momentsOf(begun(round))
      expect(Math.abs(seen.mean - expected)).toBeLessThan(4 * seen.meanError)
      // If all began with the run, none or all would begin in one round; a tenth more or less is told, too.
      expect(Math.abs(seen.mean - 1.1 * expected)).toBeGreaterThan(4 * seen.meanError)
    }
  })

  test('are of users, if there are any, each as often', () => {
    const made = keysOf(40, fixed, 2_000, 4, 25)
    const of = Array.from({ length: 25 }, () => 0)
    // One record in eight, so that sessions are counted and not their records.
    for (let round = 0; round < 2_000; round += 8) for (let i = 0; i < 40; i++) of[made[round * 40 + i]!]!++
    expect(Math.abs(chiSquareDeviate(of, Array(25).fill(1 / 25)))).toBeLessThan(4)
  })

  test('need a length that means something', () => {
    const problems = (length: Quantity): string | undefined =>
      keys.sessions.problems!({ concurrent: 1, length, users: undefined, exponent: 0 })[0]?.message
    expect(problems(geometric)).toBeUndefined()
    expect(problems({ kind: 'constant', value: 0.2 })).toBe('sessions of 0.2 records on average have hardly any: make it at least 1')
    expect(problems({ kind: 'draw', name: 'pareto', options: { min: 1, shape: 1 } })).toContain('have no mean length')
    expect(problems({ kind: 'expression', expression: {} })).toContain('an expression has no record to read yet')
  })
})
