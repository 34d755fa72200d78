/** Plugins on the command line: what they define is said, and what is wrong with them is the user's to mend. */
import { relative } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import type { FilePath } from '../registry/option.ts'
import { Failure } from './failure.ts'
import { printMessage } from './output.ts'

/** Those that have been told of. */
const told = new Set<string>()

/**
 * Loads what a scenario names, each once; gives the URLs of the modules by their paths. Throws a Failure for the first that cannot be used.
 * @param announced whether it is said what was loaded
 */
export async function loadNamedPlugins(files: readonly FilePath[], announced: boolean): Promise<ReadonlyMap<string, string>> {
  const urls = new Map(files.map(({ absolute }) => [absolute, pathToFileURL(absolute).href]))
  if (files.length === 0) return urls
  const { loadPlugins, PluginError } = await import('../experiment/plugins.ts')
  for (const { written, absolute } of files) {
    const url = urls.get(absolute)!
    try {
      const [defined] = await loadPlugins([url])
      if (announced && !told.has(url))
        printMessage(`Loaded the plugin ${written}: ${defined!.map(({ kind, name }) => `${kind} ${name}`).join(', ')}.`)
      told.add(url)
    } catch (error) {
      if (!(error instanceof PluginError)) throw error
      throw new Failure(`The plugin ${written} ${withPaths(error.message)}.`, { remedy: 'Mend it, or take it out of `plugins:`.' })
    }
  }
  return urls
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
