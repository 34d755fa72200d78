/** Running the scenarios of a check, and judging each: by its baseline, and by another commit where one was asked for. */
import { baselineOf, type Baseline } from '../experiment/baseline.ts'
import { checkAgainst } from '../experiment/check.ts'
import type { CheckedScenario } from '../experiment/check-document.ts'
import type { Conducted } from '../experiment/conduct-all.ts'
import { findUnsteady } from '../experiment/unsteady.ts'
import { formatDuration } from '../report/figures.ts'
import { unsteadyText } from '../report/unsteady-text.ts'
import { readBaseSide, type BaseScenario } from './base-side.ts'
import { baselinePath, writeBaseline } from './baseline-file.ts'
import { judgeAgainstBase } from './check-against-base.ts'
import { runPlans, type CheckPlan } from './check-plan.ts'
import { judgingBy } from './check-settings.ts'
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
  const conducted = await runPlans([...heads, ...basePlans], { settings: given.settings, quick: given.quick, shown: !given.quiet })
  const checked: CheckedScenario[] = []
  for (const task of tasks) {
    const number = running.indexOf(task)
    const [one, base] = [conducted[number], bases[number]]
    const { scenario, shown: file } = task.plan
    if (one === undefined || one === null) {
      const late = one === null ? `it did not end within the time limit of ${formatDuration(given.settings.timeLimit ?? 0)}` : null
      checked.push({ scenario, file, problem: task.problem ?? late, check: null })
      continue
    }
    const baseConducted = base?.plan === undefined ? undefined : (conducted[heads.length + basePlans.indexOf(base.plan)] ?? undefined)
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
  const options = { settings: given.settings, quick: given.quick, otherEngine }
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
  const { scenario, plan, shown: file } = task.plan
  const unsteady = await findUnsteady(task.plan, conducted, against?.other.signal)
  if (unsteady !== null) return { scenario, file, problem: unsteadyText(unsteady), check: null, unsteady }
  const { experiment } = conducted
  let { baseline } = task
  if (task.instead === 'make') {
    baseline = baselineOf(plan, experiment, 'first baseline')
    writeBaseline(given.settings.baselines, scenario, baseline)
    if (!given.quiet) printMessage(`Made ${baselinePath(given.settings.baselines, scenario)}.`)
  }
  if (against !== undefined) {
    const { base, baseConducted, other } = against
    const sides = { planned: task.plan, conducted, committed: baseline, base, baseConducted }
    const judged = await judgeAgainstBase(sides, other.base, judgingBy(given.settings), other.signal)
    const nothing = `there is neither a baseline nor a base: ${judged.base.problem ?? ''}`
    return { scenario, file, problem: judged.check === null ? nothing : judged.check.incomparable, ...judged }
  }
  if (baseline === undefined) return { scenario, file, problem: 'there is no baseline', check: null }
  const check = checkAgainst(baseline, plan, experiment, judgingBy(given.settings))
  return { scenario, file, problem: check.incomparable, check }
}
