/** Reads `variants:` and `exclude:`: which combinations of strategies and parameters an experiment is of. */
import type { Node } from 'yaml'
import { scheduling } from '../strategies/scheduling/index.ts'
import { windowing } from '../strategies/windowing/index.ts'
import { readCandidate } from './candidate.ts'
import type { Entry, Path } from './document.ts'
import { isName, NAME_RULE } from './names.ts'
import type { ParameterValue } from './numbers.ts'
import type { Pickable, Reader } from './reader.ts'
import type { Candidate, Scenario } from './scenario.ts'

/** Registries of the strategy kinds. */
const KINDS: Readonly<Record<string, Pickable>> = { scheduling: scheduling as unknown as Pickable, windowing }

/** Variants that are listed one by one; empty when the file leaves them to the product of all lists. */
export function readVariants(reader: Reader, entry: Entry | undefined, vary: Scenario['vary']): Scenario['variants'] {
  const { document } = reader
  if (entry === undefined || document.isEmpty(entry.value)) return []
  const variants = document.items(entry.value).flatMap((item, index) => readVariant(reader, item, ['variants', index], vary) ?? [])
  const names = new Set<string>()
  for (const [index, { as }] of variants.entries()) {
    if (as === undefined) continue
    if (names.has(as)) document.at(entry.value, ['variants', index, 'as'], `conflicting variants: two are called ${as}`)
    names.add(as)
  }
  return variants
}

function readVariant(reader: Reader, node: Node | null, path: Path, vary: Scenario['vary']): Scenario['variants'][number] | undefined {
  const { document } = reader
  const entries = document.entries(node, path, 'variant')
  if (entries === undefined) return undefined
  let as: string | undefined
  const strategies: Record<string, Candidate> = {}
  const parameters: Record<string, ParameterValue> = {}
  for (const { key, keyNode, value } of entries) {
    const at = [...path, key]
    if (key === 'as') {
      as = String(reader.scalar(value, at, 'a name') ?? '')
      if (!isName(as)) document.at(value, at, `invalid name: ${as}; ${NAME_RULE}`)
    } else if (Object.hasOwn(KINDS, key)) {
      const candidate = readCandidate(reader, KINDS[key]!, `${key} strategy`, value, at)
      if (candidate !== undefined) strategies[key] = candidate
    } else if (!reader.parameters.has(key)) {
      document.unknown(keyNode, at, 'key of a variant', key, ['as', ...Object.keys(KINDS), ...reader.parameters.keys()])
    } else if (Object.hasOwn(vary, key)) {
      document.at(keyNode, at, `conflicting values: vary: goes through the values of ${key} in every variant`, 'set it in one of them')
    } else {
      const set = reader.scalar(value, at, 'a value')
      if (set !== undefined) parameters[key] = set
    }
  }
  return { ...(as === undefined ? {} : { as }), strategies, parameters }
}

/** Combinations to leave out: strategies by their names, parameters by their values. */
export function readExclude(
  reader: Reader,
  entry: Entry | undefined,
  scenario: Pick<Scenario, 'strategies' | 'vary' | 'variants'>,
): Scenario['exclude'] {
  const { document } = reader
  if (entry === undefined || document.isEmpty(entry.value)) return []
  const known: Readonly<Record<string, readonly string[]>> = {
    ...(scenario.variants.some(({ as }) => as !== undefined) ? { variant: scenario.variants.flatMap(({ as }) => as ?? []) } : {}),
    ...Object.fromEntries(
      Object.entries(scenario.strategies).map(([kind, candidates]) => {
        const listed = scenario.variants.flatMap(({ strategies }) => strategies[kind]?.id ?? [])
        return [kind, [...new Set([...candidates.map(({ id }) => id), ...listed])]]
      }),
    ),
    // A value that is set in variants may be any.
    ...Object.fromEntries(scenario.variants.flatMap(({ parameters }) => Object.keys(parameters).map((name) => [name, []]))),
    ...Object.fromEntries(Object.entries(scenario.vary).map(([name, values]) => [name, values.map(String)])),
  }
  return document.items(entry.value).flatMap((item, index) => {
    const path = ['exclude', index]
    const entries = document.entries(item, path, 'pair to exclude')
    if (entries === undefined) return []
    document.refuseUnknown(entries, Object.keys(known), path, 'key of exclude')
    return [Object.fromEntries(entries.map(({ key, value }) => [key, readExcluded(reader, value, [...path, key], known[key] ?? [])]))]
  })
}

function readExcluded(reader: Reader, node: Node, path: Path, known: readonly string[]): readonly string[] {
  return reader.document.items(node).flatMap((item) => {
    const value = reader.scalar(item, path, 'a name or a value')
    if (value === undefined) return []
    if (known.length > 0 && !known.includes(String(value))) reader.document.unknown(item, path, 'value to exclude', String(value), known)
    return [String(value)]
  })
}
