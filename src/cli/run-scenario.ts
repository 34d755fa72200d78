/** What `wavetank run` does once its options are known to make sense. */
import { join } from 'node:path'
import { performance } from 'node:perf_hooks'
import type { RunResult } from '../experiment/run-result.ts'
import type { Variant } from '../experiment/variant.ts'
import type { VariantChoice } from '../experiment/variants.ts'
import { expectedRecords } from '../scenario/expected-records.ts'
import type { Scenario } from '../scenario/scenario.ts'
import { renderSummary } from '../report/summary.ts'
import type { RunArguments } from './commands/run.ts'
import { CsvSink } from './csv-sink.ts'
import { EXIT, type ExitCode } from './exit-codes.ts'
import { Failure, interrupted, usageError } from './failure.ts'
import { ResultFolder } from './files.ts'
import { inlineGenerously } from './inlining.ts'
import { interruptible } from './interrupt.ts'
import { printMessage, printResult, takesColour, terminalWidth } from './output.ts'
import { pluginFailure } from './plugins.ts'
import { ProgressLine } from './progress.ts'
import { replayCommand } from './replay-command.ts'
import { readRuntime } from './report-runtime.ts'
import { openScenario, type ScenarioFile } from './scenario-file.ts'
import { readOrRefuse, type PluginUse, type ReadScenario } from './scenario-reading.ts'

/** Runs a scenario, writes what it found and prints it. Sets the exit code. */
export async function runScenario(given: RunArguments): Promise<void> {
  const file = openScenario(given.scenario)
  const found = await readVariant(file, given)
  if (found === undefined) return
  const { read, variant } = found
  const runtime = given.report ? readRuntime() : undefined
  const seed = given.seed ?? read.scenario.seed
  const folder = new ResultFolder(given.out ?? join('reports', folderName(read.scenario.name)))
  try {
    const started = performance.now()
    const result = await execute(read, variant, seed, given, folder)
    const wallSeconds = (performance.now() - started) / 1e3
    const json = await writeResults(result, runtime, folder)
    const records = result.sources.reduce((sum, { total }) => sum + total, 0)
    const replay = replayCommand(file.shown, seed, given)
    const context = { wallSeconds, recordsPerSecond: records / wallSeconds, replay, colour: takesColour(), width: terminalWidth() }
    if (given.json) printResult(json)
    else if (!given.quiet) printResult(renderSummary(result, context))
    if (!given.quiet) printMessage(`Wrote ${join(folder.path, 'result.json')}${runtime === undefined ? '' : ' and report.html'}.`)
    process.exitCode = exitCode(result)
  } catch (error) {
    folder.discard()
    throw error
  }
}

/** The scenario with a variant: one of those that `compare` runs, by its id, or one of strategies alone. */
export async function readVariant(
  file: ScenarioFile,
  given: Pick<RunArguments, 'variant' | 'set' | 'json' | 'quiet'> & { readonly plugins?: PluginUse },
): Promise<{ readonly read: ReadScenario; readonly variant: Variant } | undefined> {
  const read = await readOrRefuse(file, given)
  if (read === undefined) return undefined
  const { referenceVariant, variantOf } = await import('../experiment/variant.ts')
  if (given.variant === undefined) return { read, variant: referenceVariant(read.scenario) }
  const choice = await choiceOf(read.scenario, given.variant)
  try {
    if (choice === undefined) return { read, variant: variantOf(read.scenario, given.variant) }
  } catch (error) {
    throw error instanceof RangeError ? usageError(`--variant: ${error.message}.`) : error
  }
  const variant = { ...choice.strategies, id: choice.id }
  const set = Object.fromEntries(Object.entries(choice.parameters).map(([name, value]) => [name, String(value)]))
  if (Object.keys(set).length === 0) return { read, variant }
  const again = await readOrRefuse(file, { ...given, set: { ...given.set, ...set } }, undefined, choice.id)
  return again === undefined ? undefined : { read: again, variant }
}

async function choiceOf(scenario: Scenario, id: string): Promise<VariantChoice | undefined> {
  const { chooseVariants } = await import('../experiment/variants.ts')
  try {
    return chooseVariants(scenario, { only: [], reference: undefined }).variants.find((one) => one.id === id)
  } catch (error) {
    // Lists that make no experiment may still have this variant.
    if (error instanceof RangeError) return undefined
    throw error
  }
}

async function execute(read: ReadScenario, variant: Variant, seed: number, given: RunArguments, folder: ResultFolder): Promise<RunResult> {
  const { run } = await import('../experiment/run.ts')
  const { scenario, traces } = read
  inlineGenerously(expectedRecords(scenario, traces) * (given.quick ? 0.1 : 1))
  const writers = new Map(fileSinks(scenario).map(({ stage, name, fields }) => [stage, new CsvSink(folder.create(name), fields)]))
  const progress = new ProgressLine(process.stderr, !given.quiet)
  const wall = given.clock === 'wall' ? { speed: given.speed, clock: () => performance.now() * 1e6 } : undefined
  try {
    return await interruptible((signal) =>
      run({
        scenario,
        variant,
        seed,
        traces,
        writers,
        signal,
        quick: given.quick,
        check: given.check,
        ...(wall === undefined ? {} : { wall }),
        onProgress: (now, stopTime) => progress.update({ share: Math.min(1, now / stopTime), time: now }),
      }),
    )
  } catch (error) {
    throw await runFailure(error)
  } finally {
    progress.clear()
  }
}

/** What a scenario asked for that turned out impossible while it ran is for its author to mend. */
export async function runFailure(error: unknown): Promise<unknown> {
  if (error instanceof Error && error.name === 'AbortError') return interrupted()
  const kinds = await Promise.all([
    import('../engine/engine.ts'),
    import('../traffic/trace-error.ts'),
    import('../traffic/traffic-error.ts'),
  ])
  const [{ ServiceTimeError }, { TraceError }, { TrafficError }] = kinds
  const mendable = error instanceof ServiceTimeError || error instanceof TraceError || error instanceof TrafficError
  if (mendable) return new Failure(error.message)
  return (error instanceof Error ? await pluginFailure(error) : undefined) ?? error
}

function fileSinks(scenario: Scenario): { stage: string; name: string; fields: readonly string[] }[] {
  const sinks = scenario.stages.flatMap(({ name: stage, operator, fields }) => {
    const to = operator.name === 'sink' ? (operator.options['to'] as { name: string; value?: unknown }) : undefined
    return to?.name === 'file' ? [{ stage, name: String(to.value), fields }] : []
  })
  const names = new Map<string, string>()
  for (const { stage, name } of sinks) {
    const other = names.get(name)
    if (other !== undefined)
      throw new Failure(`Sinks ${other} and ${stage} both write ${name}.`, { remedy: 'Give each a file of its own.' })
    names.set(name, stage)
  }
  return sinks
}

/** Puts the result and the report beside what the sinks wrote; gives the result's text. */
async function writeResults(result: RunResult, runtime: string | undefined, folder: ResultFolder): Promise<string> {
  const { stableJson } = await import('../experiment/stable-json.ts')
  const json = stableJson(result)
  folder.create('result.json').append(json)
  if (runtime !== undefined) {
    const { renderHtml } = await import('../report/html.ts')
    // From the text, whose keys are sorted: `report` gives the same page later.
    folder.create('report.html').append(await renderHtml(JSON.parse(json) as RunResult, runtime))
  }
  folder.commit()
  return json
}

/** A scenario's name is a text, and may be no name for a folder. */
export function folderName(name: string): string {
  return name.replaceAll(/[^\p{L}\p{N}._-]+/gu, '-').replace(/^[.-]+/, '') || 'run'
}

function exitCode({ checkers, objectives }: RunResult): ExitCode {
  if (checkers.some(({ violation }) => violation !== null)) return EXIT.internal
  const binding = objectives.filter(({ level }) => level === 'error')
  if (binding.some(({ met }) => met === false)) return EXIT.missed
  return binding.some(({ met }) => met === null) ? EXIT.unjudged : EXIT.ok
}
