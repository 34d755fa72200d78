/**
 * A baseline: what a scenario's variants gave when somebody last accepted it, by seed. Byte-stable, with nothing in it of the machine,
 * the time or the folder, so that accepting what has not changed changes no file.
 */
import { RollingDigest } from '../measurement/digests.ts'
import { priceList } from '../simulation/price-list.ts'
import { ENGINE } from '../version.ts'
import type { ComparisonPlan } from './compare.ts'
import type { Experiment } from './conduct.ts'
import type { Replication } from './replication.ts'
import type { Digests, Direction, MetricClass, MetricValue } from './run-result.ts'
import { stableJson } from './stable-json.ts'
import { withoutPaths } from './summarise.ts'

export const BASELINE_SCHEMA = 'wavetank/baseline/1'

export interface Baseline {
  readonly schema: typeof BASELINE_SCHEMA
  /** What results depend on beside the scenario. */
  readonly versions: { readonly engine: number; readonly priceList: string }
  readonly scenario: string
  /** Digest of what the scenario is tested with (traffic, duration, analysis): with other waves nothing can be compared. */
  readonly waves: string
  readonly seeds: { readonly first: number; readonly count: number }
  /** Why these results were accepted. */
  readonly reason: string
  readonly variants: readonly BaselineVariant[]
  /** Of all of it but the reason, so that an edit by hand shows; a baseline without one is taken as it is. */
  readonly digest?: string | undefined
}

export interface BaselineVariant {
  readonly id: string
  readonly metrics: readonly BaselineMetric[]
  /** By seed: digests of the trace and of the output. */
  readonly traces: readonly string[]
  readonly outputs: readonly string[]
  /** Of the first seed: the rolling trace digest at the end of each interval. */
  readonly rungs: Digests['trace']['rungs']
}

export interface BaselineMetric {
  readonly metric: string
  readonly selector: Readonly<Record<string, string>>
  readonly unit: MetricValue['unit']
  readonly direction: Direction
  readonly class: MetricClass
  /** By seed. */
  readonly values: readonly (number | null)[]
}

export function baselineOf(plan: ComparisonPlan, { replications }: Experiment, reason: string): Baseline {
  const baseline: Baseline = {
    schema: BASELINE_SCHEMA,
    versions: { engine: ENGINE, priceList: priceList.name },
    scenario: plan.cells[0]!.scenario.name,
    waves: wavesOf(plan),
    seeds: { first: plan.firstSeed, count: replications[0]!.length },
    reason,
    variants: plan.cells.map(({ id }, number) => variantOf(id, replications[number]!)),
  }
  return { ...baseline, digest: contentDigest(baseline) }
}

/** Whether a baseline still holds what was accepted. */
export function isIntact(baseline: Baseline): boolean {
  return baseline.digest === undefined || baseline.digest === contentDigest(baseline)
}

/** The reason is no result: what has not changed keeps the reason for which it was accepted. */
export function isSameBaseline(before: Baseline, next: Baseline): boolean {
  return contentOf(before) === contentOf(next)
}

function contentDigest(baseline: Baseline): string {
  return digest(contentOf(baseline))
}

function contentOf(baseline: Baseline): string {
  return stableJson({ ...baseline, reason: '', digest: undefined })
}

function variantOf(id: string, replications: readonly Replication[]): BaselineVariant {
  return {
    id,
    metrics: replications[0]!.metrics.map(({ name, selector, unit, direction, class: kind }, index) => ({
      metric: name,
      selector,
      unit,
      direction,
      class: kind,
      values: replications.map(({ metrics }) => metrics[index]?.value ?? null),
    })),
    traces: replications.map(({ digests }) => digests.trace.digest),
    outputs: replications.map(({ digests }) => digest(digests.output)),
    rungs: replications[0]!.digests.trace.rungs,
  }
}

/** What is tested (pipeline, cluster, strategies) may change; what it is tested with may not. */
export function wavesOf({ cells, quick }: Pick<ComparisonPlan, 'cells' | 'quick'>): string {
  const { sources, duration, analysis, warmup, epoch } = cells[0]!.scenario
  return digest({ sources: withoutPaths(sources), duration, analysis, warmup, epoch: epoch ?? null, quick })
}

function digest(value: unknown): string {
  const rolling = new RollingDigest()
  for (const character of JSON.stringify(value)) rolling.fold(character.codePointAt(0)!)
  return rolling.text()
}
