/** What is added up while a run goes on, against adding up afterwards. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { LevelOverTime, overlap } from '../../src/measurement/interval.ts'
import { TailBreakdown } from '../../src/measurement/tail.ts'
import { RecordSchema, RecordTable } from '../../src/structures/record-table.ts'

/** A level as a list of when it was how high. */
interface Step {
  readonly since: number
  readonly until: number
  readonly level: number
}

const integral = (steps: readonly Step[], from: number, to: number): number =>
  steps.reduce((sum, { since, until, level }) => sum + level * overlap({ from, to }, since, until), 0)

test('overlap is the common part of two stretches', () => {
  const time = fc.nat(20)
  fc.assert(
    fc.property(time, time, time, time, (a, b, since, until) => {
      const interval = { from: Math.min(a, b), to: Math.max(a, b) }
      const counted = Array.from({ length: 20 }, (_, t) => t).filter(
        (t) => t >= interval.from && t < interval.to && t >= since && t < until,
      )
      expect(overlap(interval, since, until)).toBe(counted.length)
    }),
  )
})

describe('LevelOverTime', () => {
  test('is integration of a step function, over the interval and over each bin', () => {
    const changes = fc.array(fc.record({ gap: fc.nat(30), by: fc.integer({ min: -3, max: 4 }) }), { maxLength: 60 })
    fc.assert(
      fc.property(
        changes,
        fc.nat(300),
        fc.integer({ min: 1, max: 500 }),
        fc.integer({ min: 1, max: 12 }),
        fc.integer({ min: 1, max: 90 }),
        (list, from, length, bins, width) => {
          const to = from + length
          const level = new LevelOverTime({ from, to }, bins, width)
          const steps: Step[] = []
          let [now, high, max] = [0, 0, 0]
          for (const { gap, by } of list) {
            steps.push({ since: now, until: now + gap, level: high })
            now += gap
            // A level is a number of rows: never below none.
            const change = Math.max(by, -high)
            level.change(change, now)
            high += change
            if (now < to) max = Math.max(max, high)
          }
          const end = now + 40
          steps.push({ since: now, until: end, level: high })
          level.advance(end)
          expect(level.area).toBe(integral(steps, from, Math.min(to, end)))
          expect([...level.bins]).toEqual(
            Array.from({ length: bins }, (_, i) => integral(steps, i * width, Math.min(end, (i + 1) * width))),
          )
          expect(level.max).toBe(max)
          expect(level.level).toBe(high)
        },
      ),
      { numRuns: 500 },
    )
  })

  test('bins of a width that is no whole number add up all the same', () => {
    const level = new LevelOverTime({ from: 0, to: 1_000 }, 7, 1_000 / 7)
    for (let now = 0; now < 1_000; now += 13) level.change(now % 2 === 0 ? 1 : -1, now)
    level.advance(1_000)
    expect(level.bins.reduce((sum, bin) => sum + bin, 0)).toBeCloseTo(level.area, 6)
  })
})

describe('TailBreakdown', () => {
  const PLACES = 3
  const schema = new RecordSchema([], PLACES)

  test('means over the slowest records are sums over them, and add up to their mean latency', () => {
    const row = fc.tuple(fc.nat(1e6), fc.nat(1e3), fc.nat(50))
    fc.assert(
      fc.property(fc.array(row, { minLength: 1, maxLength: 300 }), fc.constantFrom(0.01, 0.1, 0.5, 1), (rows, share) => {
        const tail = new TailBreakdown(PLACES)
        const table = new RecordTable(schema, 1)
        const made = table.allocate()
        const latencies = rows.map((spent) => spent.reduce((sum, time) => sum + time, 0))
        for (const [i, spent] of rows.entries()) {
          table.startSpent(made, 0, 0)
          for (const [place, time] of spent.entries()) table.addSpent(made, place, time)
          tail.record(table, made, latencies[i]!)
        }
        const slowest = tail.slowest(share)
        const sorted = [...latencies].sort((a, b) => b - a)
        if (slowest === null) {
          // The share's slowest record is among fewer than ten that are as slow, to within an eighth of an octave.
          const threshold = sorted[Math.max(0, Math.ceil(share * rows.length) - 1)]!
          expect(latencies.filter((latency) => latency >= threshold).length).toBeLessThan(10)
          return
        }
        const { from, count, means } = slowest
        const inside = rows.filter((_, i) => latencies[i]! >= from || (from === 1 && latencies[i]! < 1))
        expect(count).toBe(inside.length)
        expect(count).toBeGreaterThanOrEqual(share * rows.length)
        // Whole buckets: an eighth of an octave less would be too few.
        expect(latencies.filter((latency) => latency >= from * 1.25).length).toBeLessThan(Math.max(share * rows.length, 1))
        for (let place = 0; place < PLACES; place++) {
          expect(means[place]).toBeCloseTo(inside.reduce((sum, spent) => sum + spent[place]!, 0) / count, 6)
        }
        const mean = inside.reduce((sum, spent) => sum + spent.reduce((a, b) => a + b, 0), 0) / count
        expect(means.reduce((sum, one) => sum + one, 0)).toBeCloseTo(mean, 4)
      }),
      { numRuns: 300 },
    )
  })
})
