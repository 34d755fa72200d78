/** Coordinates that an optimiser moves in: every point is a stationary model. */
import type { ArimaOrder } from './arima-data.ts'
import type { ArimaModel } from './arima-model.ts'
import { fromStationary, toStationary } from './stationary-parameters.ts'

/** Coordinates: partial autocorrelations of AR parts, coefficients of MA parts. */
export function modelAt({ p, d, q, seasonal }: ArimaOrder, coordinates: readonly number[]): ArimaModel {
  const ar = toStationary(coordinates.slice(0, p))
  const ma = coordinates.slice(p, p + q)
  if (seasonal === undefined) return { ar, d, ma }
  const from = p + q
  return {
    ar,
    d,
    ma,
    seasonal: {
      period: seasonal.period,
      ar: toStationary(coordinates.slice(from, from + seasonal.p)),
      d: seasonal.d,
      ma: coordinates.slice(from + seasonal.p, from + seasonal.p + seasonal.q),
    },
  }
}

/** The coordinates of a model, as far as it has them; of what it lacks, 0. */
export function coordinatesOf({ ar, ma, seasonal }: ArimaModel, { p, q, seasonal: wanted }: ArimaOrder): number[] {
  const fitted = (values: readonly number[], count: number): number[] => Array.from({ length: count }, (_, i) => values[i] ?? 0)
  return [
    ...fitted(fromStationary(ar), p),
    ...fitted(ma, q),
    ...fitted(fromStationary(seasonal?.ar ?? []), wanted?.p ?? 0),
    ...fitted(seasonal?.ma ?? [], wanted?.q ?? 0),
  ]
}
