/** Reading a scenario file with everything that it names. */
import { dirname } from 'node:path'
import type { Traces } from '../experiment/wiring.ts'
import { namedPlugins } from '../scenario/plugins-section.ts'
import { readScenario, type Reading } from '../scenario/read-scenario.ts'
import { renderProblems } from '../scenario/problem.ts'
import type { Scenario } from '../scenario/scenario.ts'
import { EXIT } from './exit-codes.ts'
import { printJson, printMessage } from './output.ts'
import { readUnpacked } from './packed-file.ts'
import { packagesFrom } from './package-folder.ts'
import { loadNamedPlugins } from './plugins.ts'
import type { ScenarioFile } from './scenario-file.ts'

/** A scenario without errors, and the traces that it replays. */
export interface ReadScenario {
  readonly scenario: Scenario
  readonly traces: Traces
}

export interface ReadingOptions {
  readonly set: Readonly<Record<string, string>>
  readonly json: boolean
  readonly quiet: boolean
  readonly plugins?: PluginUse | undefined
}

/** What is done with plugins, which are code: they are loaded, and that is said or not, or they are not. */
export type PluginUse = 'announce' | 'load' | 'refuse'

/** What a scenario file says, and what is wrong with it, as data and as text (empty when nothing is). */
export async function readScenarioFile(
  file: ScenarioFile,
  set: Readonly<Record<string, string>>,
  readFile: (path: string) => Uint8Array = readUnpacked,
  plugins: PluginUse = 'refuse',
): Promise<Reading & { readonly rendered: string }> {
  const places = { folder: dirname(file.absolute), packageFolder: packagesFrom(dirname(file.absolute)) }
  const named = plugins === 'refuse' ? [] : namedPlugins(file.text, places)
  const loaded = await loadNamedPlugins(named, readFile, plugins === 'announce')
  const reading = await readScenario(file.text, { ...places, file: file.shown, set, readFile, ...loaded })
  return { ...reading, rendered: reading.problems.length === 0 ? '' : renderProblems(reading.problems, file.text, file.shown) }
}

/**
 * A scenario that can run; undefined when it cannot, and then its problems are printed and the exit code is set.
 * @param variant in which variant of an experiment it is read
 */
export async function readOrRefuse(
  file: ScenarioFile,
  { set, json, quiet, plugins = quiet ? 'load' : 'announce' }: ReadingOptions,
  readFile?: (path: string) => Uint8Array,
  variant?: string,
): Promise<ReadScenario | undefined> {
  const { scenario, problems, traces, rendered } = await readScenarioFile(file, set, readFile, plugins)
  if (scenario !== undefined) {
    // Warnings are the same in every variant.
    if (rendered !== '' && !quiet && variant === undefined) printMessage(rendered)
    return { scenario, traces }
  }
  if (variant !== undefined && !json) printMessage(`In the variant ${variant}:\n`)
  if (json) printJson({ file: file.shown, ...(variant === undefined ? {} : { variant }), problems })
  else printMessage(rendered.trimEnd())
  process.exitCode = EXIT.invalid
  return undefined
}
