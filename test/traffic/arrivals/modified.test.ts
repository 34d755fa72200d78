import { describe, expect, test } from 'vitest'
import { arrivalsNamed } from '../../../src/traffic/arrivals/index.ts'
import { modifierNamed, modifiers } from '../../../src/traffic/modifiers/index.ts'
import { readTrace } from '../../../src/traffic/trace.ts'
import { processOf, take, timesUntil } from './draws.ts'
import { exponential, gapsOf, kolmogorovSmirnov } from './point-process.ts'

const type = arrivalsNamed('modified')
const poisson = { name: 'poisson', options: { rate: 100 } }
const every = (rate: number) => ({ name: 'constant', options: { rate } })
const thin = { name: 'thin', options: { keep: 0.5 } }
const shift = { name: 'shift', options: { by: 2e9 } }
const ramp = { name: 'ramp', options: { over: 40e9, start: 10e9, from: 0, to: 3 } }
const crowd = { name: 'flash-crowd', options: { at: 20e9, peak: 6, rise: 5e9, hold: 3e9, decay: 10e9 } }
const gap = (records: 'drop' | 'defer') => ({ name: 'maintenance', options: { from: 3e9, to: 5e9, records } })

const modified = (arrivals: unknown, ...by: readonly unknown[]) => ({ arrivals, by })
const seconds = (options: Record<string, unknown>, count: number): number[] =>
  take(processOf('modified', options, 1), count).map((time) => time / 1e9)

test('every modifier is under its own name, and says where it comes from', () => {
  for (const [name, { descriptor }] of Object.entries(modifiers)) {
    expect(descriptor).toMatchObject({ kind: 'modifier', name })
    expect(modifierNamed(name).descriptor).toBe(descriptor)
  }
  expect(() => modifierNamed('toString')).toThrow('unknown modifier of arrivals: toString')
})

describe('modified', () => {
  test('keeps the arrivals of the process as they are where nothing changes them', () => {
    const plain = take(processOf('poisson', { rate: 100 }, 1), 1000)
    expect(
      take(processOf('modified', modified(poisson, { name: 'thin', options: { keep: 1 } }, { ...shift, options: { by: 0 } }), 1), 1000),
    ).toEqual(plain)
    const thinned = take(processOf('modified', modified(poisson, thin), 1), 400)
    const more = take(processOf('modified', modified(poisson, { name: 'thin', options: { keep: 0.7 } }), 1), 800)
    expect(thinned.filter((time) => !plain.includes(time))).toEqual([])
    expect(thinned.filter((time) => !more.includes(time))).toEqual([])
  })

  test('shifts, and leaves out or puts off what falls into a gap', () => {
    expect(seconds(modified(every(1), shift), 4)).toEqual([2, 3, 4, 5])
    expect(seconds(modified(every(1), gap('drop')), 5)).toEqual([0, 1, 2, 5, 6])
    expect(seconds(modified(every(1), gap('defer')), 7)).toEqual([0, 1, 2, 5, 5, 5, 6])
  })

  test('order matters', () => {
    expect(seconds(modified(every(1), shift, gap('drop')), 3)).toEqual([2, 5, 6])
    expect(seconds(modified(every(1), gap('drop'), shift), 4)).toEqual([2, 3, 4, 7])
  })

  test('the same modifier twice draws twice', () => {
    const count = timesUntil('modified', modified(poisson, thin, thin), 1, 1000).length
    expect(Math.abs(count - 25_000)).toBeLessThan(4 * Math.sqrt(25_000))
  })

  /** The integral of 100/s times the factor, worked out by hand. */
  const ramped = (t: number): number => 100 * (t < 10 ? 0 : t < 50 ? (3 * (t - 10) ** 2) / 80 : 60 + 3 * (t - 50))
  const crowded = (t: number): number => {
    if (t < 20) return 100 * t
    if (t < 25) return 100 * (20 + (t - 20) + (5 * (t - 20) ** 2) / 10)
    if (t < 28) return 100 * (37.5 + 6 * (t - 25))
    return 100 * (55.5 + (t - 28) + 50 * (1 - Math.exp(-(t - 28) / 10)))
  }

  test.each([
    ['ramp', ramp, ramped],
    ['flash-crowd', crowd, crowded],
  ] as const)('%s: rescaled gaps of Poisson arrivals are exponential, and without it they are not', (_name, modifier, cumulated) => {
    const rescaled = (times: readonly number[]): number => kolmogorovSmirnov(gapsOf(times.map(cumulated)), exponential)
    expect(rescaled(timesUntil('modified', modified(poisson, modifier), 1, 120))).toBeGreaterThan(0.001)
    expect(rescaled(timesUntil('poisson', { rate: 100 }, 1, 120))).toBeLessThan(1e-6)
  })

  test.each([
    ['ramp', ramp, ramped],
    ['flash-crowd', crowd, crowded],
  ] as const)('%s: records of a beat come where the integral of the factor is a whole number of beats', (_name, modifier, cumulated) => {
    for (const [k, time] of seconds(modified(every(100), modifier), 15_000).entries())
      expect(Math.abs(cumulated(time) - k)).toBeLessThan(1e-5)
  })

  test('a crowd that stays away is one, too', () => {
    const away = { ...crowd, options: { ...crowd.options, peak: 0.1 } }
    const times = seconds(modified(every(100), away), 6_000)
    const fall = (t: number): number => 100 * (20 + 5 * 0.55 + 0.3 + (t - 28) - 9 * (1 - Math.exp(-(t - 28) / 10)))
    for (const [k, time] of times.entries()) if (time > 28) expect(Math.abs(fall(time) - k)).toBeLessThan(1e-5)
  })

  test('the mean rate is that of the long run', () => {
    expect(type.meanRate(modified(poisson, thin, shift, ramp, crowd, gap('drop')))).toBe(150)
    expect(type.finite(modified(poisson, thin))).toBe(false)
    expect(type.deterministic(modified(every(3), shift, ramp, crowd, gap('defer')))).toBe(true)
    expect(type.deterministic(modified(every(3), thin))).toBe(false)
    expect(type.deterministic(modified(poisson, shift))).toBe(false)
  })

  test('a trace keeps its event times, and is refused where records would be left out', () => {
    const trace = readTrace(new TextEncoder().encode('time\n2001-01-01 00:00:00\n2001-01-01 00:00:04\n2001-01-01 00:00:08\n'), {
      file: 'a.csv',
    })
    const replay = { name: 'replay', options: { file: { written: 'a.csv', absolute: '/a.csv' }, timeFormat: 'auto', timezone: 'UTC' } }
    const context = { seed: 1, source: 'chat', epochMs: trace.epochMs, trace }
    const process = type.create(modified(replay, gap('defer'), shift), context)
    expect(take(process, 4)).toEqual([2e9, 7e9, 10e9, Infinity])
    expect([0, 1, 2].map((record) => process.eventTime!(record))).toEqual([0, 4e9, 8e9])
    expect(type.trace!(modified(replay, shift))!.file.written).toBe('a.csv')
    expect(type.trace!(modified(poisson, shift))).toBeUndefined()
    expect(type.finite(modified(replay, shift))).toBe(true)
    expect(type.problems!(modified(replay, gap('defer'), shift))).toEqual([])
    expect(type.problems!(modified(replay, shift, thin))).toEqual([
      { path: ['by', '1'], message: 'a trace cannot be replayed here: each of its records belongs to a row, and thin leaves records out' },
    ])
  })

  test('what is wrong with a modifier is said at its place', () => {
    const backwards = { name: 'maintenance', options: { from: 5e9, to: 3e9, records: 'drop' } }
    expect(type.problems!(modified(poisson, thin, backwards))).toEqual([
      { path: ['by', '1', 'maintenance', 'to'], message: 'the gap ends at 3 s, and begins at 5 s: put its end behind its beginning' },
    ])
  })
})

describe('sum', () => {
  const sum = arrivalsNamed('sum')

  test('has the arrivals of all in order, those of the same instant in the order of the list', () => {
    const times = take(processOf('sum', { of: [every(1), every(2), every(1)] }, 1), 8).map((time) => time / 1e9)
    expect(times).toEqual([0, 0, 0, 0.5, 1, 1, 1, 1.5])
    expect(sum.meanRate({ of: [every(1), poisson] })).toBe(101)
    expect(sum.deterministic({ of: [every(1), every(2)] })).toBe(true)
    expect(sum.deterministic({ of: [every(1), poisson] })).toBe(false)
  })

  test('gives each of equal processes arrivals of its own', () => {
    const times = take(processOf('sum', { of: [poisson, poisson] }, 1), 1000)
    expect(new Set(times).size).toBe(1000)
    const alone = take(processOf('poisson', { rate: 100 }, 1), 1000)
    expect(alone.filter((time) => times.includes(time))).toEqual([])
  })

  test('goes on when one of them ends, and ends with the last', () => {
    const short = {
      name: 'inhomogeneous-poisson',
      options: {
        rate: {
          name: 'steps',
          value: [
            { at: 0, rate: 10 },
            { at: 1e9, rate: 0 },
          ],
        },
      },
    }
    expect(take(processOf('sum', { of: [short, every(1)] }, 1), 200).at(-1)).toBeGreaterThan(100e9)
    expect(take(processOf('sum', { of: [short, short] }, 1), 200).at(-1)).toBe(Infinity)
    expect(sum.finite({ of: [short, short] })).toBe(true)
    expect(sum.finite({ of: [short, every(1)] })).toBe(false)
    const expression = { name: 'inhomogeneous-poisson', options: { rate: { name: 'expression', value: {} } } }
    expect(sum.meanRate({ of: [every(1), expression] })).toBeUndefined()
  })
})
