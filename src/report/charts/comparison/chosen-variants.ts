/** The variants that charts with a line for each show, and how they look: the same in every chart of a page. */
import type { Comparison, VariantResult } from '../../../experiment/comparison.ts'
import { estimateOf, familyOf, hasOneReference, othersOf, referenceOf, rivalOf, shortName } from '../../comparison-lookup.ts'
import { categorical, COLOURS } from '../../palette.ts'
import type { Layer } from '../chart.ts'
import { wrappedLegend } from './legend.ts'

/** More lines than this nobody tells apart. */
const MOST = 6
/** Dashes in order: colours are enough for the first two variants; references share a colour. */
const SOLID = [1, 0]
const DASHES: readonly (readonly number[])[] = [SOLID, SOLID, [6, 2], [2, 2], [8, 2, 2, 2]]
const REFERENCE_DASHES: readonly (readonly number[])[] = [SOLID, [5, 3], [2, 2]]

export interface ChosenVariant {
  readonly name: string
  readonly result: VariantResult
}

/** Variants with what they are compared with: those that differ most in the first metric that is judged; all when they are few. */
export function chosenVariants(comparison: Comparison): ChosenVariant[] {
  const kept = new Set<VariantResult>([referenceOf(comparison)])
  if (!hasOneReference(comparison) && comparison.variants.length > MOST) kept.clear()
  for (const variant of byDistance(comparison)) {
    const more = [variant, rivalOf(comparison, variant)].filter((one) => !kept.has(one))
    if (kept.size + more.length <= MOST) for (const one of more) kept.add(one)
  }
  return named(
    comparison,
    comparison.variants.filter((variant) => comparison.variants.length <= MOST || kept.has(variant)),
  )
}

/** The variants, without references, that differ most: at most so many. */
export function comparedVariants(comparison: Comparison, most = MOST - 1): ChosenVariant[] {
  const kept = new Set(byDistance(comparison).slice(0, most))
  return named(
    comparison,
    othersOf(comparison).filter((variant) => kept.has(variant)),
  )
}

/** The variants that are compared with another, the most different first. */
export function byDistance(comparison: Comparison): VariantResult[] {
  return othersOf(comparison).toSorted((a, b) => distance(comparison, b) - distance(comparison, a))
}

function distance(comparison: Comparison, variant: VariantResult): number {
  const [first] = familyOf(comparison)
  const difference = first === undefined ? undefined : estimateOf(variant, first.key)?.difference
  return Math.abs(difference?.relative?.value ?? difference?.value ?? 0)
}

function named(comparison: Comparison, variants: readonly VariantResult[]): ChosenVariant[] {
  return variants.map((result) => ({ name: shortName(comparison, result), result }))
}

/** Says that some are left out, where some are; else nothing. */
export function leftOut(comparison: Comparison, chosen: readonly ChosenVariant[]): string {
  const others = chosen.filter(({ result }) => !result.isReference).length
  if (others === othersOf(comparison).length) return ''
  const [first] = familyOf(comparison)
  const by = first === undefined ? '' : ` in ${first.key}`
  const what = `${others} variants that differ most from ${hasOneReference(comparison) ? 'the reference' : 'their references'}${by}`
  const besides = others === chosen.length ? '' : hasOneReference(comparison) ? ', and the reference' : ', and these references'
  return ` Drawn are the ${what}${besides}; the table has all.`
}

/** The colour and dash channels of lines by variant; references have the colour of ink. */
export function variantColours(comparison: Comparison, chosen: readonly ChosenVariant[], withLegend = true): Layer {
  const names = chosen.map(({ name }) => name)
  // Colours go by this order in all charts, whatever each of them leaves out.
  const order = comparedVariants(comparison).map(({ name }) => name)
  const { range: colours } = categorical(order)
  const references = chosen.filter(({ result }) => result.isReference).map(({ name }) => name)
  const range = chosen.map(({ name, result }) =>
    result.isReference ? COLOURS.ink.light : (colours[order.indexOf(name)] ?? COLOURS.muted.light),
  )
  const dashes = chosen.map(({ name, result }) =>
    result.isReference ? (REFERENCE_DASHES[references.indexOf(name)] ?? SOLID) : (DASHES[order.indexOf(name)] ?? SOLID),
  )
  const legend = withLegend && names.length > 1 ? wrappedLegend(names) : null
  return {
    color: { field: 'variant', type: 'nominal', scale: { domain: names, range }, legend },
    strokeDash: { field: 'variant', type: 'nominal', scale: { domain: names, range: dashes }, legend },
  }
}
