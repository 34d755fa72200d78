/** That a run gives something else each time, as sentences. */
import type { Unsteady } from '../experiment/unsteady.ts'
import { divergenceLines } from './divergence-text.ts'
import { formatDuration } from './figures.ts'

/** Without a full stop. */
export function unsteadyText({ seed, parting, value }: Unsteady): string {
  const where =
    parting === null
      ? `, from ${value} on`
      : `, which part between ${formatDuration(parting.from)} and ${formatDuration(parting.to)} of simulated time`
  return `seed ${seed} gives two results in two runs${where}: something in it is not determined by scenario, variant and seed`
}

/** The first event in which two runs of it differ. */
export function unsteadyLines({ divergence }: Unsteady): string[] {
  return divergence === null ? [] : divergenceLines(divergence, { base: 'one run', head: 'another' })
}
