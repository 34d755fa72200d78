/**
 * Comma-separated values as RFC 4180 describes them: quoted fields with doubled quotes, line ends inside quotes, LF or CRLF.
 * Also read: semicolons or tabs as separators, and quotes in the middle of an unquoted field, which then stand for themselves.
 */

export type Separator = ',' | ';' | '\t'

/** Receives one row, and the number of the line on which it starts, from 1. A row that cannot be read comes with the reason. */
export type RowReceiver = (cells: readonly string[], line: number, problem?: string) => void

/** The separator that the first line has most of outside quotes; a comma when it has none. */
export function guessSeparator(text: string): Separator {
  const counts = { ',': 0, ';': 0, '\t': 0 }
  let quoted = false
  for (let i = 0; i < text.length; i++) {
    const character = text[i]!
    if (character === '"') quoted = !quoted
    else if (quoted) continue
    else if (character === '\n') break
    else if (character === ',' || character === ';' || character === '\t') counts[character]++
  }
  if (counts[';'] > counts[','] && counts[';'] >= counts['\t']) return ';'
  return counts['\t'] > counts[','] ? '\t' : ','
}

/**
 * Calls `receive` for every row, the header included; blank lines are passed over.
 * A row whose quotes do not work out is reported from its first line, and reading goes on with the line after that,
 * so that one stray quote does not swallow what follows it.
 */
export function readCsv(text: string, separator: Separator, receive: RowReceiver): void {
  let line = 1
  for (let at = 0; at < text.length;) {
    const end = lineEnd(text, at)
    const content = withoutReturn(text, at, end)
    if (!content.includes('"')) {
      if (content.trim() !== '') receive(content.split(separator), line)
      at = end + 1
      line++
      continue
    }
    const row = readQuotedRow(text, at, separator)
    if (row.problem !== undefined) {
      receive([], line, row.problem)
      at = end + 1
      line++
    } else {
      receive(row.cells, line)
      line += row.lines
      at = row.next
    }
  }
}

interface QuotedRow {
  readonly cells: string[]
  /** Where the next row starts. */
  readonly next: number
  /** Lines that the row takes. */
  readonly lines: number
  readonly problem?: string
}

function readQuotedRow(text: string, start: number, separator: Separator): QuotedRow {
  const cells: string[] = []
  let lines = 1
  for (let at = start; ;) {
    if (text[at] !== '"') {
      const end = lineEnd(text, at)
      const cut = text.indexOf(separator, at)
      if (cut === -1 || cut >= end) {
        cells.push(withoutReturn(text, at, end))
        return { cells, next: end + 1, lines }
      }
      cells.push(text.slice(at, cut))
      at = cut + 1
      continue
    }
    const close = closingQuote(text, at + 1)
    if (close === -1) return { cells, next: text.length, lines, problem: 'a quote is opened and never closed' }
    const cell = text.slice(at + 1, close).replaceAll('""', '"')
    lines += cell.split('\n').length - 1
    cells.push(cell)
    at = close + 1
    if (text[at] === separator) at++
    else if (at >= text.length || text[at] === '\n') return { cells, next: at + 1, lines }
    else if (text[at] === '\r' && (at + 1 === text.length || text[at + 1] === '\n')) return { cells, next: at + 2, lines }
    else return { cells, next: at, lines, problem: 'there is text after a closing quote' }
  }
}

/** The quote that ends a quoted field: the first that is not doubled. */
function closingQuote(text: string, from: number): number {
  for (let at = from; ; at += 2) {
    at = text.indexOf('"', at)
    if (at === -1 || text[at + 1] !== '"') return at
  }
}

function lineEnd(text: string, from: number): number {
  const end = text.indexOf('\n', from)
  return end === -1 ? text.length : end
}

/** A line without its end, the carriage return included. */
function withoutReturn(text: string, from: number, end: number): string {
  return text.slice(from, end > from && text[end - 1] === '\r' ? end - 1 : end)
}
