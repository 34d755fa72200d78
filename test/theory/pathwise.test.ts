/** The engine against recursions that are obviously right, record by record, exactly, in whole nanoseconds. */
import { describe, expect, test } from 'vitest'
import { ArraySource, arrayService, discard, plan, simulate, stage, Times } from './bench-stations.ts'

/** A small generator of its own, so that these checks do not lean on random/. */
function draws(seed: number): () => number {
  let state = seed
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return (state + 0.5) / 2 ** 32
  }
}

/** Gaps and service times with plenty of ties and zeros, and some heavy load. */
function sample(n: number, seed: number): { arrivals: number[]; services: (mean: number) => number[] } {
  const next = draws(seed)
  let now = 0
  const arrivals = Array.from({ length: n }, () => (now += next() < 0.2 ? 0 : Math.round(-Math.log(next()) * 100)))
  return { arrivals, services: (mean) => Array.from({ length: n }, () => (next() < 0.1 ? 0 : Math.round(-Math.log(next()) * mean))) }
}

const N = 20_000
const departures = (times: Times, task: number): number[] => Array.from({ length: N }, (_, n) => times.left.get(task)!.get(n)!)

describe('a station equals its recursion, record by record', () => {
  test('G/G/1: Lindley', () => {
    const { arrivals, services } = sample(N, 1)
    const service = services(70)
    const times = new Times()
    simulate(plan([new ArraySource(arrivals)], [stage('q', arrayService(service), 'source', 0), stage('out', discard, 'stage', 0)]), times)
    let wait = 0
    const expected = arrivals.map((arrival, n) => {
      if (n > 0) wait = Math.max(0, wait + service[n - 1]! - (arrival - arrivals[n - 1]!))
      return arrival + wait + service[n]!
    })
    expect(departures(times, 0)).toEqual(expected)
  })

  test.each([2, 3, 8])('G/G/%i: Kiefer–Wolfowitz', (c) => {
    const { arrivals, services } = sample(N, c)
    const service = services(70 * c)
    const times = new Times()
    simulate(
      plan([new ArraySource(arrivals)], [stage('q', arrayService(service, c), 'source', 0), stage('out', discard, 'stage', 0)]),
      times,
    )
    let workload = new Array<number>(c).fill(0)
    const expected = arrivals.map((arrival, n) => {
      if (n > 0) {
        const gap = arrival - arrivals[n - 1]!
        workload = workload.map((v) => Math.max(0, v - gap)).sort((a, b) => a - b)
      }
      const start = arrival + workload[0]!
      workload[0]! += service[n]!
      workload.sort((a, b) => a - b)
      return start
    })
    expect(Array.from({ length: N }, (_, n) => times.began_.get(0)!.get(n)!)).toEqual(expected)
  })

  test('three stations in tandem', () => {
    const { arrivals, services } = sample(N, 11)
    const service = [services(70), services(75), services(60)]
    const times = new Times()
    const stages = [
      ...service.map((s, j) => stage(`q${j}`, arrayService(s), j === 0 ? 'source' : 'stage', Math.max(0, j - 1))),
      stage('out', discard, 'stage', 2),
    ]
    simulate(plan([new ArraySource(arrivals)], stages), times)
    let before = arrivals
    for (const [j, s] of service.entries()) {
      let last = 0
      before = before.map((arrival, n) => (last = Math.max(arrival, last) + s[n]!))
      expect(departures(times, j)).toEqual(before)
    }
  })

  test.each([
    [0, 0],
    [1, 2],
    [4, 1],
  ])('blocking after service, with %i and %i places to wait at the second and third station', (second, third) => {
    const { arrivals, services } = sample(N, 17)
    const service = [services(50), services(60), services(55)]
    const places = [Infinity, second + 1, third + 1]
    const times = new Times()
    const capacities = [Number.MAX_SAFE_INTEGER, second, third]
    const stages = [
      ...service.map((s, j) =>
        stage(`q${j}`, arrayService(s), j === 0 ? 'source' : 'stage', Math.max(0, j - 1), { capacity: capacities[j]! }),
      ),
      stage('out', discard, 'stage', 2),
    ]
    simulate(plan([new ArraySource(arrivals)], stages), times)
    // D[j][n]: when record n leaves station j; a server holds a finished record until the next station has room.
    const left: number[][] = service.map(() => new Array<number>(N))
    const started: number[][] = service.map(() => new Array<number>(N))
    for (let n = 0; n < N; n++) {
      for (let j = 0; j < 3; j++) {
        const ready = j === 0 ? arrivals[n]! : left[j - 1]![n]!
        started[j]![n] = Math.max(ready, n > 0 ? left[j]![n - 1]! : 0)
        const done = started[j]![n]! + service[j]![n]!
        const room = j < 2 && n >= places[j + 1]! ? left[j + 1]![n - places[j + 1]!]! : 0
        left[j]![n] = Math.max(done, room)
      }
    }
    for (let j = 0; j < 3; j++) expect(Array.from({ length: N }, (_, n) => times.began_.get(j)!.get(n)!)).toEqual(started[j])
    expect(Array.from({ length: N }, (_, n) => times.sunkAt.get(3)!.get(n)!)).toEqual(left[2])
  })
})
