/** A station: identical workers with one scheduler. A node is one; so is every service stage. */
import type { Scheduler } from './ports.ts'
import type { Task } from './task.ts'

export class Station {
  readonly id: number
  readonly workers: number
  /** Workers without work. */
  idle: number
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
