/** The schema of a comparison document, for whoever reads one from a file: `wavetank report`, notebooks, other programs. */
import { z } from 'zod'
import { COMPARISON_SCHEMA, type Comparison } from './comparison.ts'

const count = z.int().min(0)
const share = z.number().min(0).max(1)
const texts = z.record(z.string(), z.string())
const unit = z.enum(['ns', 'per second', 'bytes', 'share', 'count'])
const maybe = z.number().nullable()

const warmup = z.strictObject({
  by: z.enum(['MSER-5', 'scenario']),
  time: z.number(),
  tooShort: z.boolean(),
  decisive: z.strictObject({ variant: z.string(), series: z.string() }).nullable(),
  pilot: z
    .strictObject({
      seeds: count,
      binWidth: z.number(),
      series: z.array(z.strictObject({ variant: z.string(), series: z.string(), cut: z.number(), values: z.array(z.number()) })),
    })
    .nullable(),
})

const stopping = z.strictObject({
  precision: z.number(),
  reached: z.boolean(),
  budget: count,
  worst: z.strictObject({ variant: z.string(), metric: z.string(), precision: maybe }).nullable(),
})

const method = z.strictObject({
  confidence: share,
  margin: z.number().min(0),
  seeds: z.strictObject({ first: z.int(), count }),
  intervals: z.enum(['replications', 'batch means']),
  family: z.strictObject({
    size: count,
    metrics: z.array(z.string()),
    from: z.enum(['objectives and metrics', 'default']),
    confidence: share,
  }),
  warmup: warmup.nullable(),
  stopping: stopping.nullable(),
})

const axis = z.strictObject({
  name: z.string(),
  kind: z.enum(['variant', 'strategy', 'parameter']),
  values: z.array(z.string()),
  numeric: z.strictObject({ unit: z.string(), values: z.array(z.number()), scale: z.enum(['linear', 'log']) }).nullable(),
})

const difference = z.strictObject({
  value: z.number(),
  halfWidth: maybe,
  relative: z.strictObject({ value: z.number(), halfWidth: maybe }).nullable(),
  verdict: z.enum(['better', 'worse', 'equivalent', 'identical', 'inconclusive']).nullable(),
  seedsToSettle: count.nullable(),
  p: maybe,
  pHolm: maybe,
  worse: count,
  better: count,
  varianceReduction: maybe,
})

const estimate = z.strictObject({
  metric: z.string(),
  selector: texts,
  unit,
  direction: z.enum(['lower', 'higher', 'none']),
  class: z.enum(['exact', 'replicated', 'measured']),
  inFamily: z.boolean(),
  value: maybe,
  halfWidth: maybe,
  n: count,
  values: z.array(maybe),
  reason: z.string().exactOptional(),
  difference: difference.nullable(),
})

const objective = z.strictObject({
  text: z.string(),
  level: z.enum(['error', 'warn', 'off']),
  line: count,
  met: z.boolean().nullable(),
  sure: z.boolean(),
  value: maybe,
  unit,
  reason: z.string().exactOptional(),
})

const variant = z.strictObject({
  id: z.string(),
  reference: z.string().nullable(),
  isReference: z.boolean(),
  settings: texts,
  strategies: texts,
  parameters: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
  deterministic: z.boolean(),
  troubles: z.array(z.string()),
  estimates: z.array(estimate),
  objectives: z.array(objective),
  meets: z.boolean().nullable(),
  latency: z.strictObject({ count, buckets: z.array(z.tuple([count, count])) }),
  shift: z.array(z.strictObject({ share, difference: z.number(), halfWidth: maybe })),
  series: z.strictObject({
    binWidth: z.number(),
    firstMeasuredBin: count,
    completionRate: z.array(z.number()),
    latencyMean: z.array(maybe),
    queueDepth: z.array(z.strictObject({ stage: z.string(), values: z.array(z.number()) })),
  }),
  stages: z.array(z.strictObject({ name: z.string(), busy: share, idle: share, backPressured: share })),
  workloads: z.array(z.string()),
})

const crossover = z.strictObject({
  axis: z.string(),
  metric: z.string(),
  variant: z.string(),
  reference: z.string(),
  ranges: z.array(z.strictObject({ from: z.string(), to: z.string(), winner: z.enum(['variant', 'reference']).nullable() })),
})

/** Reads a comparison; refuses one of another version, or with anything in it that the version does not know. */
export const comparisonSchema = z.strictObject({
  schema: z.literal(COMPARISON_SCHEMA),
  versions: z.strictObject({ wavetank: z.string(), priceList: z.string(), priceListProvisional: z.boolean() }),
  scenario: z.strictObject({ name: z.string(), about: z.string(), analysis: z.enum(['terminating', 'steady-state']) }),
  quick: z.boolean(),
  method,
  axes: z.array(axis),
  variants: z.array(variant).min(1),
  crossovers: z.array(crossover),
  notes: z.array(z.string()),
})

type DeepReadonly<T> = T extends object ? { readonly [K in keyof T]: DeepReadonly<T[K]> } : T
type Same<A, B> = [A, B] extends [B, A] ? true : false

/** Compiles only while the schema and the interface say the same. */
true satisfies Same<DeepReadonly<z.infer<typeof comparisonSchema>>, DeepReadonly<Comparison>>

/** The same as JSON Schema (draft 2020-12), for `comparison.schema.json`. */
export function comparisonJsonSchema(): Record<string, unknown> {
  return z.toJSONSchema(comparisonSchema, { io: 'input' })
}
