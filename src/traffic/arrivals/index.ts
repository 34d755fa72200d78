/** The arrival processes, one line each. */
import type { ArrivalType } from './arrival-process.ts'
import { constant } from './constant.ts'
import { poisson } from './poisson.ts'
import { replay } from './replay.ts'

export const arrivals = {
  constant,
  poisson,
  replay,
} as const satisfies Readonly<Record<string, unknown>>

/** An arrival process by name, with its option types forgotten: options come from a validated scenario. */
export function arrivalsNamed(name: string): ArrivalType {
  const type = (arrivals as unknown as Readonly<Record<string, ArrivalType>>)[name]
  if (type === undefined || !Object.hasOwn(arrivals, name)) throw new RangeError(`unknown arrival process: ${name}`)
  return type
}
