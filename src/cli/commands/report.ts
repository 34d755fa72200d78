/** `wavetank report`: renders the reports of results that are there already; nothing is run. */
import type { CommandModule } from 'yargs'
import type { Examples } from '../command-line.ts'
import { once, type OptionText } from '../option-values.ts'

export const examples: Examples = [
  ['wavetank report reports/my/comparison.json', 'its page, its Markdown and its charts'],
  ['wavetank report reports/*/result.json', 'the pages of several runs'],
  ['wavetank report old.json --out shown', 'into another folder'],
]

interface Given {
  readonly files: readonly string[]
  readonly out: OptionText
  readonly quiet: boolean
}

export const report: CommandModule<object, Given> = {
  command: 'report <files..>',
  describe: 'render the reports of old results again, without running anything',
  builder: (yargs) =>
    yargs
      .usage('Usage: $0 report <files..> [options]')
      .positional('files', { type: 'string', array: true, demandOption: true, describe: 'result.json or comparison.json files' })
      .option('out', { string: true, requiresArg: true, describe: 'folder for the reports (default: beside each file)' })
      .option('quiet', { type: 'boolean', default: false, describe: 'print nothing but errors' }),
  handler: async ({ files, out, quiet }) => {
    const { reportFiles } = await import('../report-files.ts')
    await reportFiles(files, once('out', out), quiet)
  },
}
