/** Residence in windows, fork-join, and the published memory table of FIFO scheduling. */
import { describe, expect, test } from 'vitest'
import type { OperatorType, SchedulingType } from '../../src/engine/ports.ts'
import { window } from '../../src/operators/window.ts'
import { VirtualHost } from '../../src/simulation/virtual-host.ts'
import type { PriceList } from '../../src/simulation/price-list.ts'
import { scheduling } from '../../src/strategies/scheduling/index.ts'
import { windowing } from '../../src/strategies/windowing/index.ts'
import { RecordSchema, type RecordTable } from '../../src/structures/record-table.ts'
import { placeCount } from '../../src/engine/plan.ts'
import { watermarks } from '../../src/traffic/watermarks/index.ts'
import { ArraySource, arrayService, discard, plan, SilentProbe, simulate, stage, Times } from './bench-stations.ts'
import { exponential, poissonTimes, SECOND, serviceTimes } from './draws.ts'

const prices = (perDispatch: number): PriceList => ({
  name: 'test',
  provisional: false,
  default: { dispatches: perDispatch, records: 0, operations: 0, combines: 0, comparisons: 0, stateReads: 0, stateWrites: 0, bytesSerialised: 0 },
  strategies: {},
})

/** An array source with the real bounded watermark. */
class WatermarkedSource extends ArraySource {
  readonly #watermark: ReturnType<typeof watermarks.bounded.create>

  constructor(times: ArrayLike<number>, bound: number) {
    super(times)
    this.#watermark = watermarks.bounded.create({ bound })
  }

  override fill(table: RecordTable, row: number): void {
    super.fill(table, row)
    this.#watermark.observe(table.eventTime[row]!)
  }

  override watermark(): number {
    return this.#watermark.current()
  }
}

/** When each window (by its last nanosecond) reached the sink. */
class Firings extends SilentProbe {
  readonly at = new Map<number, number>()

  override sunk(_sink: number, table: RecordTable, row: number, now: number): void {
    this.at.set(table.eventTime[row]!, now)
  }
}

describe('residence in tumbling windows', () => {
  const size = 10 * SECOND
  const bound = 2 * SECOND
  const rate = 0.5

  /** Mean time from arrival to the firing of the record's window, over one run. */
  function residence(seed: number): number {
    const arrivals = poissonTimes(20_000, rate, seed)
    const options = { tumbling: { size: { unit: 'time', size } }, by: 'none', aggregate: { n: { function: 'count' } }, allowedLateness: 0 } as const
    const schema = new RecordSchema(['windowStart', 'windowEnd', 'n'].map((name) => ({ name, type: 'number' as const })), placeCount(2, 0))
    const windows = stage('windows', window as unknown as OperatorType, 'source', 0, {
      options,
      windowing: { type: windowing['per-window'], options: {} },
    })
    const firings = new Firings()
    const host = new VirtualHost(plan([new WatermarkedSource(arrivals, bound)], [windows, stage('out', discard, 'stage', 0)], { schema }), firings, prices(0))
    host.run(Infinity)
    let total = 0
    let count = 0
    // The last windows are fired by the end of input, not by a record.
    for (const arrival of arrivals.subarray(0, 19_900)) {
      total += firings.at.get(Math.floor(arrival / size) * size + size - 1)! - arrival
      count++
    }
    return total / count / SECOND
  }

  test('is w/2 + bound + 1/λ on average when every record brings a watermark', () => {
    const estimates = Array.from({ length: 100 }, (_, seed) => residence(seed))
    const mean = estimates.reduce((sum, value) => sum + value, 0) / estimates.length
    const error = Math.sqrt(estimates.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (99 * 100))
    expect(Math.abs(mean - (5 + 2 + 1 / rate)) / error).toBeLessThan(4)
  })
})

test('fork-join: a record is done when the later of its two branches is, exactly', () => {
  const n = 20_000
  const arrivals = poissonTimes(n, 0.7, 3)
  const services = [serviceTimes(n, 3, exponential, 'left'), serviceTimes(n, 3, exponential, 'right')]
  const times = new Times()
  // The second branch gets copies, with identities of their own: services are looked up by order of arrival there.
  let taken = 0
  const byOrder: OperatorType = { ...arrayService([]), create: () => ({ serviceTime: () => services[1]![taken++]!, process: (row, emit) => emit.emit(row, 0) }) }
  const stages = [stage('left', arrayService(services[0]!), 'source', 0), stage('right', byOrder, 'source', 0), stage('a', discard, 'stage', 0), stage('b', discard, 'stage', 1)]
  simulate(plan([new ArraySource(arrivals)], stages), times)
  const left = [...times.sunkAt.get(2)!].sort((a, b) => a[0] - b[0]).map(([, at]) => at)
  const right = [...times.sunkAt.get(3)!.values()].sort((a, b) => a - b)
  const done = services.map((service) => {
    let last = 0
    return Array.from(arrivals, (arrival, i) => (last = Math.max(last, arrival) + service[i]!))
  })
  expect(left).toEqual(done[0])
  expect(right).toEqual(done[1])
  expect(left.map((at, i) => Math.max(at, right[i]!))).toEqual(done[0]!.map((at, i) => Math.max(at, done[1]![i]!)))
})

describe('memory of a chain under FIFO on one worker', () => {
  // Motwani et al. (CIDR 2003) and the tables computed for it: size of what is in the system at t = 0, 1, 2 …, after the arrival at t
  // and before service. A record has size 1, and `sizes[i]` after operator i; each operator takes one unit of time.
  const table: readonly { readonly sizes: readonly number[]; readonly memory: readonly number[] }[] = [
    { sizes: [0.2, 0], memory: [1, 1.2, 2, 2.2, 3, 3.2, 4, 3.2, 3, 2.2, 2, 1.2, 1, 0.2, 0] },
    { sizes: [0.9, 0.9, 0], memory: [1, 1.9, 2.9, 3, 3.9, 4.9, 5, 4.9, 4.9, 4, 3.9, 3.9, 3, 2.9, 2.9, 2, 1.9, 1.9, 1, 0.9, 0.9, 0] },
  ]

  /** Adds up what is in the system, by how many operators each record has passed. */
  class Memory extends SilentProbe {
    readonly passed = new Map<number, number>()
    override emitted(task: number, _output: number, table: RecordTable, row: number): void {
      this.passed.set(table.identityLow[row]!, task + 1)
    }
  }

  test.each(table)('sizes $sizes', ({ sizes, memory }) => {
    const arrivals = Array.from({ length: 7 }, (_, t) => t * SECOND)
    const pass: OperatorType = { ...discard, runsOn: 'worker', create: () => ({ process: (row, emit) => emit.emit(row, 0) }) }
    const stages = sizes.map((_, i) => stage(`op${i}`, pass, i === 0 ? 'source' : 'stage', Math.max(0, i - 1)))
    const probe = new Memory()
    const host = new VirtualHost(plan([new ArraySource(arrivals)], [...stages, stage('out', discard, 'stage', sizes.length - 1)]), probe, prices(SECOND))
    const seen = memory.map((_, t) => {
      host.run(t * SECOND)
      let total = 0
      for (let record = 0; record < Math.min(7, t + 1); record++) {
        const passed = probe.passed.get(record) ?? 0
        total += passed === 0 ? 1 : sizes[passed - 1]!
      }
      return Number(total.toFixed(9))
    })
    expect(seen).toEqual(memory)
  })
})

describe('a wrong engine is found out', () => {
  const n = 5_000
  const arrivals = poissonTimes(n, 0.8, 9)
  const service = serviceTimes(n, 9, exponential)

  function waits(type: SchedulingType): number[] {
    const times = new Times()
    const own = { scheduling: { type, options: { order: 'origin' } } }
    simulate(plan([new ArraySource(arrivals)], [stage('q', arrayService(service), 'source', 0, own), stage('out', discard, 'stage', 0)]), times)
    return Array.from({ length: n }, (_, i) => times.began_.get(0)!.get(i)! - arrivals[i]!)
  }

  const lindley = (): number[] => {
    let wait = 0
    return Array.from(arrivals, (arrival, i) => (wait = i === 0 ? 0 : Math.max(0, wait + service[i - 1]! - (arrival - arrivals[i - 1]!))))
  }

  test('first in, first out equals Lindley', () => {
    expect(waits(scheduling.fifo as unknown as SchedulingType)).toEqual(lindley())
  })

  test('a scheduler that serves the newest first does not', () => {
    const newestFirst: SchedulingType = {
      descriptor: { kind: 'scheduling', name: 'newest-first', summary: 'test', source: 'test', options: {} },
      keepsOrderOf: 'none',
      create: (_options, { tasks }) => {
        const stacks = Array.from({ length: tasks }, (): number[] => [])
        const ready = new Set<number>()
        return {
          push: (task, row) => void stacks[task]!.push(row),
          peek: (task) => stacks[task]!.at(-1) ?? -1,
          pop: (task) => stacks[task]!.pop() ?? -1,
          remove: (task, row) => void stacks[task]!.splice(stacks[task]!.indexOf(row), 1),
          ready: (task) => void ready.add(task),
          unready: (task) => void ready.delete(task),
          pick: () => (ready.size === 0 ? -1 : Math.min(...ready)),
        }
      },
    }
    expect(waits(newestFirst)).not.toEqual(lindley())
  })
})
