/** `wavetank list`: everything that a scenario can pick, with one line each. */
import type { CommandModule } from 'yargs'
import type { Examples } from '../command-line.ts'
import { printJson, printResult } from '../output.ts'

interface Arguments {
  readonly kind: string | undefined
  readonly json: boolean
}

export const examples: Examples = [
  ['wavetank list', 'everything'],
  ['wavetank list scheduling', 'one kind'],
  ['wavetank list metrics --json', 'for other programs'],
]

export const list: CommandModule<object, Arguments> = {
  command: 'list [kind]',
  describe: 'name everything that a scenario can pick',
  builder: (yargs) =>
    yargs
      .usage('Usage: $0 list [kind]')
      .positional('kind', { type: 'string', describe: 'operators, arrivals, distributions, scheduling, metrics …' })
      .option('json', { type: 'boolean', default: false, describe: 'print one JSON document' }),
  handler: async ({ kind, json }) => {
    const { entries } = await import('../catalogue.ts')
    const { listing, ofKind } = await import('../catalogue-text.ts')
    const shown = ofKind(await entries(), kind)
    if (json) printJson({ entries: shown.map(({ kind, name, summary }) => ({ kind, name, summary })) })
    else printResult(listing(shown))
  },
}
