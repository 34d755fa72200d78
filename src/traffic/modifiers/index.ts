/** The modifiers of arrivals, one line each. */
import { flashCrowd } from './flash-crowd.ts'
import { maintenance } from './maintenance.ts'
import type { ModifierType } from './modifier.ts'
import { ramp } from './ramp.ts'
import { shift } from './shift.ts'
import { thin } from './thin.ts'

export const modifiers = {
  thin,
  shift,
  ramp,
  'flash-crowd': flashCrowd,
  maintenance,
} as const satisfies Readonly<Record<string, unknown>>

/** A modifier by name, with its option types forgotten: options come from a validated scenario. */
export function modifierNamed(name: string): ModifierType {
  const type = (modifiers as unknown as Readonly<Record<string, ModifierType>>)[name]
  if (type === undefined || !Object.hasOwn(modifiers, name)) throw new RangeError(`unknown modifier of arrivals: ${name}`)
  return type
}
