/** `wavetank validate`: what is wrong with scenarios, or how busy each stage, node and link is expected to be. */
import type { CommandModule } from 'yargs'
import type { Examples } from '../command-line.ts'
import { assignments } from '../option-values.ts'

export const examples: Examples = [
  ['wavetank validate scenarios/*.yaml', 'all of them'],
  ['wavetank validate my.yaml --set chatRate=10/s', 'would it still keep up?'],
]

interface Given {
  readonly files: readonly string[]
  readonly set: readonly string[] | undefined
  readonly json: boolean
}

export const validate: CommandModule<object, Given> = {
  command: 'validate <files..>',
  describe: 'say what is wrong with scenarios, or how busy everything is expected to be',
  builder: (yargs) =>
    yargs
      .usage('Usage: $0 validate <files..> [options]')
      .positional('files', { type: 'string', array: true, demandOption: true, describe: 'scenario files, or names of ones in scenarios/' })
      .option('set', { string: true, requiresArg: true, array: true, nargs: 1, describe: 'parameter=value; may be repeated' })
      .option('json', { type: 'boolean', default: false, describe: 'print one JSON document' }),
  handler: async ({ files, set, json }) => {
    const parameters = assignments('set', set, 'parameter=value')
    const { validateScenarios } = await import('../validate-scenarios.ts')
    await validateScenarios(files.map(String), parameters, json)
  },
}
