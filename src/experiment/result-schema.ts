/** The schema of a result document, for whoever reads one from a file: tests, baselines, notebooks, other programs. */
import { z } from 'zod'
import { RESULT_SCHEMA, type RunResult } from './run-result.ts'

const count = z.int().min(0)
const share = z.number().min(0).max(1)
const texts = z.record(z.string(), z.string())
const unit = z.enum(['ns', 'per second', 'bytes', 'share', 'count'])
const scalar = z.union([z.string(), z.number(), z.boolean()])

const metric = z.strictObject({
  name: z.string(),
  selector: texts,
  value: z.number().nullable(),
  unit,
  direction: z.enum(['lower', 'higher', 'none']),
  class: z.enum(['exact', 'replicated', 'measured']),
  count: count.exactOptional(),
  reason: z.string().exactOptional(),
})

const histogram = z.strictObject({
  metric: z.enum(['latency', 'eventTimeLatency']),
  sink: z.string(),
  flow: z.string(),
  count,
  sum: z.number(),
  min: z.number().nullable(),
  max: z.number().nullable(),
  buckets: z.array(z.tuple([count, count])),
})

const series = z.strictObject({
  start: z.number(),
  binWidth: z.number(),
  bins: count,
  firstMeasuredBin: count,
  arrivalRate: z.array(z.number()),
  completionRate: z.array(z.number()),
  queueDepth: z.array(z.strictObject({ stage: z.string(), values: z.array(z.number()) })),
  backlog: z.array(z.strictObject({ source: z.string(), values: z.array(z.number()) })),
  latencyMean: z.array(z.number().nullable()),
  latencyMax: z.array(z.number().nullable()),
})

const source = z.strictObject({
  name: z.string(),
  offered: count,
  total: count,
  bytes: z.number(),
  offeredRate: z.number(),
  backlogMax: z.number(),
})

const stage = z.strictObject({
  name: z.string(),
  operator: z.string(),
  node: z.string(),
  parallelism: count,
  servers: count.nullable(),
  taken: count,
  emitted: count,
  dropped: count,
  late: count,
  firings: count,
  busy: share,
  idle: share,
  backPressured: share,
  queueMean: z.number(),
  queueMax: count,
  waitMean: z.number().nullable(),
  counts: z.record(z.string(), z.number()),
  stateBytesMax: z.number(),
})

const tail = z.strictObject({
  from: z.number(),
  count,
  places: z.array(
    z.strictObject({
      place: z.string(),
      activity: z.enum(['backlog', 'queue', 'work', 'blocked', 'link', 'window']),
      mean: z.number(),
    }),
  ),
})

const objective = z.strictObject({
  text: z.string(),
  level: z.enum(['error', 'warn', 'off']),
  line: count,
  met: z.boolean().nullable(),
  value: z.number().nullable(),
  unit,
  reason: z.string().exactOptional(),
})

const digests = z.strictObject({
  workload: z.strictObject({ sources: texts, demands: z.string() }),
  output: texts,
  trace: z.strictObject({
    digest: z.string(),
    events: count,
    rungs: z.strictObject({ interval: z.number(), digests: z.array(z.string()) }),
  }),
})

const outcome = z.strictObject({
  status: z.enum(['drained', 'not-drained']),
  overload: z.strictObject({ kind: z.enum(['growing', 'transient']), stage: z.string(), text: z.string() }).nullable(),
  timingDependent: z.array(z.string()),
  notes: z.array(z.string()),
})

/** Reads a result document; refuses one of another version, or with anything in it that the version does not know. */
export const resultSchema = z.strictObject({
  schema: z.literal(RESULT_SCHEMA),
  versions: z.strictObject({ wavetank: z.string(), priceList: z.string(), priceListProvisional: z.boolean() }),
  scenario: z.strictObject({
    name: z.string(),
    about: z.string(),
    analysis: z.enum(['terminating', 'steady-state']),
    resolved: z.unknown(),
  }),
  variant: z.strictObject({ id: z.string(), strategies: texts, parameters: z.record(z.string(), scalar) }),
  seed: z.int(),
  clock: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('virtual') }),
    z.strictObject({ kind: z.literal('wall'), speed: z.union([z.number(), z.literal('max')]) }),
  ]),
  quick: z.boolean(),
  interval: z.strictObject({ from: z.number(), to: z.number(), end: z.number() }),
  outcome,
  metrics: z.array(metric),
  histograms: z.array(histogram),
  series,
  sources: z.array(source),
  stages: z.array(stage),
  nodes: z.array(z.strictObject({ name: z.string(), workers: count, utilisation: share })),
  links: z.array(z.strictObject({ name: z.string(), frames: count, bytes: z.number(), utilisation: share })),
  sinks: z.array(z.strictObject({ name: z.string(), received: count, bytes: z.number(), side: z.boolean() })),
  tail: tail.nullable(),
  checkers: z.array(z.strictObject({ name: z.string(), checks: count, violation: z.string().nullable() })),
  objectives: z.array(objective),
  digests,
})

type DeepReadonly<T> = T extends object ? { readonly [K in keyof T]: DeepReadonly<T[K]> } : T
type Same<A, B> = [A, B] extends [B, A] ? true : false

/** Compiles only while the schema and the interface say the same. */
true satisfies Same<DeepReadonly<z.infer<typeof resultSchema>>, DeepReadonly<RunResult>>

/** The same as JSON Schema (draft 2020-12), for `result.schema.json`. */
export function resultJsonSchema(): Record<string, unknown> {
  return z.toJSONSchema(resultSchema, { io: 'input' })
}
