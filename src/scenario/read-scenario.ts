/**
 * Reads a scenario file: YAML text to every problem at once, or to one frozen, plain-data scenario.
 * Reading is pure but for `readFile`, by which traces come in.
 */
import { isMap, isScalar, type Node } from 'yaml'
import { loadExpressionParser } from '../expressions/parser.ts'
import { operatorNamed } from '../operators/index.ts'
import { duration as durationOption } from '../registry/option.ts'
import { didYouMean } from '../registry/suggestion.ts'
import { endsByItself } from '../traffic/source-properties.ts'
import type { Trace } from '../traffic/trace.ts'
import { parseTimestamp } from '../traffic/timestamp.ts'
import { parseDuration } from '../units/duration.ts'
import { readCluster } from './cluster-section.ts'
import { ScenarioDocument, type Entry } from './document.ts'
import { readFlows } from './flows-section.ts'
import { NAME_RULE, stemOf } from './names.ts'
import { readObjectives } from './objectives-section.ts'
import { readPipeline } from './pipeline-section.ts'
import type { Problem } from './problem.ts'
import { Reader, type ParameterValue } from './reader.ts'
import type { Duration, Scenario } from './scenario.ts'
import { checkOrder, readStrategies } from './strategies-section.ts'
import { readTraffic, type Sources } from './traffic-section.ts'

export const TOP_KEYS = ['format', 'name', 'about', 'analysis', 'warmup', 'duration', 'drain', 'epoch', 'seed', 'replications', 'parameters', 'flows', 'traffic', 'pipeline', 'cluster', 'strategies', 'vary', 'objectives', 'plugins']
const HOUR = 3600e9

export interface ReadOptions {
  /** Name of the file, as messages show it. */
  readonly file: string
  /** Folder of the file, absolute: paths in it are relative to that. */
  readonly folder: string
  /** Values that take the place of the file's parameters. */
  readonly set?: Readonly<Record<string, string>>
  /** Reads a file; throws as node:fs does. */
  readonly readFile: (path: string) => Uint8Array
}

export interface Reading {
  /** Undefined when there is an error. */
  readonly scenario: Scenario | undefined
  /** In order of position. */
  readonly problems: readonly Problem[]
  /** By source. */
  readonly traces: ReadonlyMap<string, Trace>
}

/** Reads the text of a scenario file. Never throws for what is in the text. */
export async function readScenario(text: string, options: ReadOptions): Promise<Reading> {
  const document = new ScenarioDocument(text.startsWith('\uFEFF') ? text.slice(1) : text)
  if (document.root === null || document.problems.length > 0) return { scenario: undefined, problems: document.problems, traces: new Map() }
  const top = document.entries(document.root, [], 'scenario')
  if (top === undefined) return { scenario: undefined, problems: document.problems, traces: new Map() }
  const parameters = readParameters(document, top.find(({ key }) => key === 'parameters'), options.set ?? {})
  const reader = new Reader(document, await loadExpressionParser(), parameters, options.folder)
  const { scenario, traces } = new TopLevel(reader, top, options).read()
  const problems = [...document.problems].sort((a, b) => a.line - b.line || a.column - b.column)
  const failed = problems.some((problem) => problem.severity === 'error')
  return { scenario: failed ? undefined : freeze(scenario), problems, traces }
}

function readParameters(document: ScenarioDocument, entry: Entry | undefined, set: Readonly<Record<string, string>>): Map<string, ParameterValue> {
  const values = new Map<string, ParameterValue>()
  for (const { key, keyNode, value } of entry === undefined ? [] : (document.entries(entry.value, ['parameters'], 'parameters') ?? [])) {
    if (!/^[A-Za-z_]\w*$/.test(key)) document.at(keyNode, ['parameters', key], `invalid name: ${key}; ${NAME_RULE.replace(', _ and -', ' and _')}`)
    const node = document.resolve(value)
    const written = isScalar(node) ? node.value : undefined
    if (typeof written === 'string' || typeof written === 'number' || typeof written === 'boolean') values.set(key, written)
    else document.at(value ?? keyNode, ['parameters', key], `invalid parameter: ${key} must be a number, a text, or true or false`)
  }
  for (const [name, text] of Object.entries(set)) {
    if (!values.has(name)) document.at(entry?.keyNode ?? document.root, ['parameters'], `unknown parameter in --set: ${name}.${didYouMean(name, values.keys())}`, values.size === 0 ? 'the scenario has no parameters' : `known: ${[...values.keys()].join(', ')}`)
    values.set(name, /^-?[\d.]+(e-?\d+)?$/i.test(text) ? Number(text) : text)
  }
  return values
}

const NO_SOURCES: Sources = { sources: [], traces: new Map(), nodes: new Map() }

class TopLevel {
  readonly #reader: Reader
  readonly #entries: readonly Entry[]
  readonly #options: ReadOptions

  constructor(reader: Reader, entries: readonly Entry[], options: ReadOptions) {
    this.#reader = reader
    this.#entries = entries
    this.#options = options
  }

  read(): { scenario: Scenario; traces: ReadonlyMap<string, Trace> } {
    const { document } = this.#reader
    document.refuseUnknown(this.#entries, TOP_KEYS, [], 'key')
    this.#readFormat()
    const plugins = this.#find('plugins')
    if (plugins !== undefined) document.at(plugins.keyNode, ['plugins'], 'invalid plugins: this version cannot load them yet')
    for (const section of ['traffic', 'pipeline', 'duration']) if (this.#find(section) === undefined) document.at(document.root, [], `missing ${section}:`, section === 'duration' ? 'duration: 30 min, 1_000_000 records or end-of-traffic' : undefined)
    const traffic = this.#find('traffic')
    const sources = traffic === undefined ? NO_SOURCES : readTraffic(this.#reader, traffic.value, this.#options.readFile)
    const cluster = readCluster(this.#reader, this.#find('cluster') === undefined ? undefined : this.#node('cluster'))
    const { stages, fields } = this.#find('pipeline') === undefined ? { stages: [], fields: [] } : readPipeline(this.#reader, this.#node('pipeline'), sources, cluster)
    const flows = readFlows(this.#reader, this.#find('flows'), sources)
    const strategies = readStrategies(this.#reader, this.#find('strategies'))
    const epoch = this.#readEpoch()
    checkOrder(this.#reader, this.#node('pipeline'), stages, strategies.scheduling, cluster)
    const analysis = this.#readAnalysis()
    const named = {
      flow: flows.map(({ name }) => name),
      source: [...sources.nodes.keys()],
      stage: stages.filter((stage) => operatorNamed(stage.operator.name).runsOn !== 'sink').map(({ name }) => name),
      sink: stages.filter((stage) => operatorNamed(stage.operator.name).runsOn === 'sink').map(({ name }) => name),
      node: cluster.nodes.map(({ name }) => name),
      link: cluster.links.map(({ name }) => name),
    }
    const scenario: Scenario = {
      format: 1,
      name: this.#readName(),
      about: this.#readText('about') ?? '',
      analysis: analysis.kind,
      warmup: analysis.warmup,
      duration: this.#readDuration(sources),
      drain: this.#readNumber('drain', durationOption({ doc: '', min: 0 }).type, HOUR),
      ...(epoch === undefined ? {} : { epoch }),
      seed: this.#readNumber('seed', { kind: 'integer', min: 0, max: Number.MAX_SAFE_INTEGER }, 1),
      replications: this.#readNumber('replications', { kind: 'integer', min: 1, max: 100_000 }, 20),
      parameters: Object.fromEntries(this.#reader.parameters),
      flows,
      sources: sources.sources,
      stages,
      fields,
      nodes: cluster.nodes,
      links: cluster.links,
      strategies,
      vary: this.#readVary(),
      objectives: readObjectives(this.#reader, this.#find('objectives')?.value, named),
    }
    return { scenario, traces: sources.traces }
  }

  #find(key: string): Entry | undefined {
    return this.#entries.find((entry) => entry.key === key)
  }

  #node(key: string): Node | null {
    return this.#find(key)?.value ?? null
  }

  #readFormat(): void {
    const entry = this.#find('format')
    const { document } = this.#reader
    if (entry === undefined) document.at(document.root, ['format'], 'missing format', 'start the file with format: 1')
    else if (this.#reader.scalar(entry.value, ['format'], '1') !== 1) document.at(entry.value, ['format'], 'unknown format; this version reads format 1')
  }

  #readText(key: string): string | undefined {
    const entry = this.#find(key)
    const value = entry && this.#reader.scalar(entry.value, [key], 'a text')
    return value === undefined ? undefined : String(value)
  }

  #readName(): string {
    const name = this.#readText('name')
    if (name === undefined) return stemOf(this.#options.file)
    if (name.trim() === '' || name.length > 100 || /[/\\\0\n]|^\.+$/.test(name)) this.#reader.document.at(this.#node('name'), ['name'], `invalid name: ${JSON.stringify(name)}; it names a folder, so it has no slashes, and 1 to 100 characters`)
    return name
  }

  #readNumber(key: string, type: Parameters<Reader['value']>[0], fallback: number): number {
    const entry = this.#find(key)
    return entry === undefined ? fallback : ((this.#reader.value(type, entry.value, [key]) as number | undefined) ?? fallback)
  }

  #readAnalysis(): { kind: Scenario['analysis']; warmup: Scenario['warmup'] } {
    const entry = this.#find('analysis')
    const warmup = this.#find('warmup')
    const { document } = this.#reader
    const kind = entry === undefined ? 'terminating' : (this.#reader.value({ kind: 'choice', of: ['terminating', 'steady-state'] }, entry.value, ['analysis']) as Scenario['analysis'] | undefined)
    if (kind === 'terminating' && warmup !== undefined) {
      document.at(warmup.keyNode, ['warmup'], 'invalid warmup: a terminating analysis measures everything', 'analysis: steady-state, or no warmup')
    }
    if (kind === 'steady-state' && warmup === undefined) document.at(entry!.value, ['analysis'], 'missing warmup: what at the start is not measured?', 'warmup: auto, or a duration')
    if (warmup === undefined || kind !== 'steady-state') return { kind: kind ?? 'terminating', warmup: 0 }
    const written = this.#reader.scalar(warmup.value, ['warmup'], 'auto or a duration')
    if (written === 'auto') return { kind, warmup: 'auto' }
    return { kind, warmup: this.#readNumber('warmup', { kind: 'duration', min: 0 }, 0) }
  }

  #readDuration(sources: Sources): Duration {
    const entry = this.#find('duration')
    const fallback: Duration = { kind: 'time', time: 1e9 }
    const written = entry && this.#reader.scalar(entry.value, ['duration'], 'a duration, so many records, or end-of-traffic')
    if (entry === undefined || written === undefined) return fallback
    const { document } = this.#reader
    if (written === 'end-of-traffic') {
      const endless = sources.sources.filter((source) => !endsByItself(source)).map(({ name }) => name)
      if (endless.length > 0) document.at(entry.value, ['duration'], `invalid duration: ${endless.join(', ')} never ${endless.length === 1 ? 'ends' : 'end'}`, 'give a duration, or so many records')
      return { kind: 'end-of-traffic' }
    }
    const records = /^([\d_]+) records?$/.exec(String(written))
    if (records !== null) {
      const count = Number(records[1]!.replaceAll('_', ''))
      if (count < 1 || !Number.isSafeInteger(count)) document.at(entry.value, ['duration'], `invalid duration: ${written}; at least 1 record`)
      return { kind: 'records', records: count }
    }
    const parsed = parseDuration(written)
    if ('problem' in parsed) document.at(entry.value, ['duration'], `${parsed.problem}${/\d\s*$/.test(String(written)) ? ', or so many records' : ''}`)
    else if (parsed.value < 1 || parsed.value > 9e15) document.at(entry.value, ['duration'], `invalid duration: ${written}; it must be above 0 and at most 104 days`)
    else return { kind: 'time', time: Math.round(parsed.value) }
    return fallback
  }

  #readEpoch(): number | undefined {
    const entry = this.#find('epoch')
    const written = entry && this.#reader.scalar(entry.value, ['epoch'], 'a date, such as 2026-01-31')
    if (entry === undefined || written === undefined) return undefined
    const instant = { day: 0, nanoseconds: 0 }
    const problem = parseTimestamp(/^\d{4}-\d\d-\d\d$/.test(String(written)) ? `${written}T00:00:00Z` : String(written), 'iso', 0, instant)
    if (problem !== undefined) {
      this.#reader.document.at(entry.value, ['epoch'], `invalid epoch: ${problem}`)
      return undefined
    }
    return instant.day * 86_400_000 + Math.floor(instant.nanoseconds / 1e6)
  }

  #readVary(): Scenario['vary'] {
    const entry = this.#find('vary')
    const vary: Record<string, readonly ParameterValue[]> = {}
    for (const { key, keyNode, value } of entry === undefined ? [] : (this.#reader.document.entries(entry.value, ['vary'], 'vary') ?? [])) {
      const path = ['vary', key]
      if (!this.#reader.parameters.has(key)) this.#reader.document.at(keyNode, path, `unknown parameter: ${key}.${didYouMean(key, this.#reader.parameters.keys())}`, 'declare it under parameters:')
      if (isMap(this.#reader.document.resolve(value))) {
        this.#reader.document.at(value, path, 'invalid sweep: ranges come with `compare`, which this version does not have', 'list the values')
        continue
      }
      const values = this.#reader.document.items(value).map((item, index) => this.#reader.scalar(item, [...path, index], 'a value'))
      vary[key] = values.filter((one) => one !== undefined)
    }
    return vary
  }
}

function freeze<Value>(value: Value): Value {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value
  for (const part of Object.values(value)) freeze(part)
  return Object.freeze(value)
}
