/** How long files and functions may be. */
import { lineAt, type Source } from './source-text.ts'

export const LONGEST_FILE = 300
const LONGEST_FUNCTION = 70

interface Exception {
  readonly lines: number
  readonly reason: string
}

/** Longer ones, by path or by path and name of the function, with the length that they may not exceed and the reason. */
const LONGER: Readonly<Record<string, Exception>> = {
  'src/engine/engine.ts': {
    lines: 580,
    reason:
      'Routing, work and watermarks call one another within an instant and share the unit of work at hand; apart they would pass it around.',
  },
  'src/random/threefry.ts threefry': { lines: 120, reason: 'Its rounds are written out: a loop over them takes three times as long.' },
}

export function lengthProblems(sources: readonly Source[], longer: Readonly<Record<string, Exception>> = LONGER): string[] {
  return sources.flatMap((source) => {
    const lines = source.text.trimEnd().split('\n').length
    const limit = longer[source.path]?.lines ?? LONGEST_FILE
    const file =
      lines > limit ? [`${source.path} has ${lines} lines, and ${limit} are allowed: take a part of it out that has a name.`] : []
    return [...file, ...functionProblems(source, longer)]
  })
}

function functionProblems(source: Source, longer: Readonly<Record<string, Exception>>): string[] {
  return functions(source).flatMap(({ name, line, lines }) => {
    const limit = longer[`${source.path} ${name}`]?.lines ?? LONGEST_FUNCTION
    if (lines <= limit) return []
    return [`${source.path} ${name}: the function on line ${line} has ${lines} lines, and ${limit} are allowed: divide it.`]
  })
}

/** Exceptions that nothing needs any more. */
export function needlessExceptions(sources: readonly Source[], longer: Readonly<Record<string, Exception>> = LONGER): string[] {
  const problems = lengthProblems(sources, {})
  return Object.keys(longer)
    .filter((key) => !problems.some((problem) => problem.startsWith(`${key}: `) || problem.startsWith(`${key} has `)))
    .map((key) => `${key} is not too long any more: take it off the list in test/tidy/size.ts.`)
}

/** Functions with a body in braces: where they begin, and how many lines they take. */
export function functions({ bare }: Source): { name: string; line: number; lines: number }[] {
  const open: number[] = []
  const found: { name: string; line: number; lines: number }[] = []
  for (let at = 0; at < bare.length; at++) {
    if (bare[at] === '{') open.push(at)
    if (bare[at] !== '}') continue
    const start = open.pop()
    const head = start === undefined ? undefined : functionHead(bare.slice(0, start))
    if (head === undefined) continue
    const line = lineAt(bare, head.at)
    found.push({ name: head.name, line, lines: lineAt(bare, at) - line + 1 })
  }
  return found
}

const RETURN_TYPE = /\)\s*:\s*(?:[^;{}=()]|=>|\([^()]*\)\s*=>)+$/

/** The head of a function, given the text before an opening brace; undefined when the brace opens something else. */
function functionHead(before: string): { name: string; at: number } | undefined {
  const text = before.trimEnd()
  if (text.endsWith('=>')) return { name: '=>', at: text.length }
  const close = text.endsWith(')') ? text.length - 1 : text.length - (RETURN_TYPE.exec(text.slice(-300))?.[0].length ?? NaN)
  if (Number.isNaN(close)) return undefined
  let depth = 0
  for (let at = close; at >= 0; at--) {
    if (text[at] === ')') depth++
    if (text[at] !== '(' || --depth > 0) continue
    const name = /([\w$#]*)\s*(?:<[^()]*>)?\s*$/.exec(text.slice(Math.max(0, at - 200), at))?.[1] ?? ''
    return ['if', 'for', 'while', 'switch', 'catch', 'with', 'await'].includes(name) ? undefined : { name, at }
  }
  return undefined
}
