/** The charts of a fit: those of traffic, for the trace and what the fit sends, and those of what is left over. */
import type { TraceFit } from '../../../experiment/trace-fit.ts'
import type { Chart } from '../chart.ts'
import { trafficCharts } from '../traffic/index.ts'
import { rateForecast } from './rate-forecast.ts'
import { residualQuantiles } from './residual-quantiles.ts'

export function fitCharts(found: TraceFit): Chart[] {
  const sources = found.simulated === null ? [found.arrivals] : [found.arrivals, found.simulated]
  return [rateForecast(found), ...trafficCharts({ sources, length: found.trace.length }), residualQuantiles(found)].filter(
    (chart) => chart !== null,
  )
}
