/** `wavetank diff`: what differs between two documents that Wavetank wrote. */
import type { CommandModule } from 'yargs'
import type { Examples } from '../command-line.ts'

export const examples: Examples = [
  ['wavetank diff old/result.json new/result.json', 'values, digests, where runs part'],
  ['wavetank diff a/comparison.json b/comparison.json', 'two comparisons'],
  ['wavetank diff <(git show HEAD:baselines/my.json) baselines/my.json', 'two baselines'],
]

export interface DiffArguments {
  readonly a: string
  readonly b: string
  readonly json: boolean
}

export const diff: CommandModule<object, DiffArguments> = {
  command: 'diff <a> <b>',
  describe: 'compare two results, comparisons, checks or baselines',
  builder: (yargs) =>
    yargs
      .usage('Usage: $0 diff <a> <b> [options]')
      .positional('a', { type: 'string', demandOption: true, describe: 'a JSON file that Wavetank wrote' })
      .positional('b', { type: 'string', demandOption: true, describe: 'another of the same kind' })
      .option('json', { type: 'boolean', default: false, describe: 'print every difference as one JSON document' }),
  handler: async (given) => {
    const { diffFiles } = await import('../diff-files.ts')
    diffFiles(given)
  },
}
