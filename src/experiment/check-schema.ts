/** The schema of what a check found, for those who read `check.json`. */
import { z } from 'zod'
import { CHECK_SCHEMA, CHECK_VERDICTS, NOT_CHECKED, type CheckDocument } from './check-document.ts'
import { GATES } from './gates.ts'

const UNITS = ['ns', 'per second', 'bytes', 'share', 'count'] as const
const figure = z.number().nullable()

const row = z.strictObject({
  variant: z.string(),
  metric: z.string(),
  unit: z.enum(UNITS),
  class: z.enum(['exact', 'replicated', 'measured']).describe('measured is of real time on one machine; this version measures nothing'),
  gate: z
    .enum(GATES)
    .describe('what decides over it: a regression fails by the common margin, fails by an objective, only warns, or is not looked for'),
  margin: figure.describe('by how much it may differ, in its unit'),
  base: figure.describe('mean over the seeds'),
  head: figure,
  difference: z
    .strictObject({ value: z.number(), halfWidth: figure, relative: figure, relativeHalfWidth: figure })
    .nullable()
    .describe('null where the values are the same, or one is missing'),
  worse: z.int().describe('seeds in which it is worse'),
  seeds: z.int(),
  verdict: z.enum(CHECK_VERDICTS),
  seedsToSettle: z.int().nullable(),
})

const objective = z.strictObject({
  variant: z.string(),
  text: z.string(),
  metric: z.string().describe('what it is about, as in rows'),
  level: z.enum(['error', 'warn', 'off']),
  line: z.int().describe('in the scenario file'),
  met: z.boolean().nullable(),
  value: figure,
  bound: figure.describe('what the value was held against'),
  baseline: figure,
  excusedUntil: z.string().nullable().describe('a miss is a warning until this day'),
  fails: z.boolean(),
  unit: z.enum(UNITS),
})

const queues = z.array(z.strictObject({ stage: z.string(), task: z.int(), waiting: z.int() }))
const event = z.strictObject({
  kind: z.string(),
  stage: z.string(),
  task: z.int(),
  time: z.number(),
  record: z.string().nullable(),
  key: z.union([z.string(), z.number()]).nullable(),
})
const side = z.strictObject({ event: event.nullable(), queues })
const divergence = z.strictObject({ number: z.int(), last: event.nullable(), base: side, head: side })

const scenarioCheck = z.strictObject({
  scenario: z.string(),
  incomparable: z.string().nullable(),
  rows: z.array(row),
  divergences: z.array(z.strictObject({ variant: z.string(), seed: z.int(), from: figure, to: figure })),
  objectives: z.array(objective),
})

const threeWay = z.strictObject({
  ref: z.string(),
  commit: z.string(),
  problem: z.string().nullable(),
  stale: z.boolean().nullable().describe('the base gives something else than the baseline that is committed there'),
  against: scenarioCheck.nullable(),
  moved: z.boolean(),
  accepted: z.string().nullable(),
  judgedBy: z.enum(['baseline', 'base']),
  divergence: z.strictObject({ ...divergence.shape, variant: z.string(), seed: z.int() }).nullable(),
})

const checked = z.strictObject({
  scenario: z.string(),
  file: z.string().nullable(),
  problem: z.string().nullable().describe('why it could not be judged'),
  check: scenarioCheck.nullable(),
  unsteady: z
    .strictObject({
      variant: z.string(),
      seed: z.int(),
      parting: z.strictObject({ from: z.number(), to: z.number() }).nullable(),
      value: z.string(),
      divergence: divergence.nullable(),
    })
    .optional()
    .describe('two runs of the same seed gave different results'),
  base: threeWay.optional().describe('how it stands to another commit'),
})

export const checkSchema = z.strictObject({
  schema: z.literal(CHECK_SCHEMA),
  exitCode: z.union([z.literal(0), z.literal(1), z.literal(3)]),
  verdict: z.enum(['passed', 'failed', 'not judged']),
  counts: z.strictObject(
    Object.fromEntries(CHECK_VERDICTS.map((verdict) => [verdict, z.int()])) as Record<(typeof CHECK_VERDICTS)[number], z.ZodInt>,
  ),
  confidence: z.number(),
  margin: z.number(),
  shard: z.strictObject({ index: z.int(), of: z.int(), scenarios: z.array(z.string()) }).nullable(),
  scenarios: z.array(checked),
  notChecked: z.array(z.strictObject({ scenario: z.string(), reason: z.enum(NOT_CHECKED) })),
})

/** The same as JSON Schema (draft 2020-12), for `check.schema.json`. */
export function checkJsonSchema(): Record<string, unknown> {
  return z.toJSONSchema(checkSchema, { io: 'input' })
}

type DeepReadonly<T> = T extends object ? { readonly [K in keyof T]: DeepReadonly<T[K]> } : T

/** Compiles only while what is written can be read. */
true satisfies CheckDocument extends DeepReadonly<z.infer<typeof checkSchema>> ? true : false
