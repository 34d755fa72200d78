/** Draws made ahead against draws made one by one: whoever asks for whatever in whatever order gets the same numbers. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { RecordDraws } from '../../src/random/record-draws.ts'
import { Stream } from '../../src/random/stream.ts'
import { UnitExponentials } from '../../src/traffic/arrivals/unit-exponentials.ts'

const stream = (): Stream => new Stream(7, 'draws')
const draw = (at: Stream): number => at.exponential() + at.uniform()

/** Runs of neighbours, forwards or not, from anywhere, past the end of the words too. */
const asked = fc.array(
  fc
    .record({
      low: fc.oneof(fc.integer({ min: -40, max: 100 }), fc.integer({ min: 2 ** 31 - 50, max: 2 ** 31 - 1 }), fc.integer()),
      high: fc.integer({ min: 0, max: 2 }),
      step: fc.constantFrom(1, 1, 1, 2, -1, 40),
      count: fc.integer({ min: 1, max: 80 }),
    })
    .map(({ low, high, step, count }) => Array.from({ length: count }, (_, i) => [(low + i * step) | 0, high] as const)),
  { maxLength: 8 },
)

describe('RecordDraws', () => {
  test('gives each record its own number', () => {
    fc.assert(
      fc.property(asked, (runs) => {
        const ahead = new RecordDraws(7, 'draws', draw)
        const single = stream()
        for (const [low, high] of runs.flat()) expect(ahead.at(low, high)).toBe(draw(single.at(low, high)))
      }),
    )
  })

  test('draws ahead for records in order, and not for others', () => {
    const drawn = (identities: readonly number[]): number => {
      let count = 0
      const draws = new RecordDraws(7, 'draws', (at) => {
        count++
        return at.uniform()
      })
      for (const low of identities) draws.at(low, 0)
      return count
    }
    expect(drawn(Array.from({ length: 64 }, (_, i) => i))).toBe(64)
    expect(drawn(Array.from({ length: 64 }, (_, i) => 3 * i + 1))).toBe(64)
  })
})

test('exponentials of a source are pairs of blocks', () => {
  const gaps = new UnitExponentials(3, 'gaps')
  const single = new Stream(3, 'gaps')
  for (let pair = 0; pair < 100; pair++) {
    single.at(pair, 0)
    expect([gaps.next(), gaps.next()]).toEqual([single.exponential(), single.exponential()])
  }
})
