/** Plugins on the command line: what they define is said, and what is wrong with them is the user's to mend. */
import { relative } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import type { FilePath } from '../registry/option.ts'
import type { ReadOptions } from '../scenario/read-scenario.ts'
import { unreadable } from '../scenario/traffic-section.ts'
import { Failure } from './failure.ts'
import { printMessage } from './output.ts'

/** Those that have been told of. */
const told = new Set<string>()

/** The URLs of the modules that were loaded, and what is wrong with the others: by their paths. */
type Loaded = Required<Pick<ReadOptions, 'plugins' | 'brokenPlugins'>>

/**
 * Loads what a scenario names, each once.
 * @param readFile reads each of them too, for those who count what a scenario depends on
 * @param announced whether it is said what was loaded
 */
export async function loadNamedPlugins(
  files: readonly FilePath[],
  readFile: (path: string) => Uint8Array,
  announced: boolean,
): Promise<Loaded> {
  const plugins = new Map<string, string>()
  const brokenPlugins = new Map<string, readonly [message: string, hint?: string]>()
  if (files.length === 0) return { plugins, brokenPlugins }
  const { loadPlugins, PluginError } = await import('../experiment/plugins.ts')
  for (const { written, absolute } of files) {
    const url = pathToFileURL(absolute).href
    try {
      readFile(absolute)
    } catch (error) {
      brokenPlugins.set(absolute, unreadable(error, written))
      continue
    }
    try {
      const [defined] = await loadPlugins([url])
      if (announced && !told.has(url))
        printMessage(`Loaded the plugin ${written}: ${defined!.map(({ kind, name }) => `${kind} ${name}`).join(', ')}.`)
      told.add(url)
      plugins.set(absolute, url)
    } catch (error) {
      if (!(error instanceof PluginError)) throw error
      brokenPlugins.set(absolute, [`plugin ${written} ${withPaths(error.message)}`, 'mend it, or take it out of `plugins:`'])
    }
  }
  return { plugins, brokenPlugins }
}

/** What an error means that arose in the code of a plugin; undefined when it arose elsewhere. */
export async function pluginFailure(error: Error): Promise<Failure | undefined> {
  const { pluginBehind } = await import('../experiment/plugins.ts')
  const url = pluginBehind(error)
  return url === undefined ? undefined : new Failure(`The plugin ${withPaths(url)} failed in a run: ${error.message}.`)
}

/** People know files by their paths. */
function withPaths(message: string): string {
  return message.replaceAll(/file:\/\/\S+/g, (url) => relative('.', fileURLToPath(url)))
}
