/** Where a check says what it found: on the terminal, in files, and where GitHub looks. */
import { appendFileSync, existsSync, statSync } from 'node:fs'
import type { CheckDocument } from '../experiment/check-document.ts'
import { stableJson } from '../experiment/stable-json.ts'
import { checkAnnotations } from '../report/check-annotations.ts'
import { renderCheckJunit } from '../report/check-junit.ts'
import { renderCheckMarkdown } from '../report/check-markdown.ts'
import { renderCheck } from '../report/check-terminal.ts'
import { ResultFolder, writeFailure } from './files.ts'
import { printMessage, printResult, takesColour, terminalWidth } from './output.ts'

/** GitHub takes no more of a step's summary. */
const LARGEST_SUMMARY = 2 ** 20

export async function writeCheck(
  document: CheckDocument,
  { out, json, quiet }: { readonly out: string | undefined; readonly json: boolean; readonly quiet: boolean },
): Promise<void> {
  const text = stableJson(document)
  if (out !== undefined) {
    const { renderCheckHtml } = await import('../report/check-html.ts')
    const folder = new ResultFolder(out)
    folder.create('check.json').append(text)
    folder.create('check.md').append(renderCheckMarkdown(document))
    folder.create('junit.xml').append(renderCheckJunit(document))
    folder.create('report.html').append(await renderCheckHtml(document))
    folder.commit()
  }
  if (json) printResult(text)
  else if (!quiet) printResult(renderCheck(document, { width: terminalWidth(), colour: takesColour() }))
  // Workflow commands are read from either stream, and a JSON document has the other one for itself.
  if (process.env['GITHUB_ACTIONS'] === 'true') for (const line of checkAnnotations(document)) printMessage(line)
  const summary = process.env['GITHUB_STEP_SUMMARY']
  if (summary !== undefined && summary !== '') appendSummary(summary, document)
  process.exitCode = document.exitCode
}

function appendSummary(path: string, document: CheckDocument): void {
  try {
    const taken = existsSync(path) ? statSync(path).size : 0
    appendFileSync(path, renderCheckMarkdown(document, LARGEST_SUMMARY - taken))
  } catch (error) {
    throw writeFailure(path, error)
  }
}
