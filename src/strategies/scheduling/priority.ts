/** Strict priority between flows, without preemption. */
import type { Scheduler, SchedulingContext } from '../../engine/ports.ts'
import { IndexedHeap } from '../../structures/indexed-heap.ts'
import type { RecordTable } from '../../structures/record-table.ts'
import { Ring } from '../../structures/ring.ts'
import { defineScheduling } from './strategy.ts'

export const priority = defineScheduling({
  descriptor: {
    kind: 'scheduling',
    name: 'priority',
    summary:
      'Serves the flow with the smallest priority number first; within a flow, first come, first served. Work under way is not interrupted.',
    source: 'Non-preemptive head-of-line priority (Cobham 1954)',
    options: {},
  },
  keepsOrderOf: 'flow',
  create: (_options, context) => new Priority(context),
})

/** Origins stay below this, so that level and origin fit one key. */
const ORIGINS = 2 ** 45

class Priority implements Scheduler {
  readonly #table: RecordTable
  /** By task: a queue for each level, the most urgent first. */
  readonly #queues: readonly (readonly Ring[])[]
  readonly #levelOfFlow: readonly number[]
  readonly #ready: IndexedHeap

  constructor(context: SchedulingContext) {
    this.#table = context.table
    const levels = [...new Set(context.flows.map((flow) => flow.priority))].sort((a, b) => a - b)
    this.#levelOfFlow = context.flows.map((flow) => levels.indexOf(flow.priority))
    this.#queues = Array.from({ length: context.tasks }, () => levels.map(() => new Ring()))
    this.#ready = new IndexedHeap(context.tasks)
  }

  push(task: number, row: number): void {
    this.#queues[task]![this.#level(row)]!.push(row)
  }

  peek(task: number): number {
    for (const queue of this.#queues[task]!) if (queue.size > 0) return queue.peek()
    return -1
  }

  pop(task: number): number {
    for (const queue of this.#queues[task]!) if (queue.size > 0) return queue.shift()
    return -1
  }

  remove(task: number, row: number): void {
    this.#queues[task]![this.#level(row)]!.remove(row)
  }

  ready(task: number, row: number, origin: number): void {
    // A firing holds back the watermark for every flow, so it goes with the most urgent.
    this.#ready.set(task, row < 0 ? origin : this.#level(row) * ORIGINS + this.#table.origin(row))
  }

  unready(task: number): void {
    this.#ready.delete(task)
  }

  pick(_now: number): number {
    return this.#ready.top()
  }

  #level(row: number): number {
    return this.#levelOfFlow[this.#table.flow(row)]!
  }
}
