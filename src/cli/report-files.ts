/** What `wavetank report` does once its options are known to make sense. */
import { readFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { comparisonSchema } from '../experiment/comparison-schema.ts'
import type { Comparison } from '../experiment/comparison.ts'
import { resultSchema } from '../experiment/result-schema.ts'
import type { RunResult } from '../experiment/run-result.ts'
import { Failure, usageError } from './failure.ts'
import { readFailure, ResultFolder } from './files.ts'
import { printMessage } from './output.ts'
import { readRuntime } from './report-runtime.ts'
import { writeReports } from './write-comparison.ts'

type Document = { readonly kind: 'run'; readonly result: RunResult } | { readonly kind: 'comparison'; readonly comparison: Comparison }

/** Reads every file before anything is written, then writes the reports of each. */
export async function reportFiles(files: readonly string[], out: string | undefined, quiet: boolean): Promise<void> {
  if (out !== undefined && files.length > 1)
    throw usageError(`--out is one folder, and there are ${files.length} files.`, 'Leave it out: reports go beside each file.')
  const runtime = readRuntime()
  const documents = files.map((file) => ({ file, document: readDocument(file) }))
  for (const { file, document } of documents) {
    const folder = new ResultFolder(out ?? dirname(file))
    try {
      await render(document, runtime, folder)
      folder.commit()
    } catch (error) {
      folder.discard()
      throw error
    }
    if (!quiet)
      printMessage(
        `Wrote ${join(folder.path, 'report.html')}${document.kind === 'run' ? '' : ', report.md and the charts as SVG and PNG'}.`,
      )
  }
}

async function render(document: Document, runtime: string, folder: ResultFolder): Promise<void> {
  if (document.kind === 'comparison') {
    await writeReports(document.comparison, runtime, folder)
    return
  }
  const { renderHtml } = await import('../report/html.ts')
  folder.create('report.html').append(await renderHtml(document.result, runtime))
}

function readDocument(file: string): Document {
  let text: string
  try {
    text = readFileSync(file, 'utf8')
  } catch (error) {
    throw readFailure(file, error)
  }
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (error) {
    throw new Failure(`${file} is not JSON: ${(error as Error).message}.`, { remedy: 'Is it cut off? Run the scenario again.' })
  }
  const schema = typeof value === 'object' && value !== null && 'schema' in value ? String(value.schema) : ''
  const isComparison = schema.startsWith('wavetank/comparison/')
  if (!isComparison && !schema.startsWith('wavetank/run-result/'))
    throw new Failure(`${file} is no result of Wavetank: it names no schema of a run or a comparison.`, {
      remedy: 'Give the result.json or comparison.json of a folder under reports/.',
    })
  const parsed = isComparison ? comparisonSchema.safeParse(value) : resultSchema.safeParse(value)
  if (!parsed.success) {
    const [issue] = parsed.error.issues
    throw new Failure(`${basename(file)} cannot be read: ${issue!.path.join('.') || 'the document'}: ${issue!.message}.`, {
      remedy: `It says that it is ${schema}. Was it written by another version, or edited by hand?`,
    })
  }
  return isComparison ? { kind: 'comparison', comparison: parsed.data as Comparison } : { kind: 'run', result: parsed.data as RunResult }
}
