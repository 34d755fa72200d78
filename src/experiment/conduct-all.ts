/**
 * Conducts several experiments at once, in one pool of threads: none of them waits for the last run of another. The first seed of every
 * variant runs twice, because a result that is another one each time can be compared with nothing.
 */
import { conduct, type Experiment, type Threads } from './conduct.ts'
import type { ComparisonPlan } from './compare.ts'
import type { Replication } from './replication.ts'
import { RunPool } from './run-pool.ts'
import type { Traces } from './wiring.ts'

export interface PlannedExperiment {
  readonly plan: ComparisonPlan
  /** By cell. */
  readonly traces: readonly Traces[]
}

export interface Conducted {
  readonly experiment: Experiment
  /** The first seed of each cell once more. */
  readonly again: readonly Replication[]
}

export interface ConductAllOptions {
  readonly threads: number
  /** All of them run whole, or a tenth. */
  readonly quick: boolean
  readonly signal: AbortSignal
  /** When it is aborted, experiments that are not done are given up. */
  readonly deadline?: AbortSignal
  readonly onProgress?: (done: number, all: number) => void
  /** The module that runs; only tests have one of their own. */
  readonly worker?: URL
}

/** In the order of the plans; null for those that were given up. Throws what a run throws, WorkerCrash, or the signal's reason. */
export async function conductAll(
  planned: readonly PlannedExperiment[],
  options: ConductAllOptions,
): Promise<readonly (Conducted | null)[]> {
  const { threads, quick, worker } = options
  if (planned.length === 0) return []
  const cells = planned.flatMap(({ plan }) => plan.cells)
  const pool = new RunPool({ cells, traces: planned.flatMap(({ traces }) => traces), quick }, threads, worker)
  const stop = new AbortController()
  const { deadline } = options
  const signal = AbortSignal.any([options.signal, stop.signal, ...(deadline === undefined ? [] : [deadline])])
  const progress = new Progress(planned, options.onProgress)
  let first = 0
  const waiting = planned.map((one, number) => {
    const from = first
    first += one.plan.cells.length
    const view: Threads = { run: (task, stopped) => pool.run({ ...task, cell: from + task.cell }, stopped) }
    const ended = conductOne(one, view, (done, all) => progress.update(number, done, all), { ...options, signal })
    return ended.catch((error: unknown) => {
      // What is late is no failure; whatever else happened to a run is.
      if (deadline?.aborted === true && !options.signal.aborted && !stop.signal.aborted) return null
      throw error
    })
  })
  try {
    return await Promise.all(waiting)
  } catch (error) {
    stop.abort()
    await Promise.allSettled(waiting)
    options.signal.throwIfAborted()
    throw error
  } finally {
    await pool.close()
  }
}

async function conductOne(
  { plan, traces }: PlannedExperiment,
  pool: Threads,
  onProgress: (done: number, all: number) => void,
  { threads, quick, signal }: ConductAllOptions,
): Promise<Conducted> {
  const { replications } = plan.cells[0]!.scenario
  const experiment = await conduct({
    cells: plan.cells,
    traces,
    firstSeed: plan.firstSeed,
    replications,
    threads,
    quick,
    signal,
    pool,
    onProgress,
  })
  const warmup = experiment.warmup?.by === 'MSER-5' ? experiment.warmup.time : undefined
  const again = await Promise.all(plan.cells.map((_, cell) => pool.run({ cell, seed: plan.firstSeed, warmup }, signal)))
  return { experiment, again }
}

/** Runs of all experiments; what is not known yet counts as what is planned at least. */
class Progress {
  readonly #done: number[]
  readonly #all: number[]
  readonly #tell: ConductAllOptions['onProgress']

  constructor(planned: readonly PlannedExperiment[], tell: ConductAllOptions['onProgress']) {
    this.#done = planned.map(() => 0)
    this.#all = planned.map(({ plan }) => plan.cells.length * plan.cells[0]!.scenario.replications)
    this.#tell = tell
  }

  update(number: number, done: number, all: number): void {
    this.#done[number] = done
    this.#all[number] = Math.max(this.#all[number]!, all)
    this.#tell?.(sum(this.#done), sum(this.#all))
  }
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0)
}
