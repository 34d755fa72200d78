/** Every pluggable thing is in its registry, under the name of its file. */
import type { Source } from './source-text.ts'

interface Declared {
  readonly source: Source
  readonly kind: string
  readonly name: string
}

/** Where each kind lives, and the file with its registry. */
const HOMES: Readonly<Record<string, { readonly folder: string; readonly index: string }>> = {
  operator: { folder: 'src/operators/', index: 'src/operators/index.ts' },
  distribution: { folder: 'src/random/distributions/', index: 'src/random/index.ts' },
  arrivals: { folder: 'src/traffic/arrivals/', index: 'src/traffic/arrivals/index.ts' },
  modifier: { folder: 'src/traffic/modifiers/', index: 'src/traffic/modifiers/index.ts' },
  key: { folder: 'src/traffic/keys/', index: 'src/traffic/keys/index.ts' },
  disorder: { folder: 'src/traffic/disorder/', index: 'src/traffic/disorder/index.ts' },
  watermark: { folder: 'src/traffic/watermarks/', index: 'src/traffic/watermarks/index.ts' },
}

const homeOf = (kind: string): { folder: string; index: string } =>
  HOMES[kind] ?? { folder: `src/strategies/${kind}/`, index: `src/strategies/${kind}/index.ts` }

/** Files with a descriptor, as the text has it. */
function declared(sources: readonly Source[]): Declared[] {
  return sources.flatMap((source) => {
    const found = /\bdescriptor: \{\s*kind: '(?<kind>[\w-]+)',\s*name: '(?<name>[^']+)'/.exec(source.code)
    return found === null ? [] : [{ source, kind: found.groups!['kind']!, name: found.groups!['name']! }]
  })
}

export function registrationProblems(sources: readonly Source[]): string[] {
  const byPath = new Map(sources.map((source) => [source.path, source]))
  const things = declared(sources)
  const problems = things.flatMap(({ source, kind, name }) => {
    const { folder, index } = homeOf(kind)
    const file = source.path.split('/').at(-1)!
    if (!source.path.startsWith(folder)) return [`${source.path} describes a ${kind}, which belongs in ${folder}.`]
    if (file !== `${name}.ts`) return [`${source.path} describes ${name}: name the file ${name}.ts.`]
    const registry = byPath.get(index)?.code ?? ''
    const imported = new RegExp(String.raw`import \{ (?<name>\w+) \} from '\./(?:[\w-]+/)?${name}\.ts'`).exec(registry)
    const variable = imported?.groups?.['name'] ?? camelCase(name)
    const entry = variable === name ? new RegExp(String.raw`^\s+${name},`, 'm') : new RegExp(String.raw`^\s+'?${name}'?: ${variable},`, 'm')
    if (imported !== null && entry.test(registry)) return []
    const line = variable === name ? `${name},` : `'${name}': ${variable},`
    return [`${source.path} is not registered: add \`${line}\` to ${index}.`]
  })
  return [...problems, ...undescribed(sources, things), ...namesTaken(things)]
}

/** In a folder of strategies there is nothing but strategies, the registry, and what declares them. */
function undescribed(sources: readonly Source[], things: readonly Declared[]): string[] {
  const described = new Set(things.map(({ source }) => source.path))
  return sources
    .filter(({ path }) => /^src\/strategies\/[^/]+\/[^/]+\.ts$/.test(path) && !/\/(?:index|strategy)\.ts$/.test(path))
    .filter(({ path }) => !described.has(path))
    .map(({ path }) => `${path} describes no strategy: a strategy is one file, and what several share belongs in structures/ or engine/.`)
}

function namesTaken(things: readonly Declared[]): string[] {
  return [...Map.groupBy(things, ({ kind, name }) => `${kind} ${name}`)]
    .filter(([, same]) => same.length > 1)
    .map(([name, same]) => `${same.map(({ source }) => source.path).join(' and ')} both describe ${name}.`)
}

/** Folders in which no code may know a strategy by its name. */
const BLIND = /^src\/(?:engine|operators|strategies|simulation|wallclock|measurement)\//

/** Text in the engine or in a strategy that is the name of a strategy. */
export function namesKnown(sources: readonly Source[]): string[] {
  const strategies = declared(sources).filter(({ source }) => source.path.startsWith('src/strategies/'))
  return sources
    .filter(({ path }) => BLIND.test(path) && !path.endsWith('/index.ts'))
    .flatMap((source) =>
      strategies
        .filter((strategy) => strategy.source.path !== source.path && source.code.includes(`'${strategy.name}'`))
        .map(({ name }) => `${source.path} knows the strategy ${name} by its name: ask for a property that strategies declare.`),
    )
}

function camelCase(name: string): string {
  return name.replaceAll(/-(\w)/g, (_, letter: string) => letter.toUpperCase())
}
