/** The answer of a comparison, in a sentence or two: what is better, worse, as good, and what is not known. */
import type { Comparison, Crossover, Difference, VariantResult, Verdict } from '../experiment/comparison.ts'
import { estimateOf, familyOf, othersOf, referenceName, shortName, type FamilyMetric } from './comparison-lookup.ts'
import { crossoverText } from './crossover-text.ts'
import { formatCount, formatNumber, formatShare } from './figures.ts'
import { formatBestDifference } from './signed-figures.ts'

export interface Finding {
  /** The answer. */
  readonly headline: string
  /** What belongs to it, so that it does not mislead. */
  readonly more: readonly string[]
}

/** Variants named in a sentence. */
const MOST_NAMED = 3

/** What the comparison found. */
export function findingOf(comparison: Comparison): Finding {
  const found = judgedFinding(comparison)
  const exact = comparison.variants.length > 1 && comparison.variants.every(({ deterministic }) => deterministic)
  return exact ? { ...found, more: [...found.more, 'Nothing depends on the seed: these differences are exact.'] } : found
}

function judgedFinding(comparison: Comparison): Finding {
  const others = othersOf(comparison)
  const family = familyOf(comparison)
  const name = referenceName(comparison)
  if (others.length === 0) return { headline: `Only one variant was run, ${name}: there is nothing to compare.`, more: [] }
  if (family.length === 0) return { headline: 'No metric is judged: name one in an objective or under metrics.', more: [] }
  const all = others.flatMap((variant) => family.map(({ key }) => verdictOf(variant, key)))
  if (all.every((verdict) => verdict === 'identical')) {
    const subject = others.length === 1 ? `${shortName(comparison, others[0]!)} and ${name}` : `All ${comparison.variants.length} variants`
    return { headline: `${subject} are identical in ${listOf(family.map(({ key }) => key))}: every seed gave the same values.`, more: [] }
  }
  const along = alongParameter(comparison)
  if (along !== undefined) return along
  return others.length === 1 ? ofTwo(comparison, others[0]!, family) : ofMany(comparison, others, family)
}

interface Judged {
  readonly metric: FamilyMetric
  readonly difference: Difference
  readonly verdict: Verdict
}

function verdictOf(variant: VariantResult, key: string): Verdict | null {
  return estimateOf(variant, key)?.difference?.verdict ?? null
}

function judgedIn(variant: VariantResult, family: readonly FamilyMetric[]): Judged[] {
  return family.flatMap((metric) => {
    const difference = estimateOf(variant, metric.key)?.difference ?? null
    const verdict = difference?.verdict ?? null
    return difference === null || verdict === null ? [] : [{ metric, difference, verdict }]
  })
}

/** The most telling metric first, then one clause for each of the others. */
function ofTwo(comparison: Comparison, variant: VariantResult, family: readonly FamilyMetric[]): Finding {
  const name = referenceName(comparison)
  const own = shortName(comparison, variant)
  const judged = judgedIn(variant, family)
  if (judged.length === 0)
    return { headline: `Nothing can be judged between ${own} and ${name}.`, more: unjudged(comparison, variant, family) }
  const lead = judged.find(({ verdict }) => verdict === 'better') ?? judged.find(({ verdict }) => verdict === 'worse') ?? judged[0]!
  const against = lead.verdict === 'better' ? judged.find(({ verdict }) => verdict === 'worse') : undefined
  const but = against === undefined ? '' : `, but worse in ${figures(against)}`
  const rest = judged.filter((one) => one !== lead && one !== against)
  const more = rest.map((one) => clause(comparison, one))
  return { headline: `${sentence(comparison, own, name, lead)}${but}.`, more: [...more, ...unjudged(comparison, variant, family)] }
}

function sentence({ method }: Comparison, own: string, name: string, judged: Judged): string {
  switch (judged.verdict) {
    case 'better':
    case 'worse':
      return `${own} is ${judged.verdict} than ${name} in ${figures(judged)}`
    case 'equivalent':
      return `${own} and ${name} are equivalent, within ± ${formatShare(method.margin)}, in ${figures(judged)}`
    case 'identical':
      return `${own} and ${name} are identical in ${judged.metric.key}`
    case 'inconclusive':
      return `Not settled: ${own} may be as good as ${name}, or not, in ${figures(judged)}${settling(judged)}`
  }
}

function clause({ method }: Comparison, judged: Judged): string {
  switch (judged.verdict) {
    case 'better':
    case 'worse':
      return `${capital(judged.verdict)} in ${figures(judged)}.`
    case 'equivalent':
      return `Equivalent, within ± ${formatShare(method.margin)}, in ${figures(judged)}.`
    case 'identical':
      return `Identical in ${judged.metric.key}.`
    case 'inconclusive':
      return `Not settled in ${figures(judged)}${settling(judged)}.`
  }
}

/** `latency.p50{flow=chat}: −48 % (−52 to −44 %)`. */
function figures({ metric, difference }: Judged): string {
  return `${metric.key}: ${formatBestDifference(difference, metric.unit)}`
}

function settling({ difference: { seedsToSettle } }: Judged): string {
  return seedsToSettle === null ? '' : `; about ${formatNumber(seedsToSettle)} seeds would settle it`
}

function unjudged(comparison: Comparison, variant: VariantResult, family: readonly FamilyMetric[]): string[] {
  return family.flatMap(({ key, reference }) => {
    if (verdictOf(variant, key) !== null) return []
    const reason = estimateOf(variant, key)?.reason ?? reference.reason
    return [`Not judged in ${key}${reason === undefined ? '' : `: ${reason}`}.`]
  })
}

/** By the first metric in which any variant is better, or worse, or else the first of all. */
function ofMany(comparison: Comparison, others: readonly VariantResult[], family: readonly FamilyMetric[]): Finding {
  const name = referenceName(comparison)
  const has = (verdict: Verdict) => (metric: FamilyMetric) => others.some((variant) => verdictOf(variant, metric.key) === verdict)
  const metric = family.find(has('better')) ?? family.find(has('worse')) ?? family[0]!
  const judged = others.flatMap((variant) => judgedIn(variant, [metric]).map((one) => ({ ...one, variant })))
  const better = judged.filter(({ verdict }) => verdict === 'better').toSorted((a, b) => gain(b) - gain(a))
  const rest = family.filter((one) => one !== metric).map((one) => tallyOf(comparison, others, one))
  const [best, ...next] = better.slice(0, MOST_NAMED).map((one) => {
    const worse = judgedIn(one.variant, family).filter(({ verdict }) => verdict === 'worse')
    const but = worse.length === 0 ? '' : `, but worse in ${listOf(worse.map(({ metric }) => metric.key))}`
    return `${shortName(comparison, one.variant)} ${formatBestDifference(one.difference, metric.unit)}${but}`
  })
  if (best === undefined)
    return { headline: `No variant is shown to be better than ${name} in ${metric.key}: ${tally(comparison, judged)}.`, more: rest }
  const counted = `${better.length} of ${others.length} others ${better.length === 1 ? 'is' : 'are'} better than ${name} in ${metric.key}`
  return { headline: `${counted}: ${better.length > 1 ? 'best ' : ''}${best}.`, more: [...next.map((text) => `Then ${text}.`), ...rest] }
}

/** Along a parameter, who wins where says more than how each variant compares with the reference's own value. */
function alongParameter(comparison: Comparison): Finding | undefined {
  const { crossovers } = comparison
  const telling = (winner: string) => (one: Crossover) => one.ranges.some((range) => range.winner === winner)
  const lead = crossovers.find(telling('variant')) ?? crossovers.find(telling('reference'))
  if (lead === undefined) return undefined
  const headline = `Along ${lead.axis}, in ${lead.metric}: ${crossoverText(lead)}.`
  const told = crossovers.filter((one) => one !== lead && (telling('variant')(one) || telling('reference')(one)))
  const open = crossovers.length - told.length - 1
  const more = told.map((one) => `Along ${one.axis}, in ${one.metric}: ${crossoverText(one)}.`)
  const rest = open === 0 ? [] : [`In ${formatCount(open, 'further pair')} of choice and metric neither is shown to win anywhere.`]
  return { headline, more: [...more, ...rest] }
}

/** How far in the good direction. */
function gain({ metric, difference }: Judged): number {
  const value = difference.relative?.value ?? difference.value
  return metric.direction === 'higher' ? value : -value
}

function tallyOf(comparison: Comparison, others: readonly VariantResult[], metric: FamilyMetric): string {
  const judged = others.flatMap((variant) => judgedIn(variant, [metric]).map((one) => ({ ...one, variant })))
  return judged.length === 0 ? `${metric.key}: not judged.` : `${metric.key}: ${tally(comparison, judged)}.`
}

/** How many have each verdict, and which while they are few. */
function tally(comparison: Comparison, judged: readonly (Judged & { readonly variant: VariantResult })[]): string {
  const verdicts: readonly Verdict[] = ['better', 'worse', 'equivalent', 'identical', 'inconclusive']
  const counts = verdicts.flatMap((verdict) => {
    const found = judged.filter((one) => one.verdict === verdict)
    if (found.length === 0) return []
    const names = listOf(found.map(({ variant }) => shortName(comparison, variant)))
    return [found.length > MOST_NAMED ? `${found.length} ${verdict}` : `${verdict} ${names}`]
  })
  return counts.length === 0 ? 'none can be judged' : counts.join('; ')
}

function listOf(texts: readonly string[]): string {
  return texts.length < 2 ? texts.join('') : `${texts.slice(0, -1).join(', ')} and ${texts.at(-1)!}`
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}
