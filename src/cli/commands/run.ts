/** `wavetank run`: simulates a scenario, prints the summary and writes the result and the report. */
import type { CommandModule } from 'yargs'
import type { Examples } from '../command-line.ts'
import { usageError } from '../failure.ts'
import { assignments, once, speed, wholeNumber, type OptionText } from '../option-values.ts'

export const examples: Examples = [
  ['wavetank run quickstart', 'a scenario by its name'],
  ['wavetank run my.yaml --seed 7 --out out/7', 'another seed, another folder'],
  ['wavetank run my.yaml --set chatRate=3/s', 'another value of a parameter'],
  ['wavetank run my.yaml --variant scheduling=fifo', 'another strategy of its list'],
  ['wavetank run my.yaml --quick --check', 'a tenth, with invariants checked'],
  ['wavetank run my.yaml --clock wall --speed max', 'for real, without waiting'],
  ['wavetank run my.yaml --json | jq .metrics', 'for other programs'],
]

/** What the options say, checked. */
export interface RunArguments {
  readonly scenario: string
  readonly seed: number | undefined
  readonly set: Readonly<Record<string, string>>
  readonly variant: string | undefined
  readonly out: string | undefined
  readonly clock: 'virtual' | 'wall'
  readonly speed: number | 'max'
  readonly quick: boolean
  readonly check: boolean
  readonly report: boolean
  readonly quiet: boolean
  readonly json: boolean
}

interface Given {
  readonly scenario: string
  readonly seed: OptionText
  readonly set: readonly string[] | undefined
  readonly variant: OptionText
  readonly out: OptionText
  readonly clock: 'virtual' | 'wall'
  readonly speed: OptionText
  readonly quick: boolean
  readonly check: boolean
  readonly noReport: boolean
  readonly quiet: boolean
  readonly json: boolean
}

export const run: CommandModule<object, Given> = {
  command: 'run <scenario>',
  describe: 'simulate a scenario, print a summary and write a report',
  builder: (yargs) =>
    yargs
      .usage('Usage: $0 run <scenario> [options]')
      .positional('scenario', { type: 'string', demandOption: true, describe: 'a file, or the name of one in scenarios/' })
      .option('seed', { string: true, requiresArg: true, describe: 'the seed, instead of the scenario’s' })
      .option('set', { string: true, requiresArg: true, array: true, nargs: 1, describe: 'parameter=value; may be repeated' })
      .option('variant', { string: true, requiresArg: true, describe: 'strategies to take, as scheduling=priority,windowing=recompute' })
      .option('out', { string: true, requiresArg: true, describe: 'folder for results (default: reports/<name>)' })
      .option('quick', { type: 'boolean', default: false, describe: 'run a tenth of the duration' })
      .option('check', { type: 'boolean', default: false, describe: 'check every invariant while running; slower' })
      .option('clock', { choices: ['virtual', 'wall'] as const, default: 'virtual' as const, describe: 'simulated or real time' })
      .option('speed', { string: true, requiresArg: true, describe: 'wall clock only: times faster than real time, or max' })
      .option('no-report', { type: 'boolean', default: false, describe: 'write no report.html' })
      .option('quiet', { type: 'boolean', default: false, describe: 'print nothing but errors' })
      .option('json', { type: 'boolean', default: false, describe: 'print the result as one JSON document' }) as never,
  handler: async (given) => {
    const checked = check(given)
    const { runScenario } = await import('../run-scenario.ts')
    await runScenario(checked)
  },
}

function check(given: Given): RunArguments {
  const pace = speed('speed', given.speed)
  if (pace !== undefined && given.clock !== 'wall')
    throw usageError('--speed is for the wall clock.', 'Add --clock wall, or leave --speed out: simulated time is as fast as it can be.')
  const { scenario, clock, quick, quiet, json, noReport } = given
  return {
    scenario,
    clock,
    quick,
    quiet,
    json,
    check: given.check,
    report: !noReport,
    seed: wholeNumber('seed', given.seed),
    set: assignments('set', given.set, 'parameter=value'),
    variant: once('variant', given.variant),
    out: once('out', given.out),
    speed: pace ?? 1,
  }
}
