/** The second clock: the same engine, strategies and scenarios in real time. */
import { describe, expect, test } from 'vitest'
import { runText, shipped } from '../experiment/shipped.ts'

/** A clock that runs as fast as it is asked: every reading is a microsecond later. */
function eagerClock(): () => number {
  let now = 0
  return () => (now += 1_000)
}

const realClock = (): number => performance.now() * 1e6

const SMALL = `
format: 1
duration: 200 ms
traffic:
  orders:
    arrivals: { poisson: 500/s }
    records: { key: { uniform: 5 }, fields: { price: { uniform: { from: 1, to: 9 } } } }
    disorder: { exponential: 5 ms }
    watermark: { bounded: 20 ms }
pipeline:
  kept: { from: orders, filter: price > 2 }
  paid: { from: kept, service: { time: { exponential: 1 ms } } }
  sums: { from: paid, window: { tumbling: 50 ms, aggregate: { total: sum(price), most: max(price) } } }
  out: { from: sums, sink: discard }
  tooLate: { from: sums.late, sink: discard }
`

describe('output does not depend on the clock', () => {
  test.each(['quickstart', 'stock-prices', 'flights'])('%s at full speed', async (name) => {
    const virtual = await runText(shipped(name), { quick: true })
    const wall = await runText(shipped(name), { quick: true, check: true, wall: { speed: 'max', clock: eagerClock() } })
    expect(virtual.outcome.timingDependent).toEqual([])
    expect(wall.digests.output).toEqual(virtual.digests.output)
    expect(wall.digests.workload).toEqual(virtual.digests.workload)
    expect(wall.outcome.status).toBe('drained')
  })

  test('in real time, and ten times faster', async () => {
    const virtual = await runText(SMALL)
    for (const speed of [1, 10]) {
      const wall = await runText(SMALL, { wall: { speed, clock: realClock } })
      expect(wall.digests.output).toEqual(virtual.digests.output)
      expect(wall.digests.workload).toEqual(virtual.digests.workload)
    }
  })

  test('where it does, the run says why', async () => {
    const dropping = SMALL.replace('{ exponential: 1 ms } } }', '{ exponential: 1 ms } }, queue: { capacity: 3, full: drop-tail } }')
    const result = await runText(dropping)
    expect(result.outcome.timingDependent).toEqual(['paid: which records a full queue drops depends on when they come'])
  })
})

describe('real time', () => {
  test('is kept: records are not served before they are due, and latency counts from then', async () => {
    const started = realClock()
    const wall = await runText(SMALL, { wall: { speed: 1, clock: realClock } })
    expect(realClock() - started).toBeGreaterThan(190e6)
    const mean = wall.metrics.find((metric) => metric.name === 'latency.mean' && Object.keys(metric.selector).length === 0)!
    expect(mean.value).toBeGreaterThan(0)
    expect(mean.class).toBe('measured')
    expect(wall.clock).toEqual({ kind: 'wall', speed: 1 })
    expect(wall.outcome.notes.join(' ')).toContain('workers are logical')
  })

  test('full speed gives no latencies, and says why', async () => {
    const wall = await runText(SMALL, { wall: { speed: 'max', clock: realClock } })
    const mean = wall.metrics.find((metric) => metric.name === 'latency.mean')!
    expect(mean.value).toBeNull()
    expect(mean.reason).toContain('full speed')
  })

  test('ends when it is interrupted', async () => {
    const controller = new AbortController()
    const running = runText(SMALL.replace('200 ms', '60 s'), { wall: { speed: 1, clock: realClock }, signal: controller.signal })
    setTimeout(() => controller.abort(new Error('enough')), 50)
    await expect(running).rejects.toThrow('enough')
  })
})
