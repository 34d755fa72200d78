/** `wavetank init`: what a repository needs to check its performance from now on. */
import type { CommandModule } from 'yargs'
import type { Examples } from '../command-line.ts'
import { usageError } from '../failure.ts'
import { once, type OptionText } from '../option-values.ts'
import { STARTERS, type Starter } from '../templates.ts'

export const examples: Examples = [
  ['wavetank init', 'orders that are paid, in this folder'],
  ['wavetank init --from llm', 'chat and a batch job share a model'],
  ['wavetank init --from iot', 'sensors that report late and out of order'],
  ['wavetank init --from mm1 trial', 'the queue of the textbooks, in a new folder'],
]

/** What the options say, checked. */
export interface InitArguments {
  readonly folder: string
  readonly from: Starter
}

interface Given {
  readonly folder: string
  readonly from: OptionText
}

export const init: CommandModule<object, Given> = {
  command: 'init [folder]',
  describe: 'write a scenario to begin with, its baseline, and a workflow that checks it',
  builder: (yargs) =>
    yargs
      .usage('Usage: $0 init [folder] [options]')
      .positional('folder', { type: 'string', default: '.', describe: 'where to; made when there is none' })
      .option('from', { choices: STARTERS, default: STARTERS[0], requiresArg: true, describe: 'the scenario to begin with' }),
  handler: async ({ folder, from }) => {
    if (folder === '') throw usageError('The folder is an empty text.', 'Leave it out, or name one.')
    const { initRepository } = await import('../init-repository.ts')
    // yargs has checked that it is one of them.
    await initRepository({ folder, from: once('from', from) as Starter })
  },
}
