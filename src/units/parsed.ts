/** What every reader of a unit answers: the value in the normalised unit, or a sentence that says what is wrong and what to write. */
export type Parsed = { readonly value: number } | { readonly problem: string }

const LONGEST_SHOWN = 40

/** The value as a message names it: as written where that is readable, cut and quoted where it is not. */
export function show(input: unknown): string {
  if (typeof input === 'string') return showText(input)
  if (typeof input === 'number' || typeof input === 'boolean') return String(input)
  if (typeof input === 'bigint') return `${input}n`.slice(0, LONGEST_SHOWN)
  if (input === null || input === undefined) return 'nothing'
  if (Array.isArray(input)) return 'a list'
  return typeof input === 'object' ? 'a map' : `a ${typeof input}`
}

function showText(text: string): string {
  if (text.length > LONGEST_SHOWN) return `${JSON.stringify(text.slice(0, LONGEST_SHOWN))}…`
  return /^[!-~](?:[ -~µμ]*[!-~])?$/.test(text) ? text : JSON.stringify(text)
}
