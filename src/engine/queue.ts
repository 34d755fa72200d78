/** Default halves of a scheduler: how rows wait at a task, and how the next task is picked. A policy extends the class and overrides what it means to change. */
import { IndexedHeap } from '../structures/indexed-heap.ts'
import type { RecordTable } from '../structures/record-table.ts'
import { Ring } from '../structures/ring.ts'
import type { Scheduler, SchedulingContext } from './ports.ts'

/** Rows wait in the order in which they came; of the runnable tasks the one with the smallest key runs, ties in order of the pipeline. */
export abstract class KeyedScheduler implements Scheduler {
  protected readonly table: RecordTable
  readonly #queues: readonly Ring[]
  readonly #ready: IndexedHeap
  /** With one task there is nothing to choose. */
  readonly #isLone: boolean

  constructor(context: SchedulingContext) {
    this.table = context.table
    this.#queues = Array.from({ length: context.tasks }, () => new Ring())
    this.#ready = new IndexedHeap(context.tasks)
    this.#isLone = context.tasks === 1
  }

  /** What a runnable task is picked by: the smallest runs first. `row` is the head of its queue, −1 for a window firing of the given origin. */
  protected abstract keyOf(row: number, origin: number): number

  push(task: number, row: number): void {
    this.#queues[task]!.push(row)
  }

  peek(task: number): number {
    return this.#queues[task]!.peek()
  }

  pop(task: number): number {
    return this.#queues[task]!.shift()
  }

  remove(task: number, row: number): void {
    this.#queues[task]!.remove(row)
  }

  ready(task: number, row: number, origin: number): void {
    this.#ready.set(task, this.#isLone ? 0 : this.keyOf(row, origin))
  }

  unready(task: number): void {
    this.#ready.delete(task)
  }

  pick(_now: number): number {
    return this.#ready.top()
  }
}
