/** The reference of everything that a scenario can pick and of every metric, as Markdown, from the registries. */
import { entries, type Entry } from '../src/cli/catalogue.ts'
import { defaultText, typeText } from '../src/cli/option-text.ts'
import type { Option, Options } from '../src/registry/option.ts'

interface Section {
  readonly title: string
  readonly where: string
}

const SECTIONS: Readonly<Record<Entry['kind'], Section>> = {
  arrivals: { title: 'Arrivals', where: 'When records come: `arrivals:` of a source.' },
  modifier: { title: 'Modifiers', where: 'What is done to arrivals, in order: `by:` of the arrival process `modified`.' },
  distribution: {
    title: 'Distributions',
    where: 'Where a size, a time or a number may vary: fields, `bytes:`, `disorder:`, service times. A mean has the unit of its place.',
  },
  key: { title: 'Keys', where: 'What records are grouped by: `key:` below `records:` of a source.' },
  disorder: { title: 'Disorder', where: 'How late event times are: `disorder:` of a source.' },
  watermark: { title: 'Watermarks', where: 'How far event time is known to be complete: `watermark:` of a source.' },
  operator: { title: 'Operators', where: 'What a stage does: a stage of `pipeline:` has exactly one.' },
  scheduling: { title: 'Scheduling', where: 'What a worker does next: `scheduling:` of `strategies:`, of a node or of a service stage.' },
  windowing: { title: 'Windowing', where: 'How windows are computed: `windowing:` of `strategies:` or of a window stage.' },
  metric: { title: 'Metrics', where: 'What a run reports, and what objectives judge: `METRIC{selector=name} OP VALUE`.' },
}

export async function reference(): Promise<string> {
  const kinds = [...Map.groupBy(await entries(), ({ kind }) => kind)]
  return [
    '<!-- Made by `npm run generate` from the registries in src/. Change it there. -->',
    '',
    '# Reference',
    '',
    'Everything that a scenario can pick by name, and every metric. `wavetank list` and `wavetank explain NAME` say the same in a terminal.',
    '',
    'A pick is a name (`fifo`), or a map with one name and its options (`fifo: { order: enqueueing }`). Where an option is marked *bare*,',
    'a value alone sets it: `poisson: 3/s` is `poisson: { rate: 3/s }`.',
    '',
    ...kinds.map(([kind, { length }]) => `- [${SECTIONS[kind].title}](#${SECTIONS[kind].title.toLowerCase()}) (${length})`),
    '',
    ...kinds.flatMap(([kind, members]) => section(kind, members)),
  ].join('\n')
}

function section(kind: Entry['kind'], members: readonly Entry[]): string[] {
  const { title, where } = SECTIONS[kind]
  const body = kind === 'metric' ? metricTable(members) : members.flatMap(pickText)
  return [`## ${title}`, '', where, '', ...body]
}

function pickText(entry: Entry): string[] {
  if (entry.kind === 'metric') return []
  const { summary, source, options, main, timingDependent } = entry.descriptor
  const rows = optionRows(options, '', main)
  return [
    `### ${entry.name}`,
    '',
    summary,
    '',
    ...(rows.length === 0 ? [] : [...table(['option', 'takes', 'default', 'meaning'], rows), '']),
    ...(timingDependent === undefined ? [] : [`Results may depend on timing, because ${timingDependent}.`, '']),
    `Source: ${source}.`,
    '',
  ]
}

/** Options of options follow the one that they belong to. */
function optionRows(options: Options, prefix: string, main: string | undefined): string[][] {
  return Object.entries(options).flatMap(([name, option]) => {
    const path = `${prefix}${name}`
    const label = name === main ? `\`${path}\` *bare*` : `\`${path}\``
    return [[label, typeText(option.type), defaultText(option).replace(/^default /, ''), option.doc], ...nestedRows(option, `${path}.`)]
  })
}

function nestedRows({ type }: Pick<Option, 'type'>, prefix: string): string[][] {
  if (type.kind === 'list') return nestedRows({ type: type.of }, `${prefix.slice(0, -1)}[].`)
  if (type.kind === 'group') return optionRows(type.options, prefix, type.main)
  if (type.kind !== 'one-of') return []
  return Object.entries(type.alternatives).flatMap(([name, option]) =>
    option === null ? [[`\`${prefix}${name}\``, 'nothing', '', '']] : optionRows({ [name]: option }, prefix, undefined),
  )
}

const BETTER = { lower: 'lower', higher: 'higher', none: '' } as const

function metricTable(members: readonly Entry[]): string[] {
  const rows = members.flatMap((entry) => {
    if (entry.kind !== 'metric') return []
    const { name, unit, direction, selectors, whole, summary } = entry.metric
    const narrowed = [...(whole ? ['the run'] : []), ...selectors.map((selector) => `\`${selector}\``)].join(', ')
    return [[`\`${name}\``, unit === 'ns' ? 'duration' : unit, BETTER[direction], entry.metric.class, narrowed, summary]]
  })
  return [
    'An *exact* metric is the same in every run with the same seed, on every machine. A *replicated* one varies with the seed and wants several',
    'seeds and an interval.',
    '',
    ...table(['metric', 'unit', 'better', 'class', 'of', 'meaning'], rows),
    '',
  ]
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|').replaceAll('\n', ' ')).join(' | ')} |`
  return [line(head), line(head.map(() => '---')), ...rows.map(line)]
}
