/** `wavetank schema`: the JSON Schemas of what Wavetank reads and writes. */
import type { CommandModule } from 'yargs'
import type { Examples } from '../command-line.ts'
import { once, type OptionText } from '../option-values.ts'

export const examples: Examples = [
  ['wavetank schema', 'of scenarios, to standard output'],
  ['wavetank schema --out scenario.schema.json', 'to a file; an editor finds it by the first line of a scenario:'],
  ['', '# yaml-language-server: $schema=../scenario.schema.json'],
  ['wavetank schema check', 'of check.json, for other programs'],
]

export const SCHEMA_NAMES = ['scenario', 'settings', 'result', 'comparison', 'check', 'baseline'] as const

export type SchemaName = (typeof SCHEMA_NAMES)[number]

interface Given {
  readonly name: SchemaName
  readonly out: OptionText
}

export const schema: CommandModule<object, Given> = {
  command: 'schema [name]',
  describe: 'print the JSON Schema of scenarios, or of what commands write',
  builder: (yargs) =>
    yargs
      .usage('Usage: $0 schema [name] [options]')
      .positional('name', {
        choices: SCHEMA_NAMES,
        default: SCHEMA_NAMES[0],
        describe: 'of scenarios, of wavetank.yaml (settings), or of a JSON file',
      })
      .option('out', { string: true, requiresArg: true, describe: 'file to write it to' }),
  handler: async ({ name, out }) => {
    const { writeSchema } = await import('../write-schema.ts')
    writeSchema(name, once('out', out))
  },
}
