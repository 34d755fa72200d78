/** Pipelines for checks against theory: arrivals and service times are given as arrays, in nanoseconds, and every departure is noted. */
import type { EnginePlan, InputPlan, StagePlan } from '../../src/engine/plan.ts'
import { placeCount } from '../../src/engine/plan.ts'
import type { OperatorType, Probe, SchedulingType, TrafficSource } from '../../src/engine/ports.ts'
import { VirtualHost } from '../../src/simulation/virtual-host.ts'
import { scheduling } from '../../src/strategies/scheduling/index.ts'
import { RecordSchema, type RecordTable } from '../../src/structures/record-table.ts'

export const fifo = scheduling.fifo as unknown as SchedulingType

/** A source whose record n arrives at `times[n]`, in flow `flows[n]`. */
export class ArraySource implements TrafficSource {
  readonly #times: ArrayLike<number>
  readonly #flows: ArrayLike<number> | undefined
  readonly #identityHigh: number
  #next = 0

  constructor(times: ArrayLike<number>, flows?: ArrayLike<number>, identityHigh = 0) {
    this.#times = times
    this.#flows = flows
    this.#identityHigh = identityHigh
  }

  nextTime(): number {
    return this.#next < this.#times.length ? this.#times[this.#next]! : Infinity
  }

  fill(table: RecordTable, row: number): void {
    const n = this.#next++
    const time = this.#times[n]!
    table.setEventTime(row, time)
    table.setIntendedTime(row, time)
    table.setIdentityLow(row, n)
    table.setIdentityHigh(row, this.#identityHigh)
    table.setKey(row, 0)
    table.setFlow(row, this.#flows?.[n] ?? 0)
    table.setBytes(row, 8)
  }

  watermark(): number {
    return this.#next === 0 ? -Infinity : this.#times[this.#next - 1]! - 1
  }
}

/** A service stage where record n takes `times[n]`. */
export function arrayService(times: ArrayLike<number>, servers = 1): OperatorType {
  return {
    descriptor: { kind: 'operator', name: 'array-service', summary: 'test', source: 'test', options: {} },
    outputs: [],
    runsOn: 'servers',
    servers: () => servers,
    shape: (_options, fields) => ({ fields, problems: [] }),
    create: (_options, { table }) => ({
      serviceTime: (row) => times[table.identityLow(row)]!,
      process: (row, emit) => emit.emit(row, 0),
    }),
  }
}

export const discard: OperatorType = {
  descriptor: { kind: 'operator', name: 'discard', summary: 'test', source: 'test', options: {} },
  outputs: [],
  runsOn: 'sink',
  shape: (_options, fields) => ({ fields, problems: [] }),
  create: () => ({ process: (row, emit) => emit.free(row) }),
}

export function stage(
  name: string,
  operator: OperatorType,
  from: InputPlan['from'],
  index: number,
  more: Partial<StagePlan> = {},
): StagePlan {
  return {
    name,
    operator,
    options: {},
    node: 0,
    parallelism: 1,
    capacity: Number.MAX_SAFE_INTEGER,
    dropTail: false,
    inputs: [{ from, index, output: 0 }],
    scheduling: { type: fifo, options: { order: 'origin' } },
    ...more,
  }
}

export function plan(sources: readonly TrafficSource[], stages: readonly StagePlan[], more: Partial<EnginePlan> = {}): EnginePlan {
  return {
    seed: 1,
    schema: new RecordSchema([], placeCount(stages.length, 0)),
    flows: [
      { name: 'first', priority: 1, weight: 1, deadline: Infinity },
      { name: 'second', priority: 2, weight: 1, deadline: Infinity },
    ],
    sources: sources.map((traffic, n) => ({ name: `source ${n}`, traffic, stopTime: Infinity })),
    stages,
    nodes: [{ name: 'local', workers: 1, scheduling: { type: fifo, options: { order: 'origin' } } }],
    links: [],
    ...more,
  }
}

/** A probe that does nothing, to be extended. */
export class SilentProbe implements Probe {
  arrived(): void {}
  enqueued(): void {}
  dropped(_task: number, _table: RecordTable, _row: number, _now: number): void {}
  began(_task: number, _work: number, _table: RecordTable, _row: number, _now: number): void {}
  demanded(): void {}
  completed(_task: number, _work: number, _since: number, _now: number): void {}
  emitted(_task: number, _output: number, _table: RecordTable, _row: number, _now: number): void {}
  freed(): void {}
  late(): void {}
  blocked(): void {}
  unblocked(): void {}
  watermark(_task: number, _time: number, _now: number): void {}
  sent(): void {}
  delivered(): void {}
  sunk(_sink: number, _table: RecordTable, _row: number, _now: number): void {}
}

/** Notes, by task and record number, when service began and when the record left its task; and by sink when it got there. */
export class Times extends SilentProbe {
  readonly began_ = new Map<number, Map<number, number>>()
  readonly left = new Map<number, Map<number, number>>()
  readonly sunkAt = new Map<number, Map<number, number>>()
  dropCount = 0

  override began(task: number, _work: number, table: RecordTable, row: number, now: number): void {
    note(this.began_, task, table.identityLow(row), now)
  }

  override emitted(task: number, _output: number, table: RecordTable, row: number, now: number): void {
    note(this.left, task, table.identityLow(row), now)
  }

  override dropped(): void {
    this.dropCount++
  }

  override sunk(sink: number, table: RecordTable, row: number, now: number): void {
    note(this.sunkAt, sink, table.identityLow(row), now)
  }
}

function note(into: Map<number, Map<number, number>>, at: number, record: number, now: number): void {
  const times = into.get(at) ?? new Map<number, number>()
  into.set(at, times)
  times.set(record, now)
}

/** Runs a plan to its end. */
export function simulate(engine: EnginePlan, probe: Probe = new SilentProbe()): VirtualHost {
  const host = new VirtualHost(engine, probe)
  host.run(Infinity)
  return host
}
