/** What happens in which order within an instant, and which way rows and watermarks go. */
import { describe, expect, test } from 'vitest'
import { keyGroup, KEY_GROUPS, taskOfGroup } from '../../src/structures/key-groups.ts'
import { placeCount, type EnginePlan } from '../../src/engine/plan.ts'
import { EVENT, type OperatorType } from '../../src/engine/ports.ts'
import { VirtualHost } from '../../src/simulation/virtual-host.ts'
import { RecordSchema, type RecordTable } from '../../src/structures/record-table.ts'
import { ArraySource, arrayService, discard, fifo, plan, SilentProbe, stage } from '../theory/bench-stations.ts'
import { arrayWork, OPERATIONS_ONLY, simulatePriced, wholeNumbers } from './priced-work.ts'

const scheduling = { type: fifo, options: { order: 'origin' } }

test('within an instant: completions, deliveries, credits, arrivals; decisions of schedulers last', () => {
  /** Notes what it is asked to do. */
  class Noting extends VirtualHost {
    readonly log: { readonly time: number; readonly what: number }[] = []

    override handle(kind: number, argument: number, now: number): void {
      this.log.push({ time: now, what: kind })
      super.handle(kind, argument, now)
    }

    override settle(now: number): void {
      this.log.push({ time: now, what: 99 })
      super.settle(now)
    }
  }
  const next = wholeNumbers(3)
  const n = 5_000
  let now = 1
  const arrivals = Array.from({ length: n }, () => (now += next(3)))
  // Whole nanoseconds and short times, so that instants have many events; none of no time, so that an instant does not begin anew.
  const work = Array.from({ length: n }, () => 1 + next(2))
  const stages = [
    stage('near', arrayWork(work), 'source', 0),
    stage('far', arrayWork(work), 'stage', 0, { node: 1, capacity: 4 }),
    stage('out', discard, 'stage', 1, { node: 1 }),
  ]
  const nodes = ['a', 'b'].map((name) => ({ name, workers: 1, scheduling }))
  const links = [{ name: 'up', from: 0, to: 1, bandwidth: Infinity, delay: 3 }]
  const made = plan([new ArraySource(arrivals)], stages, { nodes, links, schema: new RecordSchema([], placeCount(3, 1)) })
  const host = new Noting(made, new SilentProbe(), OPERATIONS_ONLY)
  host.run(Infinity)
  const wrong = host.log.filter(({ time, what }, i) => i > 0 && host.log[i - 1]!.time === time && host.log[i - 1]!.what > what)
  expect(wrong).toEqual([])
  const instants = new Map<number, Set<number>>()
  for (const { time, what } of host.log) instants.set(time, (instants.get(time) ?? new Set()).add(what))
  const full = [...instants.values()].filter((kinds) => [...Object.values(EVENT), 99].every((kind) => kinds.has(kind)))
  expect(full.length).toBeGreaterThan(10)
})

test('a link keeps order, and the fractions of a nanosecond add up over a million frames', () => {
  // 7 bytes at 3 GB/s are 2⅓ ns.
  const n = 1_000_000
  const [bytes, bandwidth] = [7, 3e9]
  const made = plan([new ArraySource([])], [stage('work', arrayWork([]), 'source', 0), stage('out', discard, 'stage', 0, { node: 1 })], {
    nodes: ['a', 'b'].map((name) => ({ name, workers: 1, scheduling })),
    links: [{ name: 'up', from: 0, to: 1, bandwidth, delay: 5 }],
    schema: new RecordSchema([], placeCount(2, 1)),
  })
  const link = new VirtualHost(made, new SilentProbe()).engine.parts.links[0]!
  let last = 0
  let worst = 0
  let isOrdered = true
  for (let i = 1; i <= n; i++) {
    const arrival = link.transmit(bytes, 0)
    isOrdered &&= arrival >= last && Number.isSafeInteger(arrival)
    last = arrival
    const exact = Number((BigInt(bytes) * BigInt(i) * 10n ** 9n) / BigInt(bandwidth))
    worst = Math.max(worst, Math.abs(arrival - 5 - exact))
  }
  expect(isOrdered).toBe(true)
  // Exactly, but where the true time is a whole nanosecond, which a sum of doubles may miss by a hair.
  expect(worst).toBeLessThanOrEqual(1)
  expect(link.transmit(0, 0)).toBe(last)
  expect(link.transmit(bytes, 1e12)).toBeGreaterThanOrEqual(1e12 + 7)
})

describe('fan-out', () => {
  /** Doubles a field; 0 has to be seen as it was by the other branch. */
  const doubling: OperatorType = {
    ...arrayWork([]),
    create: (_options, { table }) => ({
      process: (row, emit) => {
        table.setField(row, 0, 2 * table.field(row, 0))
        emit.emit(row, 0)
      },
    }),
  }

  class Source extends ArraySource {
    override fill(table: RecordTable, row: number): void {
      super.fill(table, row)
      table.setField(row, 0, 100 + table.identityLow(row))
      table.setKey(row, table.identityLow(row) % 3)
    }
  }

  class Sunk extends SilentProbe {
    readonly rows: { sink: number; field: number; key: number; origin: number; identity: string }[] = []
    override sunk(sink: number, table: RecordTable, row: number): void {
      const identity = `${table.identityLow(row)} ${table.identityHigh(row)}`
      this.rows.push({ sink, field: table.field(row, 0), key: table.key(row), origin: table.origin(row), identity })
    }
  }

  test('gives every branch a copy of its own, with an identity of its own', () => {
    const n = 300
    const branches = ['doubled', 'plain', 'doubled too'].map((name, i) =>
      stage(name, i === 1 ? arrayWork(new Float64Array(n)) : doubling, 'source', 0),
    )
    const sinks = branches.map((_, i) => stage(`out ${i}`, discard, 'stage', i))
    const schema = new RecordSchema([{ name: 'x', type: 'number' }], placeCount(6, 0))
    const run = (): Sunk => {
      const sunk = new Sunk()
      simulatePriced(plan([new Source(Array.from({ length: n }, (_, i) => i))], [...branches, ...sinks], { schema }), sunk)
      return sunk
    }
    const { rows } = run()
    for (const { sink, field, origin, key } of rows) {
      expect(field).toBe((100 + origin) * (sink === 4 ? 1 : 2))
      expect(key).toBe(origin % 3)
    }
    expect(new Set(rows.map(({ identity }) => identity)).size).toBe(3 * n)
    // The first branch is the record itself.
    expect(rows.filter(({ sink }) => sink === 3).every(({ identity, origin }) => identity === `${origin} 0`)).toBe(true)
    expect(run().rows).toEqual(rows)
  })
})

describe('keyed tasks', () => {
  const keyed: OperatorType = { ...arrayWork(new Float64Array(3_000)), partitionedBy: () => 'key' }

  class Keys extends ArraySource {
    readonly #key: (n: number) => number
    constructor(key: (n: number) => number) {
      super(Array.from({ length: 3_000 }, (_, n) => n))
      this.#key = key
    }
    override fill(table: RecordTable, row: number): void {
      super.fill(table, row)
      table.setKey(row, this.#key(table.identityLow(row)))
    }
  }

  /** Which task each record went to. */
  function tasks(parallelism: number, schema: RecordSchema, key: (n: number) => number): number[] {
    const taken: number[] = []
    class Taken extends SilentProbe {
      override began(task: number, _work: number, table: RecordTable, row: number): void {
        taken[table.identityLow(row)] = task
      }
    }
    const stages = [stage('keyed', keyed, 'source', 0, { parallelism }), stage('out', discard, 'stage', 0)]
    simulatePriced(plan([new Keys(key)], stages, { schema }), new Taken())
    return taken
  }

  test('each key has one task, by its key group; every task has some', () => {
    const schema = new RecordSchema([], placeCount(2, 0))
    const key = (n: number): number => n % 97
    for (const parallelism of [1, 2, 3, 8]) {
      const taken = tasks(parallelism, schema, key)
      expect(taken).toEqual(taken.map((_, n) => taskOfGroup(keyGroup(schema.hashKey(key(n))), parallelism)))
      expect(new Set(taken).size).toBe(parallelism)
    }
  })

  test('the task of a text does not depend on which texts were seen before', () => {
    const schemas = [new RecordSchema([], placeCount(2, 0)), new RecordSchema([], placeCount(2, 0))]
    for (let i = 0; i < 50; i++) schemas[1]!.textKey(`someone else ${i}`)
    const [one, other] = schemas.map((schema) => tasks(4, schema, (n) => schema.textKey(`user ${n % 61}`)))
    expect(other).toEqual(one)
  })

  test('key groups are divided into ranges of nearly equal size', () => {
    for (const parallelism of [1, 3, 7, 1024]) {
      const groups = Array.from({ length: KEY_GROUPS }, (_, group) => taskOfGroup(group, parallelism))
      expect(groups).toEqual([...groups].sort((a, b) => a - b))
      const sizes = Array.from({ length: parallelism }, (_, task) => groups.filter((one) => one === task).length)
      expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1)
    }
    expect([keyGroup(0), keyGroup(-1)]).toEqual([0, KEY_GROUPS - 1])
  })
})

test('the watermark of a task is the least of its inputs’, and each input’s waits for the rows before it', () => {
  const next = wholeNumbers(8)
  const times = [0, 1].map(() => {
    let now = 0
    return Array.from({ length: 2_000 }, () => (now += 1 + next(40)))
  })
  class Watermarks extends SilentProbe {
    readonly seen: { readonly at: number; readonly time: number }[] = []
    override watermark(task: number, time: number, now: number): void {
      if (task === 2) this.seen.push({ at: now, time })
    }
  }
  // Two services of different speed feed one task that has a use for watermarks.
  const services = times.map((_, source) => Array.from({ length: 2_000 }, () => next(source === 0 ? 30 : 45)))
  const tracking: OperatorType = { ...arrayWork(new Float64Array(4_000)), usesWindowing: true }
  const stages: EnginePlan['stages'] = [
    stage('fast', arrayService(services[0]!), 'source', 0),
    stage('slow', arrayService(services[1]!), 'source', 1),
    stage('both', tracking, 'stage', 0, { inputs: [0, 1].map((index) => ({ from: 'stage', index, output: 0 })) }),
    stage('out', discard, 'stage', 2),
  ]
  const probe = new Watermarks()
  const sources = times.map((one, high) => new ArraySource(one, undefined, high))
  simulatePriced(plan(sources, stages), probe)
  // By hand: a service lets the watermark of a record through when the record is done; the last one, at the end, is infinite.
  const changes = times.flatMap((arrivals, input) => {
    let done = 0
    const own = arrivals.map((arrival, n) => ({ at: (done = Math.max(done, arrival) + services[input]![n]!), input, time: arrival - 1 }))
    return [...own, { at: done, input, time: Infinity }]
  })
  changes.sort((a, b) => a.at - b.at)
  const inputs = [-Infinity, -Infinity]
  const expected = new Map<number, number>()
  for (const { at, input, time } of changes) {
    inputs[input] = time
    if (Math.min(...inputs) > -Infinity) expected.set(Math.min(...inputs), expected.get(Math.min(...inputs)) ?? at)
  }
  // Work at the last task takes no time, but is done after the instant's other events: what counts is the value at the end of an instant.
  const last = new Map(probe.seen.map(({ at, time }) => [at, time]))
  const expectedLast = new Map([...expected].map(([time, at]) => [at, time]))
  expect(last).toEqual(expectedLast)
  const seen = probe.seen.map(({ time }) => time)
  expect(seen).toEqual([...seen].sort((a, b) => a - b))
})
