/** What `wavetank fit` does once its options are known to make sense. */
import { createReadStream } from 'node:fs'
import { basename, join } from 'node:path'
import { createGunzip } from 'node:zlib'
import { countSummary } from '../experiment/count-summary.ts'
import { scenarioText } from '../experiment/fit-scenario.ts'
import { stableJson } from '../experiment/stable-json.ts'
import { fitTrace, type TraceFit } from '../experiment/trace-fit.ts'
import { drawTraffic, type SourceSummary } from '../experiment/traffic-summary.ts'
import { referenceVariant } from '../experiment/variant.ts'
import { formatDuration } from '../report/figures.ts'
import { renderFit } from '../report/fit-table.ts'
import { filePath } from '../scenario/file-path.ts'
import { readScenario } from '../scenario/read-scenario.ts'
import { TraceObservation, type TraceObserved } from '../traffic/fitting/trace-observation.ts'
import { countColumn, oddities, seriesOf, type Counts, type Instants } from '../traffic/fitting/trace-series.ts'
import type { RecordTable } from '../structures/record-table.ts'
import { TraceError } from '../traffic/trace-error.ts'
import { TracePieces, type TracePiece } from '../traffic/trace-pieces.ts'
import { spreadTicks } from '../traffic/trace-ticks.ts'
import type { FitArguments } from './commands/fit.ts'
import { Failure, usageError } from './failure.ts'
import { readFailure, ResultFolder } from './files.ts'
import { interruptible } from './interrupt.ts'
import { printMessage, printResult, takesColour, terminalWidth } from './output.ts'
import { packagesFrom } from './package-folder.ts'
import { readUnpacked } from './packed-file.ts'
import { readRuntime } from './report-runtime.ts'
import { runFailure } from './run-scenario.ts'

const MOST_DRAWN = 20_000_000

export async function fitTraceFile(given: FitArguments): Promise<void> {
  const folder = given.out === undefined ? undefined : new ResultFolder(given.out)
  try {
    const found = await interruptible((signal) => fitted(given, signal))
    const json = stableJson(found)
    if (folder !== undefined) await writeFiles(folder, found, json)
    if (given.json) printResult(json)
    else if (!given.quiet) printResult(renderFit(found, { width: terminalWidth(), colour: takesColour() }))
    if (folder !== undefined && !given.quiet) printMessage(`Wrote ${join(folder.path, 'fit.json')}, traffic.yaml and report.html.`)
  } catch (error) {
    folder?.discard()
    if (error instanceof RangeError) throw new Failure(`${given.trace}: ${error.message}.`)
    throw error instanceof TraceError ? new Failure(forCommandLine(error.message)) : await runFailure(error)
  }
}

async function fitted(given: FitArguments, signal: AbortSignal): Promise<TraceFit> {
  const { observed, notes, column } = await observe(given, signal)
  const file = basename(given.trace)
  if (observed.early > 0)
    notes.push(`${observed.early} of ${observed.times.length} records came after one with a later time; all are sorted by time`)
  const series = seriesOf(observed, column, given.count !== undefined, file, notes)
  const spread = withSpread(series, given, notes)
  if (series.kind === 'instants' && series.times.length > 1)
    notes.push(...oddities(spread.kind === 'instants' ? spread.times : series.times, formatDuration))
  const found = fitTrace(spread, observed, { file, notes: notes.map(forCommandLine), key: given.key, forecast: given.forecast })
  return given.simulate ? { ...found, simulated: await simulate(found, given.seed, signal) } : found
}

function withSpread(series: Instants | Counts, { spread, trace }: FitArguments, notes: string[]): Instants | Counts {
  if (!spread) return series
  if (series.kind === 'counts') throw new Failure('--spread spreads records of one time, and this trace holds counts of intervals.')
  return { kind: 'instants', times: spreadTicks(series.times, basename(trace), notes) }
}

/** Reads the file once, and keeps what a fit needs of it. */
async function observe(
  given: FitArguments,
  signal: AbortSignal,
): Promise<{ readonly observed: TraceObserved; readonly notes: string[]; readonly column: string | undefined }> {
  const { trace, time, timeFormat, timezone } = given
  const path = pathOf(trace)
  const pieces = new TracePieces({ file: basename(trace), time, timeFormat, timezone })
  let observation: TraceObservation | undefined
  let column: string | undefined
  for await (const piece of pieces.read(bytesOf(path))) {
    if (observation === undefined) {
      column = columnOf(piece, given)
      observation = new TraceObservation(column)
    }
    observation.add(piece)
    signal.throwIfAborted()
  }
  const file = basename(trace)
  return { observed: (observation ?? new TraceObservation()).finish(file), notes: pieces.notes, column }
}

function columnOf({ cells, timeColumn }: TracePiece, { count, events, trace }: FitArguments): string | undefined {
  const names = cells.columns.map(({ name }) => name).filter((name) => name !== timeColumn)
  if (count !== undefined && !names.includes(count)) {
    const known = names.map((name) => `"${name}"`).join(', ')
    throw new TraceError(basename(trace), `there is no column "${count}" for --count${known === '' ? '' : `; the columns are ${known}`}`)
  }
  return events ? undefined : (count ?? countColumn(names))
}

/** A file by its path from here, or in an installed package as `package:NAME/PATH`. */
function pathOf(trace: string): string {
  if (!trace.startsWith('package:')) return trace
  const found = filePath(trace, { folder: process.cwd(), packageFolder: packagesFrom(process.cwd()) })
  if ('problem' in found) throw usageError(`${found.problem}.`, found.hint)
  return found.absolute
}

/** A file's bytes, unpacked where it is compressed with gzip (by its first bytes, whatever its name). */
async function* bytesOf(path: string): AsyncGenerator<Uint8Array> {
  const stream = createReadStream(path, { highWaterMark: 2 ** 20 })
  try {
    let first = true
    for await (const chunk of stream as AsyncIterable<Uint8Array>) {
      if (first && chunk[0] === 0x1f && chunk[1] === 0x8b) {
        stream.destroy()
        yield* unpacked(path)
        return
      }
      first = false
      yield chunk
    }
  } catch (error) {
    throw (error as NodeJS.ErrnoException).syscall === undefined ? error : readFailure(path, error)
  } finally {
    stream.destroy()
  }
}

async function* unpacked(path: string): AsyncGenerator<Uint8Array> {
  const packed = createReadStream(path, { highWaterMark: 2 ** 20 })
  const stream = packed.pipe(createGunzip())
  packed.on('error', (error) => stream.destroy(error))
  try {
    yield* stream as AsyncIterable<Uint8Array>
  } catch (error) {
    if (!String((error as NodeJS.ErrnoException).code).startsWith('Z_')) throw error
    throw new TraceError(basename(path), 'this is compressed with gzip, and is cut or broken, so it cannot be unpacked')
  } finally {
    packed.destroy()
    stream.destroy()
  }
}

/** What the proposed process sends over the length of the trace. */
async function simulate(found: TraceFit, seed: number, signal: AbortSignal): Promise<SourceSummary> {
  const { counted, length } = found.trace
  // As far as records can be drawn in a minute or so.
  const share = Math.min(1, MOST_DRAWN / Math.max(1, found.arrivals.count))
  const counts = counted === null ? undefined : new Float64Array(Math.max(1, Math.floor((length * share) / counted.interval)))
  const drawn = counts === undefined ? length * share : counts.length * counted!.interval
  const { scenario, problems, traces } = await readScenario(scenarioText(found.scenario, drawn), {
    file: 'fit',
    folder: process.cwd(),
    readFile: readUnpacked,
  })
  if (scenario === undefined) throw new Error(`the proposed scenario is not valid: ${problems.map(({ message }) => message).join('; ')}`)
  const onRecord = (_: string, table: RecordTable, row: number): void => {
    if (counts !== undefined) counts[Math.floor(table.intendedTime(row) / counted!.interval)]!++
  }
  const { sources } = await drawTraffic({ scenario, traces, variant: referenceVariant(scenario), seed, quick: false, signal, onRecord })
  const name = `fitted ${found.proposal.process}${share < 1 ? `, ${formatDuration(drawn)} of it` : ''}`
  return counts === undefined ? { ...sources[0]!, name } : countSummary(name, counts, counted!.interval / 1e9, found.trace.records)
}

async function writeFiles(folder: ResultFolder, found: TraceFit, json: string): Promise<void> {
  const { renderFitHtml } = await import('../report/fit-html.ts')
  folder.create('fit.json').append(json)
  folder.create('traffic.yaml').append(found.scenario)
  folder.create('report.html').append(await renderFitHtml(JSON.parse(json) as TraceFit, readRuntime()))
  folder.commit()
}

/** Remedies that a scenario has in its options are options of the command here. */
function forCommandLine(text: string): string {
  return text
    .replaceAll('`time: <column>`', '--time COLUMN')
    .replaceAll('`timeFormat: <format>`', '--time-format FORMAT')
    .replaceAll('leave out spread', 'leave out --spread')
}
