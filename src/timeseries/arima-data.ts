/** A series as a model is fitted to it: regressors beside it, and differences taken. */
import { type ArimaModel, differencing } from './arima-model.ts'

/** Orders of a seasonal ARIMA model, and what stands beside it. */
export interface ArimaOrder {
  readonly p: number
  readonly d: number
  readonly q: number
  readonly seasonal?: { readonly p: number; readonly d: number; readonly q: number; readonly period: number } | undefined
  /** A mean; without differences it is there unless this is false. */
  readonly mean?: boolean | undefined
  /** A straight line in time; with differences it is a drift. */
  readonly drift?: boolean | undefined
}

export interface PreparedSeries {
  /** Without differences; NaN is a missing value. */
  readonly levels: readonly number[]
  readonly regressors: readonly { readonly name: string; readonly values: readonly number[] }[]
  /** The series and its regressors, differenced; and where one value is missing, all are. */
  readonly columns: readonly (readonly number[])[]
  /** Values that differences have taken away. */
  readonly lost: number
}

/** (1 − B)ᵈ (1 − Bˢ)ᴰ of an order, constant term first. */
export function differencesOf({ d, seasonal }: ArimaOrder): number[] {
  const model: ArimaModel = { ar: [], d, ma: [], ...(seasonal && { seasonal: { period: seasonal.period, ar: [], d: seasonal.d, ma: [] } }) }
  return differencing(model)
}

export function hasMean({ d, seasonal, mean }: ArimaOrder): boolean {
  return d + (seasonal?.d ?? 0) === 0 && mean !== false
}

/**
 * @param regressors by name, each as long as the series
 * @throws RangeError when the order is none, when there is too little, or too many parameters for it
 */
export function prepare(
  series: readonly number[],
  order: ArimaOrder,
  regressors: Readonly<Record<string, readonly number[]>> = {},
): PreparedSeries {
  checkOrder(order)
  const all = [
    ...(hasMean(order) ? [{ name: 'mean', values: series.map(() => 1) }] : []),
    ...(order.drift === true ? [{ name: 'drift', values: series.map((_, t) => t + 1) }] : []),
    ...Object.entries(regressors).map(([name, values]) => ({ name, values })),
  ]
  for (const { name, values } of all) {
    if (values.length !== series.length)
      throw new RangeError(`the regressor ${name} has ${values.length} values, and the series ${series.length}`)
    if (!values.every(Number.isFinite)) throw new RangeError(`the regressor ${name} has values that are no numbers`)
  }
  const polynomial = differencesOf(order)
  const lost = polynomial.length - 1
  const columns = [series, ...all.map(({ values }) => values)].map((values) => differenced(values, polynomial))
  // With a diffuse prior, a missing value takes itself away, and not every difference that it is in.
  const known = Math.min(series.filter((value) => !Number.isNaN(value)).length - lost, columns[0]!.length)
  const { p, q, seasonal } = order
  const parameters = p + q + (seasonal === undefined ? 0 : seasonal.p + seasonal.q) + all.length
  if (known <= parameters) {
    const why = lost === 0 ? '' : `, after ${lost} that differences take`
    throw new RangeError(
      `${Math.max(0, known)} values${why}${why === '' ? '' : ','} are too few for ${parameters} parameters and a variance`,
    )
  }
  for (const column of columns.slice(1)) for (const [t, value] of columns[0]!.entries()) if (Number.isNaN(value)) column[t] = NaN
  return { levels: series, regressors: all, columns, lost }
}

function checkOrder({ p, d, q, seasonal, drift }: ArimaOrder): void {
  const counts = { p, d, q, ...(seasonal && { 'seasonal p': seasonal.p, 'seasonal d': seasonal.d, 'seasonal q': seasonal.q }) }
  for (const [name, value] of Object.entries(counts))
    if (!Number.isSafeInteger(value) || value < 0) throw new RangeError(`the order ${name} is ${value}: give a whole number from 0`)
  if (seasonal !== undefined && (!Number.isSafeInteger(seasonal.period) || seasonal.period < 2))
    throw new RangeError(`the period is ${seasonal.period}: a season has a whole number of steps from 2`)
  const differences = d + (seasonal?.d ?? 0)
  if (drift === true && differences > 1)
    throw new RangeError(`a drift says nothing about a series that is differenced ${differences} times: leave it out`)
}

/** A series with a polynomial of the backshift applied; shorter by its degree. */
export function differenced(values: readonly number[], polynomial: readonly number[]): number[] {
  const lost = polynomial.length - 1
  return Array.from({ length: Math.max(0, values.length - lost) }, (_, t) => {
    let sum = 0
    for (const [lag, coefficient] of polynomial.entries()) if (coefficient !== 0) sum += coefficient * values[t + lost - lag]!
    return sum
  })
}

/** As if what is missing were known: on the straight line between its neighbours. The same object where nothing is missing. */
export function withoutGaps(prepared: PreparedSeries, order: ArimaOrder): PreparedSeries {
  if (!prepared.levels.some(Number.isNaN)) return prepared
  const levels = interpolated(prepared.levels)
  const polynomial = differencesOf(order)
  const columns = [levels, ...prepared.regressors.map(({ values }) => values)].map((values) => differenced(values, polynomial))
  return { ...prepared, levels, columns }
}

/** Missing values on the straight line between their neighbours; at the ends, as their neighbour. */
export function interpolated(series: readonly number[]): number[] {
  const found = [...series]
  let last = -1
  for (let t = 0; t <= series.length; t++) {
    if (t < series.length && Number.isNaN(series[t]!)) continue
    const [before, after] = [series[last] ?? series[t]!, series[t] ?? series[last]!]
    for (let k = last + 1; k < t; k++) found[k] = before + ((after - before) * (k - last)) / (t - last)
    last = t
  }
  return found
}
