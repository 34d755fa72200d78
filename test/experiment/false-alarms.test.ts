/** What an A/A test says, over made-up runs whose truth is known. */
import { expect, test } from 'vitest'
import { baselineOf } from '../../src/experiment/baseline.ts'
import { checkAgainst } from '../../src/experiment/check.ts'
import { falseAlarms } from '../../src/experiment/false-alarms.ts'
import { experimentOf, plan } from './made-up-runs.ts'
import { normals } from './statistics/draws.ts'

const options = { confidence: 0.95, margin: 0.02, today: '2026-01-01' }

function draws(count: number, seed: number, spread: number, centre = 1e6): number[] {
  const normal = normals(seed)
  return Array.from({ length: count }, () => centre * (1 + spread * normal()))
}

test('runs that are all the same raise no alarm, and every change beyond the margin is found', () => {
  const { alarms, metrics, seeds } = falseAlarms(plan, experimentOf(draws(40, 1, 0)), 50, options)
  expect({ alarms, seeds }).toEqual({ alarms: 0, seeds: 20 })
  expect(metrics).toEqual([
    {
      variant: 'default',
      metric: 'latency.mean',
      unit: 'ns',
      mean: 1e6,
      halfWidth: 0,
      regressed: 0,
      improved: 0,
      inconclusive: 0,
      finds: 0.02,
    },
  ])
})

test('the half-width is that of a difference of two independent sides', () => {
  const [metric] = falseAlarms(plan, experimentOf(draws(40, 2, 0.05)), 200, options).metrics
  // t(0.975, 19) × 0.05 × √2 / √20 = 2.093 × 0.0158 = 3.3 %, give or take the spread of 40 draws.
  expect(Math.abs(metric!.halfWidth! - 0.0331)).toBeLessThan(0.005)
  expect(metric!.inconclusive).toBeGreaterThan(190)
})

test('alarms are rare beyond a margin; the control, without one, has as many as its confidence allows', () => {
  let [wary, bare] = [0, 0]
  for (let set = 0; set < 20; set++) {
    const experiment = experimentOf(draws(40, 100 + set, 0.05))
    wary += falseAlarms(plan, experiment, 50, options).alarms
    bare += falseAlarms(plan, experiment, 50, { confidence: 0.8, margin: 0, today: '2026-01-01' }).alarms
  }
  expect(wary).toBeLessThanOrEqual(15)
  // One side of an interval of 80 %: a tenth of 1,000.
  expect(bare).toBeGreaterThan(60)
  expect(bare).toBeLessThan(140)
})

test('what it says is found is found about 95 times in 100', () => {
  const finds = falseAlarms(plan, experimentOf(draws(400, 3, 0.03)), 20, options).metrics[0]!.finds!
  let found = 0
  for (let trial = 0; trial < 400; trial++) {
    const base = baselineOf(plan, experimentOf(draws(200, 1_000 + trial, 0.03)), '')
    const head = experimentOf(draws(200, 9_000 + trial, 0.03, 1e6 * (1 + finds)))
    if (checkAgainst(base, plan, head, options).rows[0]!.verdict === 'regressed') found++
  }
  expect(found / 400).toBeGreaterThan(0.92)
  expect(found / 400).toBeLessThan(0.98)
})

test('the same seeds give the same answer', () => {
  const experiment = experimentOf(draws(40, 5, 0.05))
  expect(falseAlarms(plan, experiment, 20, options)).toEqual(falseAlarms(plan, experiment, 20, options))
})
