/**
 * Changes of a known size, injected into a queue whose mean latency is known from theory, and checked with fresh seeds each time.
 * M/M/1: the mean time in the system is 1 ÷ (μ − λ), so that a server with μ′ = λ + (μ − λ) ÷ (1 + x) moves it by the share x.
 */
import { describe, expect, test } from 'vitest'
import { baselineOf } from '../../src/experiment/baseline.ts'
import { checkAgainst, type CheckRow } from '../../src/experiment/check.ts'
import type { ComparisonPlan } from '../../src/experiment/compare.ts'
import type { Experiment } from '../../src/experiment/conduct.ts'
import { replicationOf } from '../../src/experiment/replication.ts'
import { run } from '../../src/experiment/run.ts'
import { referenceVariant } from '../../src/experiment/variant.ts'
import { read } from './shipped.ts'

const TRIALS = 20
const SEEDS = 10
const [LAMBDA, MU] = [1_000, 2_000]

/** By change, the experiments of each trial. */
const made = new Map<number, { plan: ComparisonPlan; experiments: Experiment[] }>()

async function experimentsOf(change: number): Promise<{ plan: ComparisonPlan; experiments: Experiment[] }> {
  const known = made.get(change)
  if (known !== undefined) return known
  const service = 1e9 / (LAMBDA + (MU - LAMBDA) / (1 + change))
  const { scenario, traces } = await read(`format: 1
duration: 2_000 records
replications: ${SEEDS}
metrics: [latency.mean]
traffic: { jobs: { arrivals: { poisson: ${LAMBDA}/s } } }
pipeline:
  server: { from: jobs, service: { time: { exponential: ${service} ns } } }
  done: { from: server, sink: discard }
`)
  const variant = referenceVariant(scenario)
  const plan: ComparisonPlan = {
    cells: [{ id: 'default', scenario, variant }],
    choices: [{ id: 'default', settings: {}, strategies: variant, parameters: {} }],
    axes: [],
    references: [0],
    confidence: 0.95,
    margin: 0.02,
    firstSeed: 1,
    quick: false,
  }
  const experiments: Experiment[] = []
  for (let trial = 0; trial < TRIALS; trial++) {
    const replications = []
    for (let seed = 1; seed <= SEEDS; seed++)
      replications.push(replicationOf(await run({ scenario, traces, variant, seed: 1_000 * trial + seed })))
    experiments.push({ replications: [replications], warmup: null, stopping: null })
  }
  const found = { plan, experiments }
  made.set(change, found)
  return found
}

async function rowsOf(change: number): Promise<CheckRow[]> {
  const [base, head] = [await experimentsOf(0), await experimentsOf(change)]
  return base.experiments.map((experiment, trial) => {
    const { rows } = checkAgainst(baselineOf(base.plan, experiment, ''), head.plan, head.experiments[trial]!, {
      confidence: 0.95,
      margin: 0.02,
      today: '2026-01-01',
    })
    return rows.find(({ metric }) => metric === 'latency.mean')!
  })
}

describe('a change of a queue', () => {
  test.each([0.05, 0.1])('that moves its mean latency by the share %d is found', async (change) => {
    const rows = await rowsOf(change)
    expect(rows.filter(({ verdict }) => verdict === 'regressed').length).toBeGreaterThanOrEqual(0.95 * TRIALS)
    // What was injected is what is seen.
    const seen = rows.reduce((sum, { difference }) => sum + difference!.relative!, 0) / TRIALS
    expect(Math.abs(seen - change)).toBeLessThan(0.005)
  })

  test('that moves it by 3 % is found where the interval is narrow; else it is inconclusive, with the seeds that it takes', async () => {
    const rows = await rowsOf(0.03)
    const narrow = rows.filter(({ difference }) => difference!.relativeHalfWidth! < 0.005)
    const wide = rows.filter((row) => !narrow.includes(row) && row.verdict !== 'regressed')
    expect(narrow.length).toBeGreaterThan(0)
    expect(narrow.filter(({ verdict }) => verdict === 'regressed').length).toBeGreaterThanOrEqual(0.95 * narrow.length)
    for (const { verdict, seedsToSettle } of wide) {
      expect(verdict).toBe('inconclusive')
      expect(seedsToSettle).toBeGreaterThan(SEEDS)
    }
  })

  test('that moves it by 1 %, inside the margin, is no regression, and no improvement by 1 % is one', async () => {
    for (const change of [0.01, -0.01]) expect((await rowsOf(change)).filter(({ verdict }) => verdict === 'regressed')).toEqual([])
  })
})
