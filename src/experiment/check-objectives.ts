/** Judges the objectives of a scenario in a check: the mean over the seeds against a bound, into which the baseline's may go. */
import { mean } from 'simple-statistics'
import { metrics } from '../measurement/metrics.ts'
import type { Objective } from '../scenario/scenario.ts'
import type { BaselineMetric, BaselineVariant } from './baseline.ts'
import { metricLabel } from './estimates.ts'
import { isExcused } from './gates.ts'
import { holds } from './objectives.ts'
import type { MetricValue } from './run-result.ts'

export interface CheckedObjective {
  readonly variant: string
  readonly text: string
  /** The metric that it is about, with its selector, as rows have it. */
  readonly metric: string
  readonly level: Objective['level']
  readonly line: number
  /** Null where there is nothing to judge: that is no success. */
  readonly met: boolean | null
  readonly value: number | null
  /** What the value was held against, and the baseline's that went into it. */
  readonly bound: number | null
  readonly baseline: number | null
  /** Excused until this day: a miss is a warning. */
  readonly excusedUntil: string | null
  /** Whether it fails the check. */
  readonly fails: boolean
  readonly unit: MetricValue['unit']
}

/** @param today as YYYY-MM-DD, for objectives that are excused until a day */
export function checkObjectives(
  objectives: readonly Objective[],
  head: BaselineVariant,
  base: BaselineVariant | undefined,
  today: string,
): CheckedObjective[] {
  return objectives.filter(({ level }) => level !== 'off').map((objective) => checkObjective(objective, head, base, today))
}

function checkObjective(objective: Objective, head: BaselineVariant, base: BaselineVariant | undefined, today: string): CheckedObjective {
  const { text, level, line, operator, floor = 0, until } = objective
  const label = metricLabel(objective.metric, objective.selector)
  const of = (variant: BaselineVariant | undefined): BaselineMetric | undefined =>
    variant?.metrics.find((one) => metricLabel(one.metric, one.selector) === label)
  const value = meanOf(of(head)?.values ?? [null])
  const baseline = objective.baseline === undefined ? null : meanOf(of(base)?.values ?? [null])
  const bound = objective.baseline === undefined ? objective.value : baseline === null ? null : relativeBound(objective, baseline)
  const isSmall = value !== null && baseline !== null && Math.abs(value - baseline) < floor
  const met = value === null || bound === null ? null : isSmall || holds(value, operator, bound)
  const excusedUntil = met === false && isExcused(objective, today) ? (until ?? null) : null
  const unit = metrics.find(({ name }) => name === objective.metric)?.unit ?? 'count'
  const fails = level === 'error' && met === false && excusedUntil === null
  return { variant: head.id, text, metric: label, level, line, met, value, bound, baseline, excusedUntil, fails, unit }
}

/** What an objective asks for, the baseline's value put in. */
function relativeBound({ baseline, value }: Objective, from: number): number {
  return baseline === 'share' ? from * (1 + value) : from + value
}

/** The mean over the seeds; null when any has no value. */
export function meanOf(values: readonly (number | null)[]): number | null {
  return values.includes(null) ? null : mean(values as number[])
}
