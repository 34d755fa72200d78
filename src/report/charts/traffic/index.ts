/** The charts of traffic, a panel for each source. */
import type { SourceSummary, TrafficSummary } from '../../../experiment/traffic-summary.ts'
import type { Chart } from '../chart.ts'
import { countCorrelations } from './count-correlations.ts'
import { dispersion } from './dispersion.ts'
import { gapQuantiles } from './gap-quantiles.ts'
import { keyRanks } from './key-ranks.ts'
import { rateOverTime } from './rate-over-time.ts'

/** More sources than these are in the tables only. */
const MOST_SOURCES = 6

/** The charts for which a summary has figures. */
export function trafficCharts(summary: Pick<TrafficSummary, 'sources' | 'length'>): Chart[] {
  const shown = [...summary.sources].sort((a, b) => b.count - a.count).slice(0, MOST_SOURCES)
  const sources: SourceSummary[] = summary.sources.filter((source) => shown.includes(source) && source.count > 0)
  return [rateOverTime, gapQuantiles, dispersion, countCorrelations, keyRanks]
    .map((chart) => chart(sources, summary))
    .filter((chart) => chart !== null)
}
