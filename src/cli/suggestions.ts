/** What can stand at the end of a command line that is being typed: yargs knows commands and options, and this the names of things. */
import yargs, { type Argv, type CommandModule } from 'yargs'
import { SCHEMA_NAMES } from './commands/schema.ts'
import { SHELLS } from './commands/completion.ts'
import { scenarioNames } from './scenario-file.ts'

/** The argument by which completion scripts ask; the name of the program and the words up to the cursor follow. */
export const SUGGEST = '--get-yargs-completions'

/** What the arguments of a command name: a word, and after a tab what it means. Where nothing is given, shells suggest files. */
const NAMES: Readonly<Record<string, () => readonly string[] | Promise<readonly string[]>>> = {
  run: scenarioNames,
  compare: scenarioNames,
  check: scenarioNames,
  accept: scenarioNames,
  trace: scenarioNames,
  traffic: scenarioNames,
  validate: scenarioNames,
  list: kinds,
  explain: everything,
  schema: () => SCHEMA_NAMES,
  completion: () => SHELLS,
}

/**
 * One suggestion a line.
 * @param words what has been typed, without the name of the program; the last one is being typed and may be empty
 * @param parse gives what yargs suggests for arguments
 */
export async function suggestions(
  words: readonly string[],
  commands: Readonly<Record<string, { readonly command: CommandModule }>>,
  parse: (args: readonly string[]) => Promise<string>,
): Promise<string> {
  const current = words.at(-1) ?? ''
  const module = words.length > 1 && Object.hasOwn(commands, words[0]!) ? commands[words[0]!]!.command : undefined
  const place = module === undefined || current.startsWith('-') ? 'option' : valueOf(words.at(-2)!, module)
  const lines =
    place === 'name'
      ? await (NAMES[words[0]!]?.() ?? [])
      : place === 'value'
        ? []
        : (await parse([SUGGEST, 'wavetank', ...words])).split('\n')
  return lines.filter((line) => line !== '' && line.startsWith(current)).join('\n')
}

/** What comes after a word: one of the values of an option, of which yargs knows some, any other value, or a name. */
function valueOf(previous: string, module: CommandModule): 'option' | 'value' | 'name' {
  if (!/^--[^=]+$/.test(previous)) return 'name'
  const built = (module.builder as (parser: Argv) => Argv)(yargs())
  const { boolean, choices } = (built as unknown as { getOptions(): { boolean: string[]; choices: Record<string, unknown> } }).getOptions()
  const option = previous.slice(2)
  if (Object.hasOwn(choices, option)) return 'option'
  return boolean.includes(option) ? 'name' : 'value'
}

async function kinds(): Promise<readonly string[]> {
  const { entries } = await import('./catalogue.ts')
  return [...new Set((await entries()).map(({ kind }) => kind))]
}

async function everything(): Promise<readonly string[]> {
  const { entries } = await import('./catalogue.ts')
  return (await entries()).map(({ name, summary }) => `${name}\t${summary.replace(/[:;.].*$/s, '')}`)
}
