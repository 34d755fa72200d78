/**
 * Reads a scenario file: YAML text to every problem at once, or to one frozen, plain-data scenario.
 * Reading is pure but for `readFile`, by which traces come in.
 */
import { isScalar } from 'yaml'
import { loadExpressionParser } from '../expressions/parser.ts'
import type { Trace } from '../traffic/trace.ts'
import { show } from '../units/parsed.ts'
import { readCheck } from './check-section.ts'
import { readCluster } from './cluster-section.ts'
import { ScenarioDocument, type Entry } from './document.ts'
import type { Places } from './file-path.ts'
import { readFlows } from './flows-section.ts'
import { FIELD_NAME_RULE, isFieldName, stemOf } from './names.ts'
import type { ParameterValue } from './numbers.ts'
import { readMetrics, readObjectives, type Named } from './objectives-section.ts'
import { readPipeline } from './pipeline-section.ts'
import { readPlugins, type BrokenPlugins } from './plugins-section.ts'
import type { Problem } from './problem.ts'
import { Reader } from './reader.ts'
import type { Scenario } from './scenario.ts'
import {
  checkSeeds,
  checkSteady,
  checkWarmup,
  LONGEST,
  readAnalysis,
  readDuration,
  readEpoch,
  readNumber,
  readText,
  type Find,
} from './settings-section.ts'
import { checkOrder, readStrategies } from './strategies-section.ts'
import { readTraffic } from './traffic-section.ts'
import { readExclude, readVariants } from './variants-section.ts'
import { readVary } from './vary-section.ts'

/** Sections without which there is no scenario, and what they look like. */
const REQUIRED: Readonly<Record<string, string>> = {
  format: 'format: 1',
  duration: 'duration: 30 min, 1_000_000 records or end-of-traffic',
  traffic: 'traffic: { orders: { arrivals: { poisson: 100/s } } }',
  pipeline: 'pipeline: { done: { from: orders, sink: discard } }',
}
const OTHERS = ['name', 'about', 'analysis', 'warmup', 'drain', 'epoch', 'seed', 'replications', 'parameters', 'flows']
export const TOP_KEYS = [
  ...Object.keys(REQUIRED),
  ...OTHERS,
  'cluster',
  'strategies',
  'vary',
  'variants',
  'exclude',
  'metrics',
  'objectives',
  'check',
  'plugins',
]
const HOUR = 3600e9

export interface ReadOptions extends Places {
  /** Name of the file, as messages show it. */
  readonly file: string
  /** Values that take the place of the file's parameters. */
  readonly set?: Readonly<Record<string, string>>
  /** Reads a file; throws as node:fs does. */
  readonly readFile: (path: string) => Uint8Array
  /** Plugins that have been loaded for this scenario: the URL of each module, by its absolute path. */
  readonly plugins?: ReadonlyMap<string, string>
  /** What is wrong with those that could not be loaded, and what to do, by their paths. */
  readonly brokenPlugins?: BrokenPlugins
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
  const document = new ScenarioDocument(text.startsWith('\uFEFF') ? text.slice(1) : text, options.set)
  const top = document.root === null ? undefined : document.entries(document.root, [], 'scenario')
  if (top === undefined) return { scenario: undefined, problems: document.problems, traces: new Map() }
  const find: Find = (key) => top.find((entry) => entry.key === key)
  const parameters = readParameters(document, find('parameters'), options.set ?? {})
  const reader = new Reader(document, await loadExpressionParser(), parameters, options, options.plugins)
  document.refuseUnknown(top, TOP_KEYS, [], 'key')
  const missing = Object.keys(REQUIRED).filter((key) => find(key) === undefined && !document.isMisspelt(key, top, TOP_KEYS))
  for (const section of missing) document.at(document.root, [section], `missing ${section}`, REQUIRED[section])
  const { scenario, traces } = readSections(reader, find, options)
  const hasErrors = (): boolean => document.problems.some(({ severity }) => severity === 'error')
  // What has not been read because of an error may well have used them.
  if (!hasErrors()) warnOfUnused(reader, find('parameters'))
  const problems = [...document.problems].sort((a, b) => a.line - b.line || a.column - b.column)
  return { scenario: hasErrors() ? undefined : freeze(scenario), problems, traces }
}

function readParameters(
  document: ScenarioDocument,
  entry: Entry | undefined,
  set: Readonly<Record<string, string>>,
): Map<string, ParameterValue> {
  const values = new Map<string, ParameterValue>()
  const isBare = entry === undefined || document.isEmpty(entry.value)
  for (const { key, keyNode, value } of isBare ? [] : (document.entries(entry.value, ['parameters'], 'parameters') ?? [])) {
    if (!isFieldName(key)) document.at(keyNode, ['parameters', key], `invalid name: ${key}; ${FIELD_NAME_RULE}`)
    const node = document.resolve(value)
    const written = isScalar(node) ? node.value : undefined
    if (typeof written === 'string' || typeof written === 'number' || typeof written === 'boolean') values.set(key, written)
    else if (!document.isBroken(value)) {
      document.at(value, ['parameters', key], `invalid parameter: ${key} must be a number, a text, or true or false`)
    }
  }
  for (const [name, text] of Object.entries(set)) {
    if (!values.has(name)) {
      const advice = values.size === 0 ? 'The scenario has no parameters.' : ''
      document.unknown(entry?.keyNode ?? document.root, ['parameters'], 'parameter in --set', name, values.keys(), advice)
    }
    values.set(name, valueOf(text))
  }
  return values
}

/** A value from the command line, as YAML would take it in the file. */
function valueOf(text: string): ParameterValue {
  if (/^[-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?$/i.test(text)) return Number(text)
  return text === 'true' ? true : text === 'false' ? false : text
}

function readSections(reader: Reader, find: Find, options: ReadOptions): { scenario: Scenario; traces: ReadonlyMap<string, Trace> } {
  checkFormat(reader, find)
  const plugins = readPlugins(reader, find('plugins'), options.brokenPlugins)
  const sources = readTraffic(reader, find('traffic'), options.readFile)
  const cluster = readCluster(reader, find('cluster'))
  const { stages, fields, names } = readPipeline(reader, find('pipeline'), sources, cluster)
  const flows = readFlows(reader, find('flows'), sources)
  const strategies = readStrategies(reader, find('strategies'))
  checkOrder(reader, find('pipeline'), stages, strategies.scheduling, cluster)
  const epoch = readEpoch(reader, find)
  const vary = readVary(reader, find('vary'))
  const variants = readVariants(reader, find('variants'), vary)
  const named: Named = {
    ...names,
    // A source that could not be read introduces a flow of its own name, as far as can be known.
    flow: [...new Set([...flows.map(({ name }) => name), ...brokenSources(sources)])],
    source: [...sources.nodes.keys()],
    node: cluster.nodes.map(({ name }) => name),
    link: cluster.links.map(({ name }) => name),
  }
  const scenario: Scenario = {
    format: 1,
    name: readName(reader, find, options.file),
    about: readText(reader, find, 'about') ?? '',
    ...readAnalysis(reader, find),
    duration: readDuration(reader, find, sources),
    drain: readNumber(reader, find, 'drain', { kind: 'duration', min: 0, max: LONGEST }, HOUR),
    ...(epoch === undefined ? {} : { epoch }),
    seed: readNumber(reader, find, 'seed', { kind: 'integer', min: 0, max: Number.MAX_SAFE_INTEGER }, 1),
    replications: readNumber(reader, find, 'replications', { kind: 'integer', min: 1, max: 100_000 }, 20),
    parameters: Object.fromEntries(reader.parameters),
    flows,
    sources: sources.sources,
    stages,
    fields,
    nodes: cluster.nodes,
    links: cluster.links,
    strategies,
    vary,
    variants,
    exclude: readExclude(reader, find('exclude'), { strategies, vary, variants }),
    metrics: readMetrics(reader, find('metrics'), named),
    objectives: readObjectives(reader, find('objectives'), named),
    ...readCheck(reader, find('check')),
    ...plugins,
  }
  checkWarmup(reader, find, scenario.warmup, scenario.duration)
  checkSteady(reader, find, scenario.analysis, sources)
  checkSeeds(reader, find, scenario.seed, scenario.replications)
  return { scenario, traces: sources.traces }
}

function brokenSources({ sources, nodes }: ReturnType<typeof readTraffic>): string[] {
  return [...nodes.keys()].filter((name) => !sources.some((source) => source.name === name))
}

function checkFormat(reader: Reader, find: Find): void {
  const { document } = reader
  const format = find('format')
  const written = format && reader.scalar(format.value, ['format'], '1')
  if (written !== undefined && written !== 1)
    document.at(format!.value, ['format'], `unknown format: ${show(written)}; this version reads format 1`)
}

function readName(reader: Reader, find: Find, file: string): string {
  const entry = find('name')
  const name = entry === undefined ? stemOf(file) : readText(reader, find, 'name')
  if (name === undefined) return stemOf(file)
  // eslint-disable-next-line no-control-regex -- what a terminal or a file system takes for something else
  if (name.trim() === '' || name.length > 100 || /[/\\\u0000-\u001f]|^\.+$/.test(name)) {
    const rule = 'it names a folder, so it has no slashes, and 1 to 100 characters'
    const hint = entry === undefined ? 'the file’s stem is no such name: write name: in the file' : undefined
    reader.document.at(entry?.value, ['name'], `invalid name: ${JSON.stringify(name)}; ${rule}`, hint)
  }
  return name
}

function warnOfUnused(reader: Reader, entry: Entry | undefined): void {
  if (entry === undefined || reader.document.isEmpty(entry.value)) return
  for (const { key, keyNode } of reader.document.entries(entry.value, ['parameters'], 'parameters') ?? []) {
    if (!reader.used.has(key)) reader.document.warn(keyNode, ['parameters', key], `unused parameter: nothing mentions $${key}`)
  }
}

function freeze<Value>(value: Value): Value {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value
  for (const part of Object.values(value)) freeze(part)
  return Object.freeze(value)
}
