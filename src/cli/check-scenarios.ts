/** What `wavetank check` does once its options are known to make sense. */
import { existsSync } from 'node:fs'
import { baselineOf, type Baseline } from '../experiment/baseline.ts'
import { checkAgainst, type ScenarioCheck } from '../experiment/check.ts'
import type { Conducted } from '../experiment/conduct-all.ts'
import { stableJson } from '../experiment/stable-json.ts'
import { findUnsteady, type Unsteady } from '../experiment/unsteady.ts'
import { renderCheck, renderCheckMarkdown } from '../report/check-table.ts'
import { unsteadyText } from '../report/unsteady-text.ts'
import { baselinePath, readBaseline, writeBaseline } from './baseline-file.ts'
import { CONFIDENCE, defaultScenarios, MARGIN, readPlan, runPlans, today, type CheckPlan } from './check-plan.ts'
import type { CheckArguments } from './commands/check.ts'
import { EXIT, type ExitCode } from './exit-codes.ts'
import { ResultFolder } from './files.ts'
import { printMessage, printResult, takesColour, terminalWidth } from './output.ts'

/** A scenario as it was checked; `problem` says why it could not be. */
export interface CheckedScenario {
  readonly scenario: string
  readonly problem: string | null
  readonly check: ScenarioCheck | null
  /** That it gives something else each time. */
  readonly unsteady?: Unsteady
}

/** A scenario with what it is compared with: a baseline, a sentence why there is none, or nothing yet where one is to be made. */
interface Task {
  readonly plan: CheckPlan
  readonly baseline: Baseline | string | undefined
}

export async function checkScenarios(given: CheckArguments): Promise<void> {
  const tasks = await readTasks(given)
  if (tasks === undefined) return
  const running = tasks.filter(({ baseline }) => typeof baseline !== 'string')
  const conducted = await runPlans(
    running.map(({ plan }) => plan),
    { threads: given.threads, quick: given.quick, shown: !given.quiet },
  )
  const checked: CheckedScenario[] = []
  for (const task of tasks) checked.push(await judge(task, conducted[running.indexOf(task)], given))
  const code = exitCode(checked, given.strict)
  const document = { schema: 'wavetank/check/1', exitCode: code, scenarios: checked }
  const json = stableJson(document)
  if (given.out !== undefined) {
    const folder = new ResultFolder(given.out)
    folder.create('check.json').append(json)
    folder.create('check.md').append(renderCheckMarkdown(checked))
    folder.commit()
  }
  if (given.json) printResult(json)
  else if (!given.quiet) printResult(renderCheck(checked, { width: terminalWidth(), colour: takesColour() }))
  process.exitCode = code
}

/** Undefined when a scenario is invalid, which has been printed. */
async function readTasks(given: CheckArguments): Promise<readonly Task[] | undefined> {
  const isNamed = given.scenarios.length > 0
  const tasks: Task[] = []
  for (const name of isNamed ? given.scenarios : defaultScenarios()) {
    const plan = await readPlan(name, given.quick)
    if (plan === undefined) return undefined
    const path = baselinePath(given.baselines, plan.scenario)
    const exists = existsSync(path)
    // Of all scenarios, those with a baseline are checked; a scenario that is named has to have one.
    if (!exists && !given.init && !isNamed) continue
    const found = readBaseline(path, plan.scenario)
    if (!exists && given.init) tasks.push({ plan, baseline: undefined })
    else tasks.push({ plan, baseline: 'problem' in found ? found.problem : found.baseline })
  }
  return tasks
}

async function judge({ plan: planned, baseline }: Task, conducted: Conducted | undefined, given: CheckArguments): Promise<CheckedScenario> {
  const { scenario, plan } = planned
  if (conducted === undefined) return { scenario, problem: typeof baseline === 'string' ? baseline : 'it did not run', check: null }
  const unsteady = await findUnsteady(planned, conducted)
  if (unsteady !== null) return { scenario, problem: unsteadyText(unsteady), check: null, unsteady }
  const { experiment } = conducted
  const base = typeof baseline === 'object' ? baseline : baselineOf(plan, experiment, 'first baseline')
  if (baseline === undefined) {
    writeBaseline(given.baselines, scenario, base)
    if (!given.quiet) printMessage(`Made ${baselinePath(given.baselines, scenario)}.`)
  }
  const check = checkAgainst(base, plan, experiment, { confidence: CONFIDENCE, margin: MARGIN, today: today() })
  return { scenario, problem: check.incomparable, check }
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
