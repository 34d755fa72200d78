/** Judges are judged: in a pipeline with everything in it each law is broken once, in the engine or in what is told of it, and the checkers say so. */
import { describe, expect, test } from 'vitest'
import { placeCount, type EnginePlan } from '../../src/engine/plan.ts'
import type { OperatorType, Probe, SchedulingType, WindowingType } from '../../src/engine/ports.ts'
import { KeyedScheduler } from '../../src/engine/queue.ts'
import { Checkers, LAWS, type Law } from '../../src/measurement/checkers.ts'
import { window } from '../../src/operators/window.ts'
import { VirtualHost } from '../../src/simulation/virtual-host.ts'
import { windowing } from '../../src/strategies/windowing/index.ts'
import { RecordSchema } from '../../src/structures/record-table.ts'
import { arrayWork, OPERATIONS_ONLY, wholeNumbers } from '../engine/priced-work.ts'
import { ArraySource, arrayService, discard, fifo, stage } from '../theory/bench-stations.ts'

const N = 400

interface Parts {
  readonly scheduling?: SchedulingType
  readonly work?: OperatorType
}

/** Work, a link, a service and a window: every law has something to judge. */
function planOf({ scheduling = fifo, work }: Parts): EnginePlan {
  const next = wholeNumbers(4)
  let now = 0
  const arrivals = Array.from({ length: N }, () => (now += next(50)))
  const times = Array.from({ length: N + 1 }, () => next(60))
  const own = { type: scheduling, options: { order: 'origin' } }
  const options = {
    tumbling: { size: { unit: 'time', size: 500 } },
    by: 'none',
    aggregate: { n: { function: 'count' } },
    allowedLateness: 0,
  }
  const windows = { type: windowing['per-window'] as unknown as WindowingType, options: {} }
  return {
    seed: 1,
    schema: new RecordSchema(
      ['windowStart', 'windowEnd', 'n'].map((name) => ({ name, type: 'number' as const })),
      placeCount(5, 1),
    ),
    flows: [{ name: 'only', priority: 1, weight: 1, deadline: Infinity }],
    sources: [{ name: 'source', traffic: new ArraySource(arrivals), stopTime: Infinity }],
    stages: [
      stage('work', work ?? arrayWork(times), 'source', 0, { capacity: 5 }),
      stage('service', arrayService(times), 'stage', 0, { node: 1, capacity: 3, scheduling: own }),
      stage('windows', window as unknown as OperatorType, 'stage', 1, { node: 1, options, windowing: windows }),
      stage('raw', discard, 'stage', 1, { node: 1 }),
      stage('out', discard, 'stage', 2, { node: 1 }),
    ],
    nodes: ['near', 'far'].map((name) => ({ name, workers: 1, scheduling: own })),
    links: [{ name: 'up', from: 0, to: 1, bandwidth: 1e9, delay: 20 }],
  }
}

type Event = keyof Probe
type Arguments = readonly unknown[]

/** Tells the checkers what happened, but for one event: the `nth` of a kind is told as `told` has it. */
function meddle(honest: Probe, kind: Event, nth: number, told: (tell: (...event: Arguments) => void, ...event: Arguments) => void): Probe {
  let seen = 0
  return new Proxy(honest, {
    get: (target, name: Event) => {
      const tell = (target[name] as (...event: Arguments) => void).bind(target)
      if (name !== kind) return tell
      return (...event: Arguments) => {
        if (++seen === nth) told(tell, ...event)
        else tell(...event)
      }
    },
  })
}

function run(parts: Parts, between: (honest: Probe) => Probe = (honest) => honest, until = Infinity): Checkers {
  const plan = planOf(parts)
  const checkers = new Checkers(plan)
  const host = new VirtualHost(plan, between(checkers), OPERATIONS_ONLY)
  checkers.watch(host.engine)
  host.run(until, 100_000)
  checkers.finish(host.now, true)
  return checkers
}

/** The laws that a run breaks, as far as the checkers see. */
function broken(checkers: Checkers): Law[] {
  return checkers.judgements().flatMap(({ name, violation }) => (violation === null ? [] : [name]))
}

/** Says that it keeps the order of channels, and takes the newest row of a task. */
class NewestFirst extends KeyedScheduler {
  readonly #waiting = new Map<number, number[]>()

  protected keyOf(row: number, origin: number): number {
    return row < 0 ? origin : this.table.origin(row)
  }

  override push(task: number, row: number): void {
    super.push(task, row)
    this.#waiting.set(task, [...(this.#waiting.get(task) ?? []), row])
  }

  override pop(task: number): number {
    const row = this.#waiting.get(task)!.pop()!
    super.remove(task, row)
    return row
  }
}

/** Gives out no work at every third nanosecond. */
class Lazy extends NewestFirst {
  override pick(now: number): number {
    return now % 3 === 0 ? -1 : super.pick(now)
  }
}

function policy(create: SchedulingType['create']): SchedulingType {
  const descriptor = { kind: 'scheduling', name: 'wrong', summary: 'test', source: 'test', options: {} } as const
  return { descriptor, keepsOrderOf: 'channel', create }
}

/** Sends record 137 on as often as told, and all others once. */
function unfair(times: number): OperatorType {
  return {
    ...arrayWork([]),
    create: (_options, { table }) => ({
      process: (row, emit) => {
        const copies = table.origin(row) === 137 ? times : 1
        for (let i = 0; i < copies; i++) emit.emit(row, 0)
      },
    }),
  }
}

type Lie = readonly [law: Law, what: string, kind: Event, nth: number, told: Parameters<typeof meddle>[3]]

const silence: Lie[4] = () => {}
const twice: Lie[4] = (tell, ...event) => [tell(...event), tell(...event)]

/** What is told wrongly, and the law that this breaks. */
const LIES: readonly Lie[] = [
  ['row-conservation', 'a row is never given back', 'freed', 7, silence],
  ['row-conservation', 'a row is given back twice', 'freed', 7, twice],
  ['row-conservation', 'a row is kept, and nothing leaves', 'emitted', 7, silence],
  ['channel-conservation', 'a row gets lost before a sink', 'sunk', 7, silence],
  ['channel-conservation', 'a row comes from nowhere', 'sunk', 7, twice],
  ['link-conservation', 'a frame never comes off', 'delivered', 7, silence],
  ['link-conservation', 'a frame comes off twice', 'delivered', N, twice],
  ['watermark-monotonicity', 'event time runs back', 'watermark', 30, (tell, task, time, now) => tell(task, (time as number) - 5_000, now)],
  ['capacity', 'one worker does two things', 'began', 7, (tell, ...event) => [tell(...event.with(3, -1)), tell(...event)]],
  ['time-accounting', 'a record comes a nanosecond late', 'sunk', 7, (tell, ...event) => tell(...event.with(3, (event[3] as number) + 1))],
  [
    'little-law',
    'a record began to wait later than it says',
    'enqueued',
    7,
    (tell, ...event) => tell(...event.with(3, (event[3] as number) + 1)),
  ],
]

/** What is done wrongly. */
const FAULTS: readonly (readonly [law: Law, what: string, parts: Parts])[] = [
  ['order', 'the newest row is taken first', { scheduling: policy((_options, context) => new NewestFirst(context)) }],
  ['work-conservation', 'workers rest at times', { scheduling: policy((_options, context) => new Lazy(context)) }],
  ['row-conservation', 'an operator keeps a row and says nothing', { work: unfair(0) }],
  ['empty-at-drain', 'an operator sends a row twice', { work: unfair(2) }],
]

describe('checkers', () => {
  test('find nothing in an honest run, and look at every law', () => {
    for (const { name, checks, violation } of run({}).judgements()) {
      expect(violation, name).toBeNull()
      expect(checks, name).toBeGreaterThan(0)
    }
  })

  test.each(LIES)('%s: %s', (law, _what, kind, nth, told) => {
    expect(broken(run({}, (honest) => meddle(honest, kind, nth, told)))).toContain(law)
  })

  test.each(FAULTS)('%s: %s', (law, _what, parts) => {
    expect(broken(run(parts))).toContain(law)
  })

  test('empty-at-drain: the run is said to be over before it is', () => {
    expect(broken(run({}, undefined, 5_000))).toContain('empty-at-drain')
  })

  test('every law has been broken here', () => {
    const laws = new Set([...LIES.map(([law]) => law), ...FAULTS.map(([law]) => law)])
    expect([...laws].sort()).toEqual(Object.keys(LAWS).sort())
  })
})
