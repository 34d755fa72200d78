/** Choosing the order of an ARIMA model: differences by tests, the rest stepwise by AICc (Hyndman and Khandakar 2008). */
import type { ArimaModel } from './arima-model.ts'
import { differenced, interpolated, type ArimaOrder } from './arima-data.ts'
import { fitArima, type ArimaFit } from './fit-arima.ts'
import { rootProblems } from './polynomial-roots.ts'
import { kpss, seasonalStrength } from './stationarity-tests.ts'

export interface AutoArimaOptions {
  /** Steps in a season; without it, or 1, there is none. */
  readonly period?: number
  readonly most?: { readonly p: number; readonly q: number; readonly seasonalP: number; readonly seasonalQ: number }
}

export interface AutoArima {
  readonly fit: ArimaFit
  /** Every order that was tried, with its AICc; Infinity where it could not be fitted, or is near a unit root. */
  readonly tried: readonly { readonly order: ArimaOrder; readonly aicc: number }[]
}

const MOST = { p: 5, q: 5, seasonalP: 2, seasonalQ: 2 }
const STRONG_SEASON = 0.64
const SIGNIFICANT = 0.05
const MOST_MODELS = 94
/** A root this near to the unit circle is one that a difference, or nothing, would say better. */
const NEAR = 1.01

interface Trial {
  readonly p: number
  readonly q: number
  readonly seasonalP: number
  readonly seasonalQ: number
  /** A mean, or with one difference a drift. */
  readonly constant: boolean
}

/**
 * The order with the least AICc that a stepwise search finds, and its fit.
 * @throws RangeError as fitArima does
 */
export function autoArima(series: readonly number[], { period = 1, most = MOST }: AutoArimaOptions = {}): AutoArima {
  const known = series.filter((value) => !Number.isNaN(value))
  if (known.length === 0) throw new RangeError(series.length === 0 ? 'the series is empty' : 'every value of the series is missing')
  const whole = interpolated(series)
  const isSeasonal = period > 1 && series.length > 2 * period
  const seasonalD = isSeasonal && seasonalStrength(whole, period) > STRONG_SEASON ? 1 : 0
  const still = seasonalD === 1 ? differenced(whole, seasonalDifference(period)) : whole
  const d = differencesFor(still)
  checkRandom(d === 0 ? still : differenced(still, d === 1 ? [1, -1] : [1, -2, 1]), d + seasonalD)
  const search = new Search(series, d, seasonalD, isSeasonal ? period : 1)
  const edge = isSeasonal ? 1 : 0
  const starts: readonly Omit<Trial, 'constant'>[] = [
    { p: 2, q: 2, seasonalP: edge, seasonalQ: edge },
    { p: 0, q: 0, seasonalP: 0, seasonalQ: 0 },
    { p: 1, q: 0, seasonalP: edge, seasonalQ: 0 },
    { p: 0, q: 1, seasonalP: 0, seasonalQ: edge },
  ]
  const withConstant = d + seasonalD <= 1
  let best = search.best(starts.map((start) => ({ ...start, constant: withConstant })))
  if (withConstant) best = search.best([best, { p: 0, q: 0, seasonalP: 0, seasonalQ: 0, constant: false }])
  for (;;) {
    const next = search.best([best, ...neighbours(best, most, isSeasonal, withConstant)], best)
    if (next === best || search.count >= MOST_MODELS) return { fit: search.fitOf(next), tried: search.tried }
    best = next
  }
}

/** @throws RangeError when nothing is left that a model could say something about */
function checkRandom(values: readonly number[], differences: number): void {
  if (values.some((value) => value !== values[0])) return
  const what =
    differences === 0 ? 'the series is constant' : `after ${differences} difference${differences === 1 ? '' : 's'} the series is constant`
  throw new RangeError(`${what}: it goes on as it is, and no model is needed`)
}

function seasonalDifference(period: number): number[] {
  return Array.from({ length: period + 1 }, (_, lag) => (lag === 0 ? 1 : lag === period ? -1 : 0))
}

/** So many differences until the level holds, at most two. */
function differencesFor(series: readonly number[]): number {
  let rest = series
  for (let d = 0; d < 2; d++) {
    if (rest.length < 4 || rest.every((value) => value === rest[0]) || kpss(rest).p >= SIGNIFICANT) return d
    rest = differenced(rest, [1, -1])
  }
  return 2
}

/** Orders one step away. */
function neighbours(from: Trial, most: typeof MOST, isSeasonal: boolean, withConstant: boolean): Trial[] {
  const steps = [
    { p: 1, q: 0 },
    { p: -1, q: 0 },
    { p: 0, q: 1 },
    { p: 0, q: -1 },
    { p: 1, q: 1 },
    { p: -1, q: -1 },
    { p: 1, q: -1 },
    { p: -1, q: 1 },
  ]
  return [
    ...(isSeasonal ? steps.map(({ p, q }) => ({ ...from, seasonalP: from.seasonalP + p, seasonalQ: from.seasonalQ + q })) : []),
    ...steps.map(({ p, q }) => ({ ...from, p: from.p + p, q: from.q + q })),
    ...(withConstant ? [{ ...from, constant: !from.constant }] : []),
  ].filter(
    ({ p, q, seasonalP, seasonalQ }) =>
      p >= 0 &&
      q >= 0 &&
      seasonalP >= 0 &&
      seasonalQ >= 0 &&
      p <= most.p &&
      q <= most.q &&
      seasonalP <= most.seasonalP &&
      seasonalQ <= most.seasonalQ,
  )
}

/** Fits each order once. */
class Search {
  readonly #series: readonly number[]
  readonly #d: number
  readonly #seasonalD: number
  readonly #period: number
  readonly #known = new Map<string, { readonly order: ArimaOrder; readonly aicc: number; readonly model: ArimaModel | undefined }>()

  constructor(series: readonly number[], d: number, seasonalD: number, period: number) {
    this.#series = series
    this.#d = d
    this.#seasonalD = seasonalD
    this.#period = period
  }

  get count(): number {
    return this.#known.size
  }

  get tried(): AutoArima['tried'] {
    return [...this.#known.values()].map(({ order, aicc }) => ({ order, aicc }))
  }

  /** The first of those with the least AICc; they are looked for from where one of them, or a neighbour, has been found. */
  best(trials: readonly Trial[], from?: Trial): Trial {
    return trials.reduce((a, b) => (this.#aicc(b, from) < this.#aicc(a, from) ? b : a))
  }

  /** @throws RangeError when none could be fitted */
  fitOf(trial: Trial): ArimaFit {
    return fitArima(this.#series, this.#order(trial))
  }

  #aicc(trial: Trial, from: Trial | undefined): number {
    const key = keyOf(trial)
    const known = this.#known.get(key)
    if (known !== undefined) return known.aicc
    const order = this.#order(trial)
    let fit: ArimaFit | undefined
    try {
      fit = fitArima(this.#series, order, { search: (from && this.#known.get(keyOf(from))?.model) ?? 'from the first start' })
    } catch (error) {
      if (!(error instanceof RangeError)) throw error
    }
    const aicc = fit === undefined || rootProblems(fit.model, NEAR).length > 0 ? Infinity : fit.aicc
    this.#known.set(key, { order, aicc, model: fit?.model })
    return aicc
  }

  #order({ p, q, seasonalP, seasonalQ, constant }: Trial): ArimaOrder {
    const differences = this.#d + this.#seasonalD
    return {
      p,
      d: this.#d,
      q,
      ...(this.#period > 1 ? { seasonal: { p: seasonalP, d: this.#seasonalD, q: seasonalQ, period: this.#period } } : {}),
      mean: differences === 0 && constant,
      drift: differences === 1 && constant,
    }
  }
}

function keyOf({ p, q, seasonalP, seasonalQ, constant }: Trial): string {
  return [p, q, seasonalP, seasonalQ, constant].join(' ')
}
