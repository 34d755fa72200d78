import { expect, test } from 'vitest'
import { binned, latenciesByFlow, latenciesOfAll, logEdges } from '../../src/report/charts/latency-bins.ts'
import { gatewayResult } from './fixture.ts'

test('no record is lost between a histogram and its bins', () => {
  const flows = latenciesByFlow(gatewayResult())
  const all = latenciesOfAll(flows)
  const edges = logEdges(all.weights[0]!.value, all.max)
  const total = binned(all.weights, edges).reduce((sum, count) => sum + count, 0)
  expect(flows.map(({ flow, count }) => [flow, count])).toEqual([
    ['chat', 7_231],
    ['batch', 3_410],
  ])
  expect(total).toBe(10_641)
})

test('edges enclose every value, and there are enough of them', () => {
  for (const [min, max] of [
    [1, 1],
    [1, 1e12],
    [1e6, 1.001e6],
    [3e6, 90e6],
  ] as const) {
    const edges = logEdges(min, max)
    expect(edges[0]).toBeLessThan(min)
    expect(edges.at(-1)).toBeGreaterThan(max)
    expect(edges.length).toBeLessThan(100)
  }
})
