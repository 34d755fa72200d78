/** The arrival processes, one line each. */
import type { ArrivalType, ComposedArrivalType } from './arrival-process.ts'
import { arima } from './arima.ts'
import { batch } from './batch.ts'
import { constant } from './constant.ts'
import { hawkes } from './hawkes.ts'
import { inhomogeneousPoisson } from './inhomogeneous-poisson.ts'
import { mmpp } from './mmpp.ts'
import { modified } from './modified.ts'
import { onOff } from './on-off.ts'
import { poisson } from './poisson.ts'
import { preset } from './preset.ts'
import { renewal } from './renewal.ts'
import { replay } from './replay.ts'
import { sum } from './sum.ts'

export const arrivals = {
  constant,
  poisson,
  'inhomogeneous-poisson': inhomogeneousPoisson,
  renewal,
  mmpp,
  'on-off': onOff,
  hawkes,
  arima,
  batch,
  sum,
  modified,
  preset,
  replay,
} as const satisfies Readonly<Record<string, unknown>>

/** An arrival process by name, with its option types forgotten: options come from a validated scenario. */
export function arrivalsNamed(name: string): ArrivalType {
  const type = (arrivals as unknown as Readonly<Record<string, ArrivalType | ComposedArrivalType>>)[name]
  if (type === undefined || !Object.hasOwn(arrivals, name)) throw new RangeError(`unknown arrival process: ${name}`)
  return 'compose' in type ? { descriptor: type.descriptor, ...type.compose(arrivalsNamed) } : type
}
