/** The processes that an arrival process is made of: each question goes to the one that was picked, with the options that were picked with it. */
import type { Pick } from '../../registry/pick.ts'
import type { ArrivalContext, ArrivalLookup, ArrivalProcess, ArrivalType, OptionProblem } from './arrival-process.ts'

export class NestedArrivals {
  readonly #named: ArrivalLookup

  constructor(named: ArrivalLookup) {
    this.#named = named
  }

  /** One of several needs a `part`, which gives it draws of its own. */
  create({ name, options }: Pick, context: ArrivalContext, part?: number): ArrivalProcess {
    const source = part === undefined ? context.source : `${context.source}/arrivals/${part}`
    return this.#named(name).create(options, { ...context, source, level: (context.level ?? 0) + 1 })
  }

  meanRate({ name, options }: Pick): number | undefined {
    return this.#named(name).meanRate(options)
  }

  finite({ name, options }: Pick): boolean {
    return this.#named(name).finite(options)
  }

  unsteady({ name, options }: Pick): string | undefined {
    return this.#named(name).unsteady?.(options)
  }

  deterministic({ name, options }: Pick): boolean {
    return this.#named(name).deterministic(options)
  }

  trace({ name, options }: Pick): ReturnType<NonNullable<ArrivalType['trace']>> {
    return this.#named(name).trace?.(options)
  }

  /** What is wrong with a process that another one is made of; `path` leads to it. */
  problems({ name, options }: Pick, path: readonly string[]): readonly OptionProblem[] {
    const found = this.#named(name).problems?.(options) ?? []
    return found.map((problem) => ({ ...problem, path: [...path, name, ...problem.path] }))
  }

  /** Refuses a trace where records are left out, added or mixed, because its rows would not fit any more. */
  replayProblems(pick: Pick, path: readonly string[], why: string): readonly OptionProblem[] {
    if (this.trace(pick) === undefined) return []
    return [{ path, message: `a trace cannot be replayed here: each of its records belongs to a row, and ${why}` }]
  }
}

/** The stream of what a process draws beside what the processes that it is made of draw. */
export function ownStream(context: ArrivalContext, purpose: string): string {
  return `${context.source}/arrivals/${context.level ?? 0}/${purpose}`
}
