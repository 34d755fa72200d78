/** How many records a scenario is likely to take in. */
import { meanRate } from '../traffic/source-properties.ts'
import type { Trace } from '../traffic/trace.ts'
import type { Scenario } from './scenario.ts'

/** Records of all sources together, by their mean rates; sources whose rate is not known count as nothing, and so does traffic that ends by itself. */
export function expectedRecords({ duration, sources }: Scenario, traces: ReadonlyMap<string, Trace>): number {
  if (duration.kind === 'records') return duration.records
  if (duration.kind === 'end-of-traffic') return 0
  const perSecond = sources.reduce((sum, spec) => sum + (meanRate(spec, traces.get(spec.name)) ?? 0), 0)
  return (perSecond * duration.time) / 1e9
}
