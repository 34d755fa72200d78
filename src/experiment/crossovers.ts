/** Where along a numeric axis another choice wins, read from the verdicts of variants with the same value of the axis. */
import type { Axis, Crossover, VariantResult } from './comparison.ts'
import { metricLabel } from './estimates.ts'

/** Two values are a pair, not a sweep. */
const FEWEST_POINTS = 3

/** For each numeric axis, each choice that is compared with a reference along it, and each judged metric: who wins where. */
export function crossovers(axes: readonly Axis[], variants: readonly VariantResult[]): Crossover[] {
  return axes.flatMap((axis) => {
    if (axis.numeric === null || axis.values.length < FEWEST_POINTS) return []
    const challengers = variants.filter((one) => one.reference !== null && isOnLevel(one, variants, axis))
    const lines = Map.groupBy(challengers, ({ settings }) => rest(settings, axis))
    return [...lines].flatMap(([line, points]) => {
      const ordered = points.toSorted((a, b) => position(axis, a) - position(axis, b))
      const reference = rest(byId(variants, ordered[0]!.reference!).settings, axis)
      const judged = ordered[0]!.estimates.filter(({ inFamily, direction }) => inFamily && direction !== 'none')
      return judged.map(({ metric, selector }): Crossover => {
        const label = metricLabel(metric, selector)
        const winners = ordered.map((point) => ({ value: point.settings[axis.name]!, winner: winnerIn(point, label) }))
        return { axis: axis.name, metric: label, variant: line, reference, ranges: rangesOf(winners) }
      })
    })
  })
}

/** Whether a variant and its reference have the same value of the axis. */
function isOnLevel(one: VariantResult, variants: readonly VariantResult[], axis: Axis): boolean {
  return byId(variants, one.reference!).settings[axis.name] === one.settings[axis.name]
}

function byId(variants: readonly VariantResult[], id: string): VariantResult {
  return variants.find((one) => one.id === id)!
}

function position({ name, values, numeric }: Axis, { settings }: VariantResult): number {
  return numeric!.values[values.indexOf(settings[name]!)]!
}

/** The settings beside an axis, as text. */
function rest(settings: Readonly<Record<string, string>>, axis: Axis): string {
  return Object.entries(settings)
    .filter(([name]) => name !== axis.name)
    .map(([name, value]) => (name === 'variant' ? value : `${name}=${value}`))
    .join(',')
}

type Winner = Crossover['ranges'][number]['winner']

function winnerIn({ estimates }: VariantResult, label: string): Winner {
  const verdict = estimates.find(({ metric, selector }) => metricLabel(metric, selector) === label)?.difference?.verdict
  return verdict === 'better' ? 'variant' : verdict === 'worse' ? 'reference' : null
}

function rangesOf(winners: readonly { readonly value: string; readonly winner: Winner }[]): Crossover['ranges'] {
  const ranges: { from: string; to: string; winner: Winner }[] = []
  for (const { value, winner } of winners) {
    const last = ranges.at(-1)
    if (last?.winner === winner) last.to = value
    else ranges.push({ from: value, to: value, winner })
  }
  return ranges
}
