/**
 * What decides over a metric of a check. Objectives that compare it with the baseline do, where there are any: what they allow takes the
 * place of the margin that all other gated metrics share, and their level says whether a regression fails.
 */
import type { Objective, Scenario } from '../scenario/scenario.ts'
import { metricLabel } from './estimates.ts'
import type { BaselineMetric } from './baseline.ts'

/** A regression fails by the common margin, fails by an objective, only warns, or is not looked for. */
export const GATES = ['margin', 'objective', 'warning', 'none'] as const
export type GateKind = (typeof GATES)[number]

export interface Gate {
  readonly kind: GateKind
  /** By how much a metric may differ from its baseline, in its unit. */
  readonly margin: (baseline: number) => number
}

export interface Gating {
  readonly scenario: Pick<Scenario, 'objectives'>
  /** Labels of the metrics that are judged. */
  readonly family: readonly string[]
  /** Share of the baseline. */
  readonly margin: number
  /** YYYY-MM-DD. */
  readonly today: string
}

/** Whether a regression of it fails a check. */
export function decides(gate: GateKind): boolean {
  return gate === 'margin' || gate === 'objective'
}

/** Whether a missed objective is excused on a day, both as YYYY-MM-DD. */
export function isExcused({ until }: Pick<Objective, 'until'>, today: string): boolean {
  return until !== undefined && today <= until
}

export function gateOf(
  { scenario, family, margin, today }: Gating,
  { metric, selector, direction }: Pick<BaselineMetric, 'metric' | 'selector' | 'direction'>,
): Gate {
  const label = metricLabel(metric, selector)
  const own = scenario.objectives.filter((one) => metricLabel(one.metric, one.selector) === label && isGate(one, direction))
  const active = own.filter(({ level }) => level !== 'off')
  if (own.length > 0 && active.length === 0) return { kind: 'none', margin: () => 0 }
  if (active.length === 0) {
    const kind = direction !== 'none' && family.includes(label) ? 'margin' : 'none'
    return { kind, margin: (baseline) => margin * Math.abs(baseline) }
  }
  const failing = active.filter((one) => one.level === 'error' && !isExcused(one, today))
  const strictest = failing.length > 0 ? failing : active
  return {
    kind: failing.length > 0 ? 'objective' : 'warning',
    margin: (baseline) => Math.min(...strictest.map((one) => allowed(one, baseline, direction))),
  }
}

/** Whether an objective says how much worse than its baseline a metric may be. One that asks for worse figures is no gate. */
function isGate({ baseline, operator }: Objective, direction: BaselineMetric['direction']): boolean {
  if (baseline === undefined || operator === '!=') return false
  if (operator === '==' || direction === 'none') return true
  return operator.startsWith('<') === (direction === 'lower')
}

/** How much worse; not below the floor, under which no difference fails. */
function allowed({ baseline, value, floor = 0 }: Objective, from: number, direction: BaselineMetric['direction']): number {
  const by = baseline === 'share' ? value * Math.abs(from) : value
  return Math.max(0, direction === 'higher' ? -by : by, floor)
}
