/** Fork-join, and the published memory tables of FIFO scheduling: exactly. */
import { describe, expect, test } from 'vitest'
import type { OperatorType } from '../../src/engine/ports.ts'
import { VirtualHost } from '../../src/simulation/virtual-host.ts'
import type { RecordTable } from '../../src/structures/record-table.ts'
import { ArraySource, discard, plan, SilentProbe, stage } from './bench-stations.ts'
import { exponential, poissonTimes, SECOND, serviceTimes } from './draws.ts'
import { forked, pricePerDispatch } from './forks-and-windows.ts'

test('fork-join: a record is done when the later of its two branches is, each by Lindley', () => {
  const n = 20_000
  const arrivals = poissonTimes(n, 0.7, 3)
  const services = [serviceTimes(n, 3, exponential, 'left'), serviceTimes(n, 3, exponential, 'right')] as const
  const expected = services.map((service) => {
    let last = 0
    return arrivals.map((arrival, i) => (last = Math.max(last, arrival) + service[i]!))
  })
  const [left, right] = forked(arrivals, services)
  expect(left).toEqual(expected[0])
  expect(right).toEqual(expected[1])
  expect(left.map((at, i) => Math.max(at, right[i]!))).toEqual(expected[0]!.map((at, i) => Math.max(at, expected[1]![i]!)))
})

describe('memory of a chain under FIFO on one worker', () => {
  // Motwani et al. (CIDR 2003), and tables computed for other chains: the size of what is in the system at t = 0, 1, 2 …, after the
  // arrival at t and before service. A record has size 1, and `sizes[i]` after operator i; each operator takes one unit of time.
  const tables: readonly {
    readonly sizes: readonly number[]
    readonly memory?: readonly number[]
    readonly max: number
    readonly area: number
  }[] = [
    { sizes: [0.2, 0], memory: [1, 1.2, 2, 2.2, 3, 3.2, 4, 3.2, 3, 2.2, 2, 1.2, 1, 0.2, 0], max: 4, area: 29.4 },
    {
      sizes: [0.9, 0.9, 0],
      memory: [1, 1.9, 2.9, 3, 3.9, 4.9, 5, 4.9, 4.9, 4, 3.9, 3.9, 3, 2.9, 2.9, 2, 1.9, 1.9, 1, 0.9, 0.9, 0],
      max: 5,
      area: 61.6,
    },
    { sizes: [0.9, 0.1, 0], max: 5, area: 56 },
    { sizes: [0.6, 0.5, 0.1, 0], max: 5.5, area: 78.4 },
  ]

  /** Adds up what is in the system, by how many operators each record has passed; in tenths, which are whole. */
  class Memory extends SilentProbe {
    tenths = 0
    readonly #sizes: readonly number[]

    constructor(sizes: readonly number[]) {
      super()
      this.#sizes = [1, ...sizes].map((size) => Math.round(10 * size))
    }

    override arrived(): void {
      this.tenths += this.#sizes[0]!
    }

    override emitted(task: number, _output: number, _table: RecordTable, _row: number): void {
      this.tenths += this.#sizes[task + 1]! - this.#sizes[task]!
    }
  }

  test.each(tables)('sizes $sizes', ({ sizes, memory, max, area }) => {
    const arrivals = Array.from({ length: 7 }, (_, t) => t * SECOND)
    const pass: OperatorType = { ...discard, runsOn: 'worker', create: () => ({ process: (row, emit) => emit.emit(row, 0) }) }
    const stages = sizes.map((_, i) => stage(`op${i}`, pass, i === 0 ? 'source' : 'stage', Math.max(0, i - 1)))
    const probe = new Memory(sizes)
    const built = plan([new ArraySource(arrivals)], [...stages, stage('out', discard, 'stage', sizes.length - 1)])
    const host = new VirtualHost(built, probe, pricePerDispatch(SECOND))
    const seen = Array.from({ length: 7 * sizes.length + 1 }, (_, t) => {
      host.run(t * SECOND)
      return probe.tenths
    })
    if (memory !== undefined) expect(seen).toEqual(memory.map((size) => Math.round(10 * size)))
    expect(Math.max(...seen)).toBe(10 * max)
    expect(seen.reduce((sum, size) => sum + size, 0)).toBe(Math.round(10 * area))
    expect(seen.at(-1)).toBe(0)
  })
})
