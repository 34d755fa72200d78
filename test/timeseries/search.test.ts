/** Whether the highest likelihood that is found is the highest there is: against climbs from anywhere. */
import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { prepare, type ArimaOrder } from '../../src/timeseries/arima-data.ts'
import { objectiveOf, problemOf } from '../../src/timeseries/arima-problem.ts'
import { fitArima } from '../../src/timeseries/fit-arima.ts'
import { minimise } from '../../src/timeseries/minimise.ts'
import { Stream } from '../../src/random/stream.ts'

const { series } = JSON.parse(readFileSync(new URL('r-oracles.json', import.meta.url), 'utf8')) as {
  readonly series: Readonly<Record<string, readonly (number | null)[]>>
}
const RESTARTS = 20

/** Mixed models, whose likelihoods have several tops. */
const ORDERS: readonly ArimaOrder[] = [
  { p: 1, d: 0, q: 1 },
  { p: 2, d: 0, q: 2 },
  { p: 2, d: 1, q: 2 },
  { p: 3, d: 0, q: 1 },
]

describe.each(Object.entries(series).filter(([, values]) => !values.includes(null)))('%s', (name, values) => {
  test.each(ORDERS)('%j: no start leads higher', (order) => {
    const numbers = values as readonly number[]
    const found = fitArima(numbers, order).logLikelihood
    const prepared = prepare(numbers, order, {})
    const objective = objectiveOf(problemOf(order, prepared, 'ML'))
    const draws = new Stream(1, `${name}/${JSON.stringify(order)}`)
    for (let restart = 0; restart < RESTARTS; restart++) {
      draws.at(restart, 0)
      const start = Array.from({ length: order.p + order.q }, () => 3 * (draws.uniform() - 0.5))
      expect(-minimise(objective, start).value * prepared.columns[0]!.length).toBeLessThan(found + 1e-4)
    }
  })
})
