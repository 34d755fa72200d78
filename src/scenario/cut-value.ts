/** Expressions that YAML cuts: within `{ }` a comma ends an unquoted text, and what follows it is taken for a key. */
import { isScalar, type Node, type Pair } from 'yaml'

/** What a name never has, and the rest of an expression mostly does. */
const REST = /^(?:and|or|not)\b|[()<>=*/+%?:]/

/** How many pairs after the one at `index` are the rest of its value, and where in the text that rest ends; undefined when none is. */
export function cutValue(
  pairs: readonly Pair<Node | null, Node | null>[],
  index: number,
): { readonly pairs: number; readonly to: number } | undefined {
  const { value } = pairs[index]!
  if (!isScalar(value) || value.type !== 'PLAIN' || typeof value.value !== 'string') return undefined
  let open = unclosed(value.value)
  let last = index
  let to = 0
  for (let next = pairs[index + 1]; next !== undefined; next = pairs[last + 1]) {
    const { key } = next
    if (next.value !== null || !isScalar(key) || key.type !== 'PLAIN') break
    const text = String(key.source ?? key.value)
    if (open <= 0 && !REST.test(text)) break
    open += unclosed(text)
    to = key.range?.[1] ?? 0
    last++
  }
  return last === index ? undefined : { pairs: last - index, to }
}

/** Opening brackets less closing ones. */
function unclosed(text: string): number {
  let open = 0
  for (const character of text) open += character === '(' ? 1 : character === ')' ? -1 : 0
  return open
}
