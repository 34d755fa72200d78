/** Made-up comparisons with everything that their report can show. */
import type { Axis, Comparison } from '../../src/experiment/comparison.ts'
import { comparison, DURATION, MINUTE, normals, SECOND, type Recipe } from './made-up-comparison.ts'

const GATEWAY = {
  name: 'llm-gateway',
  about: 'Interactive chat and a batch job share eight model slots. Which scheduling keeps chat fast?',
  analysis: 'terminating',
  seeds: 20,
} as const

const plain = { chat: 1, batch: 1, throughput: 1, noise: 0.25, load: 1 } as const

function schedulingAxis(values: readonly string[]): Axis {
  return { name: 'scheduling', kind: 'strategy', values, numeric: null }
}

function scheduled(scheduling: string, changes: Partial<Recipe> = {}): Recipe {
  return { ...plain, id: `scheduling=${scheduling}`, settings: { scheduling }, ...changes }
}

/** Priority keeps chat fast, and batch pays for it. */
export function twoVariants(): Comparison {
  return comparison({
    ...GATEWAY,
    axes: [schedulingAxis(['fifo', 'priority'])],
    recipes: [scheduled('fifo'), scheduled('priority', { chat: 0.52, batch: 1.21 })],
  })
}

const CHAT_RATES = ['0.5/s', '1/s', '2/s', '3/s', '4/s', '6/s']
const RATES = [0.5, 1, 2, 3, 4, 6]

/** Three schedulings along six rates of chat, each compared with the first at the same rate. */
export function manyVariants(schedulings: readonly string[] = ['fifo', 'priority', 'weighted-fair(quantum=4)'], seeds = 10): Comparison {
  const recipes = schedulings.flatMap((scheduling, index) =>
    CHAT_RATES.map((chatRate, position): Recipe => {
      const rate = RATES[position]!
      const loaded = 0.4 + 0.15 * rate * rate
      const gain = index === 0 ? 1 : index === 1 ? 1.15 - 0.16 * rate : 1.02
      return {
        id: `scheduling=${scheduling},chatRate=${chatRate}`,
        against: index === 0 ? null : `scheduling=${schedulings[0]!},chatRate=${chatRate}`,
        settings: { scheduling, chatRate },
        chat: loaded * Math.max(0.3, gain),
        batch: loaded * (index === 1 ? 1.3 : 1),
        throughput: 0.5 + 0.25 * rate,
        noise: index === 2 ? 0.9 : 0.3,
        load: Math.min(1.3, 0.5 + 0.15 * rate),
        troubles: rate > 4 ? [`Backlog of batch grew without end in seeds 7 to ${6 + seeds}.`] : [],
      }
    }),
  )
  const numeric = { unit: '/s', values: RATES, scale: 'linear' } as const
  const axes: Axis[] = [schedulingAxis(schedulings), { name: 'chatRate', kind: 'parameter', values: CHAT_RATES, numeric }]
  const crossovers: Comparison['crossovers'] = [
    {
      axis: 'chatRate',
      metric: 'latency.p50{flow=chat}',
      variant: 'scheduling=priority',
      reference: 'scheduling=fifo',
      ranges: [
        { from: '0.5/s', to: '0.5/s', winner: 'reference' },
        { from: '1/s', to: '1/s', winner: null },
        { from: '2/s', to: '6/s', winner: 'variant' },
      ],
    },
    {
      axis: 'chatRate',
      metric: 'latency.p50{flow=chat}',
      variant: 'scheduling=weighted-fair(quantum=4)',
      reference: 'scheduling=fifo',
      ranges: [{ from: '0.5/s', to: '6/s', winner: null }],
    },
    {
      axis: 'chatRate',
      metric: 'latency.p99{flow=batch}',
      variant: 'scheduling=priority',
      reference: 'scheduling=fifo',
      ranges: [{ from: '0.5/s', to: '6/s', winner: 'reference' }],
    },
  ]
  return comparison({
    ...GATEWAY,
    seeds,
    axes,
    recipes,
    crossovers,
    notes: ['Variants with a chatRate of 6/s are overloaded: their figures depend on the duration.'],
  })
}

/** A steady state whose warm-up was found by a pilot, which was too short, and whose precision was not reached. */
export function steadyState(): Comparison {
  const recipes = [
    scheduled('fifo'),
    scheduled('priority', { chat: 0.97, noise: 0.6 }),
    scheduled('longest-queue', { chat: 1.001, noise: 0.02, batch: 0.85 }),
  ]
  const values = (level: number, seed: number): number[] => {
    const normal = normals(seed)
    return Array.from({ length: 200 }, (_, bin) => level * (1 - 0.9 * 2 ** (-bin / 9)) * (1 + 0.12 * normal()))
  }
  const pilot = recipes.flatMap(({ id }, index) => [
    { variant: id, series: 'latency', cut: 1.2 * MINUTE, values: values(1.4 * SECOND, 3 + index) },
    { variant: id, series: 'queue of model', cut: 3 * MINUTE, values: values(11.4, 13 + index) },
  ])
  return comparison({
    ...GATEWAY,
    analysis: 'steady-state',
    seeds: 30,
    axes: [schedulingAxis(['fifo', 'priority', 'longest-queue'])],
    recipes,
    method: {
      warmup: {
        by: 'MSER-5',
        time: 3 * MINUTE,
        tooShort: true,
        decisive: { variant: 'scheduling=priority', series: 'queue of model' },
        pilot: { seeds: 10, binWidth: DURATION / 200, series: pilot },
      },
      stopping: {
        precision: 0.02,
        reached: false,
        budget: 30,
        worst: { variant: 'scheduling=priority', metric: 'latency.p50{flow=chat}', precision: 0.034 },
      },
    },
  })
}

/** No chance in it: one value of each, and no interval. */
export function deterministic(): Comparison {
  return comparison({
    ...GATEWAY,
    deterministic: true,
    axes: [schedulingAxis(['fifo', 'priority'])],
    recipes: [scheduled('fifo'), scheduled('priority', { chat: 0.52, batch: 1 })],
  })
}

/** Variants that make no difference. */
export function identical(): Comparison {
  const same = { noise: 0 }
  return comparison({
    ...GATEWAY,
    axes: [schedulingAxis(['fifo', 'priority', 'longest-queue'])],
    recipes: [scheduled('fifo', same), scheduled('priority', same), scheduled('longest-queue', same)],
  })
}

/** One variant, and nothing to compare it with. */
export function alone(): Comparison {
  const { variants, ...rest } = twoVariants()
  return { ...rest, variants: variants.slice(0, 1) }
}

/** Metrics that nobody asked about, of runs in which nothing was completed. */
export function unjudged(): Comparison {
  const { variants, method, ...rest } = twoVariants()
  const series = { binWidth: 0, firstMeasuredBin: 0, completionRate: [], latencyMean: [], queueDepth: [] }
  return {
    ...rest,
    method: { ...method, family: { ...method.family, size: 0, metrics: [] } },
    variants: variants.map((variant) => ({
      ...variant,
      estimates: variant.estimates.map((estimate) => ({
        ...estimate,
        inFamily: false,
        value: null,
        reason: 'nothing was completed',
        difference: null,
      })),
      objectives: [],
      meets: null,
      latency: { count: 0, buckets: [] },
      shift: [],
      series,
      stages: [],
    })),
  }
}

/** Names that would be markup, code or commands if anything took them for such. */
export function hostileComparison(): Comparison {
  const evil = '</script><script>alert(1)</script>'
  const names = [evil, `"]+alert(2)+["`, "'\\${alert(3)}\u2028", '<img src=x onerror=alert(4)>', 'a.b[0]{c}', 'toString']
  return comparison({
    ...GATEWAY,
    name: '<script>alert(1)</script>',
    about: `<img src=x onerror=alert(5)> ${evil}`,
    flow: '<b>"chat\'</b>',
    axes: [
      schedulingAxis(names),
      { name: '<i>rate', kind: 'parameter', values: ['1</i>', '2"]'], numeric: { unit: '<u>', values: [1, 2], scale: 'log' } },
    ],
    recipes: names.flatMap((scheduling, index) =>
      ['1</i>', '2"]'].map((rate, position) => ({
        ...plain,
        id: `scheduling=${scheduling},<i>rate=${rate}`,
        settings: { scheduling, '<i>rate': rate },
        chat: 1 + 0.2 * index + 0.5 * position,
        troubles: [evil],
      })),
    ),
    notes: [evil],
    crossovers: [
      {
        axis: '<i>rate',
        metric: 'throughput',
        variant: evil,
        reference: 'fifo',
        ranges: [{ from: '1</i>', to: '2"]', winner: 'variant' }],
      },
    ],
  })
}
