/** Experiments in which one metric has given values, so that the truth about them is known. */
import type { ComparisonPlan } from '../../src/experiment/compare.ts'
import type { Experiment } from '../../src/experiment/conduct.ts'
import type { Replication } from '../../src/experiment/replication.ts'
import { referenceVariant } from '../../src/experiment/variant.ts'
import { read } from './shipped.ts'

const { scenario } = await read(`format: 1
duration: 1 s
traffic: { a: { arrivals: { poisson: 10/s } } }
pipeline: { out: { from: a, sink: discard } }
metrics: [latency.mean]
`)
const variant = referenceVariant(scenario)

/** Of a scenario that gates `latency.mean`. */
export const plan: ComparisonPlan = {
  cells: [{ id: 'default', scenario, variant }],
  choices: [{ id: 'default', settings: {}, strategies: variant, parameters: {} }],
  axes: [],
  references: [0],
  confidence: 0.95,
  margin: 0.02,
  firstSeed: 1,
  quick: false,
}

/** An experiment in which `latency.mean` has these values, by seed. */
export function experimentOf(values: readonly number[]): Experiment {
  const replications = values.map((value, seed) => ({
    seed,
    metrics: [{ name: 'latency.mean', selector: {}, value, unit: 'ns', direction: 'lower', class: 'replicated' }],
    digests: {
      workload: { sources: {}, demands: '' },
      output: {},
      trace: { digest: String(value), events: 1, rungs: { interval: 1, digests: [] } },
    },
  }))
  return { replications: [replications as unknown as Replication[]], warmup: null, stopping: null }
}
