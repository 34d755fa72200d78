import { describe, expect, test } from 'vitest'
import { timesUntil } from './draws.ts'
import { brokenLaws, distortions, type Generator, RATE } from './poisson-laws.ts'

const poisson: Generator = (seed, until) => timesUntil('poisson', { rate: RATE }, seed, until)

describe('poisson', () => {
  test.each([1, 2, 3])('obeys every law of a Poisson process, with seed %i', (seed) => {
    expect(brokenLaws(poisson, seed)).toEqual([])
  })

  test('control: truncated gaps are found out', () => {
    expect(brokenLaws(distortions['truncated gaps']!(poisson))).toEqual([
      'gaps are exponential',
      'counts are dispersed as they should be at 1 s',
      'counts are dispersed as they should be at 10 s',
      'no gap is there many times',
      'the largest gap is as large as it should be',
      'numbers vary between seeds as they should',
    ])
  })

  test('control: rescaled totals are found out', () => {
    expect(brokenLaws(distortions['rescaled totals']!(poisson))).toEqual(['numbers vary between seeds as they should'])
  })

  test('control: fixed counts are found out', () => {
    expect(brokenLaws(distortions['fixed counts']!(poisson))).toEqual(['numbers vary between seeds as they should'])
  })
})

describe('what is Poisson by a theorem', () => {
  test.each<[string, string, Record<string, unknown>]>([
    ['thinned', 'modified', { arrivals: { name: 'poisson', options: { rate: 2 * RATE } }, by: [{ name: 'thin', options: { keep: 0.5 } }] }],
    ['the sum of several', 'sum', { of: [0.3, 0.5, 0.2].map((share) => ({ name: 'poisson', options: { rate: share * RATE } })) }],
    ['of constant rate as steps', 'inhomogeneous-poisson', { rate: { name: 'steps', value: [{ at: 0, rate: RATE }] }, period: 7e9 }],
    ['gamma gaps of cv 1', 'renewal', { rate: RATE, cv: 1, gaps: 'gamma' }],
    ['Weibull gaps of cv 1', 'renewal', { rate: RATE, cv: 1, gaps: 'weibull' }],
    ['two exponentials of cv 1', 'renewal', { rate: RATE, cv: 1, gaps: 'hyper-exponential' }],
    ['modulated by states of the same rate', 'mmpp', { rates: [RATE, RATE], dwell: [1e9, 3e9] }],
    ['Hawkes without followers', 'hawkes', { rate: RATE, branching: 0, decay: 1e9 }],
    [
      'batches of one',
      'batch',
      { arrivals: { name: 'poisson', options: { rate: RATE } }, size: { kind: 'constant', value: 1 }, spread: 5e9 },
    ],
  ])('%s', (_title, name, options) => {
    // Batches that are spread have begun by then.
    const from = 5
    const later: Generator = (seed, until) =>
      timesUntil(name, options, seed, until + from).flatMap((time) => (time < from ? [] : [time - from]))
    expect(brokenLaws(later)).toEqual([])
  })
})
