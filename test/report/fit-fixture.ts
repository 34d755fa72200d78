/** A fit of bursty arrivals with hostile names, draws of it beside it, and a forecast. */
import { scenarioText } from '../../src/experiment/fit-scenario.ts'
import { fitTrace, type TraceFit } from '../../src/experiment/trace-fit.ts'
import { drawTraffic, type TrafficSummary } from '../../src/experiment/traffic-summary.ts'
import { referenceVariant } from '../../src/experiment/variant.ts'
import { processOf, take } from '../traffic/arrivals/draws.ts'
import { SIMULATED } from '../traffic/fitting/simulated.ts'
import { read } from '../experiment/shipped.ts'

const HOSTILE = '<script>alert(1)</script>"\'&\u202e'

export async function hostileFit(): Promise<{ readonly fit: TraceFit; readonly traffic: TrafficSummary }> {
  const times = Float64Array.from(take(processOf('hawkes', SIMULATED.find(({ name }) => name === 'hawkes')!.options, 1), 4_000))
  const numbers = Array.from(times, (_, i) => (i * 37) % 101)
  const texts = Array.from(times, (_, i) => `${HOSTILE}${i % 5}`)
  const counts = new Map<string, number>()
  for (const text of texts) counts.set(text, (counts.get(text) ?? 0) + 1)
  const columns = [
    { name: HOSTILE, counts: null, sample: numbers.map(String), numbers },
    { name: `${HOSTILE} text`, counts, sample: texts, numbers: null },
  ]
  const first = times[0]!
  const fit = fitTrace(
    { kind: 'instants', times: times.map((time) => time - first) },
    { columns },
    {
      file: HOSTILE,
      notes: [HOSTILE],
      forecast: 30e9,
    },
  )
  const { scenario, traces } = await read(scenarioText(fit.scenario, fit.trace.length))
  const traffic = await drawTraffic({ scenario, traces, variant: referenceVariant(scenario), seed: 1, quick: false })
  return {
    fit: { ...fit, simulated: { ...traffic.sources[0]!, name: 'fitted' } },
    traffic: { ...traffic, scenario: { name: HOSTILE, about: HOSTILE } },
  }
}
