/** What the commands print: results on standard output, everything else on standard error. */
import { styleText } from 'node:util'
import { EXIT } from './exit-codes.ts'
import { Failure } from './failure.ts'

const WIDEST = 120
const USUAL = 80
const NARROWEST = 40

/** Whether standard output takes colours: a terminal that does, and nobody said no. */
export function takesColour(stream: NodeJS.WriteStream = process.stdout): boolean {
  return styleText('red', '', { stream, validateStream: true }) !== ''
}

/** Columns of the terminal; 80 where there is none. */
export function terminalWidth(): number {
  // Some pseudo-terminals say 0.
  const columns = process.stdout.columns ?? 0
  return columns > 0 ? Math.min(WIDEST, Math.max(NARROWEST, columns)) : USUAL
}

export function printResult(text: string): void {
  process.stdout.write(text.endsWith('\n') ? text : `${text}\n`)
}

/** One JSON document. */
export function printJson(value: unknown): void {
  printResult(JSON.stringify(value, null, 2))
}

export function printMessage(text: string): void {
  process.stderr.write(`${text}\n`)
}

/** Says what failed and what to do, and sets the exit code. */
export function reportFailure(error: unknown, debug: boolean): void {
  const bold = (text: string): string => styleText(['bold', 'red'], text, { stream: process.stderr })
  if (error instanceof Failure) {
    printMessage(error.code === EXIT.interrupted ? error.message : `${bold('error:')} ${error.message}`)
    if (error.remedy !== undefined) printMessage(error.remedy)
    process.exitCode = error.code
  } else {
    const message = error instanceof Error ? error.message : String(error)
    printMessage(`${bold('internal error:')} ${firstLine(message)}`)
    printMessage('This is a mistake in Wavetank, not in your scenario. Please report it with the output of the same command and --debug.')
    process.exitCode = EXIT.internal
  }
  if (debug && error instanceof Error) printMessage(error.stack ?? '')
}

/** Some errors carry whole source files. */
function firstLine(message: string): string {
  const line = message.split('\n', 1)[0] ?? ''
  return line.length > 300 ? `${line.slice(0, 300)} …` : line
}

/** A reader who has seen enough (`| head`) is no error; a full disk behind standard output is. */
export function surviveClosedPipes(): void {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') return
    const what = error.code === 'ENOSPC' ? 'no space is left on the device' : error.message
    reportFailure(new Failure(`Could not write to standard output: ${what}.`), false)
  })
  process.stderr.on('error', () => undefined)
}
