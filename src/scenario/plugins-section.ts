/** Reads `plugins:`: modules with strategies, operators and arrival processes that are not built in. Reading a scenario loads none. */
import { isScalar, isSeq } from 'yaml'
import type { FilePath } from '../registry/option.ts'
import { ScenarioDocument, type Entry } from './document.ts'
import { filePath, type Places } from './file-path.ts'
import type { Reader } from './reader.ts'
import type { Scenario } from './scenario.ts'

/** What is wrong with plugins, and what to do, by their absolute paths. */
export type BrokenPlugins = ReadonlyMap<string, readonly [message: string, hint?: string]>

/** Every file that a scenario names is a plugin that has been loaded, or a problem. */
export function readPlugins(reader: Reader, entry: Entry | undefined, broken: BrokenPlugins = new Map()): Pick<Scenario, 'plugins'> {
  const { document } = reader
  if (entry === undefined || document.isEmpty(entry.value)) return {}
  const plugins = document.items(entry.value).flatMap((item, index) => {
    const path = ['plugins', index]
    const file = reader.value({ kind: 'path' }, item, path) as FilePath | undefined
    if (file === undefined) return []
    const url = reader.plugins.get(file.absolute)
    if (url !== undefined) return { written: file.written, absolute: url }
    reader.lacksPlugins = true
    const [message, hint] = broken.get(file.absolute) ?? [
      `plugin that was not loaded: ${file.written}`,
      'run, compare and trace load it; check and accept with --allow-plugins',
    ]
    document.at(item, path, message, hint)
    return []
  })
  return plugins.length === 0 ? {} : { plugins }
}

/** The plugins that a scenario's text names, to be loaded before it is read; what is wrong with them is found by reading it. */
export function namedPlugins(text: string, places: Places): readonly FilePath[] {
  if (!text.includes('plugins')) return []
  const document = new ScenarioDocument(text)
  const entries = document.root === null ? undefined : document.entries(document.root, [], 'scenario')
  const entry = entries?.find(({ key }) => key === 'plugins')
  if (entry === undefined || document.isEmpty(entry.value)) return []
  const value = document.resolve(entry.value)
  return (isSeq(value) ? document.items(entry.value) : [entry.value]).flatMap((item) => {
    const node = document.resolve(item)
    if (!isScalar(node) || typeof node.value !== 'string') return []
    const found = filePath(node.value, places)
    return 'absolute' in found ? [found] : []
  })
}
