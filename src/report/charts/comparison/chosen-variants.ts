/** The variants that line charts show, and how they look: the same in every chart of a page. */
import type { Comparison, VariantResult } from '../../../experiment/comparison.ts'
import { estimateOf, familyOf, othersOf, referenceOf, shortName } from '../../comparison-lookup.ts'
import { categorical, COLOURS } from '../../palette.ts'
import type { Layer } from '../chart.ts'
import { wrappedLegend } from './legend.ts'

/** More lines than this nobody tells apart. */
const MOST = 6
/** Of the variants but the reference, in order: colours are enough for the first two. */
const SOLID = [1, 0]
const DASHES: readonly (readonly number[])[] = [SOLID, SOLID, [6, 2], [2, 2], [8, 2, 2, 2]]

export interface ChosenVariant {
  readonly name: string
  readonly result: VariantResult
}

/** The reference, and those that differ most from it in the first metric that is judged; all when they are few. In order. */
export function chosenVariants(comparison: Comparison): ChosenVariant[] {
  const reference = referenceOf(comparison)
  const kept = new Set(
    othersOf(comparison)
      .toSorted((a, b) => distance(comparison, b) - distance(comparison, a))
      .slice(0, MOST - 1),
  )
  return comparison.variants
    .filter((variant) => variant === reference || kept.has(variant))
    .map((result) => ({ name: shortName(comparison, result), result }))
}

function distance(comparison: Comparison, variant: VariantResult): number {
  const [first] = familyOf(comparison)
  const difference = first === undefined ? undefined : estimateOf(variant, first.key)?.difference
  return Math.abs(difference?.relative?.value ?? difference?.value ?? 0)
}

/** Says that some are left out, where some are; else nothing. */
export function leftOut(comparison: Comparison): string {
  const left = comparison.variants.length - chosenVariants(comparison).length
  const [first] = familyOf(comparison)
  if (left <= 0) return ''
  const by = first === undefined ? '' : ` that differ most from it in ${first.key}`
  return ` Drawn are the reference and the ${MOST - 1} variants${by}; all ${comparison.variants.length} are in the table.`
}

/** The colour and dash channels of lines by variant; the reference has the colour of ink. */
export function variantColours(chosen: readonly ChosenVariant[], withLegend = true): Layer {
  const names = chosen.map(({ name }) => name)
  const others = chosen.filter(({ result }) => !result.isReference).map(({ name }) => name)
  const { range: colours } = categorical(others)
  const range = chosen.map(({ name, result }) => (result.isReference ? COLOURS.ink.light : colours[others.indexOf(name)]!))
  const dashes = chosen.map(({ name, result }) => (result.isReference ? SOLID : (DASHES[others.indexOf(name)] ?? SOLID)))
  const legend = withLegend && names.length > 1 ? wrappedLegend(names) : null
  return {
    color: { field: 'variant', type: 'nominal', scale: { domain: names, range }, legend },
    strokeDash: { field: 'variant', type: 'nominal', scale: { domain: names, range: dashes }, legend },
  }
}
