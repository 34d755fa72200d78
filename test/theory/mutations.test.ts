/** Theory has teeth: an engine with one thing wrong fails the recursions and the z-scores. */
import { describe, expect, test } from 'vitest'
import type { OperatorType, SchedulingContext, SchedulingType } from '../../src/engine/ports.ts'
import { KeyedScheduler } from '../../src/engine/queue.ts'
import { Checkers } from '../../src/measurement/checkers.ts'
import { ProbeList } from '../../src/measurement/probe-list.ts'
import { VirtualHost } from '../../src/simulation/virtual-host.ts'
import { scheduling } from '../../src/strategies/scheduling/index.ts'
import { ArraySource, arrayService, discard, fifo, plan, stage, Times } from './bench-stations.ts'
import { cobham, judge, mm1Quantile } from './cases.ts'
import { exponential, poissonTimes, serviceTimes } from './draws.ts'

const N = 5_000
const arrivals = poissonTimes(N, 0.8, 9)
const service = serviceTimes(N, 9, exponential)

/** Claims the order of channels, and serves the newest row of a task. */
class NewestFirst extends KeyedScheduler {
  readonly #stacks: readonly number[][]

  constructor(context: SchedulingContext) {
    super(context)
    this.#stacks = Array.from({ length: context.tasks }, () => [])
  }

  protected keyOf(row: number, origin: number): number {
    return row < 0 ? origin : this.table.origin(row)
  }

  override push(task: number, row: number): void {
    this.#stacks[task]!.push(row)
  }

  override peek(task: number): number {
    return this.#stacks[task]!.at(-1) ?? -1
  }

  override pop(task: number): number {
    return this.#stacks[task]!.pop() ?? -1
  }
}

const newestFirst: SchedulingType = {
  descriptor: { kind: 'scheduling', name: 'newest-first', summary: 'test', source: 'test', options: {} },
  keepsOrderOf: 'channel',
  create: (_options, context) => new NewestFirst(context),
}

/** The priority strategy, with the priorities the wrong way round. */
const inverted: SchedulingType = {
  ...(scheduling.priority as unknown as SchedulingType),
  create: (options, context) =>
    (scheduling.priority as unknown as SchedulingType).create(options, {
      ...context,
      flows: context.flows.map((flow) => ({ ...flow, priority: -flow.priority })),
    }),
}

/** Runs one station. @returns when each record left it, and the laws that were broken */
function station(type: SchedulingType, operator: OperatorType): { left: (number | undefined)[]; broken: string[] } {
  const times = new Times()
  const own = { scheduling: { type, options: { order: 'origin' } } }
  const built = plan([new ArraySource(arrivals)], [stage('q', operator, 'source', 0, own), stage('out', discard, 'stage', 0)])
  const checkers = new Checkers(built)
  const host = new VirtualHost(built, new ProbeList([times, checkers]))
  checkers.watch(host.engine)
  host.run(Infinity)
  checkers.finish(host.now, true)
  const broken = checkers.judgements().flatMap(({ name, violation }) => (violation === null ? [] : [name]))
  return { left: Array.from(arrivals, (_, n) => times.left.get(0)!.get(n)), broken }
}

/** Lindley’s recursion, for departures. */
let last = 0
const expected = Array.from(arrivals, (arrival, n) => (last = Math.max(last, arrival) + service[n]!))

describe('a wrong engine is found out', () => {
  test('control: the right one is not', () => {
    expect(station(fifo, arrayService(service))).toEqual({ left: expected, broken: [] })
  })

  test('newest first: by the recursion, by the order law and by the quantile of sojourns (means are the same)', () => {
    const { left, broken } = station(newestFirst, arrayService(service))
    expect(left).not.toEqual(expected)
    expect(broken).toContain('order')
    expect(Math.abs(judge(mm1Quantile(newestFirst)).z)).toBeGreaterThan(10)
  })

  test('priorities the wrong way round: by Cobham’s formula, for both classes', () => {
    for (const flow of [0, 1] as const) expect(Math.abs(judge(cobham(flow, inverted)).z)).toBeGreaterThan(10)
  })

  test('one record dropped in silence: by the recursion and by conservation', () => {
    const forgetful: OperatorType = {
      ...arrayService(service),
      create: (_options, { table }) => ({
        serviceTime: (row) => service[table.identityLow(row)]!,
        process: (row, emit) => {
          if (table.identityLow(row) !== 137) emit.emit(row, 0)
        },
      }),
    }
    const { left, broken } = station(fifo, forgetful)
    expect(left).not.toEqual(expected)
    expect(left.filter((at, n) => at !== expected[n])).toEqual([undefined])
    expect(broken).toContain('row-conservation')
    expect(broken).toContain('empty-at-drain')
  })
})
