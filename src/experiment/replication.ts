/** What an experiment keeps of a run: figures and histograms, whose size does not grow with the records. */
import type { RunResult } from './run-result.ts'

export type Replication = Pick<
  RunResult,
  'seed' | 'interval' | 'outcome' | 'metrics' | 'histograms' | 'series' | 'stages' | 'sinks' | 'digests'
>

export function replicationOf(result: RunResult): Replication {
  const { seed, interval, outcome, metrics, histograms, series, stages, sinks, digests } = result
  // The rungs say in which interval two runs part; nobody asks that of hundreds of runs.
  const trace = { ...digests.trace, rungs: { interval: digests.trace.rungs.interval, digests: [] } }
  return { seed, interval, outcome, metrics, histograms, series, stages, sinks, digests: { ...digests, trace } }
}
