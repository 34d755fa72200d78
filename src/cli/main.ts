/** The command line's first lines: nothing is loaded here that `--help` does not need. */
import { commandLine } from './command-line.ts'
import { inlineGenerously } from './inlining.ts'
import { reportFailure, surviveClosedPipes } from './output.ts'

const debug = process.argv.includes('--debug') || process.env['WAVETANK_DEBUG'] === '1'

inlineGenerously()
surviveClosedPipes()
process.on('uncaughtException', (error) => reportFailure(error, debug))
try {
  await commandLine(process.argv.slice(2))
} catch (error) {
  reportFailure(error, debug)
}
