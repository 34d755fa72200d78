import { describe, expect, test } from 'vitest'
import { replay } from '../../src/traffic/arrivals/replay.ts'
import { readTrace, type TraceOptions } from '../../src/traffic/trace.ts'

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text)
const read = (text: string, options: Partial<TraceOptions> = {}) => readTrace(bytes(text), { file: 'trace', ...options })
const CSV = `time,n\n${Array.from({ length: 40 }, (_, i) => `${1_700_000_000 + Math.floor(i / 4)},${i}`).join('\n')}\n`

describe('JSON lines', () => {
  test('are the trace that an array of the same objects is', () => {
    const objects = [
      { time: 1_700_000_000, n: 1, who: 'a' },
      { time: 1_700_000_001.5, n: 2, who: 'b' },
    ]
    const lines = read(objects.map((one) => JSON.stringify(one)).join('\n'))
    const array = read(JSON.stringify(objects))
    expect([...lines.times]).toEqual([...array.times])
    expect(lines.columns).toEqual(array.columns)
  })

  test('with broken ones are read without them, and those are counted by line', () => {
    const good = Array.from({ length: 20 }, (_, i) => `{"time": ${1_700_000_000 + i}}`)
    const trace = read([...good.slice(0, 5), '{"time": ', ...good.slice(5), ''].join('\r\n'))
    expect(trace.times).toHaveLength(20)
    expect(trace.badLines).toEqual({ count: 1, first: [{ line: 6, reason: 'it is not JSON' }] })
    expect(trace.notes.join('\n')).toContain('1 line of 21 left out: line 6: it is not JSON')
  })

  test('too many broken ones are refused', () => {
    expect(() => read('{"time": 1}\n{"time"\n{"time": 2}')).toThrow('1 of 3 lines cannot be used, more than 10 %: line 2: it is not JSON')
  })
})

describe('spread', () => {
  test('puts ties evenly over the tick of the clock, only when asked', () => {
    const whole = read(CSV)
    expect(whole.times.slice(0, 5).map((time) => time - whole.times[0]!)).toEqual(Float64Array.of(0, 0, 0, 0, 1e9))
    const { times, notes } = read(CSV, { spread: true })
    expect(times.slice(0, 5).map((time) => time - times[0]!)).toEqual(Float64Array.of(0, 0.25e9, 0.5e9, 0.75e9, 1e9))
    expect(notes.at(-1)).toBe('times are in ticks of 1 s; 30 of 40 records shared one with a record before and are spread over it')
  })
  test('has nothing to go by when all are at one time', () => {
    expect(() => read('time,n\n1700000000,1\n1700000000,2\n', { spread: true })).toThrow('no tick to spread them over')
  })
})

describe('thin', () => {
  const many = `time,n\n${Array.from({ length: 5_000 }, (_, i) => `${1_700_000_000 + i},${i}`).join('\n')}\n`
  test('keeps about the share, the same records every time, with their rows', () => {
    const once = read(many, { thin: 0.2 })
    expect(Math.abs(once.times.length - 1_000)).toBeLessThan(4 * Math.sqrt(800))
    expect([...read(many, { thin: 0.2 }).times]).toEqual([...once.times])
    const numbers = once.columns.get('n')!.numbers
    for (const [i, time] of once.times.entries()) expect(time - once.times[0]!).toBe((numbers[i]! - numbers[0]!) * 1e9)
  })
  test('keeps a subset of what a larger share keeps', () => {
    const larger = new Set(read(many, { thin: 0.5 }).times)
    expect([...read(many, { thin: 0.2 }).times].every((time) => larger.has(time))).toBe(true)
  })
})

test('a loop starts again after its gap, and its calendar goes on', () => {
  const trace = read('time,n\n1700000000,1\n1700000002,2\n1700000003,3\n')
  const options = {
    file: { written: 'x', absolute: '/x' },
    time: undefined,
    timeFormat: 'auto',
    timezone: 'UTC',
    rate: undefined,
    speed: 2,
    span: undefined,
    loop: 5e8,
    thin: undefined,
    spread: undefined,
  } as const
  const process = replay.create(options, { seed: 1, source: 'a', epochMs: trace.epochMs, trace })
  expect(Array.from({ length: 7 }, () => process.next() / 1e9)).toEqual([0, 1, 1.5, 2, 3, 3.5, 4])
  // Half a second of arrivals is a second of the calendar, which runs twice as fast.
  expect([0, 3, 4].map((record) => (process.eventTime!(record) - trace.times[0]!) / 1e9)).toEqual([0, 4, 6])
  expect(replay.finite(options)).toBe(false)
  expect(replay.meanRate(options, trace)).toBe(1.5)
})
