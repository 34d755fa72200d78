/** `wavetank check`: compares scenarios with their baselines, and fails where one has become worse. */
import type { CommandModule } from 'yargs'
import type { Examples } from '../command-line.ts'
import { usageError } from '../failure.ts'
import { once, wholeNumber, type OptionText } from '../option-values.ts'

export const examples: Examples = [
  ['wavetank check', 'every scenario in scenarios/'],
  ['wavetank check my.yaml', 'one scenario'],
  ['wavetank check --init', 'make the baselines that are missing'],
  ['wavetank check --base origin/main', 'against another commit, run now'],
  ['wavetank check --changed', 'what has changed since main'],
  ['wavetank check --aa', 'how often a check would be wrong'],
  ['wavetank check --out .perf', 'check.json and check.md as well'],
]

/** What the options say, checked. */
export interface CheckArguments {
  readonly scenarios: readonly string[]
  readonly baselines: string
  readonly init: boolean
  /** Another commit to compare with. */
  readonly base: string | undefined
  readonly changed: boolean
  /** Measure how often checks of the same code would be wrong, instead. */
  readonly aa: boolean
  readonly strict: boolean
  readonly threads: number | undefined
  readonly out: string | undefined
  readonly quick: boolean
  readonly quiet: boolean
  readonly json: boolean
}

interface Given extends Omit<CheckArguments, 'threads' | 'out' | 'baselines' | 'scenarios' | 'base'> {
  readonly scenarios: readonly string[] | undefined
  readonly threads: OptionText
  readonly out: OptionText
  readonly baselines: OptionText
  readonly base: OptionText
}

export const check: CommandModule<object, Given> = {
  command: 'check [scenarios..]',
  describe: 'compare scenarios with their baselines; fails where one is worse',
  builder: (yargs) =>
    yargs
      .usage('Usage: $0 check [scenarios..] [options]')
      .positional('scenarios', { type: 'string', array: true, describe: 'files or names (default: all in scenarios/)' })
      .option('baselines', { string: true, requiresArg: true, describe: 'folder of the baselines (default: baselines)' })
      .option('init', { type: 'boolean', default: false, describe: 'make the baselines that are missing' })
      .option('base', { string: true, requiresArg: true, describe: 'a branch or commit: what HEAD has in common with it is run as well' })
      .option('changed', { type: 'boolean', default: false, describe: 'only what may have changed since --base (default: main)' })
      .option('aa', { type: 'boolean', default: false, describe: 'how often a check of the same code would be wrong' })
      .option('strict', { type: 'boolean', default: false, describe: 'what is inconclusive could not be judged: exit code 3' })
      .option('threads', { string: true, requiresArg: true, describe: 'worker threads (default: one for each core)' })
      .option('out', { string: true, requiresArg: true, describe: 'folder for check.json and check.md' })
      .option('quick', { type: 'boolean', default: false, describe: 'a tenth of the duration, with baselines of its own' })
      .option('quiet', { type: 'boolean', default: false, describe: 'print nothing but errors' })
      .option('json', { type: 'boolean', default: false, describe: 'print the check as one JSON document' }),
  handler: async ({ scenarios, baselines, threads, out, base, ...rest }) => {
    const given = { ...rest, base: once('base', base), out: once('out', out) }
    const other = (['init', 'changed', 'strict', 'base', 'out'] as const).find((name) => given[name] !== undefined && given[name] !== false)
    if (rest.aa && other !== undefined) throw usageError(`--aa goes without --${other}: it compares the same code with itself.`)
    const action = rest.aa
      ? (await import('../measure-false-alarms.ts')).measureFalseAlarms
      : (await import('../check-scenarios.ts')).checkScenarios
    await action({
      ...given,
      scenarios: scenarios ?? [],
      baselines: once('baselines', baselines) ?? 'baselines',
      threads: wholeNumber('threads', threads),
    })
  },
}
