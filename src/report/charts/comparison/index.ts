/** Every chart of a comparison, in the order in which the page shows them. */
import type { Comparison } from '../../../experiment/comparison.ts'
import type { Chart } from '../chart.ts'
import { latencyEcdf } from './latency-ecdf.ts'
import { latencyOverTime } from './latency-over-time.ts'
import { pairedDifferences } from './paired-differences.ts'
import { quantileShift } from './quantile-shift.ts'
import { queuesOverTime } from './queues-over-time.ts'
import { stageShares } from './stage-shares.ts'
import { sweeps } from './sweep.ts'
import { throughputOverTime } from './throughput-over-time.ts'
import { verdictForest } from './verdict-forest.ts'
import { verdictMap } from './verdict-map.ts'
import { welchPlot } from './welch-plot.ts'

const CHARTS: readonly ((comparison: Comparison) => Chart | null | readonly Chart[])[] = [
  sweeps,
  verdictMap,
  verdictForest,
  pairedDifferences,
  latencyEcdf,
  quantileShift,
  throughputOverTime,
  latencyOverTime,
  queuesOverTime,
  stageShares,
  welchPlot,
]

/** The charts for which a comparison has figures. */
export function comparisonCharts(comparison: Comparison): Chart[] {
  return CHARTS.flatMap((chart) => chart(comparison) ?? [])
}
