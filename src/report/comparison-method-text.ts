/** How a comparison was made, in sentences. */
import type { Comparison } from '../experiment/comparison.ts'
import { formatCount, formatDuration, formatShare } from './figures.ts'

/** Seeds, intervals, family and margin. */
export function methodText(comparison: Comparison): string {
  const { method, variants } = comparison
  const { seeds, intervals, family, confidence, margin, stopping } = method
  const last = seeds.first + seeds.count - 1
  const range = seeds.count === 1 ? `seed ${seeds.first}` : `the same ${seeds.count} seeds (${seeds.first} to ${last})`
  if (isDeterministic(comparison))
    return `Seeds ${seeds.first} to ${last} gave the same: nothing here is drawn, so figures are exact and have no intervals.`
  const by =
    intervals === 'batch means'
      ? 'Intervals are of batch means of one long run'
      : variants.length < 2
        ? `It ran on ${range.replace('the same ', '')}`
        : `Every variant ran on ${range}; differences are paired by seed`
  const together =
    intervals === 'replications' && seeds.count < 2
      ? 'one seed has no intervals'
      : family.size > 1
        ? `the ${family.size} judged intervals hold together with ${formatShare(confidence)} (Bonferroni t)`
        : `intervals hold with ${formatShare(confidence)} (t)`
  const judged =
    variants.length < 2 ? '' : ` A verdict needs the whole interval beyond, or within, ± ${formatShare(margin)} of the reference.`
  const chosen = family.from === 'default' && variants.length > 1 ? ' Name what to judge under objectives: or metrics:.' : ''
  const stopped =
    stopping === null ? '' : stopping.reached ? ` Seeds were added until estimates were within ${formatShare(stopping.precision)}.` : ''
  return `${by}; ${together}.${judged}${chosen}${stopped}`
}

function isDeterministic({ method, variants }: Comparison): boolean {
  return method.seeds.count > 1 && variants.every(({ estimates }) => estimates.every(({ n }) => n === 1))
}

/** What was left out at the start; nothing in a terminating analysis. */
export function warmupText({ method: { warmup } }: Comparison): string[] {
  if (warmup === null) return []
  const time = formatDuration(warmup.time)
  if (warmup.by === 'scenario') return [`A warm-up of ${time} is left out.`]
  if (warmup.decisive === null) return ['MSER-5 finds no warm-up to leave out.']
  return [`A warm-up of ${time} is left out of every run: MSER-5 asks for it in ${warmup.decisive.series} of ${warmup.decisive.variant}.`]
}

/** `4 variants × 20 seeds`. */
export function extentText({ variants, method }: Comparison): string {
  return `${formatCount(variants.length, 'variant')} × ${formatCount(method.seeds.count, 'seed')}`
}
