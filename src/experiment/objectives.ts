/** Judges a run's figures against its scenario's objectives. */
import type { Objective } from '../scenario/scenario.ts'
import { metrics } from '../measurement/metrics.ts'
import type { MetricValue, ObjectiveResult } from './run-result.ts'

/** Whether each objective is met; null, with the reason, where that cannot be judged. */
export function judgeObjectives(objectives: readonly Objective[], values: readonly MetricValue[]): ObjectiveResult[] {
  return objectives.map((objective) => judge(objective, values))
}

function judge(objective: Objective, values: readonly MetricValue[]): ObjectiveResult {
  const { text, level, line } = objective
  const unit = metrics.find((metric) => metric.name === objective.metric)?.unit ?? 'count'
  if (objective.baseline !== undefined)
    return { text, level, line, met: null, value: null, unit, reason: 'it compares with a baseline, and a single run has none' }
  const found = values.find((value) => value.name === objective.metric && sameSelector(value.selector, objective.selector))
  if (found === undefined) return { text, level, line, met: null, value: null, unit, reason: 'the run has no such figure' }
  if (found.value === null)
    return { text, level, line, met: null, value: null, unit, reason: found.reason ?? 'the figure could not be judged' }
  return { text, level, line, met: holds(found.value, objective.operator, objective.value), value: found.value, unit }
}

function sameSelector(a: Readonly<Record<string, string>>, b: Readonly<Record<string, string>>): boolean {
  const names = Object.keys(a)
  return names.length === Object.keys(b).length && names.every((name) => a[name] === b[name])
}

/** Whether a value is on the right side of a bound. */
export function holds(value: number, operator: Objective['operator'], bound: number): boolean {
  switch (operator) {
    case '<':
      return value < bound
    case '<=':
      return value <= bound
    case '>':
      return value > bound
    case '>=':
      return value >= bound
    case '==':
      return value === bound
    case '!=':
      return value !== bound
  }
}
