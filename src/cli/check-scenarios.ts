/** What `wavetank check` does once its options are known to make sense. */
import { existsSync } from 'node:fs'
import { stableJson } from '../experiment/stable-json.ts'
import { renderCheck, renderCheckMarkdown } from '../report/check-table.ts'
import { baselinePath, readBaseline } from './baseline-file.ts'
import { selectChanged } from './changed-scenarios.ts'
import { runTasks, type CheckedScenario, type CheckTask } from './check-tasks.ts'
import { defaultScenarios, readPlan } from './check-plan.ts'
import type { CheckArguments } from './commands/check.ts'
import { EXIT, type ExitCode } from './exit-codes.ts'
import { ResultFolder } from './files.ts'
import { mergeBase, openRepository, type BaseCommit, type Repository } from './git.ts'
import { interrupted } from './failure.ts'
import { interruptible } from './interrupt.ts'
import { printMessage, printResult, takesColour, terminalWidth } from './output.ts'
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
  const tasks = given.changed && compared !== undefined ? changedTasks(all, compared, given) : all
  const checked = await runAll(tasks, compared, given)
  // What depends on nothing that has changed gives what it gave, without being run.
  const code = tasks.length === 0 && all.length > 0 ? EXIT.ok : exitCode(checked, given.strict)
  const json = stableJson({ schema: 'wavetank/check/1', exitCode: code, scenarios: checked })
  if (given.out !== undefined) {
    const folder = new ResultFolder(given.out)
    folder.create('check.json').append(json)
    folder.create('check.md').append(renderCheckMarkdown(checked))
    folder.commit()
  }
  if (given.json) printResult(json)
  else if (!given.quiet && (checked.length > 0 || all.length === 0))
    printResult(renderCheck(checked, { width: terminalWidth(), colour: takesColour() }))
  process.exitCode = code
}

function comparedCommit({ base, quiet }: CheckArguments): Compared {
  const repository = openRepository('.')
  const count = repository.uncommitted.length
  if (!quiet && count > 0) printMessage(`What is checked is the working tree, with ${count} uncommitted file${count === 1 ? '' : 's'}.`)
  return { repository, base: mergeBase(repository, base) }
}

/** Undefined when a scenario is invalid, which has been printed. */
async function readTasks({ scenarios, baselines, init, base, quick }: CheckArguments): Promise<readonly CheckTask[] | undefined> {
  const isNamed = scenarios.length > 0
  const [present, absent]: [CheckTask[], CheckTask[]] = [[], []]
  for (const name of isNamed ? scenarios : defaultScenarios()) {
    const plan = await readPlan(name, quick)
    if (plan === undefined) return undefined
    const path = baselinePath(baselines, plan.scenario)
    const found = readBaseline(path, plan.scenario)
    if ('baseline' in found) present.push({ plan, baseline: found.baseline })
    else if (existsSync(path)) present.push({ plan, problem: found.problem })
    else if (init) present.push({ plan, instead: 'make' })
    else absent.push(base === undefined ? { plan, problem: found.problem } : { plan, instead: 'base' })
  }
  // Of all scenarios, those with a baseline are checked, or all where none has one and there is a base; one that is named has to have either.
  return isNamed || (base !== undefined && present.length === 0) ? [...present, ...absent] : present
}

/** Those that may give something else than in another commit, saying which and why. */
function changedTasks(tasks: readonly CheckTask[], { repository, base }: Compared, given: CheckArguments): readonly CheckTask[] {
  const plans = tasks.map(({ plan }) => plan)
  const { reasons, all } = selectChanged(plans, repository, base, given.baselines)
  const since = `since ${base.ref} (${base.commit.slice(0, 10)})`
  const chosen = tasks.filter((_, number) => reasons[number] !== undefined)
  if (!given.quiet) {
    if (all !== undefined) printMessage(`All are checked: ${all} ${since}.`)
    else for (const { plan } of chosen) printMessage(`${plan.scenario} is checked: ${reasons[plans.indexOf(plan)]!} ${since}.`)
    const rest = plans.filter((_, number) => reasons[number] === undefined).map(({ scenario }) => scenario)
    if (rest.length > 0) printMessage(`Nothing that these depend on has changed ${since}: ${rest.join(', ')}.`)
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

/** Nothing that was compared is never success. */
function exitCode(checked: readonly CheckedScenario[], strict: boolean): ExitCode {
  const rows = checked.flatMap(({ check }) => check?.rows ?? [])
  const missed = checked.flatMap(({ check }) => check?.objectives ?? []).filter(({ level, met }) => level === 'error' && met === false)
  const open = rows.some(({ gated, verdict }) => gated && (verdict === 'incomparable' || (strict && verdict === 'inconclusive')))
  const gone = rows.some(({ verdict }) => verdict === 'missing')
  if (rows.length === 0 || checked.some(({ problem }) => problem !== null) || open || gone) return EXIT.unjudged
  return rows.some(({ verdict }) => verdict === 'regressed') || missed.length > 0 ? EXIT.missed : EXIT.ok
}
