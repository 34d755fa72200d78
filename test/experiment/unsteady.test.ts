import { expect, test } from 'vitest'
import { conductAll, type PlannedExperiment } from '../../src/experiment/conduct-all.ts'
import { findUnsteady } from '../../src/experiment/unsteady.ts'
import { referenceVariant } from '../../src/experiment/variant.ts'
import { unsteadyLines, unsteadyText } from '../../src/report/unsteady-text.ts'
import { read } from './shipped.ts'

async function planned(rate: number, warmup: string): Promise<PlannedExperiment> {
  const { scenario, traces } = await read(`format: 1
analysis: steady-state
${warmup}
duration: 1 s
replications: 3
traffic: { a: { arrivals: { poisson: ${rate}/s } } }
pipeline: { work: { from: a, service: { time: { exponential: 1 ms } } }, out: { from: work, sink: discard } }
`)
  const variant = referenceVariant(scenario)
  const choice = { id: 'default', settings: {}, strategies: variant, parameters: {} }
  const judged = { axes: [], references: [0], confidence: 0.95, margin: 0.02, firstSeed: 1, quick: false }
  return { plan: { cells: [{ id: 'default', scenario, variant }], choices: [choice], ...judged }, traces: [traces] }
}

test('several experiments in one pool give what each gives alone, and every first seed the same twice', async () => {
  const plans = [await planned(500, 'warmup: auto'), await planned(300, 'warmup: 100 ms')]
  const { signal } = new AbortController()
  const together = await conductAll(plans, { threads: 2, quick: false, signal })
  for (const [number, plan] of plans.entries()) {
    const [alone] = await conductAll([plan], { threads: 1, quick: false, signal })
    expect(together[number]).toEqual(alone)
    expect(await findUnsteady(plan, together[number]!)).toBeNull()
  }
})

test('a figure that is another one is enough, though the events are the same', async () => {
  const plan = await planned(500, 'warmup: auto')
  const [conducted] = await conductAll([plan], { threads: 1, quick: false, signal: new AbortController().signal })
  const { experiment, again } = conducted!
  const [first] = again
  const at = first!.metrics.findIndex(({ name }) => name === 'latency.mean')
  const metrics = first!.metrics.map((metric, index) => (index === at ? { ...metric, value: metric.value! + 1 } : metric))
  const found = await findUnsteady(plan, { experiment, again: [{ ...first!, metrics }] })
  expect(found).toEqual({ variant: 'default', seed: 1, parting: null, value: 'metrics[latency.mean].value', divergence: null })
  expect(unsteadyText(found!)).toContain('two results in two runs, from metrics[latency.mean].value on')
  expect(unsteadyLines(found!)).toEqual([])
})

test('the failure of one ends them all', async () => {
  const { scenario, traces } = await read(`format: 1
duration: 1 s
traffic: { a: { arrivals: { poisson: 100/s }, records: { fields: { size: { exponential: 2 } } } } }
pipeline: { work: { from: a, service: { time: 1 ms * (1 - size) } }, out: { from: work, sink: discard } }
`)
  const good = await planned(500, 'warmup: auto')
  const variant = referenceVariant(scenario)
  const bad = { plan: { ...good.plan, cells: [{ id: 'default', scenario, variant }] }, traces: [traces] }
  const stopped = conductAll([good, bad], { threads: 1, quick: false, signal: new AbortController().signal })
  await expect(stopped).rejects.toMatchObject({ name: 'ServiceTimeError' })
})
