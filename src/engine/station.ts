/** A station: identical workers with one scheduler. A node is one; so is every service stage. */
import type { Scheduler } from './ports.ts'
import type { Task } from './task.ts'

export class Station {
  readonly id: number = 0
  readonly workers: number = 0
  /** Workers without work. */
  idle = 0
  readonly tasks: Task[] = []
  scheduler!: Scheduler
  /** Whether it is on the engine's list of stations to look at before time moves on. */
  isMarked = false

  constructor(id: number, workers: number) {
    this.id = id
    this.workers = workers
    this.idle = workers
  }
}
