/** The recorder's figures against a log of the same run that is evaluated afterwards, in the plainest way. */
import { beforeAll, describe, expect, test } from 'vitest'
import { placeCount, type EnginePlan } from '../../src/engine/plan.ts'
import { overlap } from '../../src/measurement/interval.ts'
import { ProbeList } from '../../src/measurement/probe-list.ts'
import { BINS, Recorder, type RecorderPlan } from '../../src/measurement/recorder.ts'
import { VirtualHost } from '../../src/simulation/virtual-host.ts'
import { RecordSchema, type RecordTable } from '../../src/structures/record-table.ts'
import { arrayWork, OPERATIONS_ONLY, wholeNumbers } from '../engine/priced-work.ts'
import { ArraySource, arrayService, discard, fifo, plan, SilentProbe, stage } from '../theory/bench-stations.ts'

const N = 3_000
const WAITING = 4

/** Work, a slow link, a station of three servers that drops, and one that pushes back on it. */
function pipeline(): EnginePlan {
  const next = wholeNumbers(21)
  let now = 0
  const arrivals = Array.from({ length: N }, () => (now += next(60)))
  const flows = arrivals.map(() => next(2))
  const work = Array.from({ length: N }, () => next(45))
  const service = Array.from({ length: N }, () => next(140))
  const last = Array.from({ length: N }, () => next(60))
  const own = { type: fifo, options: { order: 'origin' } }
  return plan(
    [new ArraySource(arrivals, flows)],
    [
      stage('work', arrayWork(work), 'source', 0),
      stage('station', arrayService(service, 3), 'stage', 0, { node: 1, capacity: WAITING, dropTail: true }),
      stage('last', arrayService(last), 'stage', 1, { node: 1, capacity: 2 }),
      stage('out', discard, 'stage', 2, { node: 1 }),
    ],
    {
      nodes: ['near', 'far'].map((name) => ({ name, workers: 1, scheduling: own })),
      // 8 bytes take 25 ns.
      links: [{ name: 'up', from: 0, to: 1, bandwidth: 3.2e8, delay: 100 }],
      schema: new RecordSchema([], placeCount(4, 1)),
    },
  )
}

interface Entry {
  readonly what: string
  readonly task: number
  readonly at: number
  readonly since: number
  readonly flow: number
  readonly value: number
}

class Log extends SilentProbe {
  readonly entries: Entry[] = []
  note(what: string, task: number, at: number, more: { since?: number; flow?: number; value?: number } = {}): void {
    this.entries.push({ what, task, at, since: more.since ?? at, flow: more.flow ?? 0, value: more.value ?? 0 })
  }
  override dropped(task: number, _table: RecordTable, _row: number, now: number): void {
    this.note('dropped', task, now)
  }
  override began(task: number, _work: number, table: RecordTable, row: number, now: number): void {
    this.note('began', task, now, { since: table.waitingSince(row) })
  }
  override completed(task: number, _work: number, since: number, now: number): void {
    this.note('completed', task, now, { since })
  }
  override blocked(...event: number[]): void {
    this.note('blocked', event[0]!, event[1]!)
  }
  override unblocked(...event: number[]): void {
    this.note('unblocked', event[0]!, event[2]!, { since: event[1]! })
  }
  override sunk(sink: number, table: RecordTable, row: number, now: number): void {
    this.note('sunk', sink, now, { since: table.intendedTime(row), flow: table.flow(row) })
  }
}

// Neither end falls on anything in particular.
const interval = { from: 20_011, to: 70_003 }
const log = new Log()
let recorder: Recorder
let end = 0

beforeAll(() => {
  const made = pipeline()
  const recorderPlan: RecorderPlan = {
    interval,
    stopTime: interval.to,
    sources: [{ columns: new Int32Array() }],
    flows: 2,
    links: 1,
    stages: made.stages.map((_, n) => ({ isSink: n === 3, side: false, eventTime: true, columns: new Int32Array() })),
    tasks: [1, 3, 1, 1].map((concurrency, n) => ({ stage: n, concurrency })),
    places: made.schema.places,
  }
  recorder = new Recorder(recorderPlan)
  const host = new VirtualHost(made, new ProbeList([recorder, log]), OPERATIONS_ONLY)
  host.run(Infinity)
  end = host.now
  recorder.finish(end)
})

const all = (what: string, task: number): Entry[] => log.entries.filter((entry) => entry.what === what && entry.task === task)
const inside = (at: number): boolean => at >= interval.from && at < interval.to
const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0)

describe.each([0, 1, 2])('stage %i', (task) => {
  test('busy time is work within the interval', () => {
    expect(recorder.stages[task]!.busy).toBe(sum(all('completed', task).map(({ since, at }) => overlap(interval, since, at))))
    expect(recorder.stages[task]!.busy).toBeGreaterThan(0)
  })

  test('waiting counts rows taken in the interval; the queue is its integral', () => {
    const taken = all('began', task)
    const counted = taken.filter(({ at }) => inside(at))
    const figures = recorder.stages[task]!
    expect(figures.taken).toBe(taken.length)
    expect(figures.waits).toBe(counted.length)
    expect(figures.waitTime).toBe(sum(counted.map(({ since, at }) => at - since)))
    expect(figures.queue.area).toBe(sum(taken.map(({ since, at }) => overlap(interval, since, at))))
  })

  test('back-pressured time is that of servers that stand still while output is held back', () => {
    // Nanosecond by nanosecond would take long: between two entries nothing changes.
    const concurrency = task === 1 ? 3 : 1
    let [busy, blocked, last, still] = [0, false, 0, 0]
    for (const { what, task: own, at } of log.entries) {
      if (own !== task) continue
      if (blocked) still += (concurrency - busy) * overlap(interval, last, at)
      last = at
      if (what === 'began') busy++
      else if (what === 'completed') busy--
      else if (what === 'blocked') blocked = true
      else if (what === 'unblocked') blocked = false
    }
    expect(recorder.stages[task]!.backPressured).toBe(still)
    if (task === 1) expect(still).toBeGreaterThan(0)
  })
})

test('drops are counted over the whole run, and all rows are accounted for', () => {
  const [work, station, last] = recorder.stages
  expect(station!.dropped).toBe(all('dropped', 1).length)
  expect(station!.dropped).toBeGreaterThan(10)
  expect(work!.emitted).toBe(N)
  expect(station!.taken).toBe(N - station!.dropped)
  expect(last!.taken).toBe(station!.taken)
  expect(recorder.sinks[3]!.received).toBe(last!.taken)
  expect(station!.queue.max).toBeLessThanOrEqual(WAITING + 3)
})

test('latency covers the records that were due in the interval, by flow', () => {
  for (const flow of [0, 1]) {
    const due = all('sunk', 3).filter((entry) => entry.flow === flow && inside(entry.since))
    const latencies = due.map(({ since, at }) => at - since)
    const histogram = recorder.sinks[3]!.latency[flow]!
    expect([histogram.count, histogram.sum, histogram.min, histogram.max]).toEqual([
      latencies.length,
      sum(latencies),
      Math.min(...latencies),
      Math.max(...latencies),
    ])
    expect(recorder.sinks[3]!.completed[flow]).toBe(all('sunk', 3).filter((entry) => entry.flow === flow && inside(entry.at)).length)
  }
})

test('a link is busy while it sends', () => {
  const { frames, bytes, busy } = recorder.links[0]!
  expect([frames, bytes]).toEqual([N, 8 * N])
  // Frames follow one another without gap when the sender is ahead; each is 25 ns, and those at the edges count in part.
  const done = all('completed', 0).map(({ at }) => at)
  let [free, expected] = [0, 0]
  for (const at of done) {
    const start = Math.max(at, free)
    free = start + 25
    expected += overlap(interval, start, free)
  }
  expect(busy).toBe(expected)
})

test('series over time are counts by bin', () => {
  const binOf = (at: number): number => Math.floor(at / (interval.to / BINS))
  const completions = new Float64Array(BINS)
  for (const { at } of all('sunk', 3)) if (binOf(at) < BINS) completions[binOf(at)]!++
  expect(recorder.completions).toEqual(completions)
  expect(sum([...recorder.sources[0]!.due])).toBe(recorder.sources[0]!.pulled.reduce((total, value) => total + value, 0))
  expect(recorder.sources[0]!.total).toBe(N)
})

test('the slowest are broken down into places that add up', () => {
  const latencies = all('sunk', 3)
    .filter(({ since }) => inside(since))
    .map(({ since, at }) => at - since)
  const slowest = recorder.tail.slowest(0.05)!
  const tail = latencies.filter((latency) => latency >= slowest.from)
  expect(slowest.count).toBe(tail.length)
  expect(sum([...slowest.means])).toBeCloseTo(sum(tail) / tail.length, 6)
})
