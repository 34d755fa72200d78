/** How long it takes to fit a series: prints one line of JSON, in milliseconds. `node test/bench/time-series.ts full|smoke`. */
import { autoArima } from '../../src/timeseries/auto-arima.ts'
import { fitArima } from '../../src/timeseries/fit-arima.ts'
import { ArimaPath } from '../../src/timeseries/simulate.ts'
import { readFileSync } from 'node:fs'

export interface FitTimes {
  /** The airline model on the 144 months of AirPassengers. */
  readonly airline: number
  /** The order of a series of 500 values chosen automatically: without a season, and with one of 12. */
  readonly automatic: number
  readonly seasonal: number
}

const { series } = JSON.parse(readFileSync(new URL('../timeseries/r-oracles.json', import.meta.url), 'utf8')) as {
  readonly series: { readonly logAirPassengers: readonly number[] }
}
const [rounds, length] = process.argv[2] === 'smoke' ? [1, 100] : [5, 500]

function median(action: () => unknown): number {
  const times = Array.from({ length: rounds }, () => {
    const from = performance.now()
    action()
    return performance.now() - from
  }).sort((a, b) => a - b)
  return times[times.length >> 1]!
}

function path(model: ConstructorParameters<typeof ArimaPath>[0]): number[] {
  const drawn = new ArimaPath(model, 1, 1, 'bench')
  return Array.from({ length }, () => drawn.next())
}

const plain = path({ ar: [0.6, -0.3], d: 1, ma: [0.4] })
const seasonal = path({ ar: [0.5], d: 0, ma: [], seasonal: { period: 12, ar: [], d: 1, ma: [-0.5] } })
const order = { p: 0, d: 1, q: 1, seasonal: { p: 0, d: 1, q: 1, period: 12 } }
const times: FitTimes = {
  airline: median(() => fitArima(series.logAirPassengers, order)),
  automatic: median(() => autoArima(plain)),
  seasonal: median(() => autoArima(seasonal, { period: 12 })),
}
process.stdout.write(`${JSON.stringify(times)}\n`)
