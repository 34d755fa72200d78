/** A check as Markdown, for a comment on a pull request and for the summary of a workflow's step. */
import type { CheckDocument, CheckedScenario } from '../experiment/check-document.ts'
import { baseDivergenceLines } from './base-text.ts'
import { checkHeadline, checkNotes, checkTable, countsText, isJudged, nextCommands, notCheckedText, type Judged } from './check-table.ts'
import { formatShare } from './figures.ts'
import { printable } from './printable.ts'
import { textOf, type Table } from './table.ts'
import { unsteadyLines } from './unsteady-text.ts'

/** By which a bot finds its own comment. */
const MARKER = '<!-- wavetank-check -->'
/** A comment on GitHub has room for 65,536 characters. */
export const LARGEST_COMMENT = 60_000
const MOST_OTHERS = 20

/** @param largest in bytes; scenarios that have no room are counted instead, those that passed first */
export function renderCheckMarkdown(given: CheckDocument, largest = LARGEST_COMMENT): string {
  const document = printable(given)
  const head = [
    MARKER,
    `### ${escaped(checkHeadline(document))}`,
    escaped(countsText(document)),
    ...notCheckedText(document).map(escaped),
  ].join('\n\n')
  const foot = `<sub>Same seeds on both sides; intervals hold together at ${formatShare(document.confidence)} in each scenario, and within ± ${formatShare(document.margin)} a difference does not matter. All figures are modelled.</sub>`
  const blocks = document.scenarios.toSorted((a, b) => weight(b) - weight(a)).map((one) => block(one))
  const kept: string[] = []
  let room = largest - bytes(head) - bytes(foot) - 200
  for (const text of blocks) {
    if (bytes(text) + 2 > room) break
    kept.push(text)
    room -= bytes(text) + 2
  }
  const left = blocks.length - kept.length
  const rest =
    left === 0 ? [] : [`${left} more ${left === 1 ? 'scenario has' : 'scenarios have'} no room here; report.html has all of them.`]
  return `${[head, ...kept, ...rest, foot].join('\n\n')}\n`
}

/** What needs looking at comes first. */
function weight(one: CheckedScenario): number {
  if (!isJudged(one)) return 3
  const { rows, objectives } = one.check
  if (rows.some(({ verdict }) => verdict === 'regressed') || objectives.some(({ met }) => met === false)) return 2
  return rows.some(({ verdict }) => verdict !== 'unchanged') ? 1 : 0
}

function block(one: CheckedScenario): string {
  if (!isJudged(one)) {
    const details = one.unsteady === undefined ? [] : unsteadyLines(one.unsteady)
    return [`> ⚠ **${escaped(one.scenario)}**: ${escaped(one.problem ?? 'it did not run')}`, ...details.map(escaped)].join('\n\n')
  }
  const text = judged(one)
  return weight(one) > 0
    ? `#### ${escaped(one.scenario)}\n\n${text}`
    : `<details><summary>${escaped(one.scenario)}: unchanged</summary>\n\n${text}\n\n</details>`
}

function judged(one: Judged): string {
  const { columns, rows, notes } = checkTable(one, MOST_OTHERS)
  const commands = nextCommands(one)
  return [
    tableText({ columns, rows }),
    ...notes.map(escaped),
    ...checkNotes(one).map(escaped),
    ...(one.base === undefined ? [] : baseDivergenceLines(one.base).map(escaped)),
    ...(commands.length === 0 ? [] : [fenced(commands)]),
  ].join('\n\n')
}

function tableText({ columns, rows }: Pick<Table, 'columns' | 'rows'>): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`
  return [
    line(columns.map(({ label }) => escaped(label))),
    line(columns.map(({ figure }) => (figure === true ? '--:' : '---'))),
    ...rows.map((row) => line(row.map((cell) => escaped(textOf(cell))))),
  ].join('\n')
}

/** A block of code, whose fence is longer than any run of backticks in it. */
function fenced(lines: readonly string[]): string {
  const longest = Math.max(2, ...[...lines.join('\n').matchAll(/`+/g)].map(([run]) => run.length))
  const fence = '`'.repeat(longest + 1)
  return [fence, ...lines.map((line) => line.replaceAll(/\s+/g, ' ')), fence].join('\n')
}

function bytes(text: string): number {
  return Buffer.byteLength(text)
}

function escaped(text: string): string {
  return text.replaceAll(/[\\`*_{}[\]<>|#~]/g, (character) => (character === '<' ? '&lt;' : `\\${character}`)).replaceAll(/\s*\n\s*/g, ' ')
}
