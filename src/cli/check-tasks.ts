/** Running the scenarios of a check, and judging each: by its baseline, and by another commit where one was asked for. */
import { baselineOf, type Baseline } from '../experiment/baseline.ts'
import { checkAgainst, type ScenarioCheck } from '../experiment/check.ts'
import type { Conducted } from '../experiment/conduct-all.ts'
import type { ThreeWay } from '../experiment/three-way.ts'
import { findUnsteady, type Unsteady } from '../experiment/unsteady.ts'
import { unsteadyText } from '../report/unsteady-text.ts'
import { readBaseSide, type BaseScenario } from './base-side.ts'
import { baselinePath, writeBaseline } from './baseline-file.ts'
import { judgeAgainstBase } from './check-against-base.ts'
import { CONFIDENCE, MARGIN, runPlans, type CheckPlan } from './check-plan.ts'
import type { CheckArguments } from './commands/check.ts'
import { changedSince, type BaseCommit, type Repository } from './git.ts'
import { printMessage } from './output.ts'

/** A scenario with what it is compared with. */
export interface CheckTask {
  readonly plan: CheckPlan
  readonly baseline?: Baseline
  /** Why its baseline cannot be used. */
  readonly problem?: string
  /** What is done instead where there is none: make it, or judge by the base alone. */
  readonly instead?: 'make' | 'base'
}

/** A scenario as it was checked; `problem` says why it could not be. */
export interface CheckedScenario {
  readonly scenario: string
  readonly problem: string | null
  readonly check: ScenarioCheck | null
  /** That it gives something else each time. */
  readonly unsteady?: Unsteady
  /** How it stands to another commit. */
  readonly base?: ThreeWay
}

/** Another commit, checked out. */
export interface CheckedOut {
  readonly repository: Repository
  readonly base: BaseCommit
  readonly tree: string
  readonly signal: AbortSignal
}

/** In the order of the tasks. */
export async function runTasks(
  tasks: readonly CheckTask[],
  given: CheckArguments,
  other: CheckedOut | undefined,
): Promise<readonly CheckedScenario[]> {
  const running = tasks.filter(({ problem }) => problem === undefined)
  const bases = other === undefined ? [] : await baseSide(running, given, other)
  const heads = running.map(({ plan }) => plan)
  const basePlans = bases.flatMap(({ plan }) => plan ?? [])
  const conducted = await runPlans([...heads, ...basePlans], { threads: given.threads, quick: given.quick, shown: !given.quiet })
  const checked: CheckedScenario[] = []
  for (const task of tasks) {
    const number = running.indexOf(task)
    const [one, base] = [conducted[number], bases[number]]
    if (one === undefined) {
      checked.push({ scenario: task.plan.scenario, problem: task.problem ?? null, check: null })
      continue
    }
    const baseConducted = base?.plan === undefined ? undefined : conducted[heads.length + basePlans.indexOf(base.plan)]
    checked.push(await judge(task, one, given, base && other && { base, baseConducted, other }))
  }
  return checked
}

/** The engine of the base is asked only where its sources are others: else what runs now is what ran then. */
function baseSide(
  tasks: readonly CheckTask[],
  given: CheckArguments,
  { repository, base, tree, signal }: CheckedOut,
): Promise<readonly BaseScenario[]> {
  const otherEngine = [...changedSince(repository, base)].some((path) => /^(?:src|bin|node_modules)\/|^package(?:-lock)?\.json$/.test(path))
  const options = { baselines: given.baselines, quick: given.quick, threads: given.threads, otherEngine }
  const plans = tasks.map(({ plan }) => plan)
  return readBaseSide(plans, repository, base, tree, options, signal)
}

interface BaseOfOne {
  readonly base: BaseScenario
  readonly baseConducted: Conducted | undefined
  readonly other: CheckedOut
}

async function judge(
  task: CheckTask,
  conducted: Conducted,
  given: CheckArguments,
  against: BaseOfOne | undefined,
): Promise<CheckedScenario> {
  const { scenario, plan } = task.plan
  const unsteady = await findUnsteady(task.plan, conducted, against?.other.signal)
  if (unsteady !== null) return { scenario, problem: unsteadyText(unsteady), check: null, unsteady }
  const { experiment } = conducted
  let { baseline } = task
  if (task.instead === 'make') {
    baseline = baselineOf(plan, experiment, 'first baseline')
    writeBaseline(given.baselines, scenario, baseline)
    if (!given.quiet) printMessage(`Made ${baselinePath(given.baselines, scenario)}.`)
  }
  if (against !== undefined) {
    const { base, baseConducted, other } = against
    const sides = { planned: task.plan, conducted, committed: baseline, base, baseConducted }
    const judged = await judgeAgainstBase(sides, other.base, other.signal)
    const nothing = `there is neither a baseline nor a base: ${judged.base.problem ?? ''}`
    return { scenario, problem: judged.check === null ? nothing : judged.check.incomparable, ...judged }
  }
  if (baseline === undefined) return { scenario, problem: 'there is no baseline', check: null }
  const check = checkAgainst(baseline, plan, experiment, { confidence: CONFIDENCE, margin: MARGIN })
  return { scenario, problem: check.incomparable, check }
}
