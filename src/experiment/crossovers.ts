/** Where along a numeric axis another choice wins: variants at the same value of the axis are compared with one another. */
import type { Axis, Crossover } from './comparison.ts'
import type { ComparisonPlan } from './compare.ts'
import { differenceOf, type Estimates, type Judging } from './differences.ts'
import { metricLabel } from './estimates.ts'
import { simultaneous } from './statistics/interval.ts'

/** Two values are a pair, not a sweep. */
const FEWEST_POINTS = 3

/**
 * For each numeric axis, each combination of the other settings but the reference's, and each metric of the family: the ranges of the
 * axis in which the one or the other is better beyond the margin, or neither is shown to be. All these comparisons hold together.
 */
export function crossovers(plan: ComparisonPlan, variants: readonly Estimates[], judging: Judging): Crossover[] {
  return plan.axes.flatMap((axis) => {
    if (axis.numeric === null || axis.values.length < FEWEST_POINTS || plan.axes.length < 2) return []
    const order = axis.values.map((_, index) => index).sort((a, b) => axis.numeric!.values[a]! - axis.numeric!.values[b]!)
    const others = [...new Set(plan.choices.map(({ settings }) => rest(settings, axis)))]
    const [reference, ...challengers] = others
    const family = variants[0]!.estimates.flatMap((estimate, index) =>
      judging.inFamily(estimate) && estimate.direction !== 'none' ? [index] : [],
    )
    const confidence = simultaneous(judging.confidence, challengers.length * order.length * family.length)
    return challengers.flatMap((challenger) =>
      family.map((index): Crossover => {
        const winners = order.flatMap((place) => {
          const value = axis.values[place]!
          const a = cellAt(plan, axis, value, challenger)
          const b = cellAt(plan, axis, value, reference!)
          if (a < 0 || b < 0) return []
          const found = differenceOf(variants[a]!, variants[b]!, index, { ...judging, familyConfidence: confidence }, true)
          const winner = found?.verdict === 'better' ? ('variant' as const) : found?.verdict === 'worse' ? ('reference' as const) : null
          return [{ value, winner }]
        })
        const { metric, selector } = variants[0]!.estimates[index]!
        return {
          axis: axis.name,
          metric: metricLabel(metric, selector),
          variant: challenger,
          reference: reference!,
          ranges: rangesOf(winners),
        }
      }),
    )
  })
}

/** The settings beside an axis, as text. */
function rest(settings: Readonly<Record<string, string>>, axis: Axis): string {
  return Object.entries(settings)
    .filter(([name]) => name !== axis.name)
    .map(([name, value]) => `${name}=${value}`)
    .join(',')
}

function cellAt(plan: ComparisonPlan, axis: Axis, value: string, others: string): number {
  return plan.choices.findIndex(({ settings }) => settings[axis.name] === value && rest(settings, axis) === others)
}

type Winner = Crossover['ranges'][number]['winner']

function rangesOf(winners: readonly { readonly value: string; readonly winner: Winner }[]): Crossover['ranges'] {
  const ranges: { from: string; to: string; winner: Winner }[] = []
  for (const { value, winner } of winners) {
    const last = ranges.at(-1)
    if (last?.winner === winner) last.to = value
    else ranges.push({ from: value, to: value, winner })
  }
  return ranges
}
