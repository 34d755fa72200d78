/** `wavetank accept`: makes what a scenario gives now its baseline. */
import type { CommandModule } from 'yargs'
import type { CheckSettings } from '../check-settings.ts'
import type { Examples } from '../command-line.ts'
import { usageError } from '../failure.ts'
import { atLeastOne, once, type OptionText } from '../option-values.ts'

export const examples: Examples = [
  ['wavetank accept my --reason "two workers now"', 'a new baseline, and why'],
  ['wavetank accept --all --reason "engine 2"', 'of every scenario that has one'],
  ['wavetank accept my --reason "…" --dry-run', 'what would change'],
]

/** What the options say, checked. */
export interface AcceptArguments {
  readonly scenarios: readonly string[]
  readonly all: boolean
  readonly reason: string
  readonly dryRun: boolean
  readonly settings: CheckSettings
  readonly quick: boolean
}

interface Given {
  readonly scenarios: readonly string[] | undefined
  readonly all: boolean
  readonly reason: OptionText
  readonly dryRun: boolean
  readonly baselines: OptionText
  readonly threads: OptionText
  readonly allowPlugins: boolean
  readonly quick: boolean
}

export const accept: CommandModule<object, Given> = {
  command: 'accept [scenarios..]',
  describe: 'make what scenarios give now their baselines',
  builder: (yargs) =>
    yargs
      .usage('Usage: $0 accept [scenarios..] --reason TEXT [options]')
      .positional('scenarios', { type: 'string', array: true, describe: 'files or names' })
      .option('all', { type: 'boolean', default: false, describe: 'every scenario that has a baseline' })
      .option('reason', { string: true, requiresArg: true, describe: 'why the change is right; kept in the baseline' })
      .option('dry-run', { type: 'boolean', default: false, describe: 'say what would change, and write nothing' })
      .option('baselines', { string: true, requiresArg: true, describe: 'folder of the baselines (default: baselines)' })
      .option('threads', { string: true, requiresArg: true, describe: 'worker threads (default: one for each core)' })
      .option('allow-plugins', { type: 'boolean', default: false, describe: 'load the code that scenarios name under plugins:' })
      .option('quick', { type: 'boolean', default: false, describe: 'a tenth of the duration' }) as never,
  handler: async (given) => {
    const reason = once('reason', given.reason)?.trim() ?? ''
    if (reason === '') throw usageError('--reason is missing.', 'Say why the new results are right: --reason "two workers now".')
    const scenarios = given.scenarios ?? []
    if (given.all === scenarios.length > 0)
      throw usageError(given.all ? '--all leaves no room for names.' : 'Which scenarios?', 'Name them, or give --all.')
    const { settingsWith } = await import('../check-settings.ts')
    const { acceptScenarios } = await import('../accept-scenarios.ts')
    await acceptScenarios({
      scenarios,
      all: given.all,
      reason,
      dryRun: given.dryRun,
      settings: settingsWith({
        baselines: once('baselines', given.baselines),
        threads: atLeastOne('threads', given.threads),
        allowPlugins: given.allowPlugins,
      }),
      quick: given.quick,
    })
  },
}
