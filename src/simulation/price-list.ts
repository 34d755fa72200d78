/** The price list: what a count of the meter costs in simulated time. The figures are in price-list.json, and nowhere else. */
import { COUNTS, type Count } from '../engine/meter.ts'
import list from './price-list.json' with { type: 'json' }

export interface PriceList {
  readonly name: string
  /** Not from calibration: every output says so. */
  readonly provisional: boolean
  /** Nanoseconds a count. */
  readonly default: Readonly<Record<Count, number>>
  /** By name of an operator or a strategy: what differs from the default. */
  readonly strategies: Readonly<Record<string, Partial<Record<Count, number>>>>
}

/** The list that ships with the package. */
export const priceList: PriceList = list

/** Prices in the order of the meter's columns, for an operator and the strategies it works with; later names win. */
export function pricesFor(names: readonly string[], prices: PriceList = priceList): Float64Array {
  const merged = Object.assign({}, prices.default, ...names.map((name) => prices.strategies[name] ?? {})) as Record<Count, number>
  return Float64Array.from(COUNTS, (count) => merged[count])
}
