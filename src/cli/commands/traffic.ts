/** `wavetank traffic`: draws what a scenario will send, without running it. */
import type { CommandModule } from 'yargs'
import type { Examples } from '../command-line.ts'
import { assignments, once, wholeNumber, type OptionText } from '../option-values.ts'

export const examples: Examples = [
  ['wavetank traffic llm-gateway', 'how bursty, how skewed, how large'],
  ['wavetank traffic my.yaml --out reports/traffic', 'a page with charts as well'],
  ['wavetank traffic my.yaml --out arrivals.csv', 'every record, as a trace'],
]

/** What the options say, checked. */
export interface TrafficArguments {
  readonly scenario: string
  readonly seed: number | undefined
  readonly set: Readonly<Record<string, string>>
  readonly variant: string | undefined
  readonly out: string | undefined
  readonly quick: boolean
  readonly quiet: boolean
  readonly json: boolean
}

interface Given extends Omit<TrafficArguments, 'seed' | 'set' | 'variant' | 'out'> {
  readonly seed: OptionText
  readonly set: readonly string[] | undefined
  readonly variant: OptionText
  readonly out: OptionText
}

export const traffic: CommandModule<object, Given> = {
  command: 'traffic <scenario>',
  describe: 'draw what a scenario will send, without running it',
  builder: (yargs) =>
    yargs
      .usage('Usage: $0 traffic <scenario> [options]')
      .positional('scenario', { type: 'string', demandOption: true, describe: 'a file, or the name of one in scenarios/' })
      .option('seed', { string: true, requiresArg: true, describe: 'the seed, instead of the scenario’s' })
      .option('set', { string: true, requiresArg: true, array: true, nargs: 1, describe: 'parameter=value; may be repeated' })
      .option('variant', { string: true, requiresArg: true, describe: 'a variant by its id, for its parameters' })
      .option('out', {
        string: true,
        requiresArg: true,
        describe: 'folder for traffic.json and report.html, or a .csv file for the records',
      })
      .option('quick', { type: 'boolean', default: false, describe: 'a tenth of the duration' })
      .option('quiet', { type: 'boolean', default: false, describe: 'print nothing but errors' })
      .option('json', { type: 'boolean', default: false, describe: 'print one JSON document' }),
  handler: async ({ seed, set, variant, out, ...rest }) => {
    const { showTraffic } = await import('../show-traffic.ts')
    await showTraffic({
      ...rest,
      seed: wholeNumber('seed', seed),
      set: assignments('set', set, 'parameter=value'),
      variant: once('variant', variant),
      out: once('out', out),
    })
  },
}
