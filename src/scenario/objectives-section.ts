/**
 * Reads `objectives:`: sentences METRIC[{selector=name}] OP VALUE, where VALUE has the metric's unit, or is `baseline`, `baseline + 2 %`
 * or `baseline + 5 ms`.
 */
import { isMap, type Node } from 'yaml'
import { metrics, type Metric } from '../measurement/metrics.ts'
import { didYouMean } from '../registry/suggestion.ts'
import { parseDuration } from '../units/duration.ts'
import { parseNumber } from '../units/number.ts'
import type { Parsed } from '../units/parsed.ts'
import { parseRate } from '../units/rate.ts'
import { parseRatio } from '../units/ratio.ts'
import { parseSize } from '../units/size.ts'
import type { Reader } from './reader.ts'
import type { Objective } from './scenario.ts'

export const LEVELS = ['error', 'warn', 'off'] as const
const SENTENCE = /^\s*([A-Za-z][\w.]*)\s*(?:\{([^}]*)\})?\s*(<=|>=|==|!=|<|>)\s*(\S.*?)\s*$/
const parsers: Readonly<Record<Metric['unit'], (input: unknown) => Parsed>> = { ns: parseDuration, 'per second': parseRate, bytes: parseSize, share: parseRatio, count: parseNumber }

/** Names of the things that selectors may name. */
export type Named = Readonly<Record<string, readonly string[]>>

export function readObjectives(reader: Reader, node: Node | null | undefined, named: Named): Objective[] {
  const objectives: Objective[] = []
  for (const [index, item] of node === undefined ? [] : reader.document.items(node).entries()) {
    const objective = readObjective(reader, item, ['objectives', index], named)
    if (objective !== undefined) objectives.push(objective)
  }
  return objectives
}

function readObjective(reader: Reader, node: Node | null, path: readonly (string | number)[], named: Named): Objective | undefined {
  const resolved = reader.document.resolve(node)
  let sentence = node
  let level: Objective['level'] | undefined = 'error'
  if (isMap(resolved)) {
    const entries = reader.document.entries(resolved, path, 'objective') ?? []
    reader.document.refuseUnknown(entries, ['that', 'level'], path, 'key of an objective')
    const that = entries.find(({ key }) => key === 'that')
    if (that === undefined) {
      reader.document.at(node, path, 'missing sentence of an objective', 'that: latency.p99 < 2 s')
      return undefined
    }
    sentence = that.value
    const levelEntry = entries.find(({ key }) => key === 'level')
    if (levelEntry !== undefined) level = reader.value({ kind: 'choice', of: LEVELS }, levelEntry.value, [...path, 'level']) as Objective['level'] | undefined
  }
  const text = reader.scalar(sentence, path, 'a sentence such as latency.p99 < 2 s')
  if (text === undefined || level === undefined) return undefined
  const parsed = parseSentence(substituted(reader, String(text)), named)
  if ('problem' in parsed) {
    reader.document.at(sentence, path, parsed.problem, parsed.hint)
    return undefined
  }
  return { ...parsed, text: String(text), level, line: reader.document.lineOf(sentence!) }
}

/** Parameters stand for what is written in their place. */
function substituted(reader: Reader, text: string): string {
  return text.replace(/\$([A-Za-z_]\w*)/g, (whole, name: string) => String(reader.parameters.get(name) ?? whole))
}

type Sentence = Pick<Objective, 'metric' | 'selector' | 'operator' | 'value' | 'baseline'>

function parseSentence(text: string, named: Named): Sentence | { readonly problem: string; readonly hint?: string } {
  const match = SENTENCE.exec(text)
  if (match === null) return { problem: `invalid objective: ${text}`, hint: 'write METRIC OP VALUE, as in latency.p99 < 2 s or throughput{flow=chat} >= 3/s' }
  const [, name, selectorText, operator, valueText] = match
  const metric = metrics.find((one) => one.name === name)
  if (metric === undefined) return { problem: `unknown metric: ${name}.${didYouMean(name!, metrics.map((one) => one.name))}`, hint: 'wavetank list metrics names them all' }
  const selector = parseSelector(selectorText, metric, named)
  if ('problem' in selector) return selector
  const relative = /^baseline(?:\s*([+-])\s*(.+))?$/.exec(valueText!)
  if (relative === null) {
    const value = parsers[metric.unit](valueText!)
    if ('problem' in value) return { problem: value.problem }
    return { metric: name!, selector: selector.selector, operator: operator as Objective['operator'], value: value.value }
  }
  const sign = relative[1] === '-' ? -1 : 1
  const share = relative[2]?.endsWith('%') === true
  const by = relative[2] === undefined ? { value: 0 } : share ? parseRatio(relative[2]) : parsers[metric.unit](relative[2])
  if ('problem' in by) return { problem: by.problem }
  return { metric: name!, selector: selector.selector, operator: operator as Objective['operator'], value: sign * by.value, baseline: share ? 'share' : 'add' }
}

function parseSelector(text: string | undefined, metric: Metric, named: Named): { readonly selector: Readonly<Record<string, string>> } | { readonly problem: string; readonly hint?: string } {
  const known = metric.selectors.join(', ')
  const parts = (text ?? '').split(',').map((part) => part.trim()).filter((part) => part !== '')
  if (parts.length === 0) return metric.whole ? { selector: {} } : { problem: `missing selector: ${metric.name} is a figure of a ${metric.selectors.join(' or ')}`, hint: `${metric.name}{${metric.selectors[0]}=NAME}` }
  if (parts.length > 1) return { problem: `invalid selector: {${text}}; one at a time`, hint: known }
  const [key, value] = parts[0]!.split('=').map((part) => part.trim())
  if (!metric.selectors.some((one) => one === key)) return { problem: `unknown selector: ${key}.${didYouMean(key!, metric.selectors)}`, hint: `${metric.name} takes ${known}` }
  const names = named[key!] ?? []
  if (value === undefined || !names.includes(value)) return { problem: `unknown ${key}: ${value ?? ''}.${didYouMean(value ?? '', names)}`, hint: `known: ${names.join(', ')}` }
  return { selector: { [key!]: value } }
}
