/** Back-pressure and dropping, record by record against recursions, across links too. */
import { describe, expect, test } from 'vitest'
import type { LinkPlan, NodePlan } from '../../src/engine/plan.ts'
import { placeCount } from '../../src/engine/plan.ts'
import { RecordSchema } from '../../src/structures/record-table.ts'
import { ArraySource, arrayService, discard, fifo, plan, simulate, stage, Times } from '../theory/bench-stations.ts'
import { arrayWork, simulatePriced, wholeNumbers } from './priced-work.ts'

const N = 20_000
const scheduling = { type: fifo, options: { order: 'origin' } }
const nodes: NodePlan[] = ['near', 'far'].map((name) => ({ name, workers: 1, scheduling }))
const link = (delay: number, bandwidth = Infinity): LinkPlan[] => [{ name: 'up', from: 0, to: 1, bandwidth, delay }]
const listed = (map: Map<number, number>): number[] => Array.from({ length: N }, (_, n) => map.get(n)!)

/** Arrivals with many ties, and work with many zeros. */
function arrivalsAndWork(seed: number, gap: number): { arrivals: number[]; work: (below: number) => number[] } {
  const next = wholeNumbers(seed)
  let now = 0
  const arrivals = Array.from({ length: N }, () => (now += next(4) === 0 ? 0 : next(gap)))
  return { arrivals, work: (below) => Array.from({ length: N }, () => (next(8) === 0 ? 0 : next(below))) }
}

describe('back-pressure across a link', () => {
  test.each([
    { capacity: 1, delay: 0 },
    { capacity: 1, delay: 70 },
    { capacity: 3, delay: 70 },
    { capacity: 10, delay: 500 },
  ])('capacity $capacity, delay $delay: credit comes back a delay after a record is taken', ({ capacity, delay }) => {
    const { arrivals, work } = arrivalsAndWork(capacity * 1000 + delay, 120)
    const [first, second] = [work(100), work(110)]
    const times = new Times()
    const stages = [
      stage('near', arrayWork(first), 'source', 0),
      stage('far', arrayWork(second), 'stage', 0, { node: 1, capacity }),
      stage('out', discard, 'stage', 1, { node: 1 }),
    ]
    simulatePriced(
      plan([new ArraySource(arrivals)], stages, { nodes, links: link(delay), schema: new RecordSchema([], placeCount(3, 1)) }),
      times,
    )
    const sent: number[] = []
    const taken: number[] = []
    const expected = { near: [] as number[], far: taken, out: [] as number[] }
    for (let n = 0; n < N; n++) {
      expected.near.push(Math.max(arrivals[n]!, n > 0 ? sent[n - 1]! : 0))
      const credit = n >= capacity ? taken[n - capacity]! + delay : 0
      sent.push(Math.max(expected.near[n]! + first[n]!, credit))
      taken.push(Math.max(sent[n]! + delay, n > 0 ? expected.out[n - 1]! : 0))
      expected.out.push(taken[n]! + second[n]!)
    }
    expect(listed(times.began_.get(0)!)).toEqual(expected.near)
    expect(listed(times.began_.get(1)!)).toEqual(expected.far)
    expect(listed(times.sunkAt.get(2)!)).toEqual(expected.out)
  })

  test('a slow link is a station of its own: frames leave one after another', () => {
    const { arrivals, work } = arrivalsAndWork(5, 120)
    const first = work(100)
    const times = new Times()
    // 8 bytes at 0.1 bytes/ns: 80 ns a frame.
    const stages = [stage('near', arrayWork(first), 'source', 0), stage('out', discard, 'stage', 0, { node: 1 })]
    simulatePriced(
      plan([new ArraySource(arrivals)], stages, { nodes, links: link(30, 1e8), schema: new RecordSchema([], placeCount(2, 1)) }),
      times,
    )
    let [done, free] = [0, 0]
    const expected = arrivals.map((arrival, n) => {
      done = Math.max(arrival, done) + first[n]!
      free = Math.max(done, free) + 80
      return free + 30
    })
    expect(listed(times.sunkAt.get(1)!)).toEqual(expected)
  })
})

describe('a full queue that drops', () => {
  test.each([
    { capacity: 0, servers: 1, delay: undefined },
    { capacity: 3, servers: 1, delay: undefined },
    { capacity: 2, servers: 4, delay: undefined },
    { capacity: 2, servers: 2, delay: 40 },
  ])(
    'capacity $capacity, $servers servers, link delay $delay: the records that find it full, and no others',
    ({ capacity, servers, delay }) => {
      const { arrivals, work } = arrivalsAndWork(capacity + 10 * servers, 90)
      // No service of no time: such a record would come and go within an instant, and others of that instant may or may not see it.
      const service = work(90 * servers).map((time) => time + 1)
      const times = new Times()
      const pass = delay === undefined ? [] : [stage('pass', arrayWork(new Array<number>(N).fill(0)), 'source', 0)]
      const near = pass.length
      const node = { node: delay === undefined ? 0 : 1 }
      const stages = [
        ...pass,
        stage('station', arrayService(service, servers), near === 0 ? 'source' : 'stage', 0, { capacity, dropTail: true, ...node }),
        stage('out', discard, 'stage', near, node),
      ]
      const more = delay === undefined ? {} : { nodes, links: link(delay), schema: new RecordSchema([], placeCount(3, 1)) }
      simulatePriced(plan([new ArraySource(arrivals)], stages, more), times)
      // Who is in the station when a record comes; one that leaves at that instant has left.
      let inside: number[] = []
      const free = new Array<number>(servers).fill(0)
      const expected = new Map<number, number>()
      for (const [n, sent] of arrivals.entries()) {
        const arrival = sent + (delay ?? 0)
        inside = inside.filter((leaves) => leaves > arrival)
        if (inside.length >= capacity + servers) continue
        free.sort((a, b) => a - b)
        free[0] = Math.max(free[0]!, arrival) + service[n]!
        inside.push(free[0])
        expected.set(n, free[0])
      }
      expect(new Map([...times.sunkAt.get(near + 1)!].sort(([a], [b]) => a - b))).toEqual(expected)
      expect(times.dropCount).toBe(N - expected.size)
      expect(times.dropCount).toBeGreaterThan(100)
    },
  )
})

test('a source without credit stops pulling, and its records count from when they were due', () => {
  const arrivals = Array.from({ length: 100 }, () => 5)
  const times = new Times()
  const host = simulate(
    plan(
      [new ArraySource(arrivals)],
      [stage('q', arrayService(arrivals.map(() => 10)), 'source', 0, { capacity: 2 }), stage('out', discard, 'stage', 0)],
    ),
    times,
  )
  // One in service, two waiting, one in the hands of the source: no more rows than that were ever made.
  expect(host.engine.parts.tables[0]!.capacity).toBe(256)
  expect(listed(times.sunkAt.get(1)!).slice(0, 100)).toEqual(arrivals.map((at, n) => at + 10 * (n + 1)))
})
