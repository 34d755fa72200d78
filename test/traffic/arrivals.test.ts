import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { ArrivalContext, ArrivalProcess } from '../../src/traffic/arrivals/arrival-process.ts'
import { constant } from '../../src/traffic/arrivals/constant.ts'
import { arrivals, arrivalsNamed } from '../../src/traffic/arrivals/index.ts'
import { poisson } from '../../src/traffic/arrivals/poisson.ts'
import { replay } from '../../src/traffic/arrivals/replay.ts'
import { readTrace, type Trace } from '../../src/traffic/trace.ts'

const context: ArrivalContext = { seed: 1, source: 'chat', epochMs: 0 }

function take(process: ArrivalProcess, count: number): number[] {
  return Array.from({ length: count }, () => process.next())
}

test('every process is under its own name, and says where it comes from', () => {
  for (const [name, { descriptor }] of Object.entries(arrivals)) {
    expect(descriptor).toMatchObject({ kind: 'arrivals', name })
    expect(arrivalsNamed(name).descriptor).toBe(descriptor)
    expect(descriptor.source).not.toBe('')
  }
  expect(() => arrivalsNamed('toString')).toThrow('unknown arrival process: toString')
})

describe('constant', () => {
  test('record k is at the nanosecond nearest to k/rate, however many records', () => {
    for (const rate of [1, 3, 7, 1000, 12_345, 999_983, 1_000_000]) {
      const process = constant.create({ rate }, context)
      for (let k = 0n; k < 300_000n; k++) {
        const nearest = (2_000_000_000n * k + BigInt(rate)) / (2n * BigInt(rate))
        const time = process.next()
        if (BigInt(time) !== nearest) expect([rate, k, time]).toEqual([rate, k, nearest])
      }
    }
  })

  test('rates that are no whole numbers do not drift either', () => {
    const tenth = constant.create({ rate: 0.1 }, context)
    expect(take(tenth, 1001).at(-1)).toBe(1000 * 1e10)
    const perMinute = constant.create({ rate: 100 / 60 }, context)
    expect(take(perMinute, 100_001).at(-1)).toBe(60_000 * 1e9)
    fc.assert(
      fc.property(fc.double({ min: 1e-3, max: 1e6, noNaN: true }), fc.integer({ min: 1, max: 2000 }), (rate, k) => {
        const process = constant.create({ rate }, context)
        const time = take(process, k + 1).at(-1)!
        expect(Math.abs(time - (k * 1e9) / rate)).toBeLessThanOrEqual(1)
      }),
    )
  })

  test('is the same whatever the seed, and never ends', () => {
    expect(constant.deterministic({ rate: 1 })).toBe(true)
    expect(constant.finite({ rate: 1 })).toBe(false)
    expect(constant.meanRate({ rate: 3 })).toBe(3)
  })
})

describe('poisson', () => {
  const RATE = 100
  const times = take(poisson.create({ rate: RATE }, context), 100)

  test('is a function of seed and source; the rate only stretches it', () => {
    expect(take(poisson.create({ rate: RATE }, context), 100)).toEqual(times)
    expect(take(poisson.create({ rate: RATE }, { ...context, seed: 2 }), 1)).not.toEqual(times.slice(0, 1))
    expect(take(poisson.create({ rate: RATE }, { ...context, source: 'batch' }), 1)).not.toEqual(times.slice(0, 1))
    const slower = take(poisson.create({ rate: RATE / 2 }, context), 100)
    for (const [i, time] of slower.entries()) expect(Math.abs(time - 2 * times[i]!)).toBeLessThanOrEqual(2)
  })

  test('times are whole and never decrease, also where records share a nanosecond', () => {
    const dense = take(poisson.create({ rate: 1e9 }, context), 10_000)
    for (const [i, time] of dense.entries()) {
      expect(Number.isInteger(time)).toBe(true)
      expect(time).toBeGreaterThanOrEqual(dense[i - 1] ?? 0)
    }
  })
})

describe('replay', () => {
  const file = { written: 'trace.csv', absolute: '/data/trace.csv' }
  const options = {
    file,
    time: undefined,
    timeFormat: 'auto',
    timezone: 'UTC',
    rate: undefined,
    speed: undefined,
    span: undefined,
    loop: undefined,
    thin: undefined,
    spread: undefined,
  } as const
  const read = (times: readonly string[]): Trace =>
    readTrace(new TextEncoder().encode(`time\n${times.join('\n')}\n`), { file: 'trace.csv' })
  const trace = read(['2001-01-01 06:00:00', '2001-01-01 06:00:01', '2001-01-01 06:00:04'])

  test('starts at 0 and keeps the pace of the trace', () => {
    expect(take(replay.create(options, { ...context, trace }), 5)).toEqual([0, 1e9, 4e9, Infinity, Infinity])
    expect(replay.meanRate(options, trace)).toBe(0.5)
  })

  test('rate, speed and span scale the arrivals', () => {
    expect(take(replay.create({ ...options, speed: 2 }, { ...context, trace }), 4)).toEqual([0, 0.5e9, 2e9, Infinity])
    expect(take(replay.create({ ...options, span: 8e9 }, { ...context, trace }), 4)).toEqual([0, 2e9, 8e9, Infinity])
    expect(take(replay.create({ ...options, rate: 20 }, { ...context, trace }), 4)).toEqual([0, 0.025e9, 0.1e9, Infinity])
    expect(replay.meanRate({ ...options, speed: 2 }, trace)).toBe(1)
    expect(replay.meanRate({ ...options, rate: 20 })).toBe(20)
    expect(replay.meanRate(options)).toBeUndefined()
  })

  test('the mean rate is the one asked for, and order is kept, for any trace', () => {
    const times = fc.array(fc.integer({ min: 0, max: 1e9 }), { minLength: 2, maxLength: 50 }).filter((all) => new Set(all).size > 1)
    fc.assert(
      fc.property(times, fc.double({ min: 1e-3, max: 1e6, noNaN: true }), (all, rate) => {
        const any = read(all.map(String))
        const scaled = take(replay.create({ ...options, rate }, { ...context, trace: any }), all.length)
        expect(Math.abs(scaled.at(-1)! - ((all.length - 1) / rate) * 1e9)).toBeLessThanOrEqual(1)
        expect(scaled).toEqual(scaled.toSorted((a, b) => a - b))
      }),
    )
  })

  test('event times stay those of the trace, from the epoch of the run', () => {
    const process = replay.create({ ...options, speed: 10 }, { ...context, epochMs: Date.UTC(2001, 0, 1), trace })
    expect([0, 1, 2].map((record) => process.eventTime!(record))).toEqual([6 * 3600e9, 6 * 3600e9 + 1e9, 6 * 3600e9 + 4e9])
    const later = replay.create(options, { ...context, epochMs: Date.UTC(2001, 0, 1, 5), trace })
    expect(later.eventTime!(0)).toBe(3600e9)
  })

  test('says which file to read, and how', () => {
    expect(replay.trace!({ ...options, time: 'ts', timezone: '+02:00' })).toEqual({
      file,
      options: { file: 'trace.csv', time: 'ts', timeFormat: 'auto', timezone: '+02:00' },
    })
    expect(replay.finite(options)).toBe(true)
    expect(replay.deterministic(options)).toBe(true)
  })

  test('one record arrives at 0; it cannot be scaled to a rate', () => {
    const single = { ...context, trace: read(['5']) }
    expect(take(replay.create(options, single), 2)).toEqual([0, Infinity])
    expect(take(replay.create({ ...options, speed: 3 }, single), 2)).toEqual([0, Infinity])
    expect(() => replay.create({ ...options, rate: 1 }, single)).toThrow(
      'trace.csv: one record is all there is, so there is no span to scale: leave out rate, or use another trace',
    )
    const same = { ...context, trace: read(['5', '5']) }
    expect(() => replay.create({ ...options, span: 1e9 }, same)).toThrow(
      'all records have the same time, so there is no span to scale: leave out span',
    )
    expect(replay.meanRate(options, same.trace)).toBeUndefined()
  })

  test('what cannot be replayed is refused', () => {
    expect(replay.problems!({ ...options, rate: 1, span: 1e9 })).toEqual([
      { path: ['span'], message: 'rate and span each say how fast the trace is replayed: keep one of them' },
    ])
    expect(replay.problems!({ ...options, rate: 1 })).toEqual([])
    expect(() => replay.create({ ...options, rate: 1, speed: 2 }, { ...context, trace })).toThrow('rate and speed each say how fast')
    expect(() => replay.create(options, context)).toThrow('trace.csv: the trace has not been read')
    const years = read(['2000-01-01', '2010-01-01'])
    expect(() => replay.create(options, { ...context, trace: years })).toThrow(
      'trace.csv: the arrivals would take 3653 days, and simulated time goes to 104: give a rate, a speed or a span',
    )
    expect(take(replay.create({ ...options, span: 60e9 }, { ...context, trace: years }), 3)).toEqual([0, 60e9, Infinity])
  })
})
