/** The entry of a worker thread that runs what it is told to, one run at a time. */
import { Piscina } from 'piscina'
import { loadPlugins } from './plugins.ts'
import { replicationOf, type Replication } from './replication.ts'
import { run } from './run.ts'
import type { Cell, RunTask } from './run-pool.ts'
import type { Traces } from './wiring.ts'

/** What all runs of an experiment share; it is copied into the thread once. */
export interface Shared {
  readonly cells: readonly Cell[]
  /** By cell: several cells may replay the same. */
  readonly traces: readonly Traces[]
  readonly quick: boolean
}

/** An error that the scenario's author can mend comes back as data: a rejection means that the thread itself failed. */
export type Outcome =
  | { readonly replication: Replication }
  | { readonly error: { readonly name: string; readonly message: string; readonly stack: string } }

export async function execute({ cell, seed, warmup, bins }: RunTask): Promise<Outcome> {
  const shared = Piscina.workerData as Shared
  const { scenario, variant } = shared.cells[cell]!
  try {
    await loadPlugins(scenario.plugins?.map(({ absolute }) => absolute) ?? [])
    const options = { scenario, variant, seed, traces: shared.traces[cell]!, quick: shared.quick }
    return {
      replication: replicationOf(
        await run({ ...options, ...(warmup === undefined ? {} : { warmup }), ...(bins === undefined ? {} : { bins }) }),
      ),
    }
  } catch (error) {
    const { name, message, stack } = error as Error
    return { error: { name, message, stack: stack ?? '' } }
  }
}
