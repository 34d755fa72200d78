/** yargs' messages about wrong usage, said for people, with a way out. */
import { didYouMean } from '../registry/suggestion.ts'
import { usageError, type Failure } from './failure.ts'

/** What each command needs when its argument is left out. */
const NEEDED: Readonly<Record<string, string>> = {
  run: 'Say which scenario to run: a path or a name, such as `wavetank run scenarios/quickstart.yaml`.',
  validate: 'Say which files to validate, such as `wavetank validate scenarios/*.yaml`.',
  explain: 'Say what to explain, such as `wavetank explain poisson`; `wavetank list` names everything.',
}

export interface UsageContext {
  /** As typed. */
  readonly args: readonly string[]
  /** Undefined when none is known. */
  readonly command: string | undefined
  /** Long names of the options that there are. */
  readonly options: readonly string[]
}

/** A failure for what yargs refused. */
export function rewriteUsageError(message: string, context: UsageContext): Failure {
  const { command } = context
  const help = `See \`wavetank${command === undefined ? '' : ` ${command}`} --help\`.`
  const unknown = /^Unknown arguments?: (.+)$/.exec(message)?.[1]?.split(', ')
  if (unknown !== undefined) return unknownArguments(unknown, context, help)
  if (message.startsWith('Not enough non-option arguments')) {
    const needed = command === undefined ? undefined : NEEDED[command]
    return usageError(needed ?? 'Say what to do: run, validate, list or explain.', help)
  }
  const suggestion = /^Did you mean (.+)\?$/.exec(message)?.[1]
  if (suggestion !== undefined) return usageError(`There is no such command. Did you mean "${suggestion}"?`, help)
  const starved = /^Not enough arguments following: (.+)$/.exec(message)?.[1]
  if (starved !== undefined) return usageError(`${dashed(starved)} needs a value.`, help)
  const choice = /Argument: (.+), Given: (.+), Choices: (.+)/.exec(message)
  if (choice !== null) return usageError(`${dashed(choice[1]!)} is ${choice[2]}, but must be one of ${choice[3]}.`, help)
  return usageError(message.endsWith('.') ? message : `${message}.`, help)
}

/** yargs reports an unknown option twice when it is spelled with dashes: as written and in camel case. */
function unknownArguments(names: readonly string[], { args, command, options }: UsageContext, help: string): Failure {
  const written = names.filter((name, index) => !names.some((other, at) => at < index && camelCase(other) === name))
  const sentences = written.map((name) => {
    const option = args.find((word) => word.startsWith('-') && word.replace(/^-+/, '').split('=')[0] === name)
    if (option !== undefined) return `There is no option ${option.split('=')[0]}.${didYouMean(name, options).replace(/"(.+)"/, '--$1')}`
    return command === undefined ? `There is no command "${name}".` : `One argument too many: "${name}".`
  })
  return usageError(sentences.join(' '), help)
}

function camelCase(name: string): string {
  return name.replaceAll(/-(\w)/g, (_, letter: string) => letter.toUpperCase())
}

function dashed(name: string): string {
  return name.length === 1 ? `-${name}` : `--${name}`
}
