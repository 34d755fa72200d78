/** Which folder of src/ may import which: the table of DESIGN and ARCHITECTURE as data, and the rules that follow from it. */
import { resolveImport } from './repository.ts'
import { importsOf, type Import, type Source } from './source-text.ts'

const ALL_BELOW_EXPERIMENT = [
  ...['units', 'registry', 'random', 'structures', 'expressions', 'timeseries', 'engine', 'operators', 'strategies'],
  ...['traffic', 'simulation', 'wallclock', 'measurement', 'scenario'],
]

export const HOUSE: Readonly<Record<string, readonly string[]>> = {
  units: [],
  registry: ['units'],
  structures: [],
  random: ['registry', 'units', 'structures'],
  expressions: ['random', 'registry'],
  timeseries: ['random', 'structures'],
  engine: ['registry', 'units', 'structures'],
  operators: ['engine', 'registry', 'units', 'random', 'structures', 'expressions', 'timeseries'],
  strategies: ['engine', 'registry', 'units', 'random', 'structures', 'timeseries'],
  traffic: ['registry', 'units', 'random', 'structures', 'expressions', 'timeseries'],
  simulation: ['engine', 'units', 'random', 'structures'],
  wallclock: ['engine', 'units', 'structures'],
  measurement: ['engine', 'units', 'structures'],
  scenario: [
    ...[
      'registry',
      'units',
      'expressions',
      'random',
      'structures',
      'engine',
      'operators',
      'strategies',
      'traffic',
      'simulation',
      'measurement',
    ],
  ],
  experiment: ALL_BELOW_EXPERIMENT,
  report: ['units', 'measurement'],
  cli: [...ALL_BELOW_EXPERIMENT, 'experiment', 'report'],
  'index.ts': [...ALL_BELOW_EXPERIMENT, 'experiment', 'report'],
}

/** Folders that a folder may take types from, beside what it may import. */
export const TYPES_ONLY: Readonly<Record<string, readonly string[]>> = { report: ['experiment'] }

/** What everything may import. */
const OPEN = new Set(['version.ts'])

/** Files that start something; all others are there because one of these needs them. */
export const ENTRIES = [
  ...['src/cli/main.ts', 'src/index.ts', 'src/experiment/run-worker.ts', 'src/report/runtime/browser.ts'],
  ...['tools/generate.ts', 'tools/build.ts'],
]

/** Dynamic imports whose target is known at run time only, each with its reason. */
const COMPUTED_IMPORTS: Readonly<Record<string, string>> = { 'src/experiment/plugins.ts': 'plugins are named by scenarios' }

const folderOf = (path: string): string => path.split('/')[1]!

/** Imports that the table does not allow. */
export function importProblems(sources: readonly Source[]): string[] {
  return sources.flatMap((source) => importsOf(source).flatMap((found) => importProblem(source.path, found) ?? []))
}

function importProblem(path: string, { specifier, typesOnly, line }: Import): string | undefined {
  const from = folderOf(path)
  const allowed = HOUSE[from]
  if (path === 'src/version.ts') return `${path}:${line} imports ${specifier}: it may import nothing, because everything imports it.`
  if (allowed === undefined) return `${path}: src/${from} is not in the table of test/tidy/house.ts: add it there and to ARCHITECTURE.md.`
  if (specifier === '?') {
    if (Object.hasOwn(COMPUTED_IMPORTS, path)) return undefined
    return `${path}:${line} imports what is known at run time only: write the path out, so that the rules can see where it leads.`
  }
  if (!specifier.startsWith('.')) return undefined
  const target = resolveImport(path, specifier)
  if (!target.startsWith('src/')) return `${path}:${line} imports ${target}: src/ imports nothing outside itself.`
  const to = folderOf(target)
  if (to === from || OPEN.has(to) || allowed.includes(to)) return undefined
  const types = TYPES_ONLY[from] ?? []
  if (types.includes(to))
    return typesOnly ? undefined : `${path}:${line} imports ${target}: ${from} may import only types from ${to}. Use \`import type\`.`
  const names = allowed.length === 0 ? 'nothing' : allowed.join(', ')
  return `${path}:${line} imports ${target}: ${from} may import ${names}. Pass it in as an argument, or move it to a folder that both may import.`
}

/** Files that no entry leads to. */
export function orphans(sources: readonly Source[], entries: readonly string[] = ENTRIES): string[] {
  const byPath = new Map(sources.map((source) => [source.path, source]))
  const reached = new Set<string>()
  const waiting = entries.filter((path) => byPath.has(path))
  for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
    const source = byPath.get(path)
    if (source === undefined || reached.has(path)) continue
    reached.add(path)
    for (const { specifier } of importsOf(source)) if (specifier.startsWith('.')) waiting.push(resolveImport(path, specifier))
  }
  return sources
    .filter(({ path }) => !reached.has(path))
    .map(({ path }) => `${path} is imported by nothing that starts: use it or delete it.`)
}
