/** The variants of an experiment: which combinations of strategies and parameter values a scenario asks to be compared. */
import type { ParameterValue } from '../scenario/numbers.ts'
import type { Candidate, Scenario } from '../scenario/scenario.ts'
import { quantity } from '../units/decimal.ts'
import type { Axis } from './comparison.ts'
import { referenceVariant, type Variant } from './variant.ts'

/** One variant: what it sets, and under which name reports show it. */
export interface VariantChoice {
  readonly id: string
  /** By axis: the name of a strategy, or a parameter's value as text. */
  readonly settings: Readonly<Record<string, string>>
  readonly strategies: Variant
  /** Parameters that it sets; all others are the scenario's. */
  readonly parameters: Readonly<Record<string, ParameterValue>>
}

export interface VariantSelection {
  /** Variants to keep, each as an id or as settings; the reference is always kept. Empty: all. */
  readonly only: readonly string[]
  /** The variant that the others are compared with; the first when undefined. */
  readonly reference: string | undefined
}

/** More than this is a mistake. */
const MOST = 10_000
/** Values of a range are rounded. */
const SAME_RATIO = 1e-3

/**
 * Variants in order, the reference first, and the axes along which they differ.
 * Throws a RangeError with a sentence when there are none or too many, or when a selection names none.
 */
export function chooseVariants(
  scenario: Scenario,
  selection: VariantSelection,
): { variants: readonly VariantChoice[]; axes: readonly Axis[] } {
  const combined = combinations(scenario).filter((one) => !isExcluded(one, scenario.exclude))
  if (combined.length === 0) throw new RangeError('exclude: leaves no variant')
  const axes = axesOf(scenario, combined)
  const named = combined.map((one) => ({
    ...one,
    id: idOf(one, axes, scenario.vary),
    settings: Object.fromEntries(axes.map(({ name }) => [name, one.settings[name]!])),
  }))
  const twin = named.find((one, index) => named.findIndex(({ id }) => id === one.id) < index)
  if (twin !== undefined) throw new RangeError(`two variants are the same: ${twin.id}; give each a name with as:`)
  const reference = selection.reference === undefined ? named[0]! : single(named, selection.reference)
  for (const text of selection.only) if (!named.some((one) => matches(one, text))) throw unknown(named, text)
  const ordered = [reference, ...named.filter((one) => one !== reference)]
  if (selection.only.length === 0) return { variants: ordered, axes }
  // A variant without what it is compared with would say nothing.
  const references = referencesOf(ordered, axes, scenario.vary)
  const kept = new Set(
    ordered.flatMap((one, number) => (selection.only.some((text) => matches(one, text)) ? [number, references[number]!] : [])),
  )
  return { variants: ordered.filter((_, number) => kept.has(number)), axes }
}

/**
 * By variant, the number of the one that it is compared with, which may be its own: the reference's choices under the same conditions.
 * Parameters of `vary` are conditions where anything else differs too, else they are the choices. One whose reference is left out is
 * compared with nothing, like a reference.
 */
export function referencesOf(variants: readonly VariantChoice[], axes: readonly Axis[], vary: Scenario['vary']): readonly number[] {
  const conditions = axes.filter(({ name }) => Object.hasOwn(vary, name))
  if (conditions.length === axes.length) return variants.map(() => 0)
  const choices = axes.filter((axis) => !conditions.includes(axis))
  return variants.map(({ settings }, number) => {
    const found = variants.findIndex(
      (one) =>
        choices.every(({ name }) => one.settings[name] === variants[0]!.settings[name]) &&
        conditions.every(({ name }) => one.settings[name] === settings[name]),
    )
    return found < 0 ? number : found
  })
}

interface Combination extends Omit<VariantChoice, 'id'> {
  readonly as?: string
}

function combinations(scenario: Scenario): Combination[] {
  const listed = scenario.variants.length > 0
  const bases: Combination[] = listed ? scenario.variants.map((one) => explicit(scenario, one)) : product(scenario)
  const swept = Object.entries(scenario.vary).reduce<Combination[]>((found, [name, values]) => {
    if (found.length * values.length > MOST) throw new RangeError(`more than ${MOST} variants`)
    return found.flatMap((one) =>
      values.map((value) => ({
        ...one,
        settings: { ...one.settings, [name]: String(value) },
        parameters: { ...one.parameters, [name]: value },
      })),
    )
  }, bases)
  return swept
}

function product({ strategies }: Scenario): Combination[] {
  return strategies.scheduling.flatMap((scheduling) =>
    strategies.windowing.map((windowing) => ({
      settings: names({ scheduling, windowing }),
      strategies: { scheduling, windowing },
      parameters: {},
    })),
  )
}

function explicit(scenario: Scenario, one: Scenario['variants'][number]): Combination {
  const strategies = { ...referenceVariant(scenario), ...one.strategies } as Variant
  // Where every variant has a name, the name says what varies.
  if (one.as !== undefined && scenario.variants.every(({ as }) => as !== undefined))
    return { settings: { variant: one.as }, strategies, parameters: one.parameters, as: one.as }
  const set = Object.entries(one.parameters).map(([name, value]) => [name, String(value)] as const)
  // Where another variant sets a parameter, this one has the scenario's value.
  const others = scenario.variants.flatMap(({ parameters }) => Object.keys(parameters))
  const rest = others.map((name) => [name, String(scenario.parameters[name])] as const)
  return {
    settings: { ...names(strategies), ...Object.fromEntries(rest), ...Object.fromEntries(set) },
    strategies,
    parameters: one.parameters,
    ...(one.as === undefined ? {} : { as: one.as }),
  }
}

function names(strategies: { readonly scheduling: Candidate; readonly windowing: Candidate }): Record<string, string> {
  return { scheduling: strategies.scheduling.id, windowing: strategies.windowing.id }
}

function isExcluded({ settings: own, strategies, parameters, as }: Combination, exclude: Scenario['exclude']): boolean {
  const set = Object.fromEntries(Object.entries(parameters).map(([name, value]) => [name, String(value)]))
  const settings: Readonly<Record<string, string>> = { ...names(strategies), ...own, ...set, ...(as === undefined ? {} : { variant: as }) }
  return exclude.some((pair) => Object.entries(pair).every(([name, values]) => values.includes(settings[name] ?? '')))
}

/** What takes more than one value, strategies first. */
function axesOf(scenario: Scenario, combined: readonly Combination[]): Axis[] {
  const kinds = ['variant', 'scheduling', 'windowing']
  const axisNames = [
    ...kinds,
    ...new Set(combined.flatMap(({ settings }) => Object.keys(settings)).filter((name) => !kinds.includes(name))),
  ]
  return axisNames.flatMap((name) => {
    const values = [...new Set(combined.map(({ settings }) => settings[name] ?? String(scenario.parameters[name] ?? '')))]
    if (values.length < 2) return []
    const kind = name === 'variant' ? ('variant' as const) : kinds.includes(name) ? ('strategy' as const) : ('parameter' as const)
    return [{ name, kind, values, numeric: kind === 'parameter' ? numeric(values) : null }]
  })
}

/** A parameter whose values are numbers of one unit is an axis that can be drawn. */
function numeric(values: readonly string[]): Axis['numeric'] {
  const parsed = values.map((value) => quantity(value))
  const unit = parsed[0]?.unit
  if (unit === undefined || parsed.some((one) => one?.unit !== unit)) return null
  const numbers = parsed.map((one) => Number(one!.digits))
  const ratios = numbers.slice(1).map((value, index) => value / numbers[index]!)
  const isGeometric = numbers.length > 2 && ratios.every((ratio) => ratio > 0 && Math.abs(ratio / ratios[0]! - 1) < SAME_RATIO)
  return { unit, values: numbers, scale: isGeometric ? 'log' : 'linear' }
}

/** What the scenario calls it, and the values that vary in every variant; else everything that varies. */
function idOf({ as, settings }: Combination, axes: readonly Axis[], vary: Scenario['vary']): string {
  const told = as === undefined ? axes : axes.filter(({ name }) => Object.hasOwn(vary, name))
  return [...(as === undefined ? [] : [as]), ...told.map(({ name }) => `${name}=${settings[name]!}`)].join(',') || 'default'
}

/** A variant's id, or settings that it has: `scheduling=priority`. */
function matches(one: VariantChoice, text: string): boolean {
  if (one.id === text) return true
  return text.split(',').every((part) => {
    const at = part.indexOf('=')
    return at > 0 && one.settings[part.slice(0, at).trim()] === part.slice(at + 1).trim()
  })
}

function single(variants: readonly VariantChoice[], text: string): VariantChoice {
  const found = variants.filter((one) => matches(one, text))
  if (found.length === 0) throw unknown(variants, text)
  const exact = found.find(({ id }) => id === text)
  if (exact === undefined && found.length > 1)
    throw new RangeError(`${text} means ${found.length} variants: ${found.map(({ id }) => id).join('; ')}`)
  return exact ?? found[0]!
}

function unknown(variants: readonly VariantChoice[], text: string): RangeError {
  return new RangeError(
    `unknown variant: ${text}; the scenario has ${variants
      .slice(0, 12)
      .map(({ id }) => id)
      .join('; ')}`,
  )
}
