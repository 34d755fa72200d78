/** `wavetank fit`: which process a trace may come from, what its records contain, and the scenario that says so. */
import type { CommandModule } from 'yargs'
import { TIME_FORMATS, type TimeFormat } from '../../traffic/timestamp.ts'
import type { Examples } from '../command-line.ts'
import { usageError } from '../failure.ts'
import { once, time, wholeNumber, type OptionText } from '../option-values.ts'

export const examples: Examples = [
  ['wavetank fit requests.csv', 'the process, the fields, a scenario to paste'],
  ['wavetank fit requests.csv.gz --simulate --out reports/fit', 'beside draws from the fit, on a page'],
  ['wavetank fit per-minute.csv --forecast 2h', 'counts of intervals, and the next ones'],
]

/** What the options say, checked. */
export interface FitArguments {
  readonly trace: string
  readonly time: string | undefined
  readonly timeFormat: TimeFormat | undefined
  readonly timezone: string | undefined
  readonly count: string | undefined
  readonly events: boolean
  readonly key: string | undefined
  readonly spread: boolean
  readonly simulate: boolean
  /** Nanoseconds. */
  readonly forecast: number | undefined
  readonly seed: number
  readonly out: string | undefined
  readonly quiet: boolean
  readonly json: boolean
}

interface Given extends Omit<FitArguments, 'time' | 'timeFormat' | 'timezone' | 'count' | 'key' | 'forecast' | 'seed' | 'out'> {
  readonly time: OptionText
  readonly 'time-format': TimeFormat | undefined
  readonly timezone: OptionText
  readonly count: OptionText
  readonly key: OptionText
  readonly forecast: OptionText
  readonly seed: OptionText
  readonly out: OptionText
}

export const fit: CommandModule<object, Given> = {
  command: 'fit <trace>',
  describe: 'find the process that a trace may come from',
  builder: (yargs) =>
    yargs
      .usage('Usage: $0 fit <trace> [options]')
      .positional('trace', { type: 'string', demandOption: true, describe: 'CSV, a JSON array or JSON lines; may be packed with gzip' })
      .option('time', { string: true, requiresArg: true, describe: 'the column of the time; guessed' })
      .option('time-format', { choices: TIME_FORMATS, requiresArg: true, describe: 'how times are written; guessed' })
      .option('timezone', { string: true, requiresArg: true, describe: 'UTC, or an offset such as +02:00, of times that name none' })
      .option('count', { string: true, requiresArg: true, describe: 'the column of counts, where rows are intervals; guessed' })
      .option('events', { type: 'boolean', default: false, describe: 'each row is one arrival, whatever its columns are called' })
      .option('key', { string: true, requiresArg: true, describe: 'the column of the key; guessed' })
      .option('spread', { type: 'boolean', default: false, describe: 'spread records of one time over the time until the next tick' })
      .option('simulate', { type: 'boolean', default: false, describe: 'draw from the fit, and show it beside the trace' })
      .option('forecast', { string: true, requiresArg: true, describe: 'forecast so far ahead, as in 2h' })
      .option('seed', { string: true, requiresArg: true, describe: 'the seed of --simulate; 1' })
      .option('out', { string: true, requiresArg: true, describe: 'folder for fit.json, traffic.yaml and report.html' })
      .option('quiet', { type: 'boolean', default: false, describe: 'print nothing but errors' })
      .option('json', { type: 'boolean', default: false, describe: 'print one JSON document' }),
  handler: async ({ time: timeColumn, 'time-format': timeFormat, timezone, count, key, forecast, seed, out, ...rest }) => {
    if (count !== undefined && rest.events)
      throw usageError('--count says that rows are intervals, and --events that they are arrivals: give one of them.')
    const { fitTraceFile } = await import('../fit-trace-file.ts')
    await fitTraceFile({
      ...rest,
      time: once('time', timeColumn),
      timeFormat,
      timezone: once('timezone', timezone),
      count: once('count', count),
      key: once('key', key),
      forecast: time('forecast', forecast),
      seed: wholeNumber('seed', seed) ?? 1,
      out: once('out', out),
    })
  },
}
