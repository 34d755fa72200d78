/** What `wavetank check` and `accept` do once their options are known to make sense. */
import { existsSync, readdirSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { baselineOf, type Baseline } from '../experiment/baseline.ts'
import { checkAgainst, type ScenarioCheck } from '../experiment/check.ts'
import type { ComparisonPlan } from '../experiment/compare.ts'
import { conduct, type Experiment } from '../experiment/conduct.ts'
import { stableJson } from '../experiment/stable-json.ts'
import { renderCheck, renderCheckMarkdown } from '../report/check-table.ts'
import type { AcceptArguments } from './commands/accept.ts'
import type { CheckArguments } from './commands/check.ts'
import { baselinePath, readBaseline } from './baseline-file.ts'
import { EXIT, type ExitCode } from './exit-codes.ts'
import { readCells } from './experiment-cells.ts'
import { Failure, interrupted } from './failure.ts'
import { ResultFolder } from './files.ts'
import { interruptible } from './interrupt.ts'
import { printMessage, printResult, takesColour, terminalWidth } from './output.ts'
import { ExperimentProgress } from './progress.ts'
import { folderName, runFailure } from './run-scenario.ts'
import { openScenario } from './scenario-file.ts'

const CONFIDENCE = 0.95
const MARGIN = 0.02

/** A scenario as it was checked; `problem` says why it could not be. */
export interface CheckedScenario {
  readonly scenario: string
  readonly problem: string | null
  readonly check: ScenarioCheck | null
}

export async function checkScenarios(given: CheckArguments): Promise<void> {
  const names = given.scenarios.length > 0 ? given.scenarios : defaultScenarios()
  const checked: CheckedScenario[] = []
  for (const name of names) {
    const one = await checkOne(name, given)
    if (one === undefined) return
    checked.push(...one)
  }
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

/** Undefined when the scenario itself is invalid, which has been printed; empty when it has no baseline and none was asked for. */
async function checkOne(name: string, given: CheckArguments): Promise<CheckedScenario[] | undefined> {
  const read = await readPlan(name, given.quick)
  if (read === undefined) return undefined
  const { plan, traces, scenario } = read
  const path = baselinePath(given.baselines, scenario)
  if (!existsSync(path) && given.init) {
    const experiment = await runPlan(plan, traces, given.threads, !given.quiet)
    write(given.baselines, scenario, baselineOf(plan, experiment, 'first baseline'))
    if (!given.quiet) printMessage(`Made ${path}.`)
    return [
      {
        scenario,
        problem: null,
        check: checkAgainst(baselineOf(plan, experiment, ''), plan, experiment, { confidence: CONFIDENCE, margin: MARGIN }),
      },
    ]
  }
  // Of all scenarios, those with a baseline are checked; a scenario that is named has to have one.
  if (!existsSync(path) && given.scenarios.length === 0) return []
  const found = readBaseline(path, scenario)
  if ('problem' in found) return [{ scenario, problem: found.problem, check: null }]
  const experiment = await runPlan(plan, traces, given.threads, !given.quiet)
  const unsteady = await nondeterministic(plan, traces, experiment)
  if (unsteady !== undefined) return [{ scenario, problem: unsteady, check: null }]
  const check = checkAgainst(found.baseline, plan, experiment, { confidence: CONFIDENCE, margin: MARGIN })
  return [{ scenario, problem: check.incomparable, check }]
}

export async function acceptScenarios(given: AcceptArguments): Promise<void> {
  const names = given.all ? defaultScenarios() : given.scenarios
  let accepted = 0
  for (const name of names) {
    const read = await readPlan(name, given.quick)
    if (read === undefined) return
    const { plan, traces, scenario } = read
    const path = baselinePath(given.baselines, scenario)
    if (given.all && !existsSync(path)) continue
    const experiment = await runPlan(plan, traces, given.threads, true)
    const unsteady = await nondeterministic(plan, traces, experiment)
    if (unsteady !== undefined)
      throw new Failure(`${scenario}: ${unsteady}.`, {
        remedy: 'A result that is another one each time cannot be a baseline.',
        code: EXIT.unjudged,
      })
    const before = readBaseline(path, scenario)
    const next = baselineOf(plan, experiment, given.reason)
    accepted++
    if ('baseline' in before && isSame(before.baseline, next)) {
      printMessage(`${path} is as it was.`)
      continue
    }
    if ('baseline' in before) {
      const check = checkAgainst(before.baseline, plan, experiment, { confidence: CONFIDENCE, margin: MARGIN })
      printResult(renderCheck([{ scenario, problem: check.incomparable, check }], { width: terminalWidth(), colour: takesColour() }))
    }
    if (!given.dryRun) write(given.baselines, scenario, next)
    printMessage(given.dryRun ? `${path} would be written.` : `Wrote ${path}.`)
  }
  if (accepted === 0)
    throw new Failure('No scenario has a baseline.', { remedy: 'Make some with `wavetank check --init`.', code: EXIT.unjudged })
}

/** The reason is no result: what has not changed keeps the reason for which it was accepted. */
function isSame(before: Baseline, next: Baseline): boolean {
  return stableJson({ ...before, reason: '' }) === stableJson({ ...next, reason: '' })
}

function write(folder: string, scenario: string, baseline: Baseline): void {
  const place = new ResultFolder(folder)
  try {
    place.create(`${scenario}.json`).append(stableJson(baseline))
    place.commit()
  } catch (error) {
    place.discard()
    throw error
  }
}

function defaultScenarios(): string[] {
  const folder = 'scenarios'
  const files = existsSync(folder) ? readdirSync(folder).filter((file) => /\.ya?ml$/.test(file)) : []
  if (files.length === 0) throw new Failure('There is no scenario in ./scenarios.', { remedy: 'Name the scenarios to check.' })
  return files.sort((a, b) => (a < b ? -1 : 1)).map((file) => join(folder, file))
}

interface ReadPlan {
  readonly plan: ComparisonPlan
  readonly traces: Parameters<typeof conduct>[0]['traces']
  /** Its name, as a file has it. */
  readonly scenario: string
}

/** The default variant of a scenario, on its seeds; undefined when it is invalid. */
async function readPlan(name: string, quick: boolean): Promise<ReadPlan | undefined> {
  const file = openScenario(name)
  const options = { set: {}, vary: {}, only: [], reference: undefined, quick, json: false, quiet: true }
  const read = await readCells(file, options)
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
  return { plan, traces: read.traces.slice(0, 1), scenario: folderName(scenario.name) }
}

async function runPlan(plan: ComparisonPlan, traces: ReadPlan['traces'], threads: number | undefined, shown: boolean): Promise<Experiment> {
  const { replications } = plan.cells[0]!.scenario
  const progress = new ExperimentProgress(process.stderr, shown)
  try {
    return await interruptible((signal) =>
      conduct({
        cells: plan.cells,
        traces,
        firstSeed: plan.firstSeed,
        replications,
        threads: Math.min(threads ?? availableParallelism(), replications),
        quick: plan.quick,
        onProgress: (done, all) => progress.update(done, all),
        signal,
      }),
    )
  } catch (error) {
    throw error instanceof Error && error.name === 'AbortError' ? interrupted() : await runFailure(error)
  } finally {
    progress.clear()
  }
}

/** Runs the first seed once more; a sentence when it does not give the same. */
async function nondeterministic(
  plan: ComparisonPlan,
  traces: ReadPlan['traces'],
  { replications, warmup }: Experiment,
): Promise<string | undefined> {
  const { run } = await import('../experiment/run.ts')
  const [first] = replications[0]!
  const { scenario, variant } = plan.cells[0]!
  const again = await run({
    scenario,
    variant,
    seed: plan.firstSeed,
    traces: traces[0]!,
    quick: plan.quick,
    ...(warmup?.by === 'MSER-5' ? { warmup: warmup.time } : {}),
  })
  const [a, b] = [first!.digests.trace, again.digests.trace]
  if (a.digest === b.digest) return undefined
  const rung = a.rungs.digests.findIndex((digest, index) => digest !== b.rungs.digests[index])
  const where =
    rung < 0
      ? ''
      : `, which part ${((rung * a.rungs.interval) / 1e9).toPrecision(4)} s to ${(((rung + 1) * a.rungs.interval) / 1e9).toPrecision(4)} s into the run`
  return `seed ${plan.firstSeed} gives two results in two runs${where}: something in it is not determined by scenario, variant and seed`
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
