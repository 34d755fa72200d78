/** Replay: arrivals as they are in a trace, at its own pace or scaled. */
import { boolean, optional, choice, duration, number, path, rate, ratio, text } from '../../registry/option.ts'
import { TIME_FORMATS } from '../timestamp.ts'
import type { Trace } from '../trace.ts'
import { TraceError } from '../trace-error.ts'
import { type ArrivalContext, type ArrivalProcess, defineArrivals, type OptionProblem } from './arrival-process.ts'

/** Nanoseconds of arrivals that a double holds exactly: 104 days. */
const LONGEST = Number.MAX_SAFE_INTEGER

interface Pace {
  readonly rate?: number | undefined
  readonly speed?: number | undefined
  readonly span?: number | undefined
  /** Nanoseconds from the last arrival to the first of the next round. */
  readonly loop?: number | undefined
}

export const replay = defineArrivals({
  descriptor: {
    kind: 'arrivals',
    name: 'replay',
    summary:
      'The arrivals of a trace file, the first at time 0, at their own pace or scaled by one of rate, speed and span. ' +
      'Event times stay those of the trace, whatever the pace.',
    source: 'Trace-driven load generation (Jain, The Art of Computer Systems Performance Analysis, 1991)',
    options: {
      file: path({ doc: 'CSV with a header line, a JSON array of flat objects, or such objects one to a line; gzip is unpacked' }),
      time: optional(text({ doc: 'column that holds the time; default: guessed from the names' })),
      timeFormat: choice({
        of: ['auto', ...TIME_FORMATS],
        doc: 'how times are written; auto recognises it and says which',
        default: 'auto',
      }),
      timezone: text({ doc: 'UTC or a fixed offset such as +02:00, for times that name no zone', default: 'UTC' }),
      rate: optional(rate({ doc: 'mean rate to scale the arrivals to', max: 1e9 })),
      speed: optional(number({ doc: 'factor by which the trace is played faster', above: 0 })),
      span: optional(duration({ doc: 'time from the first arrival to the last', above: 0 })),
      loop: optional(duration({ doc: 'start again so long after the last arrival, for ever; event times go on', above: 0 })),
      thin: optional(ratio({ doc: 'share of records to keep, the same ones in every run', min: 1e-6, max: 1 })),
      spread: optional(boolean({ doc: 'spread records of one time evenly until the next tick of the trace’s clock' })),
    },
    main: 'file',
  },
  create(options, context) {
    if (context.trace === undefined) throw new TraceError(options.file.written, 'the trace has not been read')
    return new Replay(context.trace, options, context)
  },
  meanRate(options, trace) {
    if (options.rate !== undefined && options.loop === undefined) return options.rate
    if (trace === undefined) return undefined
    const span = lengthOf(trace, options)
    if (options.loop !== undefined) return (trace.times.length / (span + options.loop)) * 1e9
    return span > 0 ? ((trace.times.length - 1) / span) * 1e9 : undefined
  },
  finite: ({ loop }) => loop === undefined,
  deterministic: () => true,
  trace: (options) => ({
    file: options.file,
    options: {
      file: options.file.written,
      time: options.time,
      timeFormat: options.timeFormat,
      timezone: options.timezone,
      thin: options.thin,
      spread: options.spread,
    },
  }),
  problems: paceProblems,
})

/** At most one of `rate`, `speed` and `span` can be kept. */
function paceProblems(options: Pace): readonly OptionProblem[] {
  const set = (['rate', 'speed', 'span'] as const).filter((name) => options[name] !== undefined)
  if (set.length < 2) return []
  return [{ path: [set[1]!], message: `${set.join(' and ')} each say how fast the trace is replayed: keep one of them` }]
}

/** Nanoseconds from the first arrival to the last. */
function lengthOf(trace: Trace, pace: Pace): number {
  const { times } = trace
  if (pace.span !== undefined) return pace.span
  if (pace.rate !== undefined) return ((times.length - 1) / pace.rate) * 1e9
  return (times.at(-1)! - times[0]!) / (pace.speed ?? 1)
}

class Replay implements ArrivalProcess {
  readonly #times: Float64Array = new Float64Array(0)
  /** Nanoseconds from the run's epoch to the trace's. */
  readonly #shift: number = 0
  readonly #first: number = 0
  readonly #traceLength: number = 0
  readonly #length: number = 0
  readonly #loop: number | undefined
  #index = 0
  /** When the round at hand began. */
  #start = 0

  constructor(trace: Trace, pace: Pace, context: ArrivalContext) {
    const [problem] = paceProblems(pace)
    if (problem !== undefined) throw new TraceError(trace.file, problem.message)
    this.#times = trace.times
    this.#first = trace.times[0]!
    this.#shift = (trace.epochMs - context.epochMs) * 1e6
    this.#traceLength = trace.times.at(-1)! - this.#first
    this.#length = lengthOf(trace, pace)
    this.#loop = pace.loop
    if (this.#traceLength === 0 && (pace.rate !== undefined || pace.span !== undefined)) {
      const what = trace.times.length === 1 ? 'one record is all there is' : 'all records have the same time'
      throw new TraceError(
        trace.file,
        `${what}, so there is no span to scale: leave out ${pace.rate === undefined ? 'span' : 'rate'}, or use another trace`,
      )
    }
    if (this.#length > LONGEST) {
      const days = Math.round(this.#length / 86_400e9)
      throw new TraceError(
        trace.file,
        `the arrivals would take ${days} days, and simulated time goes to 104: give a rate, a speed or a span`,
      )
    }
  }

  next(): number {
    if (this.#index >= this.#times.length) {
      if (this.#loop === undefined) return Infinity
      this.#start += this.#length + this.#loop
      this.#index = 0
    }
    const since = this.#times[this.#index++]! - this.#first
    // The share comes first, so that the last arrival is exactly at the end.
    const time = this.#start + (this.#length === this.#traceLength ? since : Math.round((since / this.#traceLength) * this.#length))
    return time < LONGEST ? time : Infinity
  }

  eventTime(record: number): number {
    const rows = this.#times.length
    if (record < rows) return this.#times[record]! + this.#shift
    // The calendar goes on at the pace of the arrivals.
    const gap = this.#length === 0 ? this.#loop! : (this.#loop! / this.#length) * this.#traceLength
    return this.#times[record % rows]! + this.#shift + Math.round(Math.floor(record / rows) * (this.#traceLength + gap))
  }
}
