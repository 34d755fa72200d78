/** What `wavetank trace` does once its options are known to make sense. */
import type { TraceChunk, TraceEvent } from '../experiment/trace.ts'
import { renderTrace } from '../report/trace-table.ts'
import type { TraceArguments } from './commands/trace.ts'
import { interruptible } from './interrupt.ts'
import { printResult, takesColour, terminalWidth } from './output.ts'
import { readVariant, runFailure } from './run-scenario.ts'
import { openScenario } from './scenario-file.ts'

export async function traceScenario(given: TraceArguments): Promise<void> {
  const found = await readVariant(openScenario(given.scenario), { ...given, quiet: true, plugins: 'announce' })
  if (found === undefined) return
  const { read, variant } = found
  const seed = given.seed ?? read.scenario.seed
  const { traceOf } = await import('../experiment/trace.ts')
  try {
    await interruptible((signal) => {
      const chunks = traceOf({ ...read, variant, seed, quick: given.quick }, given.from, signal)
      return given.json ? printChunks(chunks, given.events ?? Infinity) : printTable(chunks, given.events ?? Infinity)
    })
  } catch (error) {
    throw await runFailure(error)
  }
}

async function printChunks(chunks: AsyncIterable<TraceChunk>, most: number): Promise<void> {
  let left = most
  for await (const chunk of chunks) {
    const events = upTo(chunk.events, left)
    left -= counted(events)
    if (events.length > 0 && !process.stdout.write(`${JSON.stringify({ ...chunk, events })}\n`)) await drained()
    // A reader that has seen enough ends it.
    if (left <= 0 || !process.stdout.writable) return
  }
}

/** A reader that is slower than the run holds it up. */
function drained(): Promise<void> {
  const { stdout } = process
  return new Promise((resolve) => {
    const done = (): void => {
      stdout.off('drain', done).off('close', done)
      resolve()
    }
    stdout.on('drain', done).on('close', done)
  })
}

async function printTable(chunks: AsyncIterable<TraceChunk>, most: number): Promise<void> {
  const kept: TraceEvent[] = []
  let head: TraceChunk | undefined
  for await (const chunk of chunks) {
    head ??= chunk
    kept.push(...upTo(chunk.events, most - counted(kept)))
    if (counted(kept) >= most) break
  }
  printResult(
    renderTrace({ first: head?.first ?? 0, queues: head?.queues ?? [], events: kept }, { width: terminalWidth(), colour: takesColour() }),
  )
}

/** As many events as have a number; what begins to wait before them comes along. */
function upTo(events: readonly TraceEvent[], most: number): readonly TraceEvent[] {
  let left = most
  const end = events.findIndex(({ kind }) => kind !== 'waits' && left-- === 0)
  return end < 0 ? events : events.slice(0, end)
}

function counted(events: readonly TraceEvent[]): number {
  return events.filter(({ kind }) => kind !== 'waits').length
}
