/** Reads `check:`: which variants of a scenario are held to its baseline, on how many seeds. */
import type { Entry } from './document.ts'
import type { Reader } from './reader.ts'
import type { Scenario } from './scenario.ts'

const REPLICATIONS = { kind: 'integer', min: 1, max: 100_000 } as const

export function readCheck(reader: Reader, entry: Entry | undefined): Pick<Scenario, 'check'> {
  const { document } = reader
  if (entry === undefined || document.isEmpty(entry.value)) return {}
  const entries = document.entries(entry.value, ['check'], 'check') ?? []
  document.refuseUnknown(entries, ['variants', 'replications'], ['check'], 'key of check')
  const find = (key: string): Entry | undefined => entries.find((one) => one.key === key)
  const [variants, replications] = [find('variants'), find('replications')]
  const ids = (variants === undefined ? [] : document.items(variants.value)).flatMap((item, index) => {
    const id = reader.scalar(item, ['check', 'variants', index], 'the id of a variant, as compare prints it')
    return id === undefined ? [] : [String(id)]
  })
  for (const [index, id] of ids.entries()) {
    const isAgain = ids.indexOf(id) < index
    if (isAgain) document.at(variants!.value, ['check', 'variants'], `${id} is there twice`, 'one baseline has each variant once')
  }
  const count = replications && (reader.value(REPLICATIONS, replications.value, ['check', 'replications']) as number | undefined)
  return { check: { variants: ids, ...(count === undefined ? {} : { replications: count }) } }
}
