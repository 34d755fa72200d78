/** Arrivals of every process that a fit knows, with the parameters that it should find. */
import { observedTimes, type ObservedArrivals } from '../../../src/traffic/fitting/observed-arrivals.ts'
import { processOf, take, type Options } from '../arrivals/draws.ts'

export interface Simulated {
  /** The candidate that it is. */
  readonly name: string
  readonly options: Options
  /** By name, in seconds and per second. */
  readonly parameters: Readonly<Record<string, number>>
}

const SECOND = 1e9

const WAVE = Array.from({ length: 48 }, (_, i) => 10 + 6 * Math.sin((2 * Math.PI * i) / 48))

/** Ten arrivals a second on average. */
export const SIMULATED: readonly Simulated[] = [
  { name: 'poisson', options: { rate: 10 }, parameters: { rate: 10 } },
  { name: 'renewal', options: { rate: 10, cv: 0.5, gaps: 'gamma' }, parameters: { rate: 10, cv: 0.5 } },
  // One wave over 8,000 arrivals, from 4 to 16 a second.
  {
    name: 'inhomogeneous-poisson',
    options: { rate: { name: 'profile', value: { mean: 10, values: WAVE, between: 'linear' } }, period: 800 * SECOND },
    parameters: {},
  },
  { name: 'hawkes', options: { rate: 10, branching: 0.6, decay: 0.2 * SECOND }, parameters: { rate: 10, branching: 0.6, decay: 0.2 } },
  {
    name: 'mmpp',
    options: { rates: [5, 25], dwell: [20 * SECOND, 5 * SECOND], transitions: undefined },
    parameters: { 'calm rate': 5, 'busy rate': 25, 'calm dwell': 20, 'busy dwell': 5 },
  },
  {
    name: 'arima',
    options: {
      rate: 10,
      every: SECOND,
      ar: [0.95],
      d: 0,
      ma: [],
      innovation: 0.6 * Math.sqrt(1 - 0.95 ** 2),
      seasonal: undefined,
      profile: undefined,
      cv: 1,
    },
    parameters: {},
  },
]

export function simulate({ name, options }: Simulated, seed: number, arrivals: number): ObservedArrivals {
  return observedTimes(Float64Array.from(take(processOf(name, options, seed), arrivals)))
}
