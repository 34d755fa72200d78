/** What `wavetank compare` does once its options are known to make sense. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { availableParallelism } from 'node:os'
import { performance } from 'node:perf_hooks'
import type { Comparison } from '../experiment/comparison.ts'
import type { ComparisonPlan } from '../experiment/compare.ts'
import type { Experiment } from '../experiment/conduct.ts'
import type { Cell } from '../experiment/run-pool.ts'
import type { Traces } from '../experiment/wiring.ts'
import { formatCount, formatDuration } from '../report/figures.ts'
import type { CompareArguments } from './commands/compare.ts'
import { EXIT, type ExitCode } from './exit-codes.ts'
import { readCells, type ReadCells } from './experiment-cells.ts'
import { Failure } from './failure.ts'
import { ResultFolder } from './files.ts'
import { interruptible } from './interrupt.ts'
import { Journal } from './journal.ts'
import { printJson, printMessage, printResult, takesColour, terminalWidth } from './output.ts'
import { ExperimentProgress } from './progress.ts'
import { readRuntime } from './report-runtime.ts'
import { folderName, runFailure } from './run-scenario.ts'
import { openScenario } from './scenario-file.ts'
import { writeComparison } from './write-comparison.ts'

/** With --precision, the most seeds unless --replications says otherwise. */
const BUDGET = 200

/** Compares the variants of a scenario, writes what it found and prints it. Sets the exit code. */
export async function compareScenario(given: CompareArguments): Promise<void> {
  const file = openScenario(given.scenario)
  const read = await readCells(file, given)
  if (read === undefined) return
  const { scenario } = read.cells[0]!
  const replications =
    given.replications ?? (given.precision === undefined ? scenario.replications : Math.max(BUDGET, scenario.replications))
  const threads = Math.min(given.threads ?? availableParallelism(), read.cells.length * replications)
  const intent = await describe(read, replications, threads, given)
  if (given.plan) {
    if (given.json) printJson(intent.json)
    else printResult(intent.text)
    return
  }
  if (!given.quiet) printMessage(intent.text)
  const runtime = given.report ? readRuntime() : undefined
  const folder = new ResultFolder(given.out ?? join('reports', folderName(scenario.name)))
  try {
    const started = performance.now()
    const plan: ComparisonPlan = {
      ...read,
      confidence: given.confidence,
      margin: given.margin,
      firstSeed: given.seed ?? scenario.seed,
      quick: given.quick,
    }
    const { experiment, journal } = await conductWithJournal(plan, read.traces, replications, threads, given, folder, read.identity)
    const { compare } = await import('../experiment/compare.ts')
    const comparison = compare(plan, experiment)
    const json = await writeComparison(comparison, runtime, folder)
    journal.remove()
    const { renderComparison } = await import('../report/comparison-table.ts')
    const wallSeconds = (performance.now() - started) / 1e3
    if (given.json) printResult(json)
    else if (!given.quiet) printResult(renderComparison(comparison, { width: terminalWidth(), colour: takesColour(), wallSeconds }))
    if (!given.quiet)
      printMessage(
        `Wrote ${join(folder.path, 'comparison.json')}${runtime === undefined ? '' : ', report.html, report.md and the charts as SVG and PNG'}.`,
      )
    if (runtime === undefined && existsSync(join(folder.path, 'report.html')))
      printMessage(
        `${join(folder.path, 'report.html')} is of an earlier comparison: \`wavetank report ${join(folder.path, 'comparison.json')}\` renders this one.`,
      )
    process.exitCode = exitCode(comparison, given.gate)
  } catch (error) {
    folder.discard()
    throw error
  }
}

async function conductWithJournal(
  plan: ComparisonPlan,
  traces: readonly Traces[],
  replications: number,
  threads: number,
  given: CompareArguments,
  folder: ResultFolder,
  identity: string,
): Promise<{ experiment: Experiment; journal: Journal }> {
  const { conduct } = await import('../experiment/conduct.ts')
  const { enoughFor } = await import('../experiment/enough.ts')
  const journal = new Journal(folder.path, identity, given.resume)
  if (journal.size > 0 && !given.quiet) printMessage(`Going on with ${formatCount(journal.size, 'finished run')}.`)
  const progress = new ExperimentProgress(process.stderr, !given.quiet)
  const { precision } = given
  try {
    const experiment = await interruptible((signal) =>
      conduct({
        cells: plan.cells,
        traces,
        firstSeed: plan.firstSeed,
        replications,
        threads,
        quick: given.quick,
        ...(precision === undefined ? {} : { precise: enoughFor(plan.cells, precision, plan.confidence) }),
        finished: (task) => journal.find(task),
        onFinished: (task, replication) => journal.keep(task, replication),
        onProgress: (done, all) => progress.update(done, all),
        signal,
      }),
    )
    return { experiment, journal }
  } catch (error) {
    if (error instanceof Error && error.name === 'AbortError')
      throw new Failure('Interrupted. The finished runs are kept; the same command with --resume goes on with them.', {
        code: EXIT.interrupted,
      })
    throw await runFailure(error)
  } finally {
    progress.clear()
    journal.close()
  }
}

/** What is going to be run, with a guess at how long that takes. */
async function describe(
  read: ReadCells,
  replications: number,
  threads: number,
  given: CompareArguments,
): Promise<{ readonly text: string; readonly json: unknown }> {
  const variants = read.cells.length
  const seconds = (await secondsOfRun(read.cells[0]!, read.traces[0]!, given.quick)) * variants * replications
  const runs = variants * replications
  const most = given.precision === undefined ? '' : 'at most '
  const guess = formatDuration(Number(((seconds / Math.min(threads, availableParallelism())) * 1e9).toPrecision(1)))
  const head = `${formatCount(variants, 'variant')} × ${most}${formatCount(replications, 'seed')} = ${formatCount(runs, 'run')} on ${formatCount(threads, 'thread')}, about ${guess}${given.quick ? ' (a tenth of the duration each)' : ''}`
  const lines = read.cells.map(({ id }, index) => `  ${id}${read.references[index] === index ? '  (reference)' : ''}`)
  return {
    text: given.plan ? [head, ...lines].join('\n') : head,
    json: {
      variants: read.choices.map(({ id, settings }) => ({ id, settings })),
      axes: read.axes,
      replications,
      runs,
      threads,
      seconds: seconds / threads,
    },
  }
}

/** How long a run is simulated to see how fast it goes. */
const PROBE_MS = 300

async function secondsOfRun({ scenario, variant }: Cell, traces: Traces, quick: boolean): Promise<number> {
  const { run } = await import('../experiment/run.ts')
  const controller = new AbortController()
  const started = performance.now()
  let share = 1
  try {
    await run({
      scenario,
      variant,
      traces,
      quick,
      seed: scenario.seed,
      signal: controller.signal,
      onProgress: (now, stopTime) => {
        if (performance.now() - started < PROBE_MS) return
        share = Math.min(1, now / stopTime)
        controller.abort()
      },
    })
  } catch (error) {
    // What is wrong with a run is said when it is run.
    if (!controller.signal.aborted && !(error instanceof Error)) throw error
  }
  return (performance.now() - started) / 1e3 / Math.max(share, 1e-6)
}

/** 1 when fewer variants meet the objectives than the gate asks for; 3 when that cannot be told. */
function exitCode({ variants }: Comparison, gate: CompareArguments['gate']): ExitCode {
  const isBinding = variants.some(({ objectives }) => objectives.some(({ level }) => level === 'error'))
  if (gate === 'none' || !isBinding) return EXIT.ok
  const missed = variants.filter(({ meets }) => meets === false).length
  const met = variants.filter(({ meets }) => meets === true).length
  if (gate === 'all' ? missed > 0 : missed === variants.length) return EXIT.missed
  return (gate === 'all' ? met === variants.length : met > 0) ? EXIT.ok : EXIT.unjudged
}
