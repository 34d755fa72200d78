/** Reads `vary:`: the values of parameters to compare, listed or as a range. */
import { isMap, type Node } from 'yaml'
import { exp, log } from '../random/elementary.ts'
import { choice, integer, option, type Options } from '../registry/option.ts'
import { quantity } from '../units/decimal.ts'
import type { Entry, Path } from './document.ts'
import type { ParameterValue } from './numbers.ts'
import type { Reader } from './reader.ts'
import type { Scenario } from './scenario.ts'

/** What a range says. Its ends are values of the parameter, with their unit. */
export const RANGE_OPTIONS = {
  from: option<ParameterValue>({ kind: 'scalar' }, 'the first value, with its unit', undefined),
  to: option<ParameterValue>({ kind: 'scalar' }, 'the last value, in the same unit', undefined),
  steps: integer({ doc: 'how many values, both ends included', default: 5, min: 2, max: 1_000 }),
  scale: choice({ doc: 'whether neighbours have the same difference or the same ratio', of: ['linear', 'log'], default: 'linear' }),
} as const satisfies Options

/** Digits of the values inside a range. */
const DIGITS = 6

/** Values by parameter, in the order of the file. */
export function readVary(reader: Reader, entry: Entry | undefined): Scenario['vary'] {
  const { document } = reader
  const isBare = entry === undefined || document.isEmpty(entry.value)
  const vary: Record<string, readonly ParameterValue[]> = {}
  for (const { key, keyNode, value } of isBare ? [] : (document.entries(entry.value, ['vary'], 'vary') ?? [])) {
    const path = ['vary', key]
    if (!reader.parameters.has(key))
      document.unknown(keyNode, path, 'parameter', key, reader.parameters.keys(), 'Declare it under parameters:')
    vary[key] = isMap(document.resolve(value)) ? readRange(reader, value, path) : readValues(reader, key, value, path)
  }
  return vary
}

function readValues(reader: Reader, key: string, node: Node, path: Path): readonly ParameterValue[] {
  const { document } = reader
  const items = document.isEmpty(node) ? [] : document.items(node)
  if (items.length === 0 && !document.isBroken(node)) document.at(node, path, `missing values of ${key}: the list is empty`)
  const values: ParameterValue[] = []
  for (const [index, item] of items.entries()) {
    const value = reader.scalar(item, [...path, index], 'a value')
    if (value === undefined) continue
    if (values.includes(value)) document.at(item, [...path, index], `conflicting values: ${String(value)} is there twice`)
    values.push(value)
  }
  return values
}

function readRange(reader: Reader, node: Node, path: Path): readonly ParameterValue[] {
  const read = reader.options(RANGE_OPTIONS, undefined, node, path, 'range', 'none')
  if (read === undefined) return []
  const range = read as { from: ParameterValue; to: ParameterValue; steps: number; scale: 'linear' | 'log' }
  const values = rangeValues(range)
  if (!('problem' in values)) return values
  reader.document.at(node, path, values.problem, '{ from: 2/s, to: 10/s, steps: 5, scale: linear }')
  return []
}

/** The values of a range, or what is wrong with it. */
function rangeValues({
  from,
  to,
  steps,
  scale,
}: {
  readonly from: ParameterValue
  readonly to: ParameterValue
  readonly steps: number
  readonly scale: 'linear' | 'log'
}): readonly ParameterValue[] | { readonly problem: string } {
  const first = quantity(from)
  const last = quantity(to)
  if (first === undefined || last === undefined)
    return { problem: `invalid range: from ${String(from)} to ${String(to)}; both must be numbers, with their unit` }
  if (first.unit !== last.unit) return { problem: `conflicting units: from ${String(from)} to ${String(to)}; write both in the same unit` }
  const low = Number(first.digits)
  const high = Number(last.digits)
  if (low === high) return { problem: `invalid range: it begins and ends at ${String(from)}` }
  if (scale === 'log' && (low <= 0 || high <= 0))
    return { problem: `invalid range: from ${String(from)} to ${String(to)}; a log scale has positive values only` }
  return Array.from({ length: steps }, (_, step) => {
    if (step === 0) return from
    if (step === steps - 1) return to
    const share = step / (steps - 1)
    const value = scale === 'log' ? exp(log(low) + share * (log(high) - log(low))) : low + share * (high - low)
    const shown = Number(value.toPrecision(DIGITS))
    if (first.unit === '') return shown
    return first.unit.startsWith('/') ? `${shown}${first.unit}` : `${shown} ${first.unit}`
  })
}
