/** What an experiment keeps of a run: figures and histograms, whose size does not grow with the records. */
import type { RunResult } from './run-result.ts'

export type Replication = Pick<
  RunResult,
  'seed' | 'interval' | 'outcome' | 'metrics' | 'histograms' | 'series' | 'stages' | 'sinks' | 'digests'
>

export function replicationOf(result: RunResult): Replication {
  const { seed, interval, outcome, metrics, histograms, series, stages, sinks, digests } = result
  return { seed, interval, outcome, metrics, histograms, series, stages, sinks, digests }
}
