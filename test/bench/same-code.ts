/**
 * Checks of the same code: every shipped scenario, quick, on all its seeds, again and again, each time in new threads of another number.
 * `node test/bench/same-code.ts CHECKS [SEEDS]` prints one line of JSON. Nothing may ever have moved.
 */
import { readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { baselineOf } from '../../src/experiment/baseline.ts'
import { checkAgainst } from '../../src/experiment/check.ts'
import { conductAll, type PlannedExperiment } from '../../src/experiment/conduct-all.ts'
import { findUnsteady } from '../../src/experiment/unsteady.ts'
import { referenceVariant } from '../../src/experiment/variant.ts'
import { read, shipped } from '../experiment/shipped.ts'

export interface SameCode {
  readonly scenarios: number
  readonly checks: number
  /** Runs that were compared. */
  readonly runs: number
  /** Values that were compared, and those that were not as they had been. */
  readonly values: number
  readonly alarms: number
}

/** @param seeds at most, instead of as many as the scenarios say */
export async function sameCode(checks: number, seeds: number): Promise<SameCode> {
  const names = readdirSync(fileURLToPath(new URL('../../scenarios', import.meta.url))).filter((file) => file.endsWith('.yaml'))
  const planned = await Promise.all(names.map((name) => planOf(name.slice(0, -5), seeds)))
  const { signal } = new AbortController()
  const first = await conductAll(planned, { threads: 1, quick: true, signal })
  const baselines = planned.map(({ plan }, number) => baselineOf(plan, first[number]!.experiment, ''))
  let [runs, values, alarms] = [0, 0, 0]
  for (let check = 0; check < checks; check++) {
    const conducted = await conductAll(planned, { threads: 1 + (check % 3), quick: true, signal })
    for (const [number, one] of planned.entries()) {
      const { rows, divergences, incomparable } = checkAgainst(baselines[number]!, one.plan, conducted[number]!.experiment, {
        confidence: 0.95,
        margin: 0.02,
        today: '2026-01-01',
      })
      const unsteady = await findUnsteady(one, conducted[number]!)
      runs += conducted[number]!.experiment.replications[0]!.length
      values += rows.reduce((sum, row) => sum + row.seeds, 0)
      alarms += rows.filter(({ verdict }) => verdict !== 'unchanged').length + divergences.length
      if (incomparable !== null || unsteady !== null || rows.length === 0) alarms++
    }
  }
  return { scenarios: planned.length, checks, runs, values, alarms }
}

async function planOf(name: string, seeds: number): Promise<PlannedExperiment> {
  const { scenario: written, traces } = await read(shipped(name))
  const scenario = { ...written, replications: Math.min(seeds, written.replications) }
  const variant = referenceVariant(scenario)
  const choice = { id: 'default', settings: {}, strategies: variant, parameters: {} }
  const judged = { axes: [], references: [0], confidence: 0.95, margin: 0.02, firstSeed: scenario.seed, quick: true }
  return { plan: { cells: [{ id: 'default', scenario, variant }], choices: [choice], ...judged }, traces: [traces] }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [checks, seeds] = [Number(process.argv[2] ?? 200), Number(process.argv[3] ?? 20)]
  process.stdout.write(`${JSON.stringify(await sameCode(checks, seeds))}\n`)
}
