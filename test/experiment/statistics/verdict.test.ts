import { describe, expect, test } from 'vitest'
import { seedsToSettle, verdict } from '../../../src/experiment/statistics/verdict.ts'
import { criticalT } from '../../../src/experiment/statistics/student-t.ts'

describe('the verdict is read from the interval', () => {
  test.each([
    ['wholly above the margin', 10, 3, 'lower', 'worse'],
    ['wholly above the margin', 10, 3, 'higher', 'better'],
    ['wholly below the margin', -10, 3, 'lower', 'better'],
    ['wholly below the margin', -10, 3, 'higher', 'worse'],
    ['wholly within it', 0.5, 1, 'lower', 'equivalent'],
    ['across its edge', 3, 2, 'lower', 'inconclusive'],
    ['across both edges', 0, 5, 'lower', 'inconclusive'],
    ['ending on the edge', 4, 2, 'lower', 'inconclusive'],
    ['from edge to edge', 0, 2, 'lower', 'inconclusive'],
    ['from within to the edge', 1, 1, 'lower', 'inconclusive'],
  ] as const)('%s: %d ± %d, %s is better', (_, value, halfWidth, direction, expected) => {
    expect(verdict({ value, halfWidth }, 2, direction, false)).toBe(expected)
  })

  test('every difference 0 is identical, not merely equivalent', () => {
    expect(verdict({ value: 0, halfWidth: 0 }, 2, 'lower', true)).toBe('identical')
    expect(verdict({ value: 0, halfWidth: 0 }, 2, 'lower', false)).toBe('equivalent')
  })
})

test('the seeds that would settle it shrink the half-width below the distance to the margin, and one fewer does not', () => {
  const found = seedsToSettle({ value: 3, halfWidth: 2 }, 20, 2, 0.95)!
  const spread = (2 * Math.sqrt(20)) / criticalT(0.95, 19)
  const halfWidth = (n: number): number => (criticalT(0.95, n - 1) * spread) / Math.sqrt(n)
  expect(halfWidth(found)).toBeLessThan(1)
  expect(halfWidth(found - 1)).toBeGreaterThanOrEqual(1)
})

test.each([
  ['beyond the margin', 3, 2, 20],
  ['within it', 1.5, 0.9, 20],
  ['below it on the other side', -2.6, 1, 10],
  ['none at all', 0, 2.5, 5],
  ['with two seeds', 4, 30, 2],
] as const)('the fewest seeds that settle it, by trying them all: %s', (_, value, halfWidth, n) => {
  const spread = (halfWidth * Math.sqrt(n)) / criticalT(0.95, n - 1)
  const word = (count: number) => verdict({ value, halfWidth: (criticalT(0.95, count - 1) * spread) / Math.sqrt(count) }, 2, 'lower', false)
  expect(word(n)).toBe('inconclusive')
  let fewest = n
  while (word(fewest) === 'inconclusive') fewest++
  expect(seedsToSettle({ value, halfWidth }, n, 2, 0.95)).toBe(fewest)
})

test('a difference on the edge of the margin is never settled', () => {
  expect(seedsToSettle({ value: 2, halfWidth: 1 }, 20, 2, 0.95)).toBeNull()
  expect(seedsToSettle({ value: 2 + 1e-9, halfWidth: 1 }, 20, 2, 0.95)).toBeNull()
  expect(seedsToSettle({ value: 1, halfWidth: null }, 1, 2, 0.95)).toBeNull()
})
