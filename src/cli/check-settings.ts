/** `wavetank.yaml`: which scenarios a repository checks, and how. What the command line says comes before it. */
import { existsSync } from 'node:fs'
import { join, relative } from 'node:path'
import { globSync } from 'tinyglobby'
import type { CheckOptions } from '../experiment/check.ts'
import type { OptionType } from '../registry/option.ts'
import { ScenarioDocument } from '../scenario/document.ts'
import { renderProblems } from '../scenario/problem.ts'
import { Reader } from '../scenario/reader.ts'
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
}

const DEFAULTS: CheckSettings = {
  scenarios: ['scenarios/*.yaml', 'scenarios/*.yml'],
  baselines: 'baselines',
  confidence: 0.95,
  margin: 0.02,
  replications: undefined,
  threads: undefined,
  timeLimit: undefined,
}

const TYPES: Readonly<Record<Exclude<keyof CheckSettings, 'scenarios'>, OptionType>> = {
  baselines: { kind: 'text' },
  confidence: { kind: 'ratio', min: 0.5, max: 0.9999 },
  margin: { kind: 'ratio', min: 0, max: 1 },
  replications: { kind: 'integer', min: 1, max: 100_000 },
  threads: { kind: 'integer', min: 1, max: 1024 },
  timeLimit: { kind: 'duration', above: 0 },
}
const SETTINGS = ['scenarios', ...Object.keys(TYPES)] as const

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
      read[key] = document.items(value).map((item, index) => reader.scalar(item, [key, index], 'a file or a pattern'))
    } else if (Object.hasOwn(TYPES, key)) {
      read[key] = reader.value(TYPES[key as keyof typeof TYPES], value, [key])
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
