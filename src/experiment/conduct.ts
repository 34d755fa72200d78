/** Conducts an experiment: the pilot that finds the warm-up, then every run, in any order, into a result that does not depend on the order. */
import type { StoppingResult, WarmupResult } from './comparison.ts'
import type { Replication } from './replication.ts'
import { RunPool, type Cell, type RunTask } from './run-pool.ts'
import type { Traces } from './wiring.ts'
import { pilotBins, pilotSeeds, warmupFrom } from './warmup.ts'

export interface ExperimentOptions {
  /** The reference first. */
  readonly cells: readonly Cell[]
  /** By cell. */
  readonly traces: readonly Traces[]
  readonly firstSeed: number
  /** How many seeds; with a precision, the most. */
  readonly replications: number
  /** Go on until this says so, at most to `replications`; called with the replications of each cell, in order of seeds. */
  readonly precise?: { readonly precision: number; readonly atLeast: number; readonly enough: Enough }
  readonly threads: number
  readonly quick: boolean
  /** What an earlier attempt has finished already. */
  readonly finished?: (task: RunTask) => Replication | undefined
  /** Called as soon as a run is done, in order of completion. */
  readonly onFinished?: (task: RunTask, replication: Replication) => void
  /** How many runs are done of how many that are known to be needed. */
  readonly onProgress?: (done: number, all: number) => void
  readonly signal: AbortSignal
  readonly worker?: URL
  /** Threads of somebody else, which stay open; its cells are numbered as those here. */
  readonly pool?: Threads
}

/** What runs go to. */
export type Threads = Pick<RunPool, 'run'>

/** How many seeds are enough, given what all cells have so far; undefined when more are needed. */
export type Enough = (replications: readonly (readonly Replication[])[]) => {
  readonly count: number | undefined
  readonly worst: StoppingResult['worst']
}

export interface Experiment {
  /** By cell, in order of seeds; the same number for each. */
  readonly replications: readonly (readonly Replication[])[]
  readonly warmup: WarmupResult | null
  readonly stopping: StoppingResult | null
}

/** Throws what a run throws, WorkerCrash, or the signal's reason. */
export async function conduct(options: ExperimentOptions): Promise<Experiment> {
  if (options.pool !== undefined) return conductIn(options.pool, options)
  const pool = new RunPool({ cells: options.cells, traces: options.traces, quick: options.quick }, options.threads, options.worker)
  try {
    return await conductIn(pool, options)
  } finally {
    await pool.close()
  }
}

async function conductIn(pool: Threads, options: ExperimentOptions): Promise<Experiment> {
  const counter = new Counter(options)
  const warmup = await findWarmup(options, pool, counter)
  const time = warmup?.by === 'MSER-5' ? warmup.time : undefined
  const task = (cell: number, index: number): RunTask => ({ cell, seed: options.firstSeed + index, warmup: time })
  if (options.precise === undefined) {
    const replications = await runAll(options, pool, counter, 0, options.replications, task)
    return { replications, warmup, stopping: null }
  }
  return { warmup, ...(await untilPrecise(options, options.precise, pool, counter, task)) }
}

async function findWarmup(options: ExperimentOptions, pool: Threads, counter: Counter): Promise<WarmupResult | null> {
  const { scenario } = options.cells[0]!
  if (scenario.analysis === 'terminating') return null
  if (scenario.warmup !== 'auto') return { by: 'scenario', time: scenario.warmup, tooShort: false, decisive: null, pilot: null }
  const seeds = pilotSeeds(options.replications)
  const pilot = await runAll(options, pool, counter, 0, seeds, (cell, index) => ({
    cell,
    seed: options.firstSeed + index,
    bins: pilotBins,
  }))
  return warmupFrom(
    options.cells.map(({ id }) => id),
    pilot,
  )
}

/** More seeds, a batch at a time, until the estimates are as precise as asked for; what is past the stopping point is dropped. */
async function untilPrecise(
  options: ExperimentOptions,
  { precision, atLeast, enough }: NonNullable<ExperimentOptions['precise']>,
  pool: Threads,
  counter: Counter,
  task: (cell: number, index: number) => RunTask,
): Promise<Omit<Experiment, 'warmup'>> {
  const budget = options.replications
  let replications: readonly (readonly Replication[])[] = options.cells.map(() => [])
  for (let count = Math.min(atLeast, budget); ; count = Math.min(budget, Math.ceil(count * GROWTH))) {
    const more = await runAll(options, pool, counter, replications[0]!.length, count, task)
    replications = replications.map((found, cell) => [...found, ...more[cell]!])
    const { count: needed } = enough(replications)
    if (needed === undefined && count < budget) continue
    const kept = needed ?? count
    const final = replications.map((found) => found.slice(0, kept))
    return { replications: final, stopping: { precision, reached: needed !== undefined, budget, worst: enough(final).worst } }
  }
}

const GROWTH = 1.5

/** Runs seeds number `from` to `to` of every cell; by cell, in order of seeds. */
async function runAll(
  options: ExperimentOptions,
  pool: Threads,
  counter: Counter,
  from: number,
  to: number,
  task: (cell: number, index: number) => RunTask,
): Promise<readonly (readonly Replication[])[]> {
  const found: Replication[][] = options.cells.map(() => [])
  const waiting: Promise<void>[] = []
  counter.expect(options.cells.length * (to - from))
  const stop = new AbortController()
  const signal = AbortSignal.any([options.signal, stop.signal])
  // Seeds outside, variants inside: what is interrupted has whole pairs.
  for (let index = from; index < to; index++) {
    for (let cell = 0; cell < options.cells.length; cell++) {
      const one = task(cell, index)
      const earlier = options.finished?.(one)
      const place = (replication: Replication): void => {
        found[cell]![index - from] = replication
        counter.count()
      }
      if (earlier === undefined) {
        const run = async (): Promise<void> => {
          const replication = await pool.run(one, signal)
          options.onFinished?.(one, replication)
          place(replication)
        }
        waiting.push(run())
      } else {
        place(earlier)
      }
    }
  }
  try {
    await Promise.all(waiting)
  } catch (error) {
    // The first failure is what matters; the runs that still wait are not begun.
    stop.abort()
    await Promise.allSettled(waiting)
    options.signal.throwIfAborted()
    throw error
  }
  return found
}

class Counter {
  readonly #options: ExperimentOptions
  #done = 0
  #all = 0

  constructor(options: ExperimentOptions) {
    this.#options = options
  }

  expect(runs: number): void {
    this.#all += runs
  }

  count(): void {
    this.#done++
    this.#options.onProgress?.(this.#done, this.#all)
  }
}
