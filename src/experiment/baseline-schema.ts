/** The schema of a baseline, for reading one that people may have edited or merged. */
import { z } from 'zod'
import { BASELINE_SCHEMA, type Baseline } from './baseline.ts'

const texts = z.record(z.string(), z.string())

export const baselineSchema = z.strictObject({
  schema: z.literal(BASELINE_SCHEMA),
  versions: z.strictObject({ engine: z.int(), priceList: z.string() }),
  scenario: z.string(),
  waves: z.string(),
  seeds: z.strictObject({ first: z.int(), count: z.int().min(1) }),
  reason: z.string(),
  digest: z.string().optional(),
  variants: z
    .array(
      z.strictObject({
        id: z.string(),
        metrics: z.array(
          z.strictObject({
            metric: z.string(),
            selector: texts,
            unit: z.enum(['ns', 'per second', 'bytes', 'share', 'count']),
            direction: z.enum(['lower', 'higher', 'none']),
            class: z.enum(['exact', 'replicated', 'measured']),
            values: z.array(z.number().nullable()),
          }),
        ),
        traces: z.array(z.string()),
        outputs: z.array(z.string()),
        rungs: z.strictObject({ interval: z.number(), digests: z.array(z.string()) }),
      }),
    )
    .min(1),
})

type DeepReadonly<T> = T extends object ? { readonly [K in keyof T]: DeepReadonly<T[K]> } : T
type Same<A, B> = [A, B] extends [B, A] ? true : false

/** Compiles only while the schema and the interface say the same. */
true satisfies Same<DeepReadonly<z.infer<typeof baselineSchema>>, DeepReadonly<Baseline>>

/** The same as JSON Schema (draft 2020-12), for `baseline.schema.json`. */
export function baselineJsonSchema(): Record<string, unknown> {
  return z.toJSONSchema(baselineSchema, { io: 'input' })
}
