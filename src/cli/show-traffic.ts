/** What `wavetank traffic` does once its options are known to make sense. */
import { basename, dirname, join } from 'node:path'
import { drawTraffic, type TrafficSummary } from '../experiment/traffic-summary.ts'
import { stableJson } from '../experiment/stable-json.ts'
import { renderTraffic } from '../report/traffic-table.ts'
import type { TrafficArguments } from './commands/traffic.ts'
import { CsvRecords } from './csv-sink.ts'
import { ResultFolder } from './files.ts'
import { interruptible } from './interrupt.ts'
import { printMessage, printResult, takesColour, terminalWidth } from './output.ts'
import { readRuntime } from './report-runtime.ts'
import { readVariant, runFailure } from './run-scenario.ts'
import { openScenario } from './scenario-file.ts'

export async function showTraffic(given: TrafficArguments): Promise<void> {
  const found = await readVariant(openScenario(given.scenario), given)
  if (found === undefined) return
  const { read, variant } = found
  const toFile = given.out?.endsWith('.csv') === true
  const folder = given.out === undefined ? undefined : new ResultFolder(toFile ? dirname(given.out) : given.out)
  const fields = [...new Set(read.scenario.sources.flatMap((source) => source.fields.map(({ name }) => name)))]
  const records = folder !== undefined && toFile ? new CsvRecords(folder.create(basename(given.out)), fields) : undefined
  try {
    const summary = await interruptible((signal) =>
      drawTraffic({
        ...read,
        variant,
        seed: given.seed ?? read.scenario.seed,
        quick: given.quick,
        signal,
        ...(records === undefined ? {} : { onRecord: (source, table, row) => records.write(source, table, row) }),
      }),
    )
    const json = stableJson(summary)
    if (folder !== undefined) await writeFiles(folder, summary, json, toFile)
    if (given.json) printResult(json)
    else if (!given.quiet) printResult(renderTraffic(summary, { width: terminalWidth(), colour: takesColour() }))
    if (folder !== undefined && !given.quiet)
      printMessage(toFile ? `Wrote ${given.out}.` : `Wrote ${join(folder.path, 'traffic.json')} and report.html.`)
  } catch (error) {
    folder?.discard()
    throw await runFailure(error)
  }
}

async function writeFiles(folder: ResultFolder, summary: TrafficSummary, json: string, onlyRecords: boolean): Promise<void> {
  if (!onlyRecords) {
    const { renderTrafficHtml } = await import('../report/traffic-html.ts')
    folder.create('traffic.json').append(json)
    folder.create('report.html').append(await renderTrafficHtml(JSON.parse(json) as TrafficSummary, readRuntime()))
  }
  folder.commit()
}
