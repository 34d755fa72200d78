/** Every chart of a run report, in the order in which the page shows them. */
import type { RunResult } from '../../experiment/run-result.ts'
import type { Chart } from './chart.ts'
import { latencyHistogram } from './latency-histogram.ts'
import { latencyOverTime } from './latency-over-time.ts'
import { latencyPercentiles } from './latency-percentiles.ts'
import { queueDepth } from './queue-depth.ts'
import { stageShares } from './stage-shares.ts'
import { tailPlaces } from './tail-places.ts'
import { throughput } from './throughput.ts'

const CHARTS: readonly ((result: RunResult) => Chart | null)[] = [
  latencyHistogram,
  latencyPercentiles,
  latencyOverTime,
  throughput,
  queueDepth,
  stageShares,
  tailPlaces,
]

/** The charts for which a result has figures. */
export function charts(result: RunResult): Chart[] {
  return CHARTS.map((chart) => chart(result)).filter((chart) => chart !== null)
}
