/** Reads `correlate:` below `records:`, pairs or groups of fields with a rank correlation each. */
import { isSeq } from 'yaml'
import { list, number, text } from '../registry/option.ts'
import { correlatedGroups, isDrawn } from '../traffic/correlated-fields.ts'
import type { Correlation, FieldContent } from '../traffic/source-spec.ts'
import type { Entry, Path } from './document.ts'
import type { Reader } from './reader.ts'

export const CORRELATION = {
  fields: list(text({ doc: 'a field' }), { doc: 'two fields that are drawn, or more', min: 2 }),
  rank: number({ doc: 'Spearman’s rank correlation of every two of them', min: -1, max: 1 }),
}

const EXAMPLE = 'correlate: [{ fields: [a, b], rank: 0.6 }]'

/**
 * Undefined without any. Fields in `failed` have a problem of their own, so that nothing is said of their names.
 */
export function readCorrelations(
  reader: Reader,
  entry: Entry | undefined,
  path: Path,
  fields: readonly FieldContent[],
  failed: ReadonlySet<string>,
): readonly Correlation[] | undefined {
  const { document } = reader
  if (entry === undefined || document.isEmpty(entry.value)) return undefined
  if (!isSeq(document.resolve(entry.value))) {
    document.at(entry.value, path, 'invalid correlate: expected a list', EXAMPLE)
    return undefined
  }
  const before = document.problems.length
  const found: Correlation[] = []
  for (const [index, item] of document.items(entry.value).entries()) {
    const whole = [...path, index]
    const read = reader.options(CORRELATION, undefined, item, whole, 'correlate') as Correlation | undefined
    if (read === undefined) continue
    found.push(read)
    const [listNode, listPath] = document.descend(item, ['fields'], whole)
    for (const [place, name] of read.fields.entries()) {
      const node = document.items(listNode)[place] ?? listNode
      const field = fields.find((one) => one.name === name)
      if (failed.has(name)) continue
      if (field === undefined)
        document.unknown(
          node,
          [...listPath, place],
          'field',
          name,
          fields.filter(isDrawn).map((one) => one.name),
        )
      else if (!isDrawn(field)) {
        const hint = 'Only distributions, choices and empirical columns are drawn'
        document.at(node, [...listPath, place], `invalid correlation: ${name} is not drawn`, hint)
      } else if (read.fields.indexOf(name) < place) document.at(node, [...listPath, place], `invalid correlation: ${name} is there twice`)
    }
  }
  if (document.problems.length > before || failed.size > 0) return found
  const groups = correlatedGroups(found, fields)
  if (typeof groups === 'string') document.at(entry.value, path, `conflicting correlations: ${groups}`)
  return found
}
