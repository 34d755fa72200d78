/**
 * A made-up result with everything a report can show: two flows, four stages, two links, a warm-up, objectives of every outcome.
 * The figures agree with one another (percentiles with histograms, places with the tail) but were not simulated.
 */
import type { HistogramResult, MetricValue, RunResult, StageResult } from '../../src/experiment/run-result.ts'
import { Histogram } from '../../src/structures/histogram.ts'

const MILLISECOND = 1e6
const SECOND = 1e9
const MINUTE = 60 * SECOND

/** A small linear congruential generator, so that the figures are the same on every machine. */
function draws(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return (state + 0.5) / 2 ** 32
  }
}

function latencies(count: number, median: number, spread: number, seed: number): Histogram {
  const draw = draws(seed)
  const histogram = new Histogram()
  for (let i = 0; i < count; i++) {
    let normal = -6
    for (let k = 0; k < 12; k++) normal += draw()
    const slow = draw() < 0.03 ? 1 + 7 * draw() : 1
    histogram.record(median * slow * 2 ** (spread * normal))
  }
  return histogram
}

function histogramResult(sink: string, flow: string, histogram: Histogram): HistogramResult {
  const { count, sum, min, max } = histogram
  return {
    metric: 'latency',
    sink,
    flow,
    count,
    sum,
    min: count > 0 ? min : null,
    max: count > 0 ? max : null,
    buckets: histogram.entries(),
  }
}

function latencyMetrics(selector: Record<string, string>, histogram: Histogram): MetricValue[] {
  const common = { selector, unit: 'ns', direction: 'lower', class: 'replicated', count: histogram.count } as const
  const percentiles = [50, 90, 99, 99.9].map((p): MetricValue => {
    const judged = histogram.count * (1 - p / 100) >= 10
    const reason = 'fewer than ten records lie beyond it'
    const name = `latency.p${p}`
    return judged ? { ...common, name, value: histogram.quantile(p / 100) } : { ...common, name, value: null, reason }
  })
  return [
    { ...common, name: 'latency.mean', value: histogram.sum / histogram.count },
    ...percentiles,
    { ...common, name: 'latency.max', value: histogram.max },
  ]
}

function rate(name: string, selector: Record<string, string>, value: number): MetricValue {
  return { name, selector, value, unit: 'per second', direction: name === 'offered' ? 'none' : 'higher', class: 'replicated' }
}

const BINS = 240
const DURATION = 30 * MINUTE

/** A burst every six minutes, with some noise. */
function burst(bin: number): number {
  const phase = (bin * 7.5) % 360
  return phase < 45 ? 1 : 0
}

function bins(make: (bin: number) => number): number[] {
  return Array.from({ length: BINS }, (_, bin) => make(bin))
}

function series(): RunResult['series'] {
  const draw = draws(9)
  const arrivalRate = bins((bin) => 4 + 12 * burst(bin) + 2 * draw())
  const queue = bins((bin) => Math.max(0, burst(bin) * ((bin * 7.5) % 360) * 3.1 + burst(bin - 4) * 60 + 4 * draw()))
  return {
    start: 0,
    binWidth: DURATION / BINS,
    bins: BINS,
    firstMeasuredBin: 24,
    arrivalRate,
    completionRate: bins((bin) => (bin < 2 ? 2 * draw() : Math.min(10.5, arrivalRate[bin]!) + burst(bin - 5) * 4 + draw())),
    queueDepth: [
      { stage: 'admit', values: bins(() => 0.02 * draw()) },
      { stage: 'model', values: queue },
      { stage: 'usage', values: bins((bin) => 0.4 * burst(bin) + 0.3 * draw()) },
      { stage: 'bills', values: bins(() => 0) },
    ],
    backlog: [
      { source: 'chat', values: bins(() => 0) },
      { source: 'batch', values: bins((bin) => Math.max(0, burst(bin) * ((bin * 7.5) % 360) - 28)) },
    ],
    latencyMean: bins((bin) => (0.5 + burst(bin) * 3) * SECOND),
    latencyMax: bins((bin) => (bin === 100 ? -1 : (0.9 + burst(bin) * 8 + burst(bin - 4) * 4 + draw()) * SECOND)).map((v) =>
      v < 0 ? null : v,
    ),
  }
}

function stage(name: string, operator: string, node: string, given: Partial<StageResult>): StageResult {
  return {
    name,
    operator,
    node,
    parallelism: 1,
    servers: null,
    taken: 12_604,
    emitted: 12_604,
    dropped: 0,
    late: 0,
    firings: 0,
    busy: 0.02,
    idle: 0.98,
    backPressured: 0,
    queueMean: 0.01,
    queueMax: 3,
    waitMean: 0.04 * MILLISECOND,
    counts: { dispatches: 12_604, records: 12_604 },
    stateBytesMax: 0,
    ...given,
  }
}

/** A run of a gateway in which a batch flow and a chat flow share eight model slots. */
export function gatewayResult(): RunResult {
  const chat = latencies(7_231, 780 * MILLISECOND, 0.62, 3)
  const batch = latencies(3_410, 2_350 * MILLISECOND, 0.9, 4)
  const all = new Histogram()
  all.merge(chat)
  all.merge(batch)
  const p99 = all.quantile(0.99)
  return {
    schema: 'wavetank/run-result/1',
    versions: { wavetank: '0.1.0', priceList: 'reference-1', priceListProvisional: true },
    scenario: {
      name: 'llm-gateway',
      about:
        'Interactive chat and a nightly batch share eight model slots. Which scheduling keeps chat fast, and does compressing the uplink pay?',
      analysis: 'steady-state',
      resolved: { format: 1, name: 'llm-gateway', duration: { kind: 'time', time: DURATION }, seed: 42 },
    },
    variant: {
      id: 'scheduling=priority',
      strategies: { scheduling: 'priority', windowing: 'per-window' },
      parameters: { chatRate: '2/s', uplink: '50 Mbit/s' },
    },
    seed: 42,
    clock: { kind: 'virtual' },
    quick: false,
    interval: { from: 3 * MINUTE, to: DURATION, end: DURATION + 21 * SECOND },
    outcome: {
      status: 'drained',
      overload: null,
      timingDependent: ['stage model drops records when its queue is full'],
      notes: ['Strategy list scheduling: took the first of 3 (priority).'],
    },
    metrics: [
      ...latencyMetrics({}, all),
      ...latencyMetrics({ flow: 'chat' }, chat),
      ...latencyMetrics({ flow: 'batch' }, batch),
      ...latencyMetrics({ sink: 'bills' }, all),
      rate('offered', {}, 6.574),
      rate('offered', { source: 'chat' }, 4.468),
      rate('offered', { source: 'batch' }, 2.106),
      rate('throughput', {}, 6.568),
      rate('throughput', { flow: 'chat' }, 4.463),
      rate('throughput', { flow: 'batch' }, 2.105),
      rate('throughput', { sink: 'bills' }, 6.568),
    ],
    histograms: [histogramResult('bills', 'chat', chat), histogramResult('bills', 'batch', batch)],
    series: series(),
    sources: [
      { name: 'chat', offered: 7_238, total: 8_011, bytes: 29_110_220, offeredRate: 4.468, backlogMax: 0 },
      { name: 'batch', offered: 3_412, total: 3_790, bytes: 21_922_030, offeredRate: 2.106, backlogMax: 17.2 * SECOND },
    ],
    stages: [
      stage('admit', 'filter', 'edge', { emitted: 11_801, busy: 0.013, idle: 0.981, backPressured: 0.006 }),
      stage('model', 'service', 'gpu', {
        servers: 8,
        taken: 11_731,
        emitted: 11_731,
        dropped: 70,
        busy: 0.742,
        idle: 0.258,
        backPressured: 0,
        queueMean: 11.37,
        queueMax: 256,
        waitMean: 1_731 * MILLISECOND,
      }),
      stage('usage', 'window', 'core', {
        parallelism: 2,
        taken: 11_731,
        emitted: 9_204,
        late: 12,
        firings: 9_204,
        busy: 0.118,
        idle: 0.882,
        stateBytesMax: 811_008,
        queueMax: 19,
      }),
      stage('bills', 'sink', 'core', { taken: 9_204, emitted: 0, busy: 0.004, idle: 0.996 }),
    ],
    nodes: [
      { name: 'edge', workers: 1, utilisation: 0.013 },
      { name: 'gpu', workers: 1, utilisation: 0 },
      { name: 'core', workers: 4, utilisation: 0.06 },
    ],
    links: [
      { name: 'up', frames: 11_801, bytes: 48_231_004, utilisation: 0.0043 },
      { name: 'down', frames: 11_731, bytes: 3_941_616, utilisation: 0.00002 },
    ],
    sinks: [
      { name: 'bills', received: 9_204, bytes: 368_160, side: false },
      { name: 'tooLate', received: 12, bytes: 480, side: true },
    ],
    tail: {
      from: p99,
      count: 107,
      places: [
        { place: 'model', activity: 'queue', mean: 6_120 * MILLISECOND },
        { place: 'model', activity: 'work', mean: 3_804 * MILLISECOND },
        { place: 'batch', activity: 'backlog', mean: 911 * MILLISECOND },
        { place: 'usage', activity: 'window', mean: 402 * MILLISECOND },
        { place: 'up', activity: 'link', mean: 5.7 * MILLISECOND },
        { place: 'down', activity: 'link', mean: 1 * MILLISECOND },
        { place: 'admit', activity: 'work', mean: 0.0021 * MILLISECOND },
      ],
    },
    checkers: ['conservation', 'order', 'watermarks', 'work-conservation', 'empty-at-drain', 'little'].map((name, index) => ({
      name,
      checks: 12_000 - 1_311 * index,
      violation: null,
    })),
    objectives: [
      { text: 'latency.p99{flow=chat} < 2 s', level: 'error', line: 41, met: false, value: chat.quantile(0.99), unit: 'ns' },
      { text: 'throughput >= 3/s', level: 'error', line: 42, met: true, value: 6.568, unit: 'per second' },
      {
        text: 'latency.p99{flow=chat} <= baseline + 2 %',
        level: 'warn',
        line: 43,
        met: null,
        value: null,
        unit: 'ns',
        reason: 'there is no baseline to compare with',
      },
    ],
    digests: {
      workload: { sources: { chat: '9f31c2aa01b7d4e6', batch: '0b7710cdd2aa91f3' }, demands: '77aa10c2d3b4e5f6' },
      output: { bills: 'c0ffee0112358132', tooLate: '1a2b3c4d5e6f7081' },
      trace: { digest: '5bd1e995aa31b7d0', events: 151_204, rungs: { interval: DURATION / 256, digests: ['5bd1e995aa31b7d0'] } },
    },
  }
}

/** The same scenario at a rate that the model cannot serve: no percentile can be judged. */
export function overloadedResult(): RunResult {
  const base = gatewayResult()
  const reason = 'the backlog of model grew until the end'
  const growing = (bin: number): number => bin * bin * 0.021
  return {
    ...base,
    quick: true,
    outcome: {
      ...base.outcome,
      status: 'not-drained',
      overload: {
        kind: 'growing',
        stage: 'model',
        text: 'model was offered 12.1 records/s and serves at most 8.4: its backlog grew to 6,660 records and would grow for ever.',
      },
    },
    metrics: base.metrics.map((metric) => (metric.name.startsWith('latency') ? { ...metric, value: null, reason } : metric)),
    series: { ...base.series, queueDepth: base.series.queueDepth.map((q) => (q.stage === 'model' ? { ...q, values: bins(growing) } : q)) },
    tail: null,
    checkers: base.checkers.map((c) =>
      c.name === 'little' ? { ...c, violation: 'stage model holds 6,660 rows at 30 min; Little’s law says 6,391' } : c,
    ),
    objectives: base.objectives.map((o) => ({
      ...o,
      met: o.unit === 'ns' ? null : o.met,
      ...(o.unit === 'ns' ? { value: null, reason } : {}),
    })),
  }
}

/** A scenario whose every text tries to be more than text. */
export function hostileResult(): RunResult {
  const base = gatewayResult()
  const evil = '<script>alert(1)</script>'
  const rename = (name: string): string => (name === 'model' ? evil : name === 'chat' ? '"><img src=x onerror=alert(2)>' : name)
  return {
    ...base,
    scenario: { ...base.scenario, name: evil, about: `</script><script>alert(3)</script> & 'quoted' ${evil}` },
    variant: { ...base.variant, id: `scheduling=${evil}` },
    stages: base.stages.map((s) => ({ ...s, name: rename(s.name) })),
    histograms: base.histograms.map((h) => ({ ...h, flow: rename(h.flow) })),
    series: { ...base.series, queueDepth: base.series.queueDepth.map((q) => ({ ...q, stage: rename(q.stage) })) },
    outcome: { ...base.outcome, notes: [evil, '</style><script>alert(4)</script>', '${alert(5)}', '\u2028alert(6)'] },
    objectives: base.objectives.map((o) => ({ ...o, text: `${o.text}${evil}` })),
  }
}

/** A run in which nothing arrived. */
export function emptyResult(): RunResult {
  const base = gatewayResult()
  const zeros = bins(() => 0)
  const reason = 'no record reached a sink'
  return {
    ...base,
    scenario: { ...base.scenario, about: '' },
    metrics: base.metrics
      .filter((m) => !('flow' in m.selector))
      .map((m) => ({ ...m, value: m.unit === 'ns' ? null : 0, count: 0, reason })),
    histograms: [],
    series: {
      ...base.series,
      arrivalRate: zeros,
      completionRate: zeros,
      queueDepth: base.series.queueDepth.map((q) => ({ ...q, values: zeros })),
      backlog: [],
      latencyMean: zeros.map(() => null),
      latencyMax: zeros.map(() => null),
    },
    sources: [],
    stages: base.stages.map((s) => ({ ...s, taken: 0, busy: 0, idle: 1, backPressured: 0, queueMean: 0, queueMax: 0, waitMean: null })),
    links: [],
    tail: null,
    checkers: [],
    objectives: [],
    outcome: { ...base.outcome, notes: [], timingDependent: [] },
  }
}
