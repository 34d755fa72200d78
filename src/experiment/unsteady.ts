/** Finds runs that are no pure function of scenario, variant and seed: two of the same that give something else. */
import type { Conducted, PlannedExperiment } from './conduct-all.ts'
import { diffDocuments } from './document-diff.ts'
import { firstDivergence, type Divergence } from './first-divergence.ts'
import type { Replication } from './replication.ts'
import { traceOf } from './trace.ts'

export interface Unsteady {
  readonly variant: string
  readonly seed: number
  /** Between which times (nanoseconds) the two runs part; null where they do the same and only give something else. */
  readonly parting: { readonly from: number; readonly to: number } | null
  /** The value that differs first. */
  readonly value: string
  /** Of two further runs, event by event; null when those two happened to do the same. */
  readonly divergence: Divergence | null
}

/** The first variant of an experiment whose first seed did not give the same twice; null when all did. */
export async function findUnsteady(
  { plan, traces }: PlannedExperiment,
  { experiment, again }: Conducted,
  signal?: AbortSignal,
): Promise<Unsteady | null> {
  for (const [number, { id, scenario, variant }] of plan.cells.entries()) {
    const once = experiment.replications[number]![0]!
    const twice = again[number]!
    const value = firstDifference(once, twice)
    if (value === undefined) continue
    const traced = { scenario, variant, seed: plan.firstSeed, traces: traces[number]!, quick: plan.quick }
    // At the same time, in one process: a third run may part from a fourth somewhere else, so the interval is not relied upon.
    const divergence = await firstDivergence(traceOf(traced, 0, signal), traceOf(traced, 0, signal))
    return { variant: id, seed: plan.firstSeed, parting: partingOf(once, twice), value, divergence: divergence ?? null }
  }
  return null
}

function firstDifference(once: Replication, twice: Replication): string | undefined {
  const { differences, partings } = diffDocuments(once, twice)
  return differences[0]?.path ?? partings[0]?.path
}

function partingOf(once: Replication, twice: Replication): Unsteady['parting'] {
  const [a, b] = [once.digests.trace.rungs, twice.digests.trace.rungs]
  const rung = a.digests.findIndex((digest, index) => digest !== b.digests[index])
  return rung < 0 ? null : { from: rung * a.interval, to: (rung + 1) * a.interval }
}
