/** What the sources may not say, and what to write instead. */
import { importsOf, lineAt, type Source } from './source-text.ts'

interface Ban {
  readonly what: string
  readonly instead: string
  readonly pattern: RegExp
  /** Folders of src/ it holds in; everywhere when absent. */
  readonly only?: readonly string[]
  /** Folders of src/ it does not hold in. */
  readonly except?: readonly string[]
  /** Files it does not hold in, each with the reason. */
  readonly allowed?: Readonly<Record<string, string>>
  /** Looks at comments and strings too. */
  readonly everywhere?: true
}

const SYNCHRONOUS = [
  'engine',
  'operators',
  'strategies',
  'structures',
  'simulation',
  'random',
  'measurement',
  'units',
  'registry',
  'timeseries',
]

const PROCESS =
  /(?<![\w.#])process\s*\.\s*(?:env|argv|exit|exitCode|std(?:in|out|err)|cwd|pid|platform|versions?|memoryUsage|nextTick|on|once|uptime|execPath)\b/

export const BANS: readonly Ban[] = [
  {
    what: 'Math.random',
    pattern: /\bMath\s*\.\s*random\b|\bgetRandomValues\b|\brandomUUID\b|\brandomBytes\b/,
    instead: 'draw from a Stream of random/, so that a run depends on its seed alone',
  },
  {
    what: 'a transcendental function of Math',
    pattern: /\bMath\s*\.\s*(?:log(?:2|10|1p)?|exp(?:m1)?|pow|a?(?:sin|cos|tan)h?|atan2|cbrt|hypot)\b/,
    instead: 'use random/elementary.ts: results of Math differ between versions of the engine',
    // Nothing that a report draws goes back into a result.
    except: ['report'],
  },
  {
    what: 'a power other than one of 2',
    pattern: /(?<!(?<![\w.])2\s?)\*\*/,
    instead: 'use random/elementary.ts, or multiply: `**` differs between versions of the engine, but for whole powers of 2',
    except: ['report'],
  },
  {
    what: 'a clock',
    pattern:
      /\bDate\s*\.\s*now\b|\bnew\s+Date\s*\(\s*\)|\bnew\s+Date\b(?!\s*\()|(?<![\w.]|new\s)Date\s*\(|\bperformance\s*\.\s*now\b|\bhrtime\b|\bTemporal\s*\.\s*Now\b/,
    instead: 'take the time as an argument',
    except: ['cli'],
  },
  {
    what: 'Date.parse',
    pattern: /\bDate\s*\.\s*parse\b|\bnew\s+Date\s*\(\s*[^)\s]/,
    instead: 'use traffic/timestamp.ts: Date guesses, and knows the zone of the machine',
  },
  {
    what: 'a timer',
    pattern: /(?<![\w.])(?:setTimeout|setInterval)\b/,
    instead: 'ask the host to bring the event back',
    except: ['cli', 'wallclock', 'report'],
  },
  {
    what: 'text that depends on the language of the machine',
    pattern: /\.\s*toLocale\w*|\bIntl\s*\.|\.\s*localeCompare\b/,
    instead: 'print with units/ or report/figures.ts, and compare with <',
  },
  {
    what: 'asynchronous code',
    pattern: /(?<![\w.#])(?:await|async)\b|\bPromise\b|\bqueueMicrotask\b/,
    only: SYNCHRONOUS,
    instead: 'return the value: no promise crosses a port, and the hot path waits for nothing',
  },
  {
    what: 'process',
    // Not any `process.`: arrivals are a process too.
    pattern: PROCESS,
    instead: 'let cli/ read it and pass it in',
    except: ['cli'],
  },
  { what: 'console', pattern: /(?<![\w.#])console\s*\./, instead: 'return it or throw it; cli/output.ts prints', except: ['cli'] },
  { what: 'a default export', pattern: /\bexport\s+default\b|\bas\s+default\b/, instead: 'export it by name' },
  { what: 'an enum', pattern: /\benum\s+\w+\s*\{/, instead: 'use a union of texts, or a const object of numbers where it is hot' },
  { what: 'a note to do something later', pattern: /\b(?:TODO|FIXME|XXX|HACK)\b/, instead: 'do it, or open an issue', everywhere: true },
  {
    what: 'a type check turned off without a reason',
    pattern: /@ts-(?:ignore|nocheck)|@ts-expect-error(?! +\w[^\n]{8})/,
    instead: 'give it the type that it has, or say after `@ts-expect-error` why it has none',
    everywhere: true,
  },
  {
    what: 'a lint rule turned off without a reason',
    pattern: /(?:oxlint|eslint)-disable(?![^\n]* -- \S)/,
    instead: 'say why after ` -- `',
    everywhere: true,
  },
]

/** Modules of Node that reach files, processes or clocks are for the command line. */
const PURE_MODULES: Readonly<Record<string, readonly string[]>> = { report: ['node:util', 'node:crypto'] }

export function banProblems(sources: readonly Source[], bans: readonly Ban[] = BANS): string[] {
  return sources.flatMap((source) => {
    const folder = source.path.split('/')[1]!
    return bans.filter((ban) => holdsIn(ban, source.path, folder)).flatMap((ban) => occurrences(source, ban))
  })
}

function holdsIn({ only, except, allowed }: Ban, path: string, folder: string): boolean {
  return (only === undefined || only.includes(folder)) && except?.includes(folder) !== true && !Object.hasOwn(allowed ?? {}, path)
}

function occurrences({ path, text, bare }: Source, { what, instead, pattern, everywhere }: Ban): string[] {
  const searched = everywhere === true ? text : bare
  const found = [...searched.matchAll(new RegExp(pattern, 'g'))]
  return found.map(({ index }) => `${path}:${lineAt(text, index)} has ${what}: ${instead}.`)
}

/** Imports of Node's modules outside the command line, and packages that are slow to load where they are not needed. */
export function moduleProblems(sources: readonly Source[]): string[] {
  return sources.flatMap((source) => {
    const folder = source.path.split('/')[1]!
    return importsOf(source).flatMap(({ specifier, line, dynamic, typesOnly }) => {
      if (specifier.startsWith('node:') && folder !== 'cli' && !typesOnly && PURE_MODULES[folder]?.includes(specifier) !== true) {
        return [`${source.path}:${line} imports ${specifier}: files, processes and clocks are for cli/. Let it pass in what is needed.`]
      }
      if (/^(?:mathjs|vega-lite)(?:\/|$)/.test(specifier) && !dynamic && !typesOnly) {
        return [
          `${source.path}:${line} imports ${specifier} at once: it is slow to load. Import it where it is needed, with \`await import\`.`,
        ]
      }
      return []
    })
  })
}
