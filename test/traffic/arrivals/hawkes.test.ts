import { describe, expect, test } from 'vitest'
import { arrivalsNamed } from '../../../src/traffic/arrivals/index.ts'
import { countsUntil, timesUntil } from './draws.ts'
import { countsIn, deviations, mean } from './point-process.ts'

const type = arrivalsNamed('hawkes')
const RATE = 20
const BRANCHING = 0.6
const DECAY = 0.1
const options = { rate: RATE, branching: BRANCHING, decay: DECAY * 1e9 }

/**
 * Index of dispersion at a time scale in seconds, from the covariance density of Hawkes (1971), which decays as e^(-κ t) with
 * κ = (1 - n) / decay: 1 + (1 / (1 - n)² - 1) (1 - (1 - e^(-κ t)) / (κ t)). In the long run it is 1 / (1 - n)².
 */
function dispersionAt(scale: number): number {
  const k = ((1 - BRANCHING) / DECAY) * scale
  return 1 + (1 / (1 - BRANCHING) ** 2 - 1) * (1 - (1 - Math.exp(-k)) / k)
}

function squares(counts: readonly number[], scale: number): number {
  return mean(counts.map((count) => (count - RATE * scale) ** 2)) / (RATE * scale)
}

/** The same process by its clusters (Hawkes, Oakes 1974), with a generator of its own: somebody comes, and everybody has followers. */
function byClusters(seed: number, until: number, from: number): number[] {
  let state = seed * 2654435761
  // mulberry32
  const uniform = (): number => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return (((t ^ (t >>> 14)) >>> 0) + 0.5) / 4294967296
  }
  const gap = (average: number): number => -Math.log(uniform()) * average
  const times: number[] = []
  const follow = (time: number): void => {
    if (time >= until) return
    if (time >= 0) times.push(time)
    // As many followers as a Poisson process of unit rate has arrivals up to the branching ratio.
    for (let sum = gap(1); sum < BRANCHING; sum += gap(1)) follow(time + gap(DECAY))
  }
  for (let time = from + gap(1 / (RATE * (1 - BRANCHING))); time < until; time += gap(1 / (RATE * (1 - BRANCHING)))) follow(time)
  return times.sort((a, b) => a - b)
}

describe('hawkes', () => {
  test('the mean rate is the one that was asked for, followers included', () => {
    const rates = Array.from({ length: 100 }, (_, seed) => timesUntil('hawkes', options, seed + 1, 100).length / 100)
    expect(Math.abs(deviations(rates, RATE))).toBeLessThan(4)
  })

  test.each([0.05, 0.25, 1, 10])('counts are dispersed by the closed form at %d s', (scale) => {
    const found = Array.from({ length: 60 }, (_, seed) => squares(countsUntil('hawkes', options, seed + 1, scale, 400), scale))
    expect(Math.abs(deviations(found, dispersionAt(scale)))).toBeLessThan(4)
  })

  test('in the long run the index of dispersion is 1 / (1 - n)²', () => {
    const counts = Array.from({ length: 2000 }, (_, seed) => timesUntil('hawkes', options, seed + 1, 30).length)
    const index = squares(counts, 30)
    const expected = 1 / (1 - BRANCHING) ** 2
    expect(dispersionAt(30)).toBeGreaterThan(0.98 * expected)
    expect(Math.abs(index - expected)).toBeLessThan(4 * expected * Math.sqrt(2 / 2000) + 0.02 * expected)
  })

  test('clusters that are put together give the same dispersion', () => {
    const found = Array.from({ length: 60 }, (_, seed) => squares(countsIn(byClusters(seed + 1, 200, -20), 0.25, 200), 0.25))
    expect(Math.abs(deviations(found, dispersionAt(0.25)))).toBeLessThan(4)
  })

  test('control: Poisson arrivals, and another branching ratio, are found out', () => {
    const poisson = Array.from({ length: 60 }, (_, seed) => squares(countsUntil('poisson', { rate: RATE }, seed + 1, 1, 400), 1))
    expect(deviations(poisson, dispersionAt(1))).toBeLessThan(-4)
    const more = { ...options, branching: BRANCHING + 0.05 }
    const found = Array.from({ length: 60 }, (_, seed) => squares(countsUntil('hawkes', more, seed + 1, 1, 400), 1))
    expect(deviations(found, dispersionAt(1))).toBeGreaterThan(4)
  })

  test('the start is as the long run; control: one from nothing is found out', () => {
    const starts = Array.from({ length: 4000 }, (_, seed) => timesUntil('hawkes', options, seed + 1, 0.25).length)
    expect(Math.abs(deviations(starts, RATE * 0.25))).toBeLessThan(4)
    expect(Math.abs(squares(starts, 0.25) - dispersionAt(0.25))).toBeLessThan(4 * 0.15)
    const fromNothing = Array.from({ length: 4000 }, (_, seed) => byClusters(seed + 1, 0.25, 0).length)
    expect(deviations(fromNothing, RATE * 0.25)).toBeLessThan(-4)
  })

  test('a branching ratio of 1 or more, and a burn-in without end, are refused', () => {
    expect(type.problems!({ ...options, branching: 1 })).toEqual([
      {
        path: ['branching'],
        message: 'a branching ratio of 1 lets records multiply without end, so there is no mean rate: keep it below 1',
      },
    ])
    expect(type.problems!({ rate: 1e5, branching: 0.99, decay: 100e9 })[0]!.message).toMatch(
      /^it takes \d+ million records to reach the long run/,
    )
    expect(type.problems!({ rate: 1e3, branching: 0.9, decay: 10e9 })).toEqual([])
    expect(() => type.create({ ...options, branching: 2 }, { seed: 1, source: 'chat', epochMs: 0 })).toThrow('multiply without end')
  })
})
