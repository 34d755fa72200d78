/** Reading a scenario once for every combination of parameters that an experiment is of. */
import { createHash } from 'node:crypto'
import type { Axis } from '../experiment/comparison.ts'
import type { Cell } from '../experiment/run-pool.ts'
import type { VariantChoice } from '../experiment/variants.ts'
import type { Traces } from '../experiment/wiring.ts'
import type { Scenario } from '../scenario/scenario.ts'
import { quantity } from '../units/decimal.ts'
import { VERSION } from '../version.ts'
import type { CompareArguments } from './commands/compare.ts'
import { usageError } from './failure.ts'
import { readUnpacked } from './packed-file.ts'
import type { ScenarioFile } from './scenario-file.ts'
import { readOrRefuse, type PluginUse, type ReadScenario } from './scenario-reading.ts'

/** What decides which variants there are. */
export type CellOptions = Pick<CompareArguments, 'set' | 'vary' | 'only' | 'reference' | 'quick' | 'json' | 'quiet'> & {
  readonly plugins?: PluginUse
}

export interface ReadCells {
  readonly cells: readonly Cell[]
  readonly choices: readonly VariantChoice[]
  readonly axes: readonly Axis[]
  /** By cell, the number of the one that it is compared with. */
  readonly references: readonly number[]
  /** By cell. */
  readonly traces: readonly Traces[]
  /** What all runs depend on, as text. */
  readonly identity: string
  /** What was read beside the scenario file: absolute paths. */
  readonly files: readonly string[]
}

/** The variants of an experiment, ready to run; undefined when the scenario has problems, which are then printed. */
export async function readCells(
  file: ScenarioFile,
  given: CellOptions,
  readFile: (path: string) => Uint8Array = readUnpacked,
): Promise<ReadCells | undefined> {
  const files = new Map<string, string>()
  const first = await readOrRefuse(file, given, hashing(files, readFile))
  if (first === undefined) return undefined
  const swept = withVary(first.scenario, given)
  const useless = Object.keys(given.set).find((name) => Object.hasOwn(swept.vary, name))
  if (useless !== undefined)
    throw usageError(`--set ${useless} has no effect: the scenario compares several values of it.`, `Use --vary ${useless}=a,b instead.`)
  const { choices, axes, references } = await chosen(swept, given)
  const cells: Cell[] = []
  const traces: Traces[] = []
  const known = new Map<string, ReadScenario>([['{}', first]])
  for (const choice of choices) {
    const set = Object.fromEntries(Object.entries(choice.parameters).map(([name, value]) => [name, String(value)]))
    const key = JSON.stringify(set)
    const read =
      known.get(key) ?? (await readOrRefuse(file, { ...given, set: { ...given.set, ...set } }, hashing(files, readFile), choice.id))
    if (read === undefined) return undefined
    known.set(key, read)
    cells.push({ id: choice.id, scenario: read.scenario, variant: { ...choice.strategies, id: choice.id } })
    // The same file read twice is the same trace; threads get it once.
    traces.push(sameTraces(first, read) ? first.traces : read.traces)
  }
  const runs = cells.map(({ id, scenario, variant }) => ({ id, variant, scenario: whatRuns(scenario) }))
  const identity = JSON.stringify({ version: VERSION, runs, files: [...files].sort(([a], [b]) => (a < b ? -1 : 1)), quick: given.quick })
  return { cells, choices, axes, references, traces, identity, files: [...files.keys()] }
}

/** A scenario without what is only said about it, or judged afterwards. */
function whatRuns({
  about: _about,
  objectives: _objectives,
  metrics: _metrics,
  replications: _replications,
  variants: _variants,
  exclude: _exclude,
  vary: _vary,
  check: _check,
  ...rest
}: Scenario): Partial<Scenario> {
  return rest
}

/** Remembers what files said, by path. */
function hashing(files: Map<string, string>, readFile: (path: string) => Uint8Array): (path: string) => Uint8Array {
  return (path) => {
    const bytes = readFile(path)
    files.set(path, createHash('sha256').update(bytes).digest('hex'))
    return bytes
  }
}

/** `--vary` takes the place of the scenario's values of that parameter. */
function withVary(scenario: Scenario, { vary }: CellOptions): Scenario {
  const given = Object.entries(vary).map(([name, text]) => {
    if (!Object.hasOwn(scenario.parameters, name)) {
      const known = Object.keys(scenario.parameters).join(', ') || 'it has none'
      throw usageError(`--vary ${name}: the scenario has no such parameter.`, `Parameters: ${known}.`)
    }
    const values = text.split(',').map((value) => value.trim())
    if (values.includes('') || new Set(values.map(worth)).size < values.length)
      throw usageError(`--vary ${name} is "${text}", but must be different values with commas between them.`)
    return [name, values] as const
  })
  return { ...scenario, vary: { ...scenario.vary, ...Object.fromEntries(given) } }
}

/** Different texts may say the same: 10/s and 10.0/s. */
function worth(value: string): string {
  const parsed = quantity(value)
  return parsed === undefined ? value : `${Number(parsed.digits)} ${parsed.unit}`
}

async function chosen(scenario: Scenario, { only, reference }: CellOptions): Promise<Pick<ReadCells, 'choices' | 'axes' | 'references'>> {
  const { chooseVariants, referencesOf } = await import('../experiment/variants.ts')
  try {
    const { variants, axes } = chooseVariants(scenario, { only, reference })
    return { choices: variants, axes, references: referencesOf(variants, axes, scenario.vary) }
  } catch (error) {
    throw error instanceof RangeError ? usageError(`${error.message}.`) : error
  }
}

function sameTraces(a: ReadScenario, b: ReadScenario): boolean {
  const text = ({ scenario }: ReadScenario): string => JSON.stringify(scenario.sources.map(({ arrivals }) => arrivals))
  return text(a) === text(b)
}
