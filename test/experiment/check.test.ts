/** How often a check cries wolf, and how often it sees one: over thousands of made-up pairs of runs, whose truth is known. */
import { describe, expect, test } from 'vitest'
import { baselineOf } from '../../src/experiment/baseline.ts'
import { checkAgainst, type CheckRow } from '../../src/experiment/check.ts'
import { experimentOf, plan } from './made-up-runs.ts'
import { normals } from './statistics/draws.ts'

const SEEDS = 20

/** One check of a true change, where seeds differ by a tenth and pairs by `spread`; both as shares. */
function trial(seed: number, change: number, spread: number): CheckRow {
  const normal = normals(seed)
  const base = Array.from({ length: SEEDS }, () => 1e6 * (1 + 0.1 * normal()))
  const head = base.map((value) => value + 1e6 * (change + spread * normal()))
  const { rows } = checkAgainst(baselineOf(plan, experimentOf(base), ''), plan, experimentOf(head), {
    confidence: 0.95,
    margin: 0.02,
    today: '2026-01-01',
  })
  return rows[0]!
}

function verdicts(trials: number, change: number, spread: number): Record<string, number> {
  const counts: Record<string, number> = {}
  for (let seed = 1; seed <= trials; seed++) {
    const { verdict } = trial(seed, change, spread)
    counts[verdict] = (counts[verdict] ?? 0) + 1
  }
  return counts
}

describe('a check', () => {
  test('of the same values is unchanged, whatever they are', () => {
    const values = Array.from({ length: SEEDS }, normals(3))
    const { rows, divergences } = checkAgainst(baselineOf(plan, experimentOf(values), ''), plan, experimentOf(values), {
      confidence: 0.95,
      margin: 0.02,
      today: '2026-01-01',
    })
    expect(rows.map(({ verdict }) => verdict)).toEqual(['unchanged'])
    expect(divergences).toEqual([])
  })

  test.each([0.05, 0.1])('finds a change of %d in at least 95 of 100', (change) => {
    expect(verdicts(2_000, change, 0.02)['regressed']).toBeGreaterThanOrEqual(1_900)
    expect(verdicts(2_000, -change, 0.02)['improved']).toBeGreaterThanOrEqual(1_900)
  })

  test('finds 3 % where the half-width is under half a percent, and is inconclusive, with the seeds that it needs, where it is wide', () => {
    expect(verdicts(2_000, 0.03, 0.008)['regressed']).toBeGreaterThanOrEqual(1_900)
    const wide = trial(1, 0.03, 0.05)
    expect(wide.verdict).toBe('inconclusive')
    expect(wide.seedsToSettle).toBeGreaterThan(SEEDS)
  })

  test.each([0.002, 0.02, 0.05])('of a true change of 1 %%, inside the margin, with a spread of %d fails in at most 1 of 100', (spread) => {
    expect(verdicts(2_000, 0.01, spread)['regressed'] ?? 0).toBeLessThanOrEqual(20)
  })

  test('of a true change on the margin fails as often as its confidence allows', () => {
    // Above the margin with probability 2.5 %: the control, which a check without the margin would fail by far.
    expect(verdicts(2_000, 0.02, 0.02)['regressed'] ?? 0).toBeLessThanOrEqual(80)
  })
})
