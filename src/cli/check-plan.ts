/** What `check` and `accept` run of a scenario, and running it. */
import { availableParallelism } from 'node:os'
import type { ComparisonPlan } from '../experiment/compare.ts'
import type { Conducted, PlannedExperiment } from '../experiment/conduct-all.ts'
import { didYouMean } from '../registry/suggestion.ts'
import { Failure, interrupted } from './failure.ts'
import { readCells, type ReadCells } from './experiment-cells.ts'
import type { CheckSettings } from './check-settings.ts'
import { interruptible } from './interrupt.ts'
import { ExperimentProgress } from './progress.ts'
import { folderName, runFailure } from './run-scenario.ts'
import { openScenario } from './scenario-file.ts'

/** Milliseconds, which are 25 days: timers that are set to more go off at once. */
const LONGEST_TIMER = 2 ** 31 - 1

/** A scenario as it is to be checked. */
export interface CheckPlan extends PlannedExperiment {
  /** Its name, as a file has it. */
  readonly scenario: string
  /** Absolute, and as messages name it. */
  readonly file: string
  readonly shown: string
  /** What it reads beside itself, absolute. */
  readonly reads: readonly string[]
}

/**
 * What of a scenario is checked, on which seeds: what its `check:` says, else its first variant. Undefined when it is invalid, which has
 * been printed.
 * @param readFile how the files that it names are read
 */
export async function readPlan(
  name: string,
  quick: boolean,
  settings: CheckSettings,
  readFile?: (path: string) => Uint8Array,
): Promise<CheckPlan | undefined> {
  const file = openScenario(name)
  const options = {
    set: {},
    vary: {},
    only: [],
    reference: undefined,
    quick,
    json: false,
    quiet: true,
    plugins: settings.allowPlugins ? ('load' as const) : ('refuse' as const),
  }
  const read = await readCells(file, options, readFile)
  if (read === undefined) return undefined
  const { scenario } = read.cells[0]!
  const chosen = chosenCells(read, scenario.check?.variants ?? [], file.shown)
  const replications = scenario.check?.replications ?? settings.replications ?? scenario.replications
  const plan: ComparisonPlan = {
    cells: chosen.map((cell) => ({ ...read.cells[cell]!, scenario: { ...read.cells[cell]!.scenario, replications } })),
    choices: chosen.map((cell) => read.choices[cell]!),
    axes: [],
    references: chosen.map(() => 0),
    confidence: settings.confidence,
    margin: settings.margin,
    firstSeed: scenario.seed,
    quick,
  }
  const traces = chosen.map((cell) => read.traces[cell]!)
  return { plan, traces, scenario: folderName(scenario.name), file: file.absolute, shown: file.shown, reads: read.files }
}

/** What of several scenarios is checked; undefined when any is invalid, and then what is wrong with each has been printed. */
export async function readPlans(
  names: readonly string[],
  quick: boolean,
  settings: CheckSettings,
): Promise<readonly CheckPlan[] | undefined> {
  const plans: CheckPlan[] = []
  for (const name of names) {
    const plan = await readPlan(name, quick, settings)
    if (plan !== undefined) plans.push(plan)
  }
  return plans.length === names.length ? plans : undefined
}

/** Refuses scenarios of one name: they would have one baseline between them. Throws a Failure. */
export function refuseNamesakes(plans: readonly CheckPlan[]): void {
  for (const [number, { scenario, shown }] of plans.entries()) {
    const other = plans.slice(0, number).find((one) => one.scenario === scenario)
    if (other !== undefined)
      throw new Failure(`${other.shown} and ${shown} are both called ${scenario}, and would have one baseline.`, {
        remedy: 'Give one of them another name:.',
      })
  }
}

/** The numbers of the cells that `check:` names; without names, the first. */
function chosenCells({ cells }: ReadCells, wanted: readonly string[], shown: string): readonly number[] {
  if (wanted.length === 0) return [0]
  return wanted.map((id) => {
    const found = cells.findIndex((cell) => cell.id === id)
    if (found >= 0) return found
    throw new Failure(`${shown}: check: names the variant ${id}, which there is not.`, {
      remedy: `${didYouMean(
        id,
        cells.map((cell) => cell.id),
      )} Variants: ${cells.map((cell) => cell.id).join('; ')}.`.trim(),
    })
  })
}

/**
 * Runs all of them in one pool of threads, with progress on a terminal; in their order, with null for those that did not end within the time
 * limit. Throws a Failure for what a scenario's author can mend.
 */
export async function runPlans(
  plans: readonly CheckPlan[],
  { settings, quick, shown }: { readonly settings: CheckSettings; readonly quick: boolean; readonly shown: boolean },
): Promise<readonly (Conducted | null)[]> {
  const { threads, timeLimit } = settings
  const { conductAll } = await import('../experiment/conduct-all.ts')
  const runs = plans.reduce((sum, { plan }) => sum + plan.cells.length * plan.cells[0]!.scenario.replications, 0)
  const progress = new ExperimentProgress(process.stderr, shown)
  try {
    return await interruptible((signal) =>
      conductAll(plans, {
        threads: Math.min(threads ?? availableParallelism(), Math.max(1, runs)),
        quick,
        signal,
        ...(timeLimit === undefined ? {} : { deadline: AbortSignal.timeout(Math.min(Math.ceil(timeLimit / 1e6), LONGEST_TIMER)) }),
        onProgress: (done, all) => progress.update(done, all),
      }),
    )
  } catch (error) {
    throw error instanceof Error && error.name === 'AbortError' ? interrupted() : await runFailure(error)
  } finally {
    progress.clear()
  }
}
