/** Judges what a scenario gives now against its baseline: value for value, and where values differ, by intervals over the same seeds. */
import { priceList } from '../simulation/price-list.ts'
import { ENGINE } from '../version.ts'
import { baselineOf, type Baseline, type BaselineMetric, type BaselineVariant } from './baseline.ts'
import { checkObjectives, meanOf, type CheckedObjective } from './check-objectives.ts'
import { familyOf, type ComparisonPlan } from './compare.ts'
import type { Experiment } from './conduct.ts'
import { metricLabel } from './estimates.ts'
import { gateOf, type Gate, type GateKind, type Gating } from './gates.ts'
import type { MetricClass, MetricValue } from './run-result.ts'
import { sectioned, simultaneous } from './statistics/interval.ts'
import { seedsToSettle, verdict } from './statistics/verdict.ts'

export type CheckVerdict = 'unchanged' | 'improved' | 'regressed' | 'changed' | 'inconclusive' | 'incomparable' | 'missing' | 'new'

export interface CheckRow {
  readonly variant: string
  readonly metric: string
  readonly unit: MetricValue['unit']
  readonly class: MetricClass
  /** What decides over it, and whether a regression fails the check. */
  readonly gate: GateKind
  /** By how much it may differ, in its unit; null where there is no baseline, or nothing is looked for. */
  readonly margin: number | null
  /** Means over the seeds. */
  readonly base: number | null
  readonly head: number | null
  readonly difference: null | {
    readonly value: number
    readonly halfWidth: number | null
    readonly relative: number | null
    readonly relativeHalfWidth: number | null
  }
  readonly worse: number
  readonly seeds: number
  readonly verdict: CheckVerdict
  /** Seeds that would settle what is inconclusive. */
  readonly seedsToSettle: number | null
}

export interface ScenarioCheck {
  readonly scenario: string
  /** Why nothing could be compared; null when it could. */
  readonly incomparable: string | null
  readonly rows: readonly CheckRow[]
  /** Where runs of the first seed part from the baseline's, by variant. */
  readonly divergences: readonly {
    readonly variant: string
    readonly seed: number
    readonly from: number | null
    readonly to: number | null
  }[]
  readonly objectives: readonly CheckedObjective[]
}

export interface CheckOptions {
  readonly confidence: number
  readonly margin: number
  /** The day as YYYY-MM-DD, for objectives that are excused until one. */
  readonly today: string
  /** Compare what different versions of the engine or of the price list gave. */
  readonly acrossVersions?: boolean
}

/** Compares an experiment with the baseline of its scenario. */
export function checkAgainst(
  baseline: Baseline,
  plan: ComparisonPlan,
  experiment: Experiment,
  { confidence, margin, today, acrossVersions = false }: CheckOptions,
): ScenarioCheck {
  const head = baselineOf(plan, experiment, '')
  const { scenario } = plan.cells[0]!
  const reason = (acrossVersions ? null : otherVersions(baseline)) ?? otherWaves(baseline, head)
  if (reason !== null) return { scenario: scenario.name, incomparable: reason, rows: [], divergences: [], objectives: [] }
  const family = familyOf(scenario).names
  const gating: Gating = { scenario, family, margin, today }
  const isJudged = (metric: BaselineMetric): boolean => metric.direction !== 'none' && gateOf(gating, metric).kind !== 'none'
  const size = head.variants.reduce((sum, { metrics }) => sum + metrics.filter(isJudged).length, 0)
  const judging: Judging = { confidence: simultaneous(confidence, size), gate: (metric) => gateOf(gating, metric) }
  const rows = head.variants.flatMap((variant) => {
    const base = baseline.variants.find(({ id }) => id === variant.id)
    return rowsOf(base, variant, judging)
  })
  const gone = baseline.variants.filter(({ id }) => !head.variants.some((variant) => variant.id === id))
  return {
    scenario: scenario.name,
    incomparable: null,
    rows: [...rows, ...gone.map(({ id }) => missingRow(id))],
    divergences: head.variants.flatMap((variant) => divergenceOf(baseline, variant, plan.firstSeed)),
    objectives: head.variants.flatMap((variant) => {
      const base = baseline.variants.find(({ id }) => id === variant.id)
      return checkObjectives(scenario.objectives, variant, base, today)
    }),
  }
}

interface Judging {
  /** At which the intervals of all judged metrics hold together. */
  readonly confidence: number
  readonly gate: (metric: BaselineMetric) => Gate
}

const ALL_ANEW = 'all baselines need to be accepted anew, with `wavetank accept --all --reason "…"`'

/** One sentence, and null when a baseline is of the versions at hand. */
function otherVersions(base: Baseline): string | null {
  if (base.versions.engine !== ENGINE) return `the baseline is of engine ${base.versions.engine}, and this is engine ${ENGINE}: ${ALL_ANEW}`
  if (base.versions.priceList !== priceList.name)
    return `the baseline is of price list ${base.versions.priceList}, and this has ${priceList.name}: ${ALL_ANEW}`
  return null
}

/** What to do about a baseline that nothing can be compared with. */
function anew({ scenario }: Baseline): string {
  return `where that is meant, accept it with \`wavetank accept ${scenario} --reason "…"\``
}

/** One sentence, and null when baseline and head were tested with the same. */
function otherWaves(base: Baseline, head: Baseline): string | null {
  if (base.waves !== head.waves)
    return `traffic, duration or analysis have changed since the baseline, and other waves cannot be compared: ${anew(base)}`
  if (base.seeds.first !== head.seeds.first || base.seeds.count !== head.seeds.count)
    return `the baseline has ${base.seeds.count} seeds from ${base.seeds.first}, and this run ${head.seeds.count} from ${head.seeds.first}: ${anew(base)}`
  return null
}

function rowsOf(base: BaselineVariant | undefined, head: BaselineVariant, judging: Judging): CheckRow[] {
  const found = head.metrics.map((metric) => {
    const label = metricLabel(metric.metric, metric.selector)
    const before = base?.metrics.find((one) => metricLabel(one.metric, one.selector) === label)
    return rowOf(head.id, before, metric, judging)
  })
  const labels = new Set(found.map(({ metric }) => metric))
  const lost = (base?.metrics ?? []).filter(({ metric, selector }) => !labels.has(metricLabel(metric, selector)))
  return [
    ...found,
    ...lost.map(({ metric, selector, unit, class: kind }) => ({
      ...missingRow(head.id),
      metric: metricLabel(metric, selector),
      unit,
      class: kind,
    })),
  ]
}

function missingRow(variant: string): CheckRow {
  return {
    variant,
    metric: '',
    unit: 'count',
    class: 'exact',
    gate: 'none',
    margin: null,
    base: null,
    head: null,
    difference: null,
    worse: 0,
    seeds: 0,
    verdict: 'missing',
    seedsToSettle: null,
  }
}

function rowOf(variant: string, base: BaselineMetric | undefined, head: BaselineMetric, { confidence, gate }: Judging): CheckRow {
  const { kind, margin: marginOf } = gate(head)
  const empty = {
    variant,
    metric: metricLabel(head.metric, head.selector),
    unit: head.unit,
    class: head.class,
    gate: kind,
    margin: null,
    difference: null,
    worse: 0,
    seeds: head.values.length,
    seedsToSettle: null,
  }
  if (base === undefined) return { ...empty, base: null, head: meanOf(head.values), verdict: 'new' }
  const [from, to] = [meanOf(base.values), meanOf(head.values)]
  const compared = { ...empty, base: from, head: to, margin: kind === 'none' || from === null ? null : marginOf(from) }
  if (base.values.every((value, seed) => value === head.values[seed])) return { ...compared, verdict: 'unchanged' }
  if (from === null || to === null) return { ...compared, verdict: 'incomparable' }
  const differences = head.values.map((value, seed) => value! - base.values[seed]!)
  const { value, halfWidth } = sectioned(to - from, differences, confidence)
  const scale = Math.abs(from)
  const sign = head.direction === 'higher' ? -1 : 1
  const { margin } = compared
  const isJudged = margin !== null && head.direction !== 'none'
  return {
    ...compared,
    difference: {
      value,
      halfWidth,
      relative: scale === 0 ? null : value / scale,
      relativeHalfWidth: scale === 0 || halfWidth === null ? null : halfWidth / scale,
    },
    worse: differences.filter((one) => one * sign > 0).length,
    verdict: isJudged ? verdictOf(head, value, halfWidth, margin) : 'changed',
    seedsToSettle: isJudged ? seedsToSettle({ value, halfWidth }, differences.length, margin, confidence) : null,
  }
}

/** A margin is what does not matter: within it, a value has changed and nothing more. */
function verdictOf({ direction }: BaselineMetric, value: number, halfWidth: number | null, margin: number): CheckVerdict {
  // One seed is compared exactly: there is nothing to be uncertain about.
  const word = verdict({ value, halfWidth: halfWidth ?? 0 }, margin, direction === 'higher' ? 'higher' : 'lower', false)
  return word === 'better' ? 'improved' : word === 'worse' ? 'regressed' : word === 'inconclusive' ? 'inconclusive' : 'changed'
}

/** In which interval of simulated time the first seed's run parts from the baseline's. */
function divergenceOf(baseline: Baseline, head: BaselineVariant, firstSeed: number): ScenarioCheck['divergences'] {
  const base = baseline.variants.find(({ id }) => id === head.id)
  if (base === undefined) return []
  const seed = head.traces.findIndex((digest, index) => digest !== base.traces[index])
  if (seed < 0) return []
  const { interval, digests } = head.rungs
  const rung =
    seed === 0 && base.rungs.interval === interval ? digests.findIndex((digest, index) => digest !== base.rungs.digests[index]) : -1
  return [
    { variant: head.id, seed: firstSeed + seed, from: rung < 0 ? null : rung * interval, to: rung < 0 ? null : (rung + 1) * interval },
  ]
}
