/** Checkers must be able to fail: each engine or strategy here is wrong on purpose, and the law that it breaks is named. */
import { describe, expect, test } from 'vitest'
import type { SchedulingContext, SchedulingType } from '../../src/engine/ports.ts'
import { KeyedScheduler } from '../../src/engine/queue.ts'
import { Checkers, LAWS, type Law } from '../../src/measurement/checkers.ts'
import { VirtualHost } from '../../src/simulation/virtual-host.ts'
import { RecordTable, RecordSchema } from '../../src/structures/record-table.ts'
import { ArraySource, arrayService, discard, fifo, plan, stage } from '../theory/bench-stations.ts'
import { exponential, poissonTimes, serviceTimes } from '../theory/draws.ts'

const N = 2_000
const arrivals = poissonTimes(N, 0.9, 4)
const services = serviceTimes(N, 4, exponential)

function pipeline(type: SchedulingType) {
  return plan(
    [new ArraySource(arrivals)],
    [
      stage('q', arrayService(services), 'source', 0, { scheduling: { type, options: { order: 'origin' } } }),
      stage('out', discard, 'stage', 0),
    ],
  )
}

/** The laws that a run with this scheduler breaks. */
function broken(type: SchedulingType): Law[] {
  const built = pipeline(type)
  const checkers = new Checkers(built)
  const host = new VirtualHost(built, checkers)
  checkers.watch(host.engine)
  host.run(Infinity)
  // Whatever the engine believes of itself: the judge is told that the run is over.
  checkers.finish(host.now, true)
  return checkers.judgements().flatMap(({ name, violation }) => (violation === null ? [] : [name]))
}

class Honest extends KeyedScheduler {
  protected keyOf(row: number): number {
    return row < 0 ? 0 : this.table.origin(row)
  }
}

function wrong(create: (context: SchedulingContext) => KeyedScheduler): SchedulingType {
  return {
    descriptor: { kind: 'scheduling', name: 'wrong', summary: 'Wrong on purpose.', source: 'test', options: {} },
    keepsOrderOf: 'channel',
    create: (_options, context) => create(context),
  }
}

describe('laws are broken by', () => {
  test('nothing, when the scheduler is right', () => {
    expect(broken(fifo)).toEqual([])
    expect(broken(wrong((context) => new Honest(context)))).toEqual([])
  })

  test('a scheduler that loses a record', () => {
    class Losing extends Honest {
      #pushed = 0
      override push(task: number, row: number): void {
        if (++this.#pushed !== 500) super.push(task, row)
      }
    }
    const laws = broken(wrong((context) => new Losing(context)))
    expect(laws).toContain('empty-at-drain')
    expect(laws).toContain('little-law')
    expect(laws).toContain('work-conservation')
  })

  test('a scheduler that lets a record overtake its channel', () => {
    class Swapping extends Honest {
      #held = -1
      override push(task: number, row: number): void {
        // Every record waits for the next one to go first, while another is in service.
        if (this.peek(task) >= 0 && this.#held < 0) {
          this.#held = this.pop(task)
          super.push(task, row)
          super.push(task, this.#held)
          this.#held = -1
        } else super.push(task, row)
      }
    }
    expect(broken(wrong((context) => new Swapping(context)))).toEqual(['order'])
  })

  test('a scheduler that leaves a worker idle', () => {
    class Lazy extends Honest {
      #asked = 0
      override pick(now: number): number {
        return ++this.#asked % 50 === 0 ? -1 : super.pick(now)
      }
    }
    expect(broken(wrong((context) => new Lazy(context)))).toContain('work-conservation')
  })
})

describe('events that cannot be', () => {
  const schema = new RecordSchema([], 9)
  const table = new RecordTable(schema)
  const row = table.allocate()

  function judged(act: (checkers: Checkers) => void): Law[] {
    const built = pipeline(fifo)
    const checkers = new Checkers(built)
    checkers.watch(new VirtualHost(built, checkers).engine)
    act(checkers)
    return checkers.judgements().flatMap(({ name, violation }) => (violation === null ? [] : [name]))
  }

  test.each<readonly [Law, (checkers: Checkers) => void]>([
    [
      'row-conservation',
      (c) => {
        c.began(0, 0, table, row, 1)
        c.completed(0, 0, 1, 2)
        c.began(0, 0, table, row, 2)
      },
    ],
    [
      'capacity',
      (c) => {
        c.began(0, 0, table, row, 1)
        c.began(0, 1, table, row + 1, 1)
      },
    ],
    [
      'watermark-monotonicity',
      (c) => {
        c.watermark(0, 5, 1)
        c.watermark(0, 4, 2)
      },
    ],
    [
      'time-accounting',
      (c) => {
        table.setIntendedTime(row, 0)
        table.startSpent(row, 0, 0)
        c.sunk(1, table, row, 10)
      },
    ],
    [
      'channel-conservation',
      (c) => {
        c.arrived(0, table, row, 1)
        c.finish(2, true)
      },
    ],
  ])('%s', (law, act) => {
    expect(judged(act)).toContain(law)
  })

  test('link-conservation: more comes off a link than went on', () => {
    const built = { ...pipeline(fifo), links: [{ name: 'l', from: 0, to: 0, bandwidth: 1, delay: 0 }] }
    const checkers = new Checkers(built)
    checkers.watch(new VirtualHost(built, checkers).engine)
    checkers.delivered(0)
    expect(checkers.judgements().find(({ name }) => name === 'link-conservation')!.violation).toBe('link l delivered more than was sent')
  })

  test('every law is in this file', () => {
    const shown: readonly Law[] = [
      'row-conservation',
      'channel-conservation',
      'link-conservation',
      'order',
      'watermark-monotonicity',
      'work-conservation',
      'capacity',
      'time-accounting',
      'little-law',
      'empty-at-drain',
    ]
    expect([...shown].sort()).toEqual((Object.keys(LAWS) as Law[]).sort())
  })
})
