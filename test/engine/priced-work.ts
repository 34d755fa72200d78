/** Work on a node's workers whose time is known beforehand: record n (by order of ingress) is worth `times[n]` operations, and an operation costs 1 ns. */
import type { EnginePlan } from '../../src/engine/plan.ts'
import { COUNT } from '../../src/engine/meter.ts'
import type { OperatorType, Probe } from '../../src/engine/ports.ts'
import type { PriceList } from '../../src/simulation/price-list.ts'
import { VirtualHost } from '../../src/simulation/virtual-host.ts'

/** Nothing costs anything but operations. */
export const OPERATIONS_ONLY: PriceList = {
  name: 'test',
  provisional: false,
  default: { dispatches: 0, records: 0, operations: 1, combines: 0, comparisons: 0, stateReads: 0, stateWrites: 0, bytesSerialised: 0 },
  strategies: {},
}

/** Passes every row on. */
export function arrayWork(times: ArrayLike<number>): OperatorType {
  return {
    descriptor: { kind: 'operator', name: 'array-work', summary: 'test', source: 'test', options: {} },
    outputs: [],
    runsOn: 'worker',
    shape: (_options, fields) => ({ fields, problems: [] }),
    create: (_options, { table, meter }) => ({
      process: (row, emit) => {
        meter.counts[COUNT.operations]! += times[table.origin(row)]!
        emit.emit(row, 0)
      },
    }),
  }
}

/** Runs a plan to its end at these prices. */
export function simulatePriced(plan: EnginePlan, probe: Probe): VirtualHost {
  const host = new VirtualHost(plan, probe, OPERATIONS_ONLY)
  host.run(Infinity)
  return host
}

/** Whole numbers from a generator of its own, so that these checks do not lean on random/: `next(n)` is below n. */
export function wholeNumbers(seed: number): (below: number) => number {
  let state = seed
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return Math.floor((state / 2 ** 32) * below)
  }
}
