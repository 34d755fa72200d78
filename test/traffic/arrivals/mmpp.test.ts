import { describe, expect, test } from 'vitest'
import { arrivalsNamed } from '../../../src/traffic/arrivals/index.ts'
import { isIrreducible, stationaryShares } from '../../../src/traffic/arrivals/markov-chain.ts'
import { countsUntil, timesUntil } from './draws.ts'
import { deviations, mean } from './point-process.ts'

const NAME = 'mmpp'
const type = arrivalsNamed(NAME)
const two = { rates: [10, 100], dwell: [0.6e9, 0.2e9] }
const TWO_MEAN = (10 * 0.6 + 100 * 0.2) / 0.8

/** Index of dispersion of two states at a time scale, in seconds (Fischer, Meier-Hellstern 1993, eq. 11). */
function dispersionOfTwo(scale: number): number {
  const [one, other] = two.dwell.map((ns) => 1e9 / ns) as [number, number]
  const [a, b] = two.rates as [number, number]
  const both = one + other
  const limit = (2 * one * other * (a - b) ** 2) / (both ** 2 * (a * other + b * one))
  return 1 + limit * (1 - (1 - Math.exp(-both * scale)) / (both * scale))
}

/** The mean squared distance of counts from the known mean, over that mean, for each seed. */
function dispersions(options: Record<string, unknown>, expected: number, scale: number, name = NAME): number[] {
  return Array.from({ length: 60 }, (_, seed) => {
    const counts = countsUntil(name, options, seed + 1, scale, 200)
    return mean(counts.map((count) => (count - expected * scale) ** 2)) / (expected * scale)
  })
}

describe('two states', () => {
  test('the mean rate is the closed form, and that of the arrivals', () => {
    expect(type.meanRate(two)).toBeCloseTo(TWO_MEAN, 10)
    const rates = Array.from({ length: 60 }, (_, seed) => timesUntil(NAME, two, seed + 1, 100).length / 100)
    expect(Math.abs(deviations(rates, TWO_MEAN))).toBeLessThan(4)
  })

  test.each([0.05, 0.2, 1, 5])('counts are dispersed by the closed form at %d s', (scale) => {
    expect(Math.abs(deviations(dispersions(two, TWO_MEAN, scale), dispersionOfTwo(scale)))).toBeLessThan(4)
  })

  test('control: Poisson arrivals of the same rate, and dwell times a fifth too long, are found out', () => {
    expect(deviations(dispersions({ rate: TWO_MEAN }, TWO_MEAN, 1, 'poisson'), dispersionOfTwo(1))).toBeLessThan(-4)
    const longer = { rates: two.rates, dwell: two.dwell.map((ns) => ns * 1.2) }
    expect(deviations(dispersions(longer, TWO_MEAN, 1), dispersionOfTwo(1))).toBeGreaterThan(4)
  })

  test('the rate is right from the first instant', () => {
    const counts = Array.from({ length: 3000 }, (_, seed) => timesUntil(NAME, two, seed + 1, 0.1).length)
    expect(Math.abs(deviations(counts, TWO_MEAN * 0.1))).toBeLessThan(4)
    // Control: the first state to begin with.
    expect(Math.abs(deviations(counts, 10 * 0.1))).toBeGreaterThan(4)
  })

  test('other rates leave the path through the states as it is', () => {
    const busy = timesUntil(NAME, { ...two, rates: [0, 1000] }, 1, 50)
    const mirrored = timesUntil(NAME, { ...two, rates: [1000, 0] }, 1, 50)
    const places = (times: readonly number[]): Set<number> => new Set(times.map((time) => Math.floor(time * 100)))
    const [one, other] = [places(busy), places(mirrored)]
    // Where the one sends the other is silent: they share only hundredths of a second in which the state changes.
    expect([...one].filter((place) => other.has(place)).length).toBeLessThan(300)
    expect(one.size).toBeGreaterThan(1_000)
    expect(other.size).toBeGreaterThan(3_000)
  })
})

describe('several states', () => {
  const options = {
    rates: [5, 50, 0],
    dwell: [1e9, 0.5e9, 2e9],
    transitions: [
      [0, 0.5, 0.5],
      [1, 0, 0],
      [0.25, 0.75, 0],
    ],
  }
  // Solved by hand: p1 = p2 + p3/4, p2 = p1/2 + 3 p3/4, p3 = p1/2.
  const steps = [8 / 19, 7 / 19, 4 / 19]

  test('shares of the steps solve the balance of the chain', () => {
    for (const [state, share] of stationaryShares(options.transitions).entries()) expect(share).toBeCloseTo(steps[state]!, 14)
    expect(isIrreducible(options.transitions)).toBe(true)
    expect(
      isIrreducible([
        [0, 1],
        [0, 0],
      ]),
    ).toBe(false)
  })

  test('the mean rate is that of the shares of time', () => {
    const times = steps.map((share, state) => share * (options.dwell[state]! / 1e9))
    const expected = (5 * times[0]! + 50 * times[1]!) / (times[0]! + times[1]! + times[2]!)
    expect(type.meanRate(options)).toBeCloseTo(expected, 12)
    const rates = Array.from({ length: 100 }, (_, seed) => timesUntil(NAME, options, seed + 1, 100).length / 100)
    expect(Math.abs(deviations(rates, expected))).toBeLessThan(4)
    const circle = { rates: options.rates, dwell: options.dwell }
    expect(type.meanRate(circle)).toBeCloseTo(30 / 3.5, 12)
    expect(Math.abs(deviations(rates, 30 / 3.5))).toBeGreaterThan(4)
  })
})

test.each<[Record<string, unknown>, string, string]>([
  [{ ...two, dwell: [1e9] }, 'dwell', '2 rates and 1 dwell times: give one of each for every state'],
  [{ ...two, rates: [0, 0] }, 'rates', 'all rates are 0, so nothing ever arrives: make one positive'],
  [{ ...two, transitions: [[0, 1]] }, 'transitions', '1 rows for 2 states: give one for every state'],
  [{ ...two, transitions: [[0, 1], [1]] }, 'transitions.1', '1 probabilities for 2 states: give one for every state'],
  [
    {
      ...two,
      transitions: [
        [0, 1],
        [0.5, 0.5],
      ],
    },
    'transitions.1',
    'state 2 follows itself with probability 0.5: make it 0, and the dwell time longer instead',
  ],
  [
    {
      ...two,
      transitions: [
        [0, 0.9],
        [1, 0],
      ],
    },
    'transitions.0',
    'the probabilities sum to 0.9: make them sum to 1',
  ],
  [
    {
      rates: [1, 2, 3],
      dwell: [1e9, 1e9, 1e9],
      transitions: [
        [0, 1, 0],
        [1, 0, 0],
        [0, 1, 0],
      ],
    },
    'transitions',
    'some states are never reached from others, so there is no long run: connect them',
  ],
  [
    { rates: [1, 0], dwell: [1, 1] },
    'dwell',
    'the state changes 2000000000 times per arrival: make the dwell times longer, or the rates higher',
  ],
])('%j is refused', (options, path, message) => {
  expect(type.problems!(options)).toEqual([{ path: path.split('.'), message }])
  expect(() => type.create(options, { seed: 1, source: 'chat', epochMs: 0 })).toThrow(message)
})
