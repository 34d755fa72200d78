/** The catalogue for reading. */
import { didYouMean } from '../registry/suggestion.ts'
import type { Option, Options } from '../registry/option.ts'
import type { Entry } from './catalogue.ts'
import { usageError } from './failure.ts'
import { defaultText, typeText } from './option-text.ts'
import { terminalWidth } from './output.ts'

const KIND_TITLES: Readonly<Record<Entry['kind'], string>> = {
  arrivals: 'Arrivals: when records come',
  modifier: 'Modifiers: what is done to arrivals',
  distribution: 'Distributions: of sizes, times and delays',
  key: 'Keys: what records are grouped by',
  disorder: 'Disorder: how late event times are',
  watermark: 'Watermarks: how far event time is known to be complete',
  operator: 'Operators: what a stage does',
  scheduling: 'Scheduling: what a worker does next',
  windowing: 'Windowing: how windows are computed',
  metric: 'Metrics: what runs report and objectives judge',
}

const KIND_NAMES: Readonly<Record<Entry['kind'], string>> = {
  arrivals: 'an arrival process',
  modifier: 'a modifier of arrivals',
  distribution: 'a distribution',
  key: 'a kind of key',
  disorder: 'a kind of disorder',
  watermark: 'a kind of watermark',
  operator: 'an operator',
  scheduling: 'a scheduling strategy',
  windowing: 'a windowing strategy',
  metric: 'a metric',
}

/** Words that mean several kinds. */
const GROUPS: Readonly<Record<string, readonly string[]>> = { strategies: ['scheduling', 'windowing'] }

/** Those of one kind, by its singular or plural; all without one. */
export function ofKind(entries: readonly Entry[], kind: string | undefined): readonly Entry[] {
  if (kind === undefined) return entries
  const shown = entries.filter((entry) => entry.kind === kind || `${entry.kind}s` === kind || GROUPS[kind]?.includes(entry.kind) === true)
  if (shown.length > 0) return shown
  const kinds = [...new Set(entries.map((entry) => entry.kind))]
  throw usageError(`There is no kind "${kind}".${didYouMean(kind, kinds)}`, `The kinds are ${kinds.join(', ')}.`)
}

/** All things with this name; several kinds may share one. */
export function named(entries: readonly Entry[], name: string): readonly Entry[] {
  const found = entries.filter((entry) => entry.name === name)
  if (found.length > 0) return found
  const names = entries.map((entry) => entry.name)
  throw usageError(`Nothing is called "${name}".${didYouMean(name, names)}`, '`wavetank list` names everything.')
}

/** Names and summaries under the heading of their kind. */
export function listing(entries: readonly Entry[]): string {
  return [...Map.groupBy(entries, ({ kind }) => kind)]
    .map(([kind, members]) => {
      const width = Math.max(...members.map(({ name }) => name.length)) + 2
      const lines = members.map(({ name, summary }) => hang(`  ${name.padEnd(width)}`, summary))
      return `${KIND_TITLES[kind]}\n${lines.join('\n')}\n`
    })
    .join('\n')
}

/** Everything about one thing. */
export function explanation(entry: Entry): string {
  return entry.kind === 'metric' ? metricText(entry) : pickText(entry)
}

function metricText({ name, summary, metric }: Extract<Entry, { kind: 'metric' }>): string {
  const better = { lower: 'lower is better', higher: 'higher is better', none: 'neither direction is better' }[metric.direction]
  const narrowed = metric.selectors.map((selector) => `{${selector}=…}`).join(', ')
  const kind =
    metric.class === 'exact'
      ? 'the same in every run with the same seed, on every machine'
      : 'varies with the seed; wants several seeds and an interval'
  return [
    `${name}: ${KIND_NAMES.metric}`,
    hang('', summary),
    '',
    `  unit      ${metric.unit === 'ns' ? 'duration' : metric.unit}; ${better}`,
    hang('  class     ', `${metric.class}: ${kind}`),
    ...(narrowed === '' ? [] : [`  narrowed  ${narrowed}${metric.whole ? '' : ' (needed)'}`]),
    '',
  ].join('\n')
}

function pickText({ kind, name, summary, descriptor }: Exclude<Entry, { kind: 'metric' }>): string {
  const { options, source, main, timingDependent } = descriptor
  return [
    `${name}: ${KIND_NAMES[kind]}`,
    hang('', summary),
    '',
    ...optionLines(options, '  ', main),
    ...(timingDependent === undefined ? [] : [hang('  timing: ', `results may depend on timing, because ${timingDependent}`), '']),
    hang('  source: ', source),
    '',
  ].join('\n')
}

function optionLines(options: Options, indent: string, main: string | undefined): string[] {
  return Object.entries(options).flatMap(([name, option]) => {
    const bare = name === main ? '; a bare value sets it' : ''
    return [
      hang(`${indent}${name}: `, `${typeText(option.type)}; ${defaultText(option)}${bare}`, indent.length + 4),
      hang(`${indent}    `, option.doc),
      ...nested(option, `${indent}    `),
      ...(indent.length === 2 ? [''] : []),
    ]
  })
}

function nested({ type }: Pick<Option, 'type'>, indent: string): string[] {
  if (type.kind === 'list') return nested({ type: type.of }, indent)
  if (type.kind === 'group') return optionLines(type.options, indent, type.main)
  if (type.kind !== 'one-of') return []
  return Object.entries(type.alternatives).flatMap(([name, option]) =>
    option === null
      ? [`${indent}${name}`]
      : [hang(`${indent}${name}: `, typeText(option.type)), hang(`${indent}    `, option.doc), ...nested(option, `${indent}    `)],
  )
}

/** A text after its head, broken at the terminal's width, further lines indented like the head or as given. */
function hang(head: string, text: string, indent = head.length): string {
  const width = Math.min(100, terminalWidth())
  const lines = ['']
  for (const word of text.split(/\s+/)) {
    const room = width - (lines.length === 1 ? head.length : indent)
    const last = lines.at(-1)!
    if (last === '') lines[lines.length - 1] = word
    else if (last.length + 1 + word.length <= room) lines[lines.length - 1] = `${last} ${word}`
    else lines.push(word)
  }
  return head + lines.join(`\n${' '.repeat(indent)}`)
}
