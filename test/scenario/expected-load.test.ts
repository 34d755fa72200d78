/** What is expected before a run: never a figure that is not known. */
import { expect, test } from 'vitest'
import { expectedLoad } from '../../src/scenario/expected-load.ts'
import { readScenario } from '../../src/scenario/read-scenario.ts'
import { read } from '../experiment/shipped.ts'

test('how many records are late is not known, so neither is what they need', async () => {
  const { scenario, traces } = await read(`
format: 1
duration: 1 s
traffic: { a: { arrivals: { poisson: 100/s }, disorder: { exponential: 50 ms }, watermark: { bounded: 1 ms } } }
pipeline:
  sums: { from: a, window: { tumbling: 1 s, aggregate: { records: count() } } }
  repair: { from: sums.late, service: 50 ms }
  repaired: { from: repair, sink: discard }
  out: { from: sums, sink: discard }
`)
  const { stages, overloaded } = expectedLoad(scenario, traces)
  expect(stages[0]!.rate).toBeCloseTo(100, 9)
  expect(stages.slice(1)).toEqual(['repair', 'repaired', 'out'].map((name) => ({ name, rate: null, utilisation: null })))
  expect(overloaded).toEqual([])
})

test('a trace of one record has no rate, so nothing behind it has one', async () => {
  const text = `
format: 1
duration: 1 s
traffic: { a: { arrivals: { replay: { file: one.csv, time: at } } } }
pipeline:
  served: { from: a, service: 50 ms }
  out: { from: served, sink: discard }
`
  const readFile = (): Uint8Array => new TextEncoder().encode('at\n5\n')
  const { scenario, traces } = await readScenario(text, { file: 'one.yaml', folder: '/nowhere', readFile })
  const { sources, stages } = expectedLoad(scenario!, traces)
  expect(sources).toEqual([{ name: 'a', rate: null }])
  expect(stages).toEqual(['served', 'out'].map((name) => ({ name, rate: null, utilisation: null })))
})
