/**
 * Makes a comparison out of recipes, which say what each variant does. Figures agree with one another (differences with values by seed,
 * verdicts with intervals, quantiles with histograms) but nothing was simulated.
 */
import type {
  Axis,
  Comparison,
  Difference,
  Estimate,
  Method,
  ObjectiveEstimate,
  VariantResult,
  Verdict,
} from '../../src/experiment/comparison.ts'
import { metricKey } from '../../src/report/comparison-lookup.ts'
import { Histogram } from '../../src/structures/histogram.ts'

const MILLISECOND = 1e6
export const SECOND = 1e9
export const MINUTE = 60 * SECOND
export const DURATION = 30 * MINUTE
const BINS = 120
const MARGIN = 0.05
/** Critical values of t, roughly: of an interval by itself, and within a family. */
const ALONE = 2.2
const TOGETHER = 3

/** A small linear congruential generator, so that the figures are the same on every machine. */
function draws(seed: number): () => number {
  let state = seed >>> 0
  for (let i = 0; i < 3; i++) state = (Math.imul(state, 1664525) + 1013904223) >>> 0
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return (state + 0.5) / 2 ** 32
  }
}

export function normals(seed: number): () => number {
  const draw = draws(seed)
  return () => Array.from({ length: 12 }, draw).reduce((sum, value) => sum + value, -6)
}

/** What a variant does to the gateway, as factors of what the reference does. */
export interface Recipe {
  readonly id: string
  readonly settings: Readonly<Record<string, string>>
  readonly chat: number
  readonly batch: number
  readonly throughput: number
  /** How much of the spread is its own, not the seed's. */
  readonly noise: number
  readonly load: number
  readonly troubles?: readonly string[]
  /** The id of what it is compared with; the first recipe when absent, nothing when null. */
  readonly against?: string | null
}

export interface Plan {
  readonly name: string
  readonly about: string
  readonly analysis: 'terminating' | 'steady-state'
  readonly seeds: number
  readonly axes: readonly Axis[]
  readonly recipes: readonly Recipe[]
  readonly deterministic?: true
  readonly flow?: string
  readonly method?: Partial<Method>
  readonly notes?: readonly string[]
  readonly crossovers?: Comparison['crossovers']
}

interface Measured {
  readonly metric: string
  readonly selector: Readonly<Record<string, string>>
  readonly unit: Estimate['unit']
  readonly direction: Estimate['direction']
  readonly inFamily: boolean
  readonly values: (recipe: Recipe) => readonly number[]
}

function measures({ seeds, flow = 'chat', deterministic }: Plan): Measured[] {
  const n = deterministic === true ? 1 : seeds
  const values =
    (base: number, factor: (recipe: Recipe) => number, spread = 0.1) =>
    (recipe: Recipe): number[] => {
      const shared = normals(base % 97)
      const own = normals(Math.round(base % 89) + Math.round(1_000 * recipe.chat) + recipe.id.length)
      return Array.from({ length: n }, () => {
        const scatter = deterministic === true ? 0 : spread * (shared() + recipe.noise * (recipe.noise === 0 ? 0 : own()))
        return base * factor(recipe) * Math.max(0.2, 1 + scatter)
      })
    }
  const latency = { unit: 'ns', direction: 'lower' } as const
  const none = { unit: 'share', direction: 'none', inFamily: false } as const
  return [
    { metric: 'latency.p50', selector: { flow }, ...latency, inFamily: true, values: values(780 * MILLISECOND, ({ chat }) => chat) },
    { metric: 'latency.p99', selector: { flow: 'batch' }, ...latency, inFamily: true, values: values(9.2 * SECOND, ({ batch }) => batch) },
    {
      metric: 'throughput',
      selector: {},
      unit: 'per second',
      direction: 'higher',
      inFamily: true,
      values: values(6.57, ({ throughput }) => throughput, 0.02),
    },
    {
      metric: 'latency.mean',
      selector: {},
      ...latency,
      inFamily: false,
      values: values(1.4 * SECOND, ({ chat, batch }) => (chat + batch) / 2),
    },
    { metric: 'latency.p99.9', selector: {}, ...latency, inFamily: false, values: values(14 * SECOND, ({ batch }) => batch, 0.3) },
    { metric: 'busy', selector: { stage: 'model' }, ...none, values: values(0.74, ({ load }) => load, 0.02) },
    { metric: 'bytes', selector: { link: 'up' }, unit: 'bytes', direction: 'lower', inFamily: false, values: values(46_000_000, () => 1) },
    {
      metric: 'dropped',
      selector: {},
      unit: 'count',
      direction: 'lower',
      inFamily: false,
      values: () => Array.from({ length: n }, () => 0),
    },
  ]
}

function moments(values: readonly number[]): { mean: number; error: number | null } {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length
  if (values.length < 2) return { mean, error: null }
  const squares = values.reduce((sum, value) => sum + (value - mean) * (value - mean), 0)
  return { mean, error: Math.sqrt(squares / (values.length - 1) / values.length) }
}

function estimate(measured: Measured, recipe: Recipe, reference: Recipe, deterministic: boolean): Estimate {
  const values = measured.values(recipe)
  const { mean, error } = moments(values)
  const { metric, selector, unit, direction, inFamily } = measured
  const halfWidth = error === null ? null : ALONE * error
  const difference = recipe === reference ? null : differenceOf(measured, values, measured.values(reference), deterministic)
  return { metric, selector, unit, direction, class: 'replicated', inFamily, value: mean, halfWidth, n: values.length, values, difference }
}

function differenceOf({ inFamily, direction }: Measured, values: readonly number[], base: readonly number[], exact: boolean): Difference {
  const pairs = values.map((value, index) => value - base[index]!)
  const { mean, error } = moments(pairs)
  const own = moments(base).mean
  const halfWidth = error === null ? null : (inFamily ? TOGETHER : ALONE) * error
  const lower = pairs.filter((value) => value < 0).length
  const higher = pairs.filter((value) => value > 0).length
  const verdict = inFamily ? judge(mean / own, (halfWidth ?? 0) / own, direction, lower + higher === 0) : null
  return {
    value: mean,
    halfWidth,
    relative: own === 0 ? null : { value: mean / own, halfWidth: halfWidth === null ? null : halfWidth / own },
    verdict,
    seedsToSettle: verdict === 'inconclusive' && !exact ? 4 * values.length : null,
    p: inFamily && error !== null && error > 0 ? Math.min(1, 1 / (1 + Math.abs(mean / error) ** 3)) : null,
    pHolm: inFamily && error !== null && error > 0 ? Math.min(1, 3 / (1 + Math.abs(mean / error) ** 3)) : null,
    worse: direction === 'higher' ? lower : higher,
    better: direction === 'higher' ? higher : lower,
    varianceReduction: error === null || error === 0 ? null : 7.3,
  }
}

function judge(value: number, halfWidth: number, direction: Estimate['direction'], identical: boolean): Verdict {
  if (identical) return 'identical'
  if (value - halfWidth > MARGIN) return direction === 'higher' ? 'better' : 'worse'
  if (value + halfWidth < -MARGIN) return direction === 'higher' ? 'worse' : 'better'
  return value - halfWidth > -MARGIN && value + halfWidth < MARGIN ? 'equivalent' : 'inconclusive'
}

function latencies({ chat, batch }: Recipe): Histogram {
  const histogram = new Histogram()
  const normal = normals(41)
  const draw = draws(42)
  for (let i = 0; i < 9_000; i++) {
    const [median, spread] = i % 3 === 0 ? [2.3 * SECOND * batch, 0.9] : [780 * MILLISECOND * chat, 0.62]
    histogram.record(median * 2 ** (spread * normal()) * (draw() < 0.02 ? 1 + 6 * draw() : 1))
  }
  return histogram
}

function shift(own: Histogram, base: Histogram): VariantResult['shift'] {
  return [0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.99, 0.995, 0.999].map((share) => ({
    share,
    difference: own.quantile(share) - base.quantile(share),
    halfWidth: share > 0.998 ? null : 0.03 * base.quantile(share) * (1 + 3 * share * share),
  }))
}

function series({ chat, batch, throughput }: Recipe): VariantResult['series'] {
  const draw = draws(9)
  const burst = (bin: number): number => (bin % 24 >= 0 && bin % 24 < 4 ? 1 : 0)
  const bins = (make: (bin: number) => number): number[] => Array.from({ length: BINS }, (_, bin) => make(bin))
  return {
    binWidth: DURATION / BINS,
    firstMeasuredBin: 12,
    completionRate: bins((bin) => throughput * (bin < 2 ? 1 + bin : 5.4 + 4 * burst(bin - 1) + draw())),
    latencyMean: bins((bin) => (0.8 * chat + 3 * batch * burst(bin - 1) + 0.3 * draw()) * SECOND).map((value, bin) =>
      bin === 60 ? null : value,
    ),
    queueDepth: [
      { stage: 'admit', values: bins(() => 0.02 * draw()) },
      { stage: 'model', values: bins((bin) => batch * (4 + 90 * burst(bin) + 60 * burst(bin - 2) + 6 * draw())) },
      { stage: 'usage', values: bins((bin) => 0.8 + 2 * burst(bin) + draw()) },
    ],
  }
}

function objectives(estimates: readonly Estimate[], flow: string): ObjectiveEstimate[] {
  const { value, halfWidth } = estimates[0]!
  const distance = Math.abs((value ?? 0) - 0.6 * SECOND)
  return [
    {
      text: `latency.p50{flow=${flow}} < 600 ms`,
      level: 'error',
      line: 61,
      met: (value ?? Infinity) < 0.6 * SECOND,
      sure: distance > (halfWidth ?? 0),
      value,
      unit: 'ns',
    },
    { text: 'throughput >= 6/s', level: 'warn', line: 62, met: true, sure: true, value: estimates[2]!.value, unit: 'per second' },
  ]
}

function variantOf(plan: Plan, recipe: Recipe, reference: Recipe): VariantResult {
  const deterministic = plan.deterministic === true
  const estimates = measures(plan).map((measured) => estimate(measured, recipe, reference, deterministic))
  const histogram = latencies(recipe)
  const judged = objectives(estimates, plan.flow ?? 'chat')
  const busy = Math.min(0.97, 0.74 * recipe.load)
  return {
    id: recipe.id,
    reference: recipe === reference ? null : reference.id,
    isReference: recipe === reference,
    settings: recipe.settings,
    strategies: { scheduling: recipe.settings['scheduling'] ?? 'fifo', windowing: 'per-window' },
    parameters: { chatRate: recipe.settings['chatRate'] ?? '2/s', uplink: '50 Mbit/s' },
    deterministic,
    troubles: recipe.troubles ?? [],
    estimates,
    objectives: judged,
    meets: judged[0]!.met,
    latency: { count: histogram.count, buckets: histogram.entries() },
    shift: recipe === reference ? [] : shift(histogram, latencies(reference)),
    series: series(recipe),
    stages: [
      { name: 'admit', busy: 0.013, idle: 0.987, backPressured: 0 },
      { name: 'model', busy, idle: 1 - busy, backPressured: 0 },
      { name: 'usage', busy: 0.21, idle: 0.75 - 0.1 * recipe.batch, backPressured: 0.04 + 0.1 * recipe.batch },
    ],
    workloads: Array.from({ length: plan.seeds }, (_, seed) =>
      (0x5bd1e995 + seed + (recipe.settings['chatRate']?.length ?? 0)).toString(16),
    ),
  }
}

export function comparison(plan: Plan): Comparison {
  const [reference] = plan.recipes
  const rival = (recipe: Recipe): Recipe =>
    recipe.against === null ? recipe : (plan.recipes.find(({ id }) => id === recipe.against) ?? reference!)
  const size = 3 * plan.recipes.filter((recipe) => rival(recipe) !== recipe).length
  return {
    schema: 'wavetank/comparison/1',
    versions: { wavetank: '0.1.0', priceList: 'reference-1', priceListProvisional: true },
    scenario: { name: plan.name, about: plan.about, analysis: plan.analysis },
    quick: false,
    method: {
      confidence: 0.95,
      margin: MARGIN,
      seeds: { first: 7, count: plan.seeds },
      intervals: 'replications',
      family: {
        size,
        metrics: measures(plan).flatMap((one) => (one.inFamily ? [metricKey(one)] : [])),
        from: 'objectives and metrics',
        confidence: 1 - 0.05 / Math.max(1, size),
      },
      warmup: null,
      stopping: null,
      ...plan.method,
    },
    axes: plan.axes,
    variants: plan.recipes.map((recipe) => variantOf(plan, recipe, rival(recipe))),
    crossovers: plan.crossovers ?? [],
    notes: plan.notes ?? [],
  }
}
