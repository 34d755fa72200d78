/** `wavetank explain`: what one thing does, with its options, their bounds and defaults, and where it comes from. */
import type { CommandModule } from 'yargs'
import type { Examples } from '../command-line.ts'
import { printJson, printResult } from '../output.ts'

interface Arguments {
  readonly name: string
  readonly json: boolean
}

export const examples: Examples = [
  ['wavetank explain window', 'an operator with its options'],
  ['wavetank explain latency.p99', 'a metric'],
]

export const explain: CommandModule<object, Arguments> = {
  command: 'explain <name>',
  describe: 'say what an operator, a strategy, a distribution or a metric does, with its options',
  builder: (yargs) =>
    yargs
      .usage('Usage: $0 explain <name>')
      .positional('name', { type: 'string', demandOption: true, describe: 'as `wavetank list` names it' })
      .option('json', { type: 'boolean', default: false, describe: 'print one JSON document' }),
  handler: async ({ name, json }) => {
    const { entries } = await import('../catalogue.ts')
    const { explanation, named } = await import('../catalogue-text.ts')
    const found = named(await entries(), name)
    if (json) printJson({ entries: found })
    else printResult(found.map(explanation).join('\n'))
  },
}
