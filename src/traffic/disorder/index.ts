/** The models of disorder, one line each. A distribution of delays alone needs none: `disorder: { exponential: 200 ms }`. */
import { bounded } from './bounded.ts'
import type { DisorderModel } from './disorder-model.ts'
import { laggingPartition } from './lagging-partition.ts'
import { late } from './late.ts'

export const disorders = {
  bounded,
  late,
  'lagging-partition': laggingPartition,
} as const satisfies Readonly<Record<string, unknown>>

/** A model of disorder by name, with its option types forgotten: options come from a validated scenario. */
export function disorderNamed(name: string): DisorderModel {
  const model = (disorders as unknown as Readonly<Record<string, DisorderModel>>)[name]
  if (model === undefined || !Object.hasOwn(disorders, name)) throw new RangeError(`unknown disorder: ${name}`)
  return model
}
