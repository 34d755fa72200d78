/** The kinds of key, one line each. */
import { drifting } from './drifting.ts'
import { hotSet } from './hot-set.ts'
import type { KeyType } from './key-type.ts'
import { sequence } from './sequence.ts'
import { sessions } from './sessions.ts'
import { uniform } from './uniform.ts'
import { zipf } from './zipf.ts'

export const keys = {
  sequence,
  uniform,
  zipf,
  'hot-set': hotSet,
  drifting,
  sessions,
} as const satisfies Readonly<Record<string, unknown>>

/** A kind of key by name, with its option types forgotten: options come from a validated scenario. */
export function keyNamed(name: string): KeyType {
  const type = (keys as unknown as Readonly<Record<string, KeyType>>)[name]
  if (type === undefined || !Object.hasOwn(keys, name)) throw new RangeError(`unknown kind of key: ${name}`)
  return type
}
