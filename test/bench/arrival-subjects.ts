/** Arrival processes to be timed: so many arrivals, and nothing else. */
import { loadExpressionParser } from '../../src/expressions/parser.ts'
import { arrivalsNamed } from '../../src/traffic/arrivals/index.ts'
import type { Subject } from './benchmarks.ts'

const RATE = 1_000
const poisson = { name: 'poisson', options: { rate: RATE } }
const parse = await loadExpressionParser()

const processes: readonly (readonly [title: string, name: string, options: Readonly<Record<string, unknown>>])[] = [
  ['poisson', 'poisson', { rate: RATE }],
  [
    'ramps',
    'inhomogeneous-poisson',
    {
      rate: {
        name: 'ramps',
        value: [
          { at: 0, rate: 0 },
          { at: 5e9, rate: 2 * RATE },
        ],
      },
      period: 10e9,
    },
  ],
  [
    'expression of t',
    'inhomogeneous-poisson',
    { rate: { name: 'expression', value: parse('1000/s * (1 + 0.5 * sin(2 * pi * t / 1 d))') } },
  ],
  ['gamma gaps', 'renewal', { rate: RATE, cv: 2, gaps: 'gamma' }],
  ['weibull gaps', 'renewal', { rate: RATE, cv: 2, gaps: 'weibull' }],
  ['markov-modulated', 'mmpp', { rates: [RATE / 2, 2 * RATE], dwell: [1e9, 1e9] }],
  ['on-off', 'on-off', { rate: RATE, senders: 50, on: 1e9, off: 2e9, shape: 1.5 }],
  ['hawkes', 'hawkes', { rate: RATE, branching: 0.7, decay: 1e8 }],
  ['arima', 'arima', { rate: RATE, every: 1e8, ar: [0.9], d: 0, ma: [], innovation: 0.2, seasonal: undefined, profile: undefined, cv: 1 }],
  ['batches', 'batch', { arrivals: poisson, size: { kind: 'draw', name: 'geometric', options: { mean: 4 } }, spread: 0 }],
  ['sum of two', 'sum', { of: [poisson, poisson] }],
  ['thinned', 'modified', { arrivals: poisson, by: [{ name: 'thin', options: { keep: 0.9 } }] }],
]

export const arrivalSubjects: readonly Subject[] = processes.map(([title, name, options]) => ({
  name: `arrivals: ${title}`,
  about: 'arrivals drawn one after another; no records, no engine',
  records: { full: 5_000_000, smoke: 20_000 },
  prepare: (records) =>
    Promise.resolve(() => {
      const process = arrivalsNamed(name).create(options, { seed: 1, source: 'chat', epochMs: 0 })
      let sum = 0
      for (let left = records; left > 0; left--) sum += process.next()
      return String(sum)
    }),
}))
