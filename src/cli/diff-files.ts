/** What `wavetank diff` does once its options are known to make sense. */
import { readFileSync } from 'node:fs'
import { diffDocuments } from '../experiment/document-diff.ts'
import { stableJson } from '../experiment/stable-json.ts'
import { renderDiff } from '../report/diff-table.ts'
import type { DiffArguments } from './commands/diff.ts'
import { EXIT } from './exit-codes.ts'
import { Failure } from './failure.ts'
import { readFailure } from './files.ts'
import { printResult, takesColour, terminalWidth } from './output.ts'

export function diffFiles({ a, b, json }: DiffArguments): void {
  const [left, right] = [readDocument(a), readDocument(b)]
  if (left.schema !== right.schema)
    throw new Failure(`${a} is ${left.schema}, and ${b} is ${right.schema}.`, { remedy: 'Compare two of the same kind.' })
  const diff = diffDocuments(left, right)
  const same = diff.differences.length === 0 && diff.partings.length === 0
  if (json) printResult(stableJson({ schema: 'wavetank/diff/1', of: left.schema, a, b, ...diff }))
  else printResult(renderDiff(diff, [a, b], { width: terminalWidth(), colour: takesColour() }))
  process.exitCode = same ? EXIT.ok : EXIT.missed
}

function readDocument(path: string): { readonly schema: string } {
  let text: string
  try {
    text = readFileSync(path, 'utf8')
  } catch (error) {
    throw readFailure(path, error)
  }
  let document: unknown
  try {
    document = JSON.parse(text)
  } catch {
    throw new Failure(`${path} is no JSON.`, { remedy: 'Name files such as result.json, comparison.json, check.json or a baseline.' })
  }
  const schema = typeof document === 'object' && document !== null && 'schema' in document ? document.schema : undefined
  if (typeof schema !== 'string' || !schema.startsWith('wavetank/'))
    throw new Failure(`${path} was not written by Wavetank: it names no schema of it.`)
  return document as { readonly schema: string }
}
