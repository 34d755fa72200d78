/** What a run result says, table by table. */
import type { MetricValue, RunResult, StageResult } from '../experiment/run-result.ts'
import { formatBytes, formatCount, formatDuration, formatNumber, formatRate, formatShare, formatValue } from './figures.ts'
import { LATENCY_FIGURES, latencyFigures, metricOf, selectedNames, valueOf } from './metric-lookup.ts'
import { NONE, type Cell, type Table } from './table.ts'

type Selector = MetricValue['selector']

/** From this share of time on, a stage, node or link is about to be the bottleneck. */
const BUSY = 0.9

/** Latency and rate of everything, of each flow, and of each sink where there are several. */
export function latencyTable(result: RunResult): Table {
  const rows: { label: string; selector: Selector; metric: string }[] = [{ label: 'all', selector: {}, metric: 'latency' }]
  const flows = selectedNames(result, 'latency.mean', 'flow')
  if (flows.length > 1) rows.push(...flows.map((flow) => ({ label: flow, selector: { flow }, metric: 'latency' })))
  const unused = new Set(result.sinks.filter(({ side, received }) => side && received === 0).map(({ name }) => name))
  const sinks = selectedNames(result, 'latency.mean', 'sink').filter((sink) => !unused.has(sink))
  if (sinks.length > 1) rows.push(...sinks.map((sink) => ({ label: `→ ${sink}`, selector: { sink }, metric: 'latency' })))
  const eventTime = metricOf(result, 'eventTimeLatency.mean')
  if (eventTime !== undefined && (eventTime.count ?? 0) > 0) rows.push({ label: 'event time', selector: {}, metric: 'eventTimeLatency' })
  return {
    title: 'Latency',
    columns: [
      { label: '' },
      { label: 'count', figure: true },
      { label: 'rate', figure: true },
      ...LATENCY_FIGURES.map((label) => ({ label, figure: true as const })),
    ],
    rows: rows.map(({ label, selector, metric }) => {
      const figures = latencyFigures(result, selector, metric)
      const count = figures[0]?.count
      const rate = metric === 'latency' ? valueOf(result, 'throughput', selector) : null
      return [label, figure(count ?? null, 'count'), figure(rate, 'per second'), ...figures.map((f) => figure(f?.value ?? null, 'ns'))]
    }),
    notes: missing(rows.map(({ label, selector, metric }) => ({ label, figures: latencyFigures(result, selector, metric) }))),
  }
}

/** One sentence for each reason why figures are missing, naming them. */
function missing(rows: readonly { label: string; figures: readonly (MetricValue | undefined)[] }[]): string[] {
  const byReason = new Map<string, string[]>()
  for (const { label, figures } of rows) {
    for (const [reason, group] of Map.groupBy(figures, (f) => (f?.value === null ? f.reason : undefined))) {
      if (reason === undefined) continue
      const names = group.map((f) => f?.name.slice(f.name.indexOf('.') + 1) ?? '')
      byReason.set(reason, [...(byReason.get(reason) ?? []), names.length === figures.length ? label : `${label} ${names.join(', ')}`])
    }
  }
  return [...byReason].map(([reason, names]) => `No figure for ${names.join('; ')}: ${reason}.`)
}

/** What was due at each source, and how long it had to wait to be taken. */
export function sourceTable(result: RunResult): Table {
  return {
    title: 'Sources',
    columns: [
      { label: 'source' },
      { label: 'due', figure: true },
      { label: 'offered', figure: true },
      { label: 'bytes', figure: true },
      { label: 'longest backlog', figure: true },
    ],
    rows: result.sources.map((source) => [
      source.name,
      formatNumber(source.offered),
      formatRate(source.offeredRate),
      formatBytes(source.bytes),
      source.backlogMax > 0 ? { text: formatDuration(source.backlogMax), tone: 'warn' } : NONE,
    ]),
    notes: [],
  }
}

/** How each stage spent its time, and what waited before it. */
export function stageTable(result: RunResult): Table {
  return {
    title: 'Stages',
    columns: [
      { label: 'stage' },
      { label: 'operator', roomy: true },
      { label: 'node', roomy: true },
      { label: 'workers', figure: true, roomy: true },
      { label: 'rows', figure: true, roomy: true },
      { label: 'busy', figure: true },
      { label: 'idle', figure: true },
      { label: 'blocked', figure: true },
      { label: 'queue', figure: true },
      { label: 'max', figure: true },
      { label: 'wait', figure: true },
      { label: 'dropped', figure: true },
      { label: 'late', figure: true },
      { label: 'state', figure: true, roomy: true },
    ],
    rows: result.stages.map(stageRow),
    notes: [],
  }
}

function stageRow(stage: StageResult): Cell[] {
  return [
    stage.name,
    stage.operator,
    stage.node,
    formatNumber(stage.servers ?? stage.parallelism),
    formatNumber(stage.taken),
    utilisation(stage.busy),
    formatShare(stage.idle),
    stage.backPressured > 0.01 ? { text: formatShare(stage.backPressured), tone: 'warn' } : formatShare(stage.backPressured),
    formatNumber(stage.queueMean),
    formatNumber(stage.queueMax),
    figure(stage.waitMean, 'ns'),
    some(stage.dropped, 'bad'),
    some(stage.late, 'warn'),
    stage.stateBytesMax > 0 ? formatBytes(stage.stateBytesMax) : NONE,
  ]
}

/** How busy the machines were. */
export function nodeTable(result: RunResult): Table {
  return {
    title: 'Nodes',
    columns: [{ label: 'node' }, { label: 'workers', figure: true }, { label: 'in use', figure: true }],
    rows: result.nodes.map((node) => [node.name, formatNumber(node.workers), utilisation(node.utilisation)]),
    notes: [],
  }
}

/** What went over each link. */
export function linkTable(result: RunResult): Table {
  return {
    title: 'Links',
    columns: [{ label: 'link' }, { label: 'frames', figure: true }, { label: 'bytes', figure: true }, { label: 'in use', figure: true }],
    rows: result.links.map((link) => [link.name, formatNumber(link.frames), formatBytes(link.bytes), utilisation(link.utilisation)]),
    notes: [],
  }
}

/** What each sink received. */
export function sinkTable(result: RunResult): Table {
  return {
    title: 'Sinks',
    columns: [{ label: 'sink' }, { label: 'received', figure: true }, { label: 'bytes', figure: true }, { label: '' }],
    rows: result.sinks.map((sink) => [
      sink.name,
      formatNumber(sink.received),
      formatBytes(sink.bytes),
      sink.side ? { text: 'side output, not in the overall figures', tone: 'muted' } : '',
    ]),
    notes: [],
  }
}

/** In words, what a record in the tail was doing. */
export const ACTIVITIES = {
  backlog: 'not yet taken from the source',
  queue: 'waiting in the queue',
  work: 'being worked on',
  blocked: 'held back for lack of room downstream',
  link: 'on the link',
  window: 'waiting for the window to end',
} as const

/** Where the slowest 1 % spent their time. */
export function tailTable(result: RunResult): Table {
  const { tail } = result
  const total = tail?.places.reduce((sum, { mean }) => sum + mean, 0) ?? 0
  return {
    title: tail === null ? 'Slowest 1 %' : `Slowest 1 %: ${formatCount(tail.count, 'record')} of ${formatDuration(tail.from)} or more`,
    columns: [{ label: 'place' }, { label: 'where' }, { label: 'mean time', figure: true }, { label: 'share', figure: true }],
    rows: (tail?.places ?? []).map(({ place, activity, mean }) => [
      place,
      ACTIVITIES[activity],
      formatDuration(mean),
      formatShare(total > 0 ? mean / total : 0),
    ]),
    notes: tail === null ? ['Too few records to say where the slowest 1 % spent their time.'] : [],
  }
}

/** Which targets of the scenario were met. */
export function objectiveTable(result: RunResult): Table {
  return {
    title: 'Objectives',
    columns: [{ label: '' }, { label: 'objective' }, { label: 'found', figure: true }, { label: '' }],
    rows: result.objectives.map(({ text, level, met, value, unit, reason }) => [
      verdict(met, level),
      text,
      figure(value, unit),
      {
        text: [level === 'error' ? '' : level === 'warn' ? 'warning only' : 'off', reason ?? ''].filter(Boolean).join('; '),
        tone: 'muted',
      },
    ]),
    notes: [],
  }
}

function verdict(met: boolean | null, level: 'error' | 'warn' | 'off'): Cell {
  if (met === null) return { text: '?', tone: 'warn' }
  if (met) return { text: '✓', tone: 'good' }
  return { text: '✗', tone: level === 'error' ? 'bad' : 'warn' }
}

/** Which invariants were checked, how often, and what broke one. */
export function checkerTable(result: RunResult): Table {
  return {
    title: 'Checkers',
    columns: [{ label: '' }, { label: 'checker' }, { label: 'checks', figure: true }, { label: '' }],
    rows: result.checkers.map(({ name, checks, violation }) => [
      violation === null ? { text: '✓', tone: 'good' } : { text: '✗', tone: 'bad' },
      name,
      formatNumber(checks),
      violation === null ? '' : { text: violation, tone: 'bad' },
    ]),
    notes: [],
  }
}

function figure(value: number | null, unit: MetricValue['unit']): Cell {
  return value === null ? NONE : formatValue(value, unit)
}

function some(count: number, tone: 'bad' | 'warn'): Cell {
  return count > 0 ? { text: formatNumber(count), tone } : NONE
}

function utilisation(share: number): Cell {
  return share >= BUSY ? { text: formatShare(share), tone: 'warn' } : formatShare(share)
}
