import { describe, expect, test } from 'vitest'
import { baselineOf } from '../../src/experiment/baseline.ts'
import { checkDocument } from '../../src/experiment/check-document.ts'
import { checkAgainst, type ScenarioCheck } from '../../src/experiment/check.ts'
import type { ComparisonPlan } from '../../src/experiment/compare.ts'
import { gateOf, type Gating } from '../../src/experiment/gates.ts'
import type { Objective } from '../../src/scenario/scenario.ts'
import { experimentOf, plan } from './made-up-runs.ts'

const TODAY = '2026-06-15'
const MILLISECOND = 1e6

/** `latency.mean <= baseline + 2 %`, with changes. */
function objective(changes: Partial<Objective> = {}): Objective {
  return {
    text: 'an objective',
    metric: 'latency.mean',
    selector: {},
    operator: '<=',
    value: 0.02,
    baseline: 'share',
    level: 'error',
    line: 1,
    ...changes,
  }
}

const gating = (...objectives: readonly Objective[]): Gating => ({
  scenario: { objectives },
  family: ['latency.mean'],
  margin: 0.05,
  today: TODAY,
})
const latency = { metric: 'latency.mean', selector: {}, direction: 'lower' } as const
const throughput = { metric: 'throughput', selector: {}, direction: 'higher' } as const

describe('what decides over a metric', () => {
  test.each([
    ['the common margin, where no objective compares it', [objective({ baseline: undefined as never })], 'margin', 5],
    ['the objective, however much it allows', [objective({ value: 0.1 })], 'objective', 10],
    ['a difference that it allows', [objective({ baseline: 'add', value: 3 * MILLISECOND })], 'objective', 3],
    ['the strictest of several', [objective({ value: 0.1 }), objective({ value: 0.03 })], 'objective', 3],
    ['the one that fails, before one that warns earlier', [objective({ level: 'warn' }), objective({ value: 0.1 })], 'objective', 10],
    ['a floor, where it is more', [objective({ floor: 7 * MILLISECOND })], 'objective', 7],
    ['nothing less than no difference', [objective({ value: -0.1 })], 'objective', 0],
    ['a warning, which fails nothing', [objective({ level: 'warn' })], 'warning', 2],
    ['an excuse, on its last day', [objective({ until: TODAY })], 'warning', 2],
    ['an excuse that is over', [objective({ until: '2026-06-14' })], 'objective', 2],
    ['nothing, when it is off', [objective({ level: 'off' })], 'none', 0],
    ['the margin, where an objective asks for worse figures', [objective({ operator: '>=' })], 'margin', 5],
    ['the margin, where an objective is of something else', [objective({ selector: { flow: 'chat' } })], 'margin', 5],
  ] as const)('is %s', (_, objectives, kind, allowed) => {
    const gate = gateOf(gating(...objectives), latency)
    expect(gate.kind).toBe(kind)
    expect(gate.margin(100 * MILLISECOND)).toBeCloseTo(allowed * MILLISECOND, 3)
  })

  test('is read the other way round where more is better', () => {
    const gate = gateOf(gating(objective({ metric: 'throughput', operator: '>=', value: -0.02 })), throughput)
    expect([gate.kind, gate.margin(100)]).toEqual(['objective', 2])
  })

  test('is nothing for what no objective and no list names', () => {
    expect(gateOf(gating(), throughput).kind).toBe('none')
  })
})

/** A check in which every seed has become worse by a share. */
function checkOf(share: number, objectives: readonly Objective[]): ScenarioCheck {
  const base = Array.from({ length: 10 }, (_, seed) => (100 + seed) * MILLISECOND)
  const [cell] = plan.cells
  const gated: ComparisonPlan = { ...plan, cells: [{ ...cell!, scenario: { ...cell!.scenario, objectives } }] }
  const head = experimentOf(base.map((value) => value * (1 + share)))
  return checkAgainst(baselineOf(gated, experimentOf(base), ''), gated, head, { confidence: 0.95, margin: 0.02, today: TODAY })
}

function exitOf(check: ScenarioCheck): number {
  const checked = { scenario: 'a', file: null, problem: null, check }
  return checkDocument([checked], { confidence: 0.95, margin: 0.02, strict: false, shard: null }).exitCode
}

describe('a check of something that is 5 % worse', () => {
  test.each([
    ['fails by the common margin', [], 'regressed', 1],
    ['fails by an objective', [objective()], 'regressed', 1],
    ['passes where that is allowed', [objective({ value: 0.1 })], 'changed', 0],
    ['passes below the floor', [objective({ floor: 20 * MILLISECOND })], 'changed', 0],
    ['fails above it', [objective({ floor: MILLISECOND })], 'regressed', 1],
    ['warns', [objective({ level: 'warn' })], 'regressed', 0],
    ['is excused', [objective({ until: '2026-12-31' })], 'regressed', 0],
    ['is not looked at', [objective({ level: 'off' })], 'changed', 0],
  ] as const)('%s', (_, objectives, verdict, exit) => {
    const check = checkOf(0.05, objectives)
    expect(check.rows.map((row) => row.verdict)).toEqual([verdict])
    expect(exitOf(check)).toBe(exit)
  })

  test('an objective and the verdict of its metric never contradict each other', () => {
    for (const value of [0, 0.01, 0.04, 0.06, 0.2]) {
      for (const share of [-0.1, -0.005, 0, 0.005, 0.03, 0.05, 0.1]) {
        const { rows, objectives } = checkOf(share, [objective({ value })])
        if (rows[0]!.verdict === 'regressed') expect(objectives[0]!.met).toBe(false)
        if (objectives[0]!.met === true) expect(rows[0]!.verdict).not.toBe('regressed')
      }
    }
  })
})

describe('an objective without a figure', () => {
  const absent = objective({ metric: 'latency.p99' })

  test('could not be judged, and that is no success', () => {
    const check = checkOf(0, [absent])
    expect(check.objectives[0]).toMatchObject({ met: null, value: null, fails: false, unit: 'ns' })
    expect(exitOf(check)).toBe(3)
  })

  test('is nothing to stop for where it only warns', () => {
    expect(exitOf(checkOf(0, [{ ...absent, level: 'warn' }]))).toBe(0)
  })
})
