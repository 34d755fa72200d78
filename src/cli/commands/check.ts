/** `wavetank check`: compares scenarios with their baselines, and fails where one has become worse. */
import type { CommandModule } from 'yargs'
import type { CheckSettings } from '../check-settings.ts'
import type { Examples } from '../command-line.ts'
import { usageError } from '../failure.ts'
import { atLeastOne, once, time, type OptionText } from '../option-values.ts'

export const examples: Examples = [
  ['wavetank check', 'every scenario in scenarios/'],
  ['wavetank check my.yaml', 'one scenario'],
  ['wavetank check --init', 'make the baselines that are missing'],
  ['wavetank check --base origin/main', 'against another commit, run now'],
  ['wavetank check --changed', 'what has changed since main'],
  ['wavetank check --aa', 'how often a check would be wrong'],
  ['wavetank check --out .perf', 'files for CI and for people as well'],
]

/** Which part of the scenarios, of how many. */
export interface Shard {
  readonly index: number
  readonly of: number
}

/** What the options say, checked. */
export interface CheckArguments {
  readonly scenarios: readonly string[]
  /** What wavetank.yaml and the command line say together. */
  readonly settings: CheckSettings
  readonly init: boolean
  /** Another commit to compare with. */
  readonly base: string | undefined
  readonly changed: boolean
  /** Measure how often checks of the same code would be wrong, instead. */
  readonly aa: boolean
  readonly strict: boolean
  /** One part of the scenarios, of so many. */
  readonly shard: Shard | undefined
  /** A folder with the check.json of every part, to put together instead of running anything. */
  readonly merge: string | undefined
  readonly out: string | undefined
  readonly quick: boolean
  readonly quiet: boolean
  readonly json: boolean
}

interface Given extends Omit<CheckArguments, 'out' | 'settings' | 'scenarios' | 'base' | 'shard' | 'merge'> {
  readonly scenarios: readonly string[] | undefined
  readonly threads: OptionText
  readonly out: OptionText
  readonly baselines: OptionText
  readonly base: OptionText
  readonly shard: OptionText
  readonly merge: OptionText
  readonly timeLimit: OptionText
  readonly allowPlugins: boolean
}

export const check: CommandModule<object, Given> = {
  command: 'check [scenarios..]',
  describe: 'compare scenarios with their baselines; fails where one is worse',
  builder: (yargs) =>
    yargs
      .usage('Usage: $0 check [scenarios..] [options]')
      .positional('scenarios', { type: 'string', array: true, describe: 'files or names (default: those of wavetank.yaml, or scenarios/)' })
      .option('baselines', { string: true, requiresArg: true, describe: 'folder of the baselines (default: baselines)' })
      .option('init', { type: 'boolean', default: false, describe: 'make the baselines that are missing' })
      .option('base', { string: true, requiresArg: true, describe: 'a branch or commit: what HEAD has in common with it is run as well' })
      .option('changed', { type: 'boolean', default: false, describe: 'only what may have changed since --base (default: main)' })
      .option('aa', { type: 'boolean', default: false, describe: 'how often a check of the same code would be wrong' })
      .option('strict', { type: 'boolean', default: false, describe: 'what is inconclusive could not be judged: exit code 3' })
      .option('threads', { string: true, requiresArg: true, describe: 'worker threads (default: one for each core)' })
      .option('shard', { string: true, requiresArg: true, describe: 'one part of the scenarios, as in 2/4' })
      .option('merge', { string: true, requiresArg: true, describe: 'folder with the check.json of every part: puts them together' })
      .option('time-limit', { string: true, requiresArg: true, describe: 'what has not ended by then could not be judged' })
      .option('out', { string: true, requiresArg: true, describe: 'folder for check.json, check.md, junit.xml and report.html' })
      .option('allow-plugins', { type: 'boolean', default: false, describe: 'load the code that scenarios name under plugins:' })
      .option('quick', { type: 'boolean', default: false, describe: 'a tenth of the duration, with baselines of its own' })
      .option('quiet', { type: 'boolean', default: false, describe: 'print nothing but errors' })
      .option('json', { type: 'boolean', default: false, describe: 'print the check as one JSON document' }) as never,
  handler: async ({ scenarios, baselines, threads, out, base, shard, merge, timeLimit, allowPlugins, ...rest }) => {
    const given = {
      ...rest,
      base: once('base', base),
      out: once('out', out),
      shard: shardOf(once('shard', shard)),
      merge: once('merge', merge),
      timeLimit: limit(time('time-limit', timeLimit)),
    }
    refuseTogether(
      given,
      'aa',
      ['init', 'changed', 'strict', 'base', 'out', 'shard', 'merge', 'timeLimit'],
      'it compares the same code with itself',
    )
    refuseTogether(given, 'merge', ['init', 'changed', 'base', 'shard', 'timeLimit'], 'it runs nothing')
    if (given.merge !== undefined && (scenarios ?? []).length > 0)
      throw usageError('--merge leaves no room for scenarios: it runs nothing.')
    const { settingsWith } = await import('../check-settings.ts')
    const action = rest.aa
      ? (await import('../measure-false-alarms.ts')).measureFalseAlarms
      : given.merge !== undefined
        ? (await import('../merge-checks.ts')).mergeChecks
        : (await import('../check-scenarios.ts')).checkScenarios
    await action({
      ...given,
      scenarios: scenarios ?? [],
      settings: settingsWith({
        baselines: once('baselines', baselines),
        threads: atLeastOne('threads', threads),
        timeLimit: given.timeLimit,
        allowPlugins,
      }),
    })
  },
}

/** Options that cannot be given beside another one. */
function refuseTogether<Options extends object>(
  given: Options,
  name: keyof Options & string,
  others: readonly (keyof Options & string)[],
  why: string,
): void {
  const isGiven = (one: keyof Options): boolean => given[one] !== undefined && given[one] !== false
  const other = isGiven(name) ? others.find(isGiven) : undefined
  if (other !== undefined) throw usageError(`--${name} goes without --${other.replace('timeLimit', 'time-limit')}: ${why}.`)
}

function limit(nanoseconds: number | undefined): number | undefined {
  if (nanoseconds !== undefined && nanoseconds <= 0) throw usageError('--time-limit must be above 0, as in "5 min".')
  return nanoseconds
}

function shardOf(text: string | undefined): Shard | undefined {
  if (text === undefined) return undefined
  const [, index, of] = /^(\d{1,4})\/(\d{1,4})$/.exec(text) ?? []
  const shard = { index: Number(index), of: Number(of) }
  if (shard.index >= 1 && shard.index <= shard.of) return shard
  throw usageError(`--shard is "${text}", but must be which part of how many, as in 2/4.`)
}
