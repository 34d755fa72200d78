/** `wavetank.yaml`: which scenarios a repository checks, and how. What the command line says comes before it. */
import { existsSync } from 'node:fs'
import { join, relative } from 'node:path'
import { globSync } from 'tinyglobby'
import type { CheckOptions } from '../experiment/check.ts'
import type { Option } from '../registry/option.ts'
import { ScenarioDocument } from '../scenario/document.ts'
import { renderProblems } from '../scenario/problem.ts'
import { Reader } from '../scenario/reader.ts'
import { closed, properties, several, TEXT, type Schema } from '../scenario/schema-types.ts'
import { Failure } from './failure.ts'
import { openScenario } from './scenario-file.ts'

const SETTINGS_FILE = 'wavetank.yaml'

export interface CheckSettings {
  /** Files and patterns. */
  readonly scenarios: readonly string[]
  readonly baselines: string
  readonly confidence: number
  /** Share of the baseline that does not matter. */
  readonly margin: number
  /** Seeds of scenarios that do not say how many to check. */
  readonly replications: number | undefined
  readonly threads: number | undefined
  /** Nanoseconds. */
  readonly timeLimit: number | undefined
  /** Whether scenarios may load code. A file that comes with the scenarios cannot allow it. */
  readonly allowPlugins: boolean
}

const DEFAULTS: CheckSettings = {
  scenarios: ['scenarios/*.yaml', 'scenarios/*.yml'],
  baselines: 'baselines',
  confidence: 0.95,
  margin: 0.02,
  replications: undefined,
  threads: undefined,
  timeLimit: undefined,
  allowPlugins: false,
}

const OPTIONS: Readonly<Record<Exclude<keyof CheckSettings, 'scenarios' | 'allowPlugins'>, Option>> = {
  baselines: { type: { kind: 'text' }, default: DEFAULTS.baselines, doc: 'Folder of the baselines, one file for each scenario.' },
  confidence: {
    type: { kind: 'ratio', min: 0.5, max: 0.9999 },
    default: DEFAULTS.confidence,
    doc: 'Of all intervals of a scenario together.',
  },
  margin: { type: { kind: 'ratio', min: 0, max: 1 }, default: DEFAULTS.margin, doc: 'Share of the baseline that does not matter.' },
  replications: {
    type: { kind: 'integer', min: 1, max: 100_000 },
    optional: true,
    doc: 'Seeds of scenarios whose `check:` does not say how many.',
  },
  threads: { type: { kind: 'integer', min: 1, max: 1024 }, optional: true, doc: 'Worker threads; one for each core when left out.' },
  timeLimit: { type: { kind: 'duration', above: 0 }, optional: true, doc: 'What has not ended by then could not be judged.' },
}
const SETTINGS = ['scenarios', ...Object.keys(OPTIONS)] as const

/** The JSON Schema of `wavetank.yaml`, draft 2020-12. */
export function settingsJsonSchema(): Schema {
  const scenarios = several(TEXT, 'Files and patterns; all of scenarios/ when left out.')
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'Wavetank settings',
    ...closed({ scenarios, ...properties(OPTIONS) }),
  }
}

/** What the command line says comes before what the file says. */
export function settingsWith(given: { readonly [Name in keyof CheckSettings]?: CheckSettings[Name] | undefined }): CheckSettings {
  const said = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) as Partial<CheckSettings>
  return { ...readSettings(), ...said }
}

/** By what a check judges. The day is that of Greenwich: what is excused until a day is so everywhere at once. */
export function judgingBy({ confidence, margin }: CheckSettings): CheckOptions {
  return { confidence, margin, today: new Date().toISOString().slice(0, 10) }
}

/** What `wavetank.yaml` in the folder that the command runs in says; defaults where there is none. Throws a Failure with every problem in it. */
function readSettings(): CheckSettings {
  if (!existsSync(SETTINGS_FILE)) return DEFAULTS
  const file = openScenario(SETTINGS_FILE)
  if (/^(?:\s|#.*)*$/.test(file.text)) return DEFAULTS
  const document = new ScenarioDocument(file.text)
  const reader = new Reader(document, noExpressions, new Map(), { folder: '.' })
  const read: Record<string, unknown> = {}
  const entries = document.root === null || document.isEmpty(document.root) ? [] : (document.entries(document.root, [], 'settings') ?? [])
  document.refuseUnknown(entries, SETTINGS, [], 'setting')
  for (const { key, value } of entries) {
    if (key === 'scenarios') {
      const patterns = document.items(value)
      if (patterns.length === 0)
        document.at(value, [key], 'no scenario in the list', 'name one, or take the key out: it is scenarios/ then')
      read[key] = patterns.map((item, index) => String(reader.scalar(item, [key, index], 'a file or a pattern')))
    } else if (Object.hasOwn(OPTIONS, key)) {
      read[key] = reader.value(OPTIONS[key as keyof typeof OPTIONS].type, value, [key])
    }
  }
  if (document.problems.length > 0) throw new Failure(renderProblems(document.problems, file.text, file.shown).trimEnd())
  return { ...DEFAULTS, ...read }
}

function noExpressions(): never {
  throw new Error('settings have no expressions')
}

/** The files that patterns mean, in order of their names. Throws a Failure for a pattern that means none. */
export function scenarioFiles(patterns: readonly string[]): string[] {
  const found = patterns.map((pattern) => ({ pattern, files: globSync([pattern], { expandDirectories: false }) }))
  const isDefault = patterns === DEFAULTS.scenarios
  const empty = found.filter(({ files }) => files.length === 0).map(({ pattern }) => pattern)
  if (!isDefault && empty.length > 0)
    throw new Failure(`${SETTINGS_FILE}: ${empty.join(' and ')} ${empty.length === 1 ? 'means' : 'mean'} no file.`, {
      remedy: 'Take it out, or mend it.',
    })
  const files = [...new Set(found.flatMap((one) => one.files.map((file) => relative('.', file) || file)))]
  if (files.length === 0)
    throw new Failure('There is no scenario in ./scenarios.', {
      remedy: `Name the scenarios to check, or list them in ${join('.', SETTINGS_FILE)}.`,
    })
  return files.sort((a, b) => (a < b ? -1 : 1))
}
