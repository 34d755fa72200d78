/** What every registered scheduling strategy does, at its port and in a station: made from the registry. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Scheduler, SchedulingType } from '../../src/engine/ports.ts'
import { loadExpressionParser } from '../../src/expressions/parser.ts'
import { scheduling } from '../../src/strategies/scheduling/index.ts'
import { RecordSchema, RecordTable } from '../../src/structures/record-table.ts'
import { wholeNumbers } from '../engine/priced-work.ts'
import { ArraySource, arrayService, discard, plan, simulate, stage, Times } from '../theory/bench-stations.ts'
import { variantsOf } from './option-examples.ts'

const parse = await loadExpressionParser()

const subjects = Object.values(scheduling as unknown as Readonly<Record<string, SchedulingType>>).flatMap((type) =>
  variantsOf(type.descriptor.options, parse).map((options, n) => ({ title: `${type.descriptor.name}, options ${n}`, type, options })),
)

const FLOWS = [2, 1, 2].map((priority, n) => ({ priority, weight: n + 1, deadline: n === 0 ? Infinity : 100 * n }))
const CHANNELS = [1, 2, 3]

const step = fc.oneof(
  { weight: 5, arbitrary: fc.record({ do: fc.constant('push' as const), task: fc.nat(2), channel: fc.nat(2), flow: fc.nat(2) }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('run' as const) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('remove' as const), which: fc.nat(100) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('block' as const), task: fc.nat(2) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('unblock' as const), task: fc.nat(2) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('fire' as const), task: fc.nat(2) }) },
)

/** Does what the engine does with a scheduler, and keeps the plainest books on it. */
class Driver {
  readonly scheduler: Scheduler
  readonly waiting: number[][] = CHANNELS.map(() => [])
  readonly problems: string[] = []
  readonly taken: { readonly task: number; readonly row: number }[] = []
  readonly table = new RecordTable(new RecordSchema([]), 1024)
  readonly #blocked = new Set<number>()
  /** Origins of firings that are due, by task. */
  readonly #firing = new Map<number, number>()
  #now = 0

  constructor(type: SchedulingType, options: Record<string, unknown>) {
    this.scheduler = type.create(options, { table: this.table, tasks: CHANNELS.length, channels: CHANNELS, flows: FLOWS })
  }

  push(task: number, channel: number, flow: number): void {
    const { table } = this
    const row = table.allocate()
    table.setOrigin(row, this.#now)
    table.setIntendedTime(row, this.#now)
    table.setWaitingSince(row, this.#now++)
    table.setChannel(row, channel % CHANNELS[task]!)
    table.setFlow(row, flow)
    table.setBytes(row, 8)
    this.waiting[task]!.push(row)
    this.scheduler.push(task, row)
    this.#refresh(task)
  }

  remove(which: number): void {
    const all = this.waiting.flatMap((rows, task) => rows.map((row) => ({ task, row })))
    const chosen = all[which % all.length]
    if (chosen === undefined) return
    this.#drop(chosen.task, chosen.row)
    this.scheduler.remove(chosen.task, chosen.row)
    this.#refresh(chosen.task)
  }

  block(task: number, blocked: boolean): void {
    if (blocked) this.#blocked.add(task)
    else this.#blocked.delete(task)
    this.#refresh(task)
  }

  fire(task: number): void {
    this.#firing.set(task, this.#now)
    this.#refresh(task)
  }

  /** One dispatch. */
  run(): void {
    const ready = CHANNELS.map((_, task) => task).filter((task) => this.#isReady(task))
    const task = this.scheduler.pick(this.#now)
    if (ready.length === 0 ? task !== -1 : !ready.includes(task)) this.problems.push(`picked ${task} of ${ready.join(', ')}`)
    if (!ready.includes(task)) return
    if (this.#firing.delete(task)) {
      this.#refresh(task)
      return
    }
    const head = this.scheduler.peek(task)
    const row = this.scheduler.pop(task)
    if (row !== head) this.problems.push(`showed row ${head} and gave row ${row}`)
    if (!this.waiting[task]!.includes(row)) this.problems.push(`gave row ${row}, which does not wait at task ${task}`)
    this.#drop(task, row)
    this.taken.push({ task, row })
    this.#refresh(task)
  }

  #isReady(task: number): boolean {
    return !this.#blocked.has(task) && (this.#firing.has(task) || this.waiting[task]!.length > 0)
  }

  #refresh(task: number): void {
    if (!this.#isReady(task)) this.scheduler.unready(task)
    else if (this.#firing.has(task)) this.scheduler.ready(task, -1, this.#firing.get(task)!)
    else this.scheduler.ready(task, this.scheduler.peek(task), 0)
  }

  #drop(task: number, row: number): void {
    this.waiting[task]!.splice(this.waiting[task]!.indexOf(row), 1)
  }
}

describe.each(subjects)('$title', ({ type, options }) => {
  test('names ready tasks only, gives each row once, and keeps the order that it promises', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 150 }), (steps) => {
        const driver = new Driver(type, options)
        for (const one of steps) {
          if (one.do === 'push') driver.push(one.task, one.channel, one.flow)
          else if (one.do === 'remove') driver.remove(one.which)
          else if (one.do === 'run') driver.run()
          else if (one.do === 'fire') driver.fire(one.task)
          else driver.block(one.task, one.do === 'block')
        }
        for (let task = 0; task < CHANNELS.length; task++) driver.block(task, false)
        // All that waits goes, and then nothing does: three firings at most, and every row.
        for (let left = CHANNELS.length + driver.waiting.flat().length; left > 0; left--) driver.run()
        expect(driver.problems).toEqual([])
        expect(driver.waiting.flat()).toEqual([])
        expect(driver.scheduler.pick(1e6)).toBe(-1)
        for (let task = 0; task < CHANNELS.length; task++) expect(driver.scheduler.peek(task)).toBe(-1)
        expect(new Set(driver.taken.map(({ row }) => row)).size).toBe(driver.taken.length)
        if (type.keepsOrderOf === 'none') return
        const last = new Map<string, number>()
        for (const { task, row } of driver.taken) {
          const flow = type.keepsOrderOf === 'flow' ? driver.table.flow(row) : ''
          const unit = `${task} ${driver.table.channel(row)} ${flow}`
          expect(row).toBeGreaterThan(last.get(unit) ?? -1)
          last.set(unit, row)
        }
      }),
      { numRuns: 200 },
    )
  })

  test('conserves Σ Sᵢ Wᵢ, exactly: what waits for what changes, how much work waits for how long does not', () => {
    const n = 10_000
    const next = wholeNumbers(12)
    let now = 0
    const arrivals = Array.from({ length: n }, () => (now += next(4) === 0 ? 0 : next(150)))
    const service = Array.from({ length: n }, () => next(100) * (next(9) === 0 ? 5 : 1))
    const flows = Array.from({ length: n }, () => next(3))
    const times = new Times()
    const station = stage('station', arrayService(service), 'source', 0, { scheduling: { type, options } })
    const made = plan([new ArraySource(arrivals, flows)], [station, stage('out', discard, 'stage', 0)], {
      flows: FLOWS.map((flow, i) => ({ ...flow, name: `flow ${i}` })),
    })
    simulate(made, times)
    const work = arrivals.reduce((sum, arrival, i) => sum + BigInt(service[i]!) * BigInt(times.began_.get(0)!.get(i)! - arrival), 0n)
    // Lindley says what it is under first come, first served.
    let [last, expected] = [0, 0n]
    for (const [i, arrival] of arrivals.entries()) {
      const start = Math.max(last, arrival)
      expected += BigInt(service[i]!) * BigInt(start - arrival)
      last = start + service[i]!
    }
    expect(work).toBe(expected)
  })
})
