/** `wavetank trace`: what a run does, event by event, from a time on. */
import type { CommandModule } from 'yargs'
import type { Examples } from '../command-line.ts'
import { assignments, once, time, wholeNumber, type OptionText } from '../option-values.ts'

export const examples: Examples = [
  ['wavetank trace quickstart --from 2s', 'the first events from 2 s on'],
  ['wavetank trace my.yaml --seed 7 --events 100', 'more of them, of another run'],
  ['wavetank trace my.yaml --json | head', 'for other programs, a line a chunk'],
]

/** What the options say, checked. */
export interface TraceArguments {
  readonly scenario: string
  readonly seed: number | undefined
  readonly set: Readonly<Record<string, string>>
  readonly variant: string | undefined
  /** Nanoseconds. */
  readonly from: number
  readonly events: number | undefined
  readonly quick: boolean
  readonly json: boolean
}

interface Given {
  readonly scenario: string
  readonly seed: OptionText
  readonly set: readonly string[] | undefined
  readonly variant: OptionText
  readonly from: OptionText
  readonly events: OptionText
  readonly quick: boolean
  readonly json: boolean
}

export const trace: CommandModule<object, Given> = {
  command: 'trace <scenario>',
  describe: 'show what a run does, event by event',
  builder: (yargs) =>
    yargs
      .usage('Usage: $0 trace <scenario> [options]')
      .positional('scenario', { type: 'string', demandOption: true, describe: 'a file, or the name of one in scenarios/' })
      .option('seed', { string: true, requiresArg: true, describe: 'the seed, instead of the scenario’s' })
      .option('set', { string: true, requiresArg: true, array: true, nargs: 1, describe: 'parameter=value; may be repeated' })
      .option('variant', { string: true, requiresArg: true, describe: 'strategies to take, as scheduling=priority' })
      .option('from', { string: true, requiresArg: true, describe: 'simulated time from which on events are shown (default: 0 s)' })
      .option('events', { string: true, requiresArg: true, describe: 'how many are shown (default: 20; with --json: all)' })
      .option('quick', { type: 'boolean', default: false, describe: 'of a run of a tenth of the duration' })
      .option('json', { type: 'boolean', default: false, describe: 'print chunks of events, each as a line of JSON' }),
  handler: async ({ scenario, quick, json, ...given }) => {
    const { traceScenario } = await import('../trace-scenario.ts')
    await traceScenario({
      scenario,
      quick,
      json,
      seed: wholeNumber('seed', given.seed),
      set: assignments('set', given.set, 'parameter=value'),
      variant: once('variant', given.variant),
      from: time('from', given.from) ?? 0,
      events: wholeNumber('events', given.events) ?? (json ? undefined : 20),
    })
  },
}
