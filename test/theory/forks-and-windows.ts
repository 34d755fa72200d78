/** Runs for theory beyond one station: two branches that join, and windows that wait for a watermark. */
import { placeCount } from '../../src/engine/plan.ts'
import type { OperatorType } from '../../src/engine/ports.ts'
import { window } from '../../src/operators/window.ts'
import type { PriceList } from '../../src/simulation/price-list.ts'
import { VirtualHost } from '../../src/simulation/virtual-host.ts'
import { windowing } from '../../src/strategies/windowing/index.ts'
import { RecordSchema, type RecordTable } from '../../src/structures/record-table.ts'
import { watermarks } from '../../src/traffic/watermarks/index.ts'
import { ArraySource, arrayService, discard, plan, SilentProbe, simulate, stage } from './bench-stations.ts'
import { exponential, poissonTimes, SECOND, serviceTimes } from './draws.ts'

/** A price list on which only dispatches cost anything. */
export function pricePerDispatch(nanoseconds: number): PriceList {
  const free = { records: 0, operations: 0, combines: 0, comparisons: 0, stateReads: 0, stateWrites: 0, bytesSerialised: 0 }
  return { name: 'test', provisional: false, default: { ...free, dispatches: nanoseconds }, strategies: {} }
}

/** A service that knows records by their order of ingress: the copies that fan-out makes have identities of their own. */
export function serviceByOrigin(times: ArrayLike<number>): OperatorType {
  return {
    ...arrayService([]),
    create: (_options, { table }) => ({ serviceTime: (row) => times[table.origin(row)]!, process: (row, emit) => emit.emit(row, 0) }),
  }
}

/** When each record, by order of ingress, reached each sink. */
class Sunk extends SilentProbe {
  readonly at = new Map<number, Float64Array>()

  override sunk(sink: number, table: RecordTable, row: number, now: number): void {
    const times = this.at.get(sink) ?? new Float64Array(COUNT)
    this.at.set(sink, times)
    times[table.origin(row)] = now
  }
}

const COUNT = 20_000

/** Sends every record to two stations. @returns when each branch was done with it, by branch */
export function forked(
  arrivals: ArrayLike<number>,
  services: readonly [ArrayLike<number>, ArrayLike<number>],
): readonly [Float64Array, Float64Array] {
  const sunk = new Sunk()
  const stages = [
    stage('left', serviceByOrigin(services[0]), 'source', 0),
    stage('right', serviceByOrigin(services[1]), 'source', 0),
    stage('left out', discard, 'stage', 0),
    stage('right out', discard, 'stage', 1),
  ]
  simulate(plan([new ArraySource(arrivals)], stages), sunk)
  return [sunk.at.get(2)!.subarray(0, arrivals.length), sunk.at.get(3)!.subarray(0, arrivals.length)]
}

/** Times from arrival to the later of two branches, at `rate` records per mean service time. */
export function forkJoin(count: number, rate: number, seed: number): number[] {
  const arrivals = poissonTimes(count, rate, seed)
  const [left, right] = forked(arrivals, [serviceTimes(count, seed, exponential, 'left'), serviceTimes(count, seed, exponential, 'right')])
  return Array.from(arrivals, (arrival, n) => Math.max(left[n]!, right[n]!) - arrival)
}

/** A source with the watermarks that scenarios have. */
class WatermarkedSource extends ArraySource {
  readonly #watermark: ReturnType<typeof watermarks.bounded.create>

  constructor(times: ArrayLike<number>, bound: number) {
    super(times)
    this.#watermark = watermarks.bounded.create({ bound })
  }

  override fill(table: RecordTable, row: number): void {
    super.fill(table, row)
    this.#watermark.observe(table.eventTime(row))
  }

  override watermark(): number {
    return this.#watermark.current()
  }
}

/** When each window, by its last nanosecond, reached the sink. */
class Firings extends SilentProbe {
  readonly at = new Map<number, number>()

  override sunk(_sink: number, table: RecordTable, row: number, now: number): void {
    this.at.set(table.eventTime(row), now)
  }
}

/**
 * Poisson records in so many tumbling windows, of the real operator, with a watermark after every record and nothing that costs time.
 * @returns how many records were in the windows, and how long in all (in seconds) until their windows fired
 */
export function residence(
  of: { size: number; bound: number; rate: number; windows: number },
  seed: number,
): { records: number; time: number } {
  const size = of.size * SECOND
  const horizon = of.windows * size
  // Enough records for the windows, and some to fire the last of them: ten standard deviations more than expected.
  const expected = of.windows * of.size * of.rate
  const arrivals = poissonTimes(Math.ceil(expected + 10 * Math.sqrt(expected) + 100), of.rate, seed)
  const schema = new RecordSchema(
    ['windowStart', 'windowEnd', 'n'].map((name) => ({ name, type: 'number' as const })),
    placeCount(2, 0),
  )
  const windows = stage('windows', window as unknown as OperatorType, 'source', 0, {
    options: { tumbling: { size: { unit: 'time', size } }, by: 'none', aggregate: { n: { function: 'count' } }, allowedLateness: 0 },
    windowing: { type: windowing['per-window'], options: {} },
  })
  const firings = new Firings()
  const source = new WatermarkedSource(arrivals, of.bound * SECOND)
  const host = new VirtualHost(plan([source], [windows, stage('out', discard, 'stage', 0)], { schema }), firings, pricePerDispatch(0))
  host.run(Infinity)
  let [records, time] = [0, 0]
  for (const arrival of arrivals) {
    if (arrival >= horizon) break
    records++
    time += (firings.at.get(Math.floor(arrival / size) * size + size - 1)! - arrival) / SECOND
  }
  return { records, time }
}
