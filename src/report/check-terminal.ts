/** A check for a terminal. */
import type { CheckDocument, CheckedScenario } from '../experiment/check-document.ts'
import { baseDivergenceLines } from './base-text.ts'
import { checkNotes, checkTables, countsText, isJudged, nextCommands, notCheckedText, type Judged } from './check-table.ts'
import { printable } from './printable.ts'
import { painter, renderTable, wrap, type Paint } from './text-table.ts'
import { unsteadyLines } from './unsteady-text.ts'

/** Metrics that are not gated are listed up to here. */
const MOST_OTHERS = 5

/** The text, with a newline at the end. */
export function renderCheck(given: CheckDocument, { width, colour }: { readonly width: number; readonly colour: boolean }): string {
  const document = printable(given)
  const paint = painter(colour)
  const { scenarios } = document
  const blocks = [
    ...scenarios.filter(isJudged).map((one) => scenario(one, width, paint)),
    scenarios.flatMap((one) => (isJudged(one) ? [] : problem(one, width, paint))).join('\n'),
    notCheckedText(document)
      .flatMap((text) => wrap(text, width))
      .join('\n'),
    paint('bold', countsText(document)),
  ]
  return `${blocks.filter((block) => block !== '').join('\n\n')}\n`
}

function scenario(one: Judged, width: number, paint: Paint): string {
  return [
    checkTables(one, MOST_OTHERS)
      .map((table) => renderTable(table, width, paint))
      .join('\n\n'),
    ...checkNotes(one).flatMap((note) => wrap(note, width)),
    ...(one.base === undefined ? [] : baseDivergenceLines(one.base)),
    ...nextCommands(one).map((line) => paint('dim', line)),
  ].join('\n')
}

function problem({ scenario: name, problem: why, unsteady }: CheckedScenario, width: number, paint: Paint): string[] {
  return [
    ...wrap(`! ${name}: ${why ?? 'it did not run'}.`, width).map((line) => paint('red', line)),
    ...(unsteady === undefined ? [] : unsteadyLines(unsteady)),
  ]
}
