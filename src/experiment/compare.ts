/** From the runs of an experiment to what they say: estimates, differences, verdicts, and what a reader must know about them. */
import { metrics } from '../measurement/metrics.ts'
import type { Scenario } from '../scenario/scenario.ts'
import { priceList } from '../simulation/price-list.ts'
import { VERSION } from '../version.ts'
import type { Axis, Comparison, Estimate, Method, ObjectiveEstimate, VariantResult } from './comparison.ts'
import { COMPARISON_SCHEMA } from './comparison.ts'
import type { Experiment } from './conduct.ts'
import { crossovers } from './crossovers.ts'
import { withDifferences, type Estimates, type Judging } from './differences.ts'
import { estimatesOf, isDeterministic, metricLabel, type Estimated } from './estimates.ts'
import { holds } from './objectives.ts'
import { pooledLatency, quantileShift } from './quantile-shift.ts'
import type { Replication } from './replication.ts'
import type { Cell } from './run-pool.ts'
import { runNotes, troublesOf } from './run-troubles.ts'
import { meanSeries, meanStages } from './mean-series.ts'
import { simultaneous } from './statistics/interval.ts'
import type { VariantChoice } from './variants.ts'

export interface ComparisonPlan {
  /** The reference first. */
  readonly cells: readonly Cell[]
  readonly choices: readonly VariantChoice[]
  readonly axes: readonly Axis[]
  /** By cell, the number of the one that it is compared with, which may be its own. */
  readonly references: readonly number[]
  readonly confidence: number
  readonly margin: number
  readonly firstSeed: number
  readonly quick: boolean
}

/** What is judged when a scenario names nothing. */
const DEFAULT_FAMILY = ['latency.p50', 'latency.p99', 'throughput'] as const

export function compare(plan: ComparisonPlan, experiment: Experiment): Comparison {
  const { scenario } = plan.cells[0]!
  const batches = experiment.replications[0]!.length === 1 && scenario.analysis === 'steady-state'
  const family = familyOf(scenario)
  const variants = experiment.replications.map((replications): Estimates => ({
    replications,
    estimates: estimatesOf(replications, plan.confidence, scenario.analysis === 'steady-state'),
  }))
  const inFamily = (estimate: Estimated): boolean => family.names.includes(metricLabel(estimate.metric, estimate.selector))
  const judged = variants[0]!.estimates.filter((estimate) => inFamily(estimate) && estimate.direction !== 'none').length
  const compared = plan.references.filter((reference, number) => reference !== number).length
  const size = compared * judged
  const judging: Judging = {
    confidence: plan.confidence,
    familyConfidence: simultaneous(plan.confidence, size),
    familySize: size,
    margin: plan.margin,
    inFamily,
  }
  const estimates = withDifferences(variants, plan.references, judging)
  const method: Method = {
    confidence: plan.confidence,
    margin: plan.margin,
    seeds: { first: plan.firstSeed, count: experiment.replications[0]!.length },
    intervals: batches ? 'batch means' : 'replications',
    family: { size, metrics: family.names, from: family.from, confidence: judging.familyConfidence },
    warmup: experiment.warmup,
    stopping: experiment.stopping,
  }
  const results = plan.cells.map((cell, number) => variantResult(plan, number, estimates[number]!, variants, judging.confidence, cell))
  return {
    schema: COMPARISON_SCHEMA,
    versions: { wavetank: VERSION, priceList: priceList.name, priceListProvisional: priceList.provisional },
    scenario: { name: scenario.name, about: scenario.about, analysis: scenario.analysis },
    quick: plan.quick,
    method,
    axes: plan.axes,
    variants: results,
    crossovers: crossovers(plan.axes, results),
    notes: [...runNotes(method, experiment.replications, estimates), ...loneNotes(plan)],
  }
}

/** Variants that make a choice of their own and have nothing to be compared with. */
function loneNotes({ choices, axes, references }: ComparisonPlan): string[] {
  const made = axes.filter(({ kind }) => kind !== 'parameter')
  return choices.flatMap(({ id, settings }, number) => {
    const isOwn = made.some(({ name }) => settings[name] !== choices[0]!.settings[name])
    return isOwn && references[number] === number ? [`${id} is compared with nothing: what it would be compared with is left out.`] : []
  })
}

/** What objectives and `metrics:` name, each once, in order. */
export function familyOf(scenario: Scenario): { readonly names: readonly string[]; readonly from: Method['family']['from'] } {
  const named = [...scenario.objectives.filter(({ level }) => level !== 'off'), ...scenario.metrics]
  const names = [...new Set(named.map(({ metric, selector }) => metricLabel(metric, selector)))]
  return names.length === 0 ? { names: DEFAULT_FAMILY, from: 'default' } : { names, from: 'objectives and metrics' }
}

function variantResult(
  plan: ComparisonPlan,
  number: number,
  estimates: readonly Estimate[],
  variants: readonly Estimates[],
  confidence: number,
  cell: Cell,
): VariantResult {
  const { replications } = variants[number]!
  const choice = plan.choices[number]!
  const reference = plan.references[number]!
  const objectives = cell.scenario.objectives.flatMap((objective) =>
    objective.level === 'off' ? [] : [judgeObjective(objective, estimates)],
  )
  return {
    id: cell.id,
    reference: reference === number ? null : plan.cells[reference]!.id,
    isReference: reference === number,
    settings: choice.settings,
    strategies: { scheduling: cell.variant.scheduling.id, windowing: cell.variant.windowing.id },
    parameters: cell.scenario.parameters,
    deterministic: isDeterministic(replications),
    troubles: troublesOf(replications),
    estimates,
    objectives,
    meets: meetsAll(objectives),
    latency: pooledLatency(replications),
    shift: reference === number ? [] : quantileShift(replications, variants[reference]!.replications, confidence),
    series: meanSeries(replications),
    stages: meanStages(replications),
    workloads: replications.map(({ digests }) => workloadText(digests)),
  }
}

/** Arrivals and contents of every source, and service demands, as one text: equal texts, equal waves. */
function workloadText({ workload }: Replication['digests']): string {
  return [...Object.entries(workload.sources).map(([source, digest]) => `${source}:${digest}`), `demands:${workload.demands}`].join(' ')
}

function judgeObjective(
  { text, level, line, metric, selector, operator, value: bound, baseline }: Scenario['objectives'][number],
  estimates: readonly Estimate[],
): ObjectiveEstimate {
  const unit = metrics.find((one) => one.name === metric)?.unit ?? 'count'
  if (baseline !== undefined)
    return { text, level, line, met: null, sure: false, value: null, unit, reason: 'it names the baseline, with which `check` compares' }
  const label = metricLabel(metric, selector)
  const found = estimates.find((one) => metricLabel(one.metric, one.selector) === label)
  const value = found?.value ?? null
  if (found === undefined || value === null)
    return { text, level, line, met: null, sure: false, value: null, unit, reason: found?.reason ?? 'the runs have no such figure' }
  const met = holds(value, operator, bound)
  const halfWidth = found.halfWidth ?? 0
  const sure = holds(value - halfWidth, operator, bound) === met && holds(value + halfWidth, operator, bound) === met
  return { text, level, line, met, sure, value, unit }
}

function meetsAll(objectives: readonly ObjectiveEstimate[]): boolean | null {
  const binding = objectives.filter(({ level }) => level === 'error')
  if (binding.some(({ met }) => met === false)) return false
  return binding.length === 0 || binding.some(({ met }) => met === null) ? null : true
}
