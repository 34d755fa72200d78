/** `wavetank compare`: runs every variant of a scenario on the same seeds and says what the differences are worth. */
import type { CommandModule } from 'yargs'
import type { Examples } from '../command-line.ts'
import { assignments, atLeastOne, once, share, wholeNumber, type OptionText } from '../option-values.ts'

export const examples: Examples = [
  ['wavetank compare llm-gateway', 'all variants of a scenario'],
  ['wavetank compare my.yaml --plan', 'what it would do, and how long'],
  ['wavetank compare my.yaml --vary rate=2/s,4/s', 'other values of a parameter'],
  ['wavetank compare my.yaml --precision 2%', 'as many seeds as that takes'],
  ['wavetank compare my.yaml --resume', 'go on after an interruption'],
  ['wavetank compare my.yaml --gate all', 'for CI: every variant must do'],
]

export const GATES = ['any', 'all', 'none'] as const

/** What the options say, checked. */
export interface CompareArguments {
  readonly scenario: string
  readonly plan: boolean
  readonly seed: number | undefined
  readonly set: Readonly<Record<string, string>>
  readonly vary: Readonly<Record<string, string>>
  readonly only: readonly string[]
  readonly reference: string | undefined
  readonly replications: number | undefined
  readonly precision: number | undefined
  readonly confidence: number
  readonly margin: number
  readonly threads: number | undefined
  readonly resume: boolean
  readonly gate: (typeof GATES)[number]
  readonly out: string | undefined
  readonly quick: boolean
  readonly report: boolean
  readonly quiet: boolean
  readonly json: boolean
}

interface Given {
  readonly scenario: string
  readonly plan: boolean
  readonly seed: OptionText
  readonly set: readonly string[] | undefined
  readonly vary: readonly string[] | undefined
  readonly only: readonly string[] | undefined
  readonly reference: OptionText
  readonly replications: OptionText
  readonly precision: OptionText
  readonly confidence: OptionText
  readonly margin: OptionText
  readonly threads: OptionText
  readonly resume: boolean
  readonly gate: (typeof GATES)[number]
  readonly out: OptionText
  readonly quick: boolean
  readonly noReport: boolean
  readonly quiet: boolean
  readonly json: boolean
}

const text = { string: true, requiresArg: true } as const
const texts = { ...text, array: true, nargs: 1 } as const

export const compare: CommandModule<object, Given> = {
  command: 'compare <scenario>',
  describe: 'run all variants on the same seeds, and say what the differences are worth',
  builder: (yargs) =>
    yargs
      .usage('Usage: $0 compare <scenario> [options]')
      .positional('scenario', { type: 'string', demandOption: true, describe: 'a file, or the name of one in scenarios/' })
      .option('plan', { type: 'boolean', default: false, describe: 'say what would be run, and stop' })
      .option('only', { ...texts, describe: 'a variant to keep, by id or settings; may be repeated' })
      .option('reference', { ...text, describe: 'the variant that the others are compared with (default: the first)' })
      .option('replications', { ...text, describe: 'seeds for each variant, instead of the scenario’s; with --precision, the most' })
      .option('precision', { ...text, describe: 'more seeds until estimates are this precise, as 2%' })
      .option('confidence', { ...text, describe: 'of intervals and verdicts (default: 95%)' })
      .option('margin', { ...text, describe: 'differences within this share do not matter (default: 2%)' })
      .option('vary', { ...texts, describe: 'parameter=a,b,c: values to compare; may be repeated' })
      .option('set', { ...texts, describe: 'parameter=value; may be repeated' })
      .option('seed', { ...text, describe: 'the first seed, instead of the scenario’s' })
      .option('threads', { ...text, describe: 'worker threads (default: one for each core)' })
      .option('resume', { type: 'boolean', default: false, describe: 'go on with what an interrupted experiment left' })
      .option('gate', { choices: GATES, default: 'any' as const, describe: 'variants that must meet the objectives for exit code 0' })
      .option('out', { ...text, describe: 'folder for results (default: reports/<name>)' })
      .option('quick', { type: 'boolean', default: false, describe: 'run a tenth of the duration' })
      .option('no-report', { type: 'boolean', default: false, describe: 'write comparison.json only' })
      .option('quiet', { type: 'boolean', default: false, describe: 'print nothing but errors' })
      .option('json', { type: 'boolean', default: false, describe: 'print the comparison as one JSON document' }) as never,
  handler: async (given) => {
    const checked = check(given)
    const { compareScenario } = await import('../compare-scenario.ts')
    await compareScenario(checked)
  },
}

function check(given: Given): CompareArguments {
  const { scenario, plan, resume, gate, quick, quiet, json, noReport } = given
  return {
    scenario,
    plan,
    resume,
    gate,
    quick,
    quiet,
    json,
    report: !noReport,
    seed: wholeNumber('seed', given.seed),
    set: assignments('set', given.set, 'parameter=value'),
    vary: assignments('vary', given.vary, 'parameter=value,value'),
    only: given.only ?? [],
    reference: once('reference', given.reference),
    replications: atLeastOne('replications', given.replications),
    precision: share('precision', given.precision, 0.0001, 0.5),
    confidence: share('confidence', given.confidence, 0.5, 0.9999) ?? 0.95,
    margin: share('margin', given.margin, 0, 1) ?? 0.02,
    threads: atLeastOne('threads', given.threads),
    out: once('out', given.out),
  }
}
