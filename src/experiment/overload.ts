/** Overload is told, never averaged away: whether work piled up while traffic flowed. */
import { mean } from 'simple-statistics'
import { printNumber } from '../units/number.ts'
import type { Outcome, SeriesResult, StageResult } from './run-result.ts'

/** Backlogs below this many rows are noise. */
const LEAST_ROWS = 20
/** A rise over the interval of this share of the records that came in it is a backlog that grows. */
const LEAST_SHARE = 0.01

/**
 * Looks at the rows that wait anywhere (due at a source, or queued at a stage), over the measured interval.
 * `growing`: the mean of each quarter is above that of the one before, and the last is well above the second: what an offered load
 * of 1 or more looks like (quarters in proportion 1 : 3 : 5 : 7). `transient`: at some time rows waited that a full tenth of the
 * interval's throughput could not have served, but the end is no worse than the start.
 */
export function overload(
  series: SeriesResult,
  stages: readonly StageResult[],
  analysis: 'terminating' | 'steady-state',
): Outcome['overload'] {
  const waiting = Array.from({ length: series.bins }, (_, bin) => {
    const queued = series.queueDepth.reduce((sum, { values }) => sum + values[bin]!, 0)
    return queued + series.backlog.reduce((sum, { values }) => sum + values[bin]!, 0)
  }).slice(series.firstMeasuredBin)
  const arrivals = series.arrivalRate.slice(series.firstMeasuredBin).reduce((sum, rate) => sum + rate, 0) * (series.binWidth / 1e9)
  const quarter = Math.floor(waiting.length / 4)
  if (quarter === 0) return null
  const means = [0, 1, 2, 3].map((q) => mean(waiting.slice(q * quarter, (q + 1) * quarter)))
  const [first, second, third, fourth] = means as [number, number, number, number]
  const stage = bottleneck(series, stages)
  const rise = waiting.at(-1)! - waiting[0]!
  if (second > first && third > second && fourth > third && fourth > 1.5 * second && rise > Math.max(LEAST_ROWS, LEAST_SHARE * arrivals)) {
    return {
      kind: 'growing',
      stage,
      text: `Work piles up at ${stage} for as long as traffic flows: ${printNumber(Math.round(waiting.at(-1)!))} rows wait at the end, and every figure depends on how long the run is.`,
    }
  }
  const most = Math.max(...waiting)
  if (analysis === 'terminating' && most > Math.max(5 * LEAST_ROWS, 0.05 * arrivals)) {
    return { kind: 'transient', stage, text: `At times up to ${printNumber(Math.round(most))} rows wait, most of them at ${stage}.` }
  }
  return null
}

/** Where most rows wait; rows that no one has pulled wait for the stage that is busiest. */
function bottleneck(series: SeriesResult, stages: readonly StageResult[]): string {
  const busiest = stages.reduce<StageResult | undefined>(
    (best, stage) => (best === undefined || stage.busy > best.busy ? stage : best),
    undefined,
  )
  let deepest = { stage: busiest?.name ?? '', rows: series.backlog.reduce((sum, { values }) => sum + (values.at(-1) ?? 0), 0) }
  for (const { stage, values } of series.queueDepth) {
    const rows = Math.max(...values)
    if (rows > deepest.rows) deepest = { stage, rows }
  }
  return deepest.stage
}
