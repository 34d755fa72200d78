/** What `wavetank check` does once its options are known to make sense. */
import { existsSync } from 'node:fs'
import { checkDocument, type CheckedScenario, type NotChecked } from '../experiment/check-document.ts'
import { baselinePath, readBaseline } from './baseline-file.ts'
import { selectChanged } from './changed-scenarios.ts'
import { runTasks, type CheckTask } from './check-tasks.ts'
import { scenarioFiles } from './check-settings.ts'
import { readPlans, refuseNamesakes } from './check-plan.ts'
import type { CheckArguments } from './commands/check.ts'
import { mergeBase, openRepository, type BaseCommit, type Repository } from './git.ts'
import { interrupted, usageError } from './failure.ts'
import { interruptible } from './interrupt.ts'
import { printMessage } from './output.ts'
import { writeCheck } from './write-check.ts'
import { inWorktree } from './worktree.ts'

/** Another commit to compare with. */
interface Compared {
  readonly repository: Repository
  readonly base: BaseCommit
}

export async function checkScenarios(given: CheckArguments): Promise<void> {
  const compared = given.base === undefined && !given.changed ? undefined : comparedCommit(given)
  const all = await readTasks(given)
  if (all === undefined) return
  const part = partOf(all.tasks, given.shard)
  const tasks = given.changed && compared !== undefined ? changedTasks(part, compared, given) : part
  const unaffected = part.filter((task) => !tasks.includes(task)).map(({ plan }) => plan.scenario)
  const checked = await runAll(tasks, compared, given)
  const { confidence, margin } = given.settings
  const shard = given.shard === undefined ? null : { ...given.shard, scenarios: all.tasks.map(({ plan }) => plan.scenario) }
  const notChecked: NotChecked[] = [
    ...unaffected.map((scenario) => ({ scenario, reason: 'unaffected' as const })),
    ...all.without.map((scenario) => ({ scenario, reason: 'no baseline' as const })),
  ]
  await writeCheck(checkDocument(checked, { confidence, margin, strict: given.strict, shard, notChecked }), given)
}

/** Every so manieth: scenarios that are long stand beside each other in no order. Throws a Failure for a part that would be empty. */
function partOf(tasks: readonly CheckTask[], shard: CheckArguments['shard']): readonly CheckTask[] {
  if (shard === undefined || tasks.length === 0) return tasks
  if (shard.of > tasks.length)
    throw usageError(
      `--shard is ${shard.index}/${shard.of}, but there ${tasks.length === 1 ? 'is 1 scenario' : `are ${tasks.length} scenarios`} to check.`,
      `Make at most ${tasks.length} part${tasks.length === 1 ? '' : 's'}.`,
    )
  return tasks.filter((_, number) => number % shard.of === shard.index - 1)
}

function comparedCommit({ base, quiet }: CheckArguments): Compared {
  const repository = openRepository('.')
  const count = repository.uncommitted.length
  if (!quiet && count > 0) printMessage(`What is checked is the working tree, with ${count} uncommitted file${count === 1 ? '' : 's'}.`)
  return { repository, base: mergeBase(repository, base) }
}

/** What is to be checked, and the names of what has no baseline to be checked against. */
interface Tasks {
  readonly tasks: readonly CheckTask[]
  readonly without: readonly string[]
}

/** Undefined when a scenario is invalid, which has been printed. */
async function readTasks({ scenarios, settings, init, base, quick }: CheckArguments): Promise<Tasks | undefined> {
  const isNamed = scenarios.length > 0
  const plans = await readPlans(isNamed ? scenarios : scenarioFiles(settings.scenarios), quick, settings)
  if (plans === undefined) return undefined
  refuseNamesakes(plans)
  const [present, absent]: [CheckTask[], CheckTask[]] = [[], []]
  for (const plan of plans) {
    const path = baselinePath(settings.baselines, plan.scenario)
    const found = readBaseline(path, plan.scenario)
    if ('baseline' in found) present.push({ plan, baseline: found.baseline })
    else if (existsSync(path)) present.push({ plan, problem: found.problem })
    else if (init) present.push({ plan, instead: 'make' })
    else absent.push(base === undefined ? { plan, problem: found.problem } : { plan, instead: 'base' })
  }
  // Of all scenarios, those with a baseline are checked, or all where none has one and there is a base; one that is named has to have either.
  if (isNamed || (base !== undefined && present.length === 0)) return { tasks: [...present, ...absent], without: [] }
  return { tasks: present, without: absent.map(({ plan }) => plan.scenario) }
}

/** Those that may give something else than in another commit, saying which and why. */
function changedTasks(tasks: readonly CheckTask[], { repository, base }: Compared, given: CheckArguments): readonly CheckTask[] {
  const plans = tasks.map(({ plan }) => plan)
  const { reasons, all } = selectChanged(plans, repository, base, given.settings.baselines)
  const since = `since ${base.ref} (${base.commit.slice(0, 10)})`
  const chosen = tasks.filter((_, number) => reasons[number] !== undefined)
  if (!given.quiet) {
    if (all !== undefined) printMessage(`All are checked: ${all} ${since}.`)
    else for (const { plan } of chosen) printMessage(`${plan.scenario} is checked: ${reasons[plans.indexOf(plan)]!} ${since}.`)
    const rest = plans.filter((_, number) => reasons[number] === undefined).map(({ scenario }) => scenario)
    // The text of a check names them too; of JSON nobody reads the text.
    if (given.json && rest.length > 0) printMessage(`Nothing that these depend on has changed ${since}: ${rest.join(', ')}.`)
    else if (chosen.length === 0) printMessage(`Nothing has to be checked ${since}.`)
  }
  return chosen
}

async function runAll(
  tasks: readonly CheckTask[],
  compared: Compared | undefined,
  given: CheckArguments,
): Promise<readonly CheckedScenario[]> {
  if (given.base === undefined || compared === undefined || tasks.length === 0) return runTasks(tasks, given, undefined)
  const { repository, base } = compared
  try {
    return await interruptible((signal) =>
      inWorktree(repository, base.commit, signal, (tree) => runTasks(tasks, given, { repository, base, tree, signal })),
    )
  } catch (error) {
    throw error instanceof Error && error.name === 'AbortError' ? interrupted() : error
  }
}
