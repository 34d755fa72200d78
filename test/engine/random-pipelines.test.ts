/**
 * Pipelines that nobody would draw, made at random: whatever they look like, every law that the checkers know holds, the run drains,
 * and what comes out is what went in. Two policies, drops, small queues, links, fan-out, several inputs, windows.
 */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { placeCount, type EnginePlan, type InputPlan, type StagePlan } from '../../src/engine/plan.ts'
import type { OperatorType, SchedulingType, WindowingType } from '../../src/engine/ports.ts'
import { Checkers } from '../../src/measurement/checkers.ts'
import { RowDigest, SumDigest } from '../../src/measurement/digests.ts'
import { ProbeList } from '../../src/measurement/probe-list.ts'
import { window } from '../../src/operators/window.ts'
import { VirtualHost } from '../../src/simulation/virtual-host.ts'
import { scheduling } from '../../src/strategies/scheduling/index.ts'
import { windowing } from '../../src/strategies/windowing/index.ts'
import { RecordSchema, type RecordTable } from '../../src/structures/record-table.ts'
import { ArraySource, arrayService, discard, SilentProbe, stage } from '../theory/bench-stations.ts'
import { arrayWork, OPERATIONS_ONLY, wholeNumbers } from './priced-work.ts'

const RECORDS = 150
const policies = Object.values(scheduling) as unknown as SchedulingType[]
const strategies = Object.values(windowing) as unknown as WindowingType[]

const stageShape = fc.record({
  kind: fc.constantFrom<'work' | 'service' | 'window'>('work', 'work', 'service', 'window'),
  servers: fc.integer({ min: 1, max: 3 }),
  parallelism: fc.integer({ min: 1, max: 3 }),
  capacity: fc.constantFrom(1, 1, 2, 5, 1_000_000),
  dropTail: fc.boolean(),
  node: fc.nat(1),
  slow: fc.nat(60),
  /** Which of the sources and stages before it feed it. */
  inputs: fc.uniqueArray(fc.nat(20), { minLength: 1, maxLength: 2 }),
})
const shape = fc.record({
  seed: fc.nat(1e6),
  stages: fc.array(stageShape, { minLength: 1, maxLength: 6 }),
  policy: fc.nat(policies.length - 1),
  strategy: fc.nat(strategies.length - 1),
  workers: fc.tuple(fc.integer({ min: 1, max: 2 }), fc.integer({ min: 1, max: 2 })),
  delay: fc.constantFrom(0, 1, 35),
  bandwidth: fc.constantFrom(Infinity, 3e9, 2.7e8),
  dropping: fc.boolean(),
})
type Shape = typeof shape extends fc.Arbitrary<infer T> ? T : never

const WINDOW = { tumbling: { size: { unit: 'time', size: 200 } }, by: 'none', aggregate: { n: { function: 'count' } }, allowedLateness: 30 }

/** Names a stage's input: two sources first, then the stages before it; never twice the same. */
function inputsOf(picked: readonly number[], before: number): InputPlan[] {
  const chosen = new Set(picked.map((one) => one % (2 + before)))
  return [...chosen].map((one) => (one < 2 ? { from: 'source', index: one, output: 0 } : { from: 'stage', index: one - 2, output: 0 }))
}

/** Fields that a record does not have are leftovers of other rows; here all are compared, so all are set. */
class BlankSource extends ArraySource {
  override fill(table: RecordTable, row: number): void {
    super.fill(table, row)
    table.fillFields(row, 0)
  }
}

function arrivals(next: (below: number) => number, high: number): BlankSource {
  let now = 0
  const times = Array.from({ length: RECORDS }, () => (now += next(3) === 0 ? 0 : next(60)))
  const flows = times.map(() => next(2))
  return new BlankSource(times, flows, high)
}

function planOf(made: Shape): EnginePlan {
  const next = wholeNumbers(made.seed)
  const sources = [0, 1].map((high) => arrivals(next, high))
  const own = { type: policies[made.policy]!, options: { order: 'origin' } }
  const stages = made.stages.map((one, n): StagePlan => {
    // One more than records: the end of input counts as the next.
    const times = Array.from({ length: 2 * RECORDS + 1 }, () => next(one.slow + 1))
    // A record is known by its order of ingress: copies of it and what it causes have other identities.
    const service: OperatorType = {
      ...arrayService([], one.servers),
      create: (_options, { table }) => ({ serviceTime: (row) => times[table.origin(row)]!, process: (row, emit) => emit.emit(row, 0) }),
    }
    const operator = { work: arrayWork(times), service, window: window as unknown as OperatorType }[one.kind]
    return stage(`s${n}`, operator, 'source', 0, {
      options: one.kind === 'window' ? WINDOW : {},
      inputs: inputsOf(one.inputs, n),
      node: one.node,
      parallelism: one.kind === 'service' ? 1 : one.parallelism,
      capacity: one.capacity,
      dropTail: made.dropping && one.dropTail,
      scheduling: own,
      ...(one.kind === 'window' ? { windowing: { type: strategies[made.strategy]!, options: {} } } : {}),
    })
  })
  const sinks = made.stages.map((one, n) => stage(`out${n}`, discard, 'stage', n, { node: one.node }))
  const links = [0, 1].map((from) => ({ name: `link ${from}`, from, to: 1 - from, bandwidth: made.bandwidth, delay: made.delay }))
  return {
    seed: 1,
    schema: new RecordSchema(
      ['windowStart', 'windowEnd', 'n'].map((name) => ({ name, type: 'number' as const })),
      placeCount(stages.length + sinks.length, 2),
    ),
    flows: [0, 1].map((n) => ({ name: `flow ${n}`, priority: 2 - n, weight: 1, deadline: Infinity })),
    sources: sources.map((traffic, n) => ({ name: `source ${n}`, traffic, stopTime: Infinity })),
    stages: [...stages, ...sinks],
    nodes: made.workers.map((workers, n) => ({ name: `node ${n}`, workers, scheduling: own })),
    links,
  }
}

/** Counts what happened, and adds up what came out at each sink, whatever the order. */
class Tally extends SilentProbe {
  readonly seen = { dropped: 0, blocked: 0, delivered: 0, firings: 0 }
  readonly outputs: SumDigest[]
  readonly counts: number[]
  readonly #row = new RowDigest()
  readonly #columns = Int32Array.of(0, 1, 2)

  constructor(stages: number) {
    super()
    this.outputs = Array.from({ length: stages }, () => new SumDigest())
    this.counts = new Array<number>(stages).fill(0)
  }

  override dropped(): void {
    this.seen.dropped++
  }

  override blocked(): void {
    this.seen.blocked++
  }

  override delivered(): void {
    this.seen.delivered++
  }

  override began(_task: number, _work: number, _table: RecordTable, row: number): void {
    if (row < 0) this.seen.firings++
  }

  override sunk(sink: number, table: RecordTable, row: number): void {
    this.#row.sunk(table, row, this.#columns)
    this.outputs[sink]!.add(this.#row)
    this.counts[sink]!++
  }
}

interface Outcome {
  readonly violations: readonly string[]
  readonly isDrained: boolean
  readonly events: number
  readonly seen: Tally['seen']
  readonly output: readonly string[]
}

/** Runs with checkers; nothing may go on for ever. */
function checked(made: Shape): Outcome {
  const plan = planOf(made)
  const checkers = new Checkers(plan)
  const tally = new Tally(plan.stages.length)
  const host = new VirtualHost(plan, new ProbeList([checkers, tally]), OPERATIONS_ONLY)
  checkers.watch(host.engine)
  const isOver = !host.run(Infinity, 1_000_000)
  checkers.finish(host.now, true)
  const violations = checkers.judgements().flatMap(({ name, violation }) => (violation === null ? [] : [`${name}: ${violation}`]))
  const output = tally.outputs.map((digest, sink) => `${tally.counts[sink]} ${digest.text()}`)
  return { violations, isDrained: isOver && host.engine.isDrained, events: host.loop.events, seen: tally.seen, output }
}

describe('any pipeline', () => {
  test('keeps every law and drains', () => {
    const total = { dropped: 0, blocked: 0, delivered: 0, firings: 0 }
    fc.assert(
      fc.property(shape, (made) => {
        const { violations, isDrained, seen } = checked(made)
        expect(violations).toEqual([])
        expect(isDrained).toBe(true)
        for (const what of Object.keys(total) as (keyof typeof total)[]) total[what] += seen[what]
      }),
      { numRuns: 400 },
    )
    // The pipelines were worth it.
    for (const count of Object.values(total)) expect(count).toBeGreaterThan(1_000)
  })

  test('is handled in the same order twice', () => {
    fc.assert(
      fc.property(shape, (made) => {
        expect(checked(made)).toEqual(checked(made))
      }),
      { numRuns: 30 },
    )
  })

  test('gives the same results whatever serves them: policy, windowing, workers, tasks, queues, links', () => {
    // Nothing is dropped, and nothing is late: event times are in order. What is left that may depend on timing is nothing.
    fc.assert(
      fc.property(shape, shape, fc.array(stageShape, { minLength: 6, maxLength: 6 }), (one, other, otherStages) => {
        const first: Shape = { ...one, dropping: false }
        const stages = one.stages.map((made, n) => {
          const { servers, parallelism, capacity, node, slow } = otherStages[n]!
          return { ...made, servers, parallelism, capacity, node, slow }
        })
        const second: Shape = { ...other, seed: one.seed, stages, dropping: false }
        expect(checked(second).output).toEqual(checked(first).output)
      }),
      { numRuns: 200 },
    )
  })
})
