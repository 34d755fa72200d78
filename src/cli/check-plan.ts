/** What `check` and `accept` run of a scenario, and running it. */
import { existsSync, readdirSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import type { ComparisonPlan } from '../experiment/compare.ts'
import type { Conducted, PlannedExperiment } from '../experiment/conduct-all.ts'
import { Failure, interrupted } from './failure.ts'
import { readCells } from './experiment-cells.ts'
import { interruptible } from './interrupt.ts'
import { ExperimentProgress } from './progress.ts'
import { folderName, runFailure } from './run-scenario.ts'
import { openScenario } from './scenario-file.ts'

export const CONFIDENCE = 0.95
export const MARGIN = 0.02

/** As YYYY-MM-DD, of Greenwich: what is excused until a day is so everywhere at once. */
export function today(): string {
  return new Date().toISOString().slice(0, 10)
}

/** A scenario as it is to be checked. */
export interface CheckPlan extends PlannedExperiment {
  /** Its name, as a file has it. */
  readonly scenario: string
  /** Absolute. */
  readonly file: string
  /** What it reads beside itself, absolute. */
  readonly reads: readonly string[]
}

export function defaultScenarios(): string[] {
  const folder = 'scenarios'
  const files = existsSync(folder) ? readdirSync(folder).filter((file) => /\.ya?ml$/.test(file)) : []
  if (files.length === 0) throw new Failure('There is no scenario in ./scenarios.', { remedy: 'Name the scenarios to check.' })
  return files.sort((a, b) => (a < b ? -1 : 1)).map((file) => join(folder, file))
}

/**
 * The default variant of a scenario, on its seeds; undefined when it is invalid, which has been printed.
 * @param readFile how the files that it names are read
 */
export async function readPlan(name: string, quick: boolean, readFile?: (path: string) => Uint8Array): Promise<CheckPlan | undefined> {
  const file = openScenario(name)
  const options = { set: {}, vary: {}, only: [], reference: undefined, quick, json: false, quiet: true }
  const read = await readCells(file, options, readFile)
  if (read === undefined) return undefined
  const { scenario } = read.cells[0]!
  const plan: ComparisonPlan = {
    cells: read.cells.slice(0, 1),
    choices: read.choices.slice(0, 1),
    axes: [],
    references: [0],
    confidence: CONFIDENCE,
    margin: MARGIN,
    firstSeed: scenario.seed,
    quick,
  }
  return { plan, traces: read.traces.slice(0, 1), scenario: folderName(scenario.name), file: file.absolute, reads: read.files }
}

/** Runs all of them in one pool of threads, with progress on a terminal; in their order. Throws a Failure for what a scenario's author can mend. */
export async function runPlans(
  plans: readonly CheckPlan[],
  { threads, quick, shown }: { readonly threads: number | undefined; readonly quick: boolean; readonly shown: boolean },
): Promise<readonly Conducted[]> {
  const { conductAll } = await import('../experiment/conduct-all.ts')
  const runs = plans.reduce((sum, { plan }) => sum + plan.cells.length * plan.cells[0]!.scenario.replications, 0)
  const progress = new ExperimentProgress(process.stderr, shown)
  try {
    return await interruptible((signal) =>
      conductAll(plans, {
        threads: Math.min(threads ?? availableParallelism(), Math.max(1, runs)),
        quick,
        signal,
        onProgress: (done, all) => progress.update(done, all),
      }),
    )
  } catch (error) {
    throw error instanceof Error && error.name === 'AbortError' ? interrupted() : await runFailure(error)
  } finally {
    progress.clear()
  }
}
