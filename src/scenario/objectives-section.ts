/**
 * Reads `metrics:` and `objectives:`. Objectives are sentences METRIC[{selector=name}] OP VALUE, where VALUE has the metric's unit, or is `baseline`, `baseline + 2 %`
 * or `baseline + 5 ms`.
 */
import { isMap, isScalar, type Node } from 'yaml'
import { metrics, type Metric } from '../measurement/metrics.ts'
import { didYouMean } from '../registry/suggestion.ts'
import { parseTimestamp } from '../traffic/timestamp.ts'
import { parseDuration } from '../units/duration.ts'
import { parseNumber } from '../units/number.ts'
import type { Parsed } from '../units/parsed.ts'
import { parseRate } from '../units/rate.ts'
import { parseRatio } from '../units/ratio.ts'
import { parseSize } from '../units/size.ts'
import type { Entry, Path } from './document.ts'
import type { Reader } from './reader.ts'
import type { Objective, Scenario } from './scenario.ts'

export const LEVELS = ['error', 'warn', 'off'] as const
const SENTENCE = /^(\s*)([A-Za-z][\w.]*)(\s*)(\{[^}]*\})?(\s*)(<=|>=|==|!=|<|>)(\s*)(\S.*?)\s*$/s
const NAME = /^(\s*)([A-Za-z][\w.]*)(\s*)(\{[^}]*\})?\s*$/s
const EXAMPLE = 'write METRIC OP VALUE, as in latency.p99 < 2 s or throughput{flow=chat} >= 3/s'

const parsers: Readonly<Record<Metric['unit'], (input: unknown) => Parsed>> = {
  ns: parseDuration,
  'per second': parseRate,
  bytes: parseSize,
  share: parseRatio,
  count: parseNumber,
}

/** Names of the things that selectors may name. */
export type Named = Readonly<Record<string, readonly string[]>>

/** What is wrong with a sentence, and at which of its characters. */
interface Fault {
  readonly problem: string
  readonly hint?: string
  readonly at?: number
}

type Sentence = Pick<Objective, 'metric' | 'selector' | 'operator' | 'value' | 'baseline'>

export function readObjectives(reader: Reader, entry: Entry | undefined, named: Named): Objective[] {
  if (entry === undefined || reader.document.isEmpty(entry.value)) return []
  return reader.document.items(entry.value).flatMap((item, index) => readObjective(reader, item, ['objectives', index], named) ?? [])
}

function readObjective(reader: Reader, node: Node | null, path: Path, named: Named): Objective | undefined {
  const { document } = reader
  let sentence = node
  let floor: Entry | undefined
  let until: string | undefined
  let level: Objective['level'] | undefined = 'error'
  if (isMap(document.resolve(node))) {
    const entries = document.entries(node, path, 'objective') ?? []
    document.refuseUnknown(entries, ['that', 'level', 'floor', 'until'], path, 'key of an objective')
    const find = (key: string): Entry | undefined => entries.find((one) => one.key === key)
    const that = find('that')
    const levelEntry = find('level')
    if (levelEntry !== undefined) level = reader.value({ kind: 'choice', of: LEVELS }, levelEntry.value, [...path, 'level']) as typeof level
    floor = find('floor')
    until = readDay(reader, find('until'), path)
    if (that === undefined) {
      document.at(node, path, 'missing sentence of an objective', 'that: latency.p99 < 2 s')
      return undefined
    }
    sentence = that.value
  }
  const text = reader.scalar(sentence, path, 'a sentence such as latency.p99 < 2 s')
  if (text === undefined) return undefined
  const written = document.resolve(sentence)
  const parsed = parseSentence(reader, String(text), sentence, path, named)
  if (parsed === undefined || level === undefined) return undefined
  if (!('problem' in parsed)) {
    const least = readFloor(reader, floor, parsed, path)
    const excuses = { ...(least === undefined ? {} : { floor: least }), ...(until === undefined ? {} : { until }) }
    return { ...parsed, text: String(text), level, ...excuses, line: document.lineOf(sentence!) }
  }
  document.at(sentence, path, parsed.problem, parsed.hint, isScalar(written) && written.value === text ? parsed.at : undefined)
  return undefined
}

/** A difference in the metric's unit that is too small to fail anything. */
function readFloor(reader: Reader, entry: Entry | undefined, { metric, baseline }: Sentence, path: Path): number | undefined {
  if (entry === undefined) return undefined
  const { document } = reader
  const at = [...path, 'floor']
  if (baseline === undefined) {
    document.at(entry.keyNode, at, 'invalid floor: the objective does not compare with a baseline', 'latency.p99 <= baseline + 2 %')
    return undefined
  }
  const written = reader.scalar(entry.value, at, 'a difference such as 1 ms')
  if (written === undefined) return undefined
  const parsed = parsers[metrics.find((one) => one.name === metric)!.unit](written)
  if (!('problem' in parsed) && parsed.value >= 0) return parsed.value
  document.at(entry.value, at, 'problem' in parsed ? parsed.problem : `invalid floor: ${written}; it must be 0 or more`)
  return undefined
}

/** A day that the calendar has, as YYYY-MM-DD. */
function readDay(reader: Reader, entry: Entry | undefined, path: Path): string | undefined {
  if (entry === undefined) return undefined
  const at = [...path, 'until']
  const written = reader.scalar(entry.value, at, 'a day such as 2027-01-31')
  if (written === undefined) return undefined
  const day = String(written)
  if (/^\d{4}-\d{2}-\d{2}$/.test(day) && parseTimestamp(day, 'iso', 0, { day: 0, nanoseconds: 0 }) === undefined) return day
  reader.document.at(entry.value, at, `invalid day: ${day}`, 'YYYY-MM-DD, such as 2027-01-31')
  return undefined
}

/** Reads `metrics:`: what to judge beside what objectives name, as METRIC[{selector=name}]. */
export function readMetrics(reader: Reader, entry: Entry | undefined, named: Named): Scenario['metrics'] {
  const { document } = reader
  if (entry === undefined || document.isEmpty(entry.value)) return []
  return document.items(entry.value).flatMap((item, index) => {
    const text = reader.scalar(item, ['metrics', index], 'a metric such as latency.p99')
    if (text === undefined) return []
    const match = NAME.exec(String(text))
    const parsed = match === null ? { problem: `invalid metric: ${text}`, hint: 'latency.p99{flow=chat}' } : parseMetric(match, named)
    if (!('problem' in parsed)) return [{ metric: parsed.metric.name, selector: parsed.selector }]
    document.at(item, ['metrics', index], parsed.problem, parsed.hint)
    return []
  })
}

/** Undefined when a parameter in it is not known. */
function parseSentence(reader: Reader, text: string, node: Node | null, path: Path, named: Named): Sentence | Fault | undefined {
  const match = SENTENCE.exec(text)
  if (match === null) return { problem: `invalid objective: ${text}`, hint: EXAMPLE }
  const [, , , , , gap, operator, space, valueText] = match as unknown as string[]
  const of = parseMetric(match, named)
  if ('problem' in of) return of
  const valueAt = of.end + gap!.length + operator!.length + space!.length
  const value = substituted(reader, valueText!, node, path, valueAt)
  if (value === undefined) return undefined
  const bound = parseBound(value, of.metric)
  if ('problem' in bound) return { ...bound, at: valueAt }
  return { metric: of.metric.name, selector: of.selector, operator: operator as Objective['operator'], ...bound }
}

/** The metric at the head of a sentence, and the character behind it. */
function parseMetric(
  match: RegExpExecArray,
  named: Named,
): { readonly metric: Metric; readonly selector: Objective['selector']; readonly end: number } | Fault {
  const [, before, name, blank, selectorText] = match as unknown as string[]
  const at = before!.length
  const metric = metrics.find((one) => one.name === name)
  if (metric === undefined) {
    const meant = suggested(
      name!,
      metrics.map((one) => one.name),
    )
    return { problem: `unknown metric: ${name}`, hint: `${meant} \`wavetank list metrics\` names them all.`.trim(), at }
  }
  const selectorAt = at + name!.length + blank!.length
  const selector = parseSelector(selectorText, metric, named, selectorAt)
  if ('problem' in selector) return { at, ...selector }
  return { metric, selector: selector.selector, end: selectorAt + (selectorText ?? '').length }
}

/** Parameters stand for what is written in their place. */
function substituted(reader: Reader, text: string, node: Node | null, path: Path, at: number): string | undefined {
  let complete = true
  const value = text.replace(/\$([A-Za-z_]\w*)/g, (whole, name: string, offset: number) => {
    const found = reader.parameter(name, node, path, at + offset)
    if (found === undefined) complete = false
    return String(found ?? whole)
  })
  return complete ? value : undefined
}

function parseBound(text: string, metric: Metric): Pick<Sentence, 'value' | 'baseline'> | Fault {
  const relative = /^baseline\b\s*(?:([+-])\s*(\S.*))?$/.exec(text)
  if (relative === null) {
    const value = parsers[metric.unit](text)
    return 'problem' in value ? { problem: value.problem } : { value: value.value }
  }
  const [, sign, by] = relative
  if (by === undefined) return { value: 0, baseline: 'add' }
  const isShare = by.endsWith('%') && metric.unit !== 'share'
  const value = isShare ? parseRatio(by) : parsers[metric.unit](by)
  if ('problem' in value) return { problem: value.problem }
  return { value: sign === '-' ? -value.value : value.value, baseline: by.endsWith('%') ? 'share' : 'add' }
}

/** Every name of one letter is near to every other. */
function suggested(name: string, known: readonly string[]): string {
  return name.length === 1 ? '' : didYouMean(name, known).trim()
}

/** `{flow=chat}`: one thing that the metric is a figure of. */
function parseSelector(
  text: string | undefined,
  metric: Metric,
  named: Named,
  at: number,
): { readonly selector: Objective['selector'] } | Fault {
  const takes = `${metric.name} takes ${metric.selectors.join(', ')}`
  const parts = (text ?? '')
    .replace(/^\{|\}$/g, '')
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '')
  if (parts.length === 0) {
    if (metric.whole) return { selector: {} }
    const hint = `${metric.name}{${metric.selectors[0]}=NAME}`
    return { problem: `missing selector: ${metric.name} is a figure of a ${metric.selectors.join(' or ')}`, hint }
  }
  if (parts.length > 1) return { problem: `invalid selector: ${text}; it takes one at a time`, hint: takes, at }
  const [key, value] = parts[0]!.split('=').map((part) => part.trim()) as [string, string | undefined]
  const keyAt = at + text!.indexOf(key)
  if (!metric.selectors.some((one) => one === key)) {
    return { problem: `unknown selector: ${key}`, hint: `${suggested(key, metric.selectors)} ${takes}`.trim(), at: keyAt }
  }
  const names = named[key] ?? []
  if (value !== undefined && names.includes(value)) return { selector: { [key]: value } }
  if (value === undefined || value === '') return { problem: `missing ${key}: which one?`, hint: `${metric.name}{${key}=NAME}`, at: keyAt }
  const known = names.length === 0 ? `the scenario has no ${key}` : `Known: ${names.join(', ')}`
  return {
    problem: `unknown ${key}: ${value}`,
    hint: `${suggested(value, names)} ${known}`.trim(),
    at: at + text!.indexOf(value, text!.indexOf('=')),
  }
}
