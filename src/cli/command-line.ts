/** The commands and what `--help` says about them. */
import yargs, { type Argv, type CommandModule } from 'yargs'
import { accept, examples as ACCEPT } from './commands/accept.ts'
import { check, examples as CHECK } from './commands/check.ts'
import { compare, examples as COMPARE } from './commands/compare.ts'
import { completion, examples as COMPLETION } from './commands/completion.ts'
import { diff, examples as DIFF } from './commands/diff.ts'
import { explain, examples as EXPLAIN } from './commands/explain.ts'
import { fit, examples as FIT } from './commands/fit.ts'
import { init, examples as INIT } from './commands/init.ts'
import { list, examples as LIST } from './commands/list.ts'
import { report, examples as REPORT } from './commands/report.ts'
import { run, examples as RUN } from './commands/run.ts'
import { schema, examples as SCHEMA } from './commands/schema.ts'
import { trace, examples as TRACE } from './commands/trace.ts'
import { traffic, examples as TRAFFIC } from './commands/traffic.ts'
import { validate, examples as VALIDATE } from './commands/validate.ts'
import { EXIT } from './exit-codes.ts'
import { printMessage, printResult, terminalWidth } from './output.ts'
import { SUGGEST, suggestions } from './suggestions.ts'
import { VERSION } from '../version.ts'
import { rewriteUsageError } from './usage-errors.ts'

/** Command lines with their meaning. */
export type Examples = readonly (readonly [line: string, meaning: string])[]

const ABOUT = 'A workbench for stream processing: simulate a scenario in seconds, and see\nwhat its traffic does to it.'

const EXAMPLES: Examples = [
  ['wavetank run quickstart', 'simulate a scenario, report on it'],
  ['wavetank run my.yaml --seed 7', 'with another seed'],
  ['wavetank compare llm-gateway', 'its variants, with intervals'],
  ['wavetank run my.yaml --clock wall', 'the same engine in real time'],
  ['wavetank validate my.yaml', 'problems, or the expected load'],
  ['wavetank list scheduling', 'what can be picked'],
  ['wavetank explain priority', 'what it does, with its options'],
]

const COMMANDS = {
  init: { command: init, examples: INIT },
  run: { command: run, examples: RUN },
  compare: { command: compare, examples: COMPARE },
  check: { command: check, examples: CHECK },
  accept: { command: accept, examples: ACCEPT },
  diff: { command: diff, examples: DIFF },
  report: { command: report, examples: REPORT },
  traffic: { command: traffic, examples: TRAFFIC },
  fit: { command: fit, examples: FIT },
  trace: { command: trace, examples: TRACE },
  validate: { command: validate, examples: VALIDATE },
  list: { command: list, examples: LIST },
  explain: { command: explain, examples: EXPLAIN },
  schema: { command: schema, examples: SCHEMA },
  completion: { command: completion, examples: COMPLETION },
} as unknown as Readonly<Record<string, { readonly command: CommandModule; readonly examples: Examples }>>

/** Runs the command that the arguments name. */
export async function commandLine(args: readonly string[]): Promise<void> {
  const parser = createParser()
  const help = (output: string, command: string | undefined): string => `${lead(command)}\n\n${output}`
  if (args.length === 0) {
    printMessage(help(await parser.getHelp(), undefined))
    process.exitCode = EXIT.invalid
    return
  }
  if (args[0] === SUGGEST) {
    const parse = async (words: readonly string[]): Promise<string> => {
      let said = ''
      await parser.parseAsync([...words], {}, (_error, _argv, output) => {
        said += output
      })
      return said
    }
    const lines = await suggestions(args.slice(2), COMMANDS, parse)
    if (lines !== '') printResult(lines)
    return
  }
  const command = args.find((word) => Object.hasOwn(COMMANDS, word))
  try {
    await parser.parseAsync([...args], {}, (_error, argv, output) => {
      if (output !== '') printResult(argv['help'] === true ? help(output, command) : output)
    })
  } catch (error) {
    throw error instanceof UsageMessage ? rewriteUsageError(error.message, { args, command, options: optionNames(parser) }) : error
  }
}

/** What yargs has to say about the arguments, told apart from what a command throws. */
class UsageMessage extends Error {}

function createParser(): Argv {
  return yargs()
    .scriptName('wavetank')
    .usage('Usage: $0 <command> [options]')
    .command(Object.values(COMMANDS).map(({ command }) => command))
    .demandCommand(1)
    .strict()
    .recommendCommands()
    .option('debug', { type: 'boolean', describe: 'show stack traces of internal errors', global: true, hidden: true })
    .parserConfiguration({ 'boolean-negation': false, 'parse-numbers': false, 'parse-positional-numbers': false, 'dot-notation': false })
    .alias({ h: 'help', v: 'version' })
    .help()
    .version(VERSION)
    .wrap(Math.min(100, terminalWidth()))
    .fail((message, error: Error | undefined) => {
      throw error === undefined || error.name === 'YError' ? new UsageMessage(message) : error
    })
    .exitProcess(false)
}

/** Help leads with what most people come for: something to copy. */
function lead(command: string | undefined): string {
  const examples = COMMANDS[command ?? '']?.examples ?? EXAMPLES
  const width = Math.max(...examples.map(([text]) => text.length))
  const lines = examples.map(([text, meaning]) => `  ${text.padEnd(width)}  ${meaning}`.trimEnd())
  return [...(examples === EXAMPLES ? [ABOUT, ''] : []), 'Examples:', ...lines].join('\n')
}

function optionNames(parser: Argv): string[] {
  const { key } = (parser as unknown as { getOptions(): { key: Record<string, unknown> } }).getOptions()
  return Object.keys(key)
}
