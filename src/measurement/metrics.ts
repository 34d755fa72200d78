/**
 * The catalogue of metrics: every figure that a run reports by name, and that an objective may judge.
 * Classes: `exact` counts are the same on every machine and under both clocks where output does not depend on timing;
 * `replicated` figures vary with the seed and want intervals; on the wall clock they become `measured`.
 */

export interface Metric {
  readonly name: string
  readonly summary: string
  readonly unit: 'ns' | 'per second' | 'bytes' | 'share' | 'count'
  readonly direction: 'lower' | 'higher' | 'none'
  readonly class: 'exact' | 'replicated'
  /** Selectors that may narrow it, each by itself; an empty list: only for the run as a whole. */
  readonly selectors: readonly Selector[]
  /** False when it needs one of its selectors. */
  readonly whole: boolean
}

export type Selector = 'flow' | 'sink' | 'source' | 'stage' | 'node' | 'link'

/** The percentiles that reports give, in percent. */
export const PERCENTILES = [50, 90, 99, 99.9] as const

const latency = (name: string, subject: string, selectors: readonly Selector[]): Metric[] => [
  metric(`${name}.mean`, `Mean ${subject}.`, 'ns', 'lower', 'replicated', selectors, true),
  ...PERCENTILES.map((p) =>
    metric(
      `${name}.p${p}`,
      `${p}th percentile of the ${subject}; needs ten records beyond it.`,
      'ns',
      'lower',
      'replicated',
      selectors,
      true,
    ),
  ),
  metric(`${name}.max`, `Largest ${subject}.`, 'ns', 'lower', 'replicated', selectors, true),
]

export const metrics: readonly Metric[] = [
  ...latency('latency', 'time from when a record should arrive to when it, or the result it causes, reaches a sink', ['flow', 'sink']),
  ...latency('eventTimeLatency', 'time from the largest event time in a result to when it reaches a sink', ['flow', 'sink']),
  metric('offered', 'Records due per second.', 'per second', 'none', 'replicated', ['source'], true),
  metric('throughput', 'Records and results that reach a sink per second.', 'per second', 'higher', 'replicated', ['flow', 'sink'], true),
  metric('dropped', 'Records that full queues dropped, over the whole run.', 'count', 'lower', 'exact', ['stage'], true),
  metric('dropShare', 'Dropped records as a share of the rows offered to the queue.', 'share', 'lower', 'replicated', ['stage'], false),
  metric(
    'late',
    'Records that came too late for every window they belong to, over the whole run.',
    'count',
    'lower',
    'exact',
    ['stage'],
    true,
  ),
  metric('firings', 'Window results emitted, over the whole run.', 'count', 'none', 'exact', ['stage'], false),
  metric('busy', 'Share of time in which the tasks (or servers) of a stage work.', 'share', 'none', 'replicated', ['stage'], false),
  metric(
    'idle',
    'Share of time in which the tasks (or servers) of a stage have nothing under way.',
    'share',
    'none',
    'replicated',
    ['stage'],
    false,
  ),
  metric(
    'backPressured',
    'Share of time in which the tasks of a stage wait for room downstream.',
    'share',
    'lower',
    'replicated',
    ['stage'],
    false,
  ),
  metric('queue.mean', 'Rows waiting, averaged over time.', 'count', 'lower', 'replicated', ['stage'], false),
  metric('queue.max', 'Most rows waiting at once.', 'count', 'lower', 'replicated', ['stage'], false),
  metric('wait.mean', 'Mean time that rows wait in the queue.', 'ns', 'lower', 'replicated', ['stage'], false),
  metric(
    'backlog.max',
    'Longest time that a due record waits for the pipeline to take it.',
    'ns',
    'lower',
    'replicated',
    ['source'],
    false,
  ),
  metric('utilisation', 'Share of time in which workers, or the link, are in use.', 'share', 'none', 'replicated', ['node', 'link'], false),
  metric('bytes', 'Bytes sent over a link, over the whole run.', 'bytes', 'lower', 'exact', ['link'], false),
  metric('stateBytes.max', 'Most state held by a stage.', 'bytes', 'lower', 'replicated', ['stage'], false),
]

function metric(
  name: string,
  summary: string,
  unit: Metric['unit'],
  direction: Metric['direction'],
  kind: Metric['class'],
  selectors: readonly Selector[],
  whole: boolean,
): Metric {
  return { name, summary, unit, direction, class: kind, selectors, whole }
}
