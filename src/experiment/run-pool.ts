/** Runs on all cores: a pool of worker threads, each with the scenarios and traces of the whole experiment. */
import { Piscina } from 'piscina'
import type { Scenario } from '../scenario/scenario.ts'
import type { Replication } from './replication.ts'
import type { Outcome, Shared } from './run-worker.ts'
import type { Variant } from './variant.ts'

/** A variant as it runs: the scenario with its parameters put in, and its strategies. */
export interface Cell {
  readonly id: string
  readonly scenario: Scenario
  readonly variant: Variant
}

export interface RunTask {
  /** Number of the cell. */
  readonly cell: number
  readonly seed: number
  /** Nanoseconds, where the experiment decides. */
  readonly warmup?: number | undefined
  /** Of the series over time. */
  readonly bins?: number | undefined
}

/** Once more when a thread dies of something that has nothing to do with the run. */
const ATTEMPTS = 2

const WORKER = new URL(`./run-worker${import.meta.url.endsWith('.ts') ? '.ts' : '.js'}`, import.meta.url)

export class RunPool {
  readonly #cells: readonly Cell[]
  readonly #pool: Piscina<RunTask, Outcome>

  /** @param worker the module that runs; only tests have one of their own */
  constructor(shared: Shared, threads: number, worker: URL = WORKER) {
    this.#cells = shared.cells
    this.#pool = new Piscina<RunTask, Outcome>({
      filename: worker.href,
      name: 'execute',
      workerData: shared,
      minThreads: threads,
      maxThreads: threads,
      // One run at a time in each thread; the rest waits.
      concurrentTasksPerWorker: 1,
      maxQueue: Infinity,
      idleTimeout: Infinity,
      recordTiming: false,
    })
    // What a thread says after its run was called off concerns nobody; every other failure rejects its run.
    this.#pool.on('error', () => undefined)
  }

  /**
   * Makes one run. Throws what the run threw (with its name), the signal's reason, or a WorkerCrash when its thread died twice.
   */
  async run(task: RunTask, signal: AbortSignal): Promise<Replication> {
    for (let attempt = 1; ; attempt++) {
      let outcome: Outcome
      try {
        outcome = await this.#pool.run(task, { signal })
      } catch (error) {
        signal.throwIfAborted()
        if (attempt < ATTEMPTS) continue
        throw new WorkerCrash(this.#cells[task.cell]!.id, task.seed, error as Error)
      }
      if ('replication' in outcome) return outcome.replication
      throw Object.assign(new Error(outcome.error.message), { name: outcome.error.name, stack: outcome.error.stack })
    }
  }

  async close(): Promise<void> {
    await this.#pool.destroy()
  }
}

/** The thread of a run died, and died again when the run was tried once more. */
export class WorkerCrash extends Error {
  override name = 'WorkerCrash'

  constructor(variant: string, seed: number, cause: Error) {
    super(`the run of ${variant} with seed ${seed} crashed its thread twice: ${cause.message}`, { cause })
  }
}
