/** What is wrong with a scenario file, where, and what to do about it. */

export interface Problem {
  readonly severity: 'error' | 'warning'
  readonly message: string
  /** From 1. */
  readonly line: number
  readonly column: number
  /** Column after the last character that is meant, on the same line. */
  readonly endColumn: number
  /** Path within the file: `pipeline.model.service.time`. */
  readonly path: string
  readonly hint?: string
}

const SHOWN = 20
/** Characters of a line that are shown. */
const WIDEST = 160

/** All problems as text: position, message, a code frame and a hint each, and a line that counts them. */
export function renderProblems(problems: readonly Problem[], text: string, file: string): string {
  const lines = text.split(/\r?\n/)
  const shown = problems.slice(0, SHOWN).map((problem) => render(problem, lines, file))
  const left = problems.length - shown.length
  if (left > 0) shown.push(`… and ${left} more`)
  const errors = problems.filter((problem) => problem.severity === 'error').length
  const warnings = problems.length - errors
  const counts = [errors > 0 ? plural(errors, 'error') : '', warnings > 0 ? plural(warnings, 'warning') : ''].filter((part) => part !== '')
  return `${shown.join('\n\n')}\n\n${file}: ${counts.join(', ')}\n`
}

function render({ severity, message, line, column, endColumn, path, hint }: Problem, lines: readonly string[], file: string): string {
  const out = [`${file}:${line}:${column}  ${severity}: ${message}${path === '' ? '' : `  (${path})`}`]
  const width = String(line).length
  // Of a long line, what is around the place.
  const from = column > WIDEST - 20 ? column - WIDEST / 2 : 0
  for (const number of [line - 1, line]) {
    const source = lines[number - 1]
    if (source !== undefined) out.push(`  ${String(number).padStart(width)} | ${clipped(source, from)}`)
  }
  if (lines[line - 1] !== undefined) {
    const before = ' '.repeat(column - 1 - from + (from > 0 ? 1 : 0))
    out.push(`  ${' '.repeat(width)} | ${before}${'^'.repeat(Math.max(1, Math.min(endColumn, from + WIDEST) - column))}`)
  }
  if (hint !== undefined) out.push(`  ${' '.repeat(width)} = ${hint}`)
  return out.join('\n')
}

function clipped(line: string, from: number): string {
  const end = from + WIDEST
  return `${from > 0 && line !== '' ? '…' : ''}${line.slice(from, end)}${line.length > end ? '…' : ''}`
}

function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`
}
