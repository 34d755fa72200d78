/** The operators, one line each. */
import type { OperatorType } from '../engine/ports.ts'
import { filter } from './filter.ts'
import { map } from './map.ts'
import { service } from './service.ts'
import { sink } from './sink.ts'
import { window } from './window.ts'

export const operators = {
  filter,
  map,
  service,
  sink,
  window,
} as const satisfies Readonly<Record<string, unknown>>

/** An operator by name, with its option types forgotten: options come from a validated scenario. */
export function operatorNamed(name: string): OperatorType {
  const operator = (operators as unknown as Readonly<Record<string, OperatorType>>)[name]
  if (operator === undefined || !Object.hasOwn(operators, name)) throw new RangeError(`unknown operator: ${name}`)
  return operator
}

/** Operators that hand rows on with the fields with which they came, whatever their options are. */
export const KEEPING_FIELDS: ReadonlySet<string> = new Set(['filter', 'service', 'sink'] satisfies (keyof typeof operators)[])
