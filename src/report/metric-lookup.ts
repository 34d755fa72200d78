/** Reading figures out of a result by name and selector. */
import type { MetricValue, RunResult } from '../experiment/run-result.ts'
import { PERCENTILES } from '../measurement/metrics.ts'

type Selector = MetricValue['selector']

/** The metric with this name and exactly this selector. */
export function metricOf(result: RunResult, name: string, selector: Selector = {}): MetricValue | undefined {
  return result.metrics.find((metric) => metric.name === name && sameSelector(metric.selector, selector))
}

/** Its value; null when there is none or it could not be judged. */
export function valueOf(result: RunResult, name: string, selector: Selector = {}): number | null {
  return metricOf(result, name, selector)?.value ?? null
}

/** The flows, sinks … for which a metric is given, in the result's order. */
export function selectedNames(result: RunResult, name: string, key: string): string[] {
  return result.metrics.flatMap((metric) => {
    const selected = metric.selector[key]
    return metric.name === name && selected !== undefined ? [selected] : []
  })
}

/** The names of a latency metric's figures, in the order in which tables show them. */
export const LATENCY_FIGURES = ['mean', ...PERCENTILES.map((p) => `p${p}`), 'max'] as const

/** A latency's figures for one selector, in the order of `LATENCY_FIGURES`. */
export function latencyFigures(result: RunResult, selector: Selector, metric = 'latency'): (MetricValue | undefined)[] {
  return LATENCY_FIGURES.map((figure) => metricOf(result, `${metric}.${figure}`, selector))
}

function sameSelector(a: Selector, b: Selector): boolean {
  const keys = Object.keys(a)
  return keys.length === Object.keys(b).length && keys.every((key) => a[key] === b[key])
}
